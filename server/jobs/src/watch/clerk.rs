//! The thread that keeps what was booked and shows defined sets to the meter, after the answers left.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use accounts::{Accounts, Moment};
use disclosure::Keys;
use disclosure::watch::{Asked, Split};

use super::books::Books;
use super::meters::{Meters, Shown};
use super::store::{Kind, Store};
use super::{Account, WatchError};
use crate::world::internal;

/// Letters that wait at most: they hold their sets' rows, so whoever sends more waits.
const MOST_WAITING: usize = 4;

/// Seconds after which old entries are taken out.
const EACH_HOUR: i64 = 3_600;

/// What a statement left to do.
pub struct Letter {
    /// Whose.
    pub account: Account,
    /// When.
    pub now: Moment,
    /// What is to be kept.
    pub entries: Vec<(Kind, Vec<u8>)>,
    /// The sets that it defined.
    pub sets: Vec<Asked>,
    /// The splits that it made.
    pub splits: Vec<Split>,
}

enum Post {
    Letter(Letter),
    /// Answers when everything before it is done.
    Settle(SyncSender<()>),
}

/// The thread, seen from outside.
pub struct Clerk {
    /// `None` only while it is dropped.
    post: Option<SyncSender<Post>>,
    thread: Option<JoinHandle<()>>,
    meters: Arc<Mutex<Meters>>,
    is_broken: Arc<AtomicBool>,
}

/// The thread, seen from inside.
struct Desk {
    store: Store,
    keys: Keys,
    accounts: Arc<Accounts>,
    meters: Arc<Mutex<Meters>>,
    /// When old entries were last taken out.
    tidied: Moment,
}

impl Clerk {
    /// Starts the thread over a file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn start(store: Store, keys: Keys, accounts: Arc<Accounts>, now: Moment) -> Result<Clerk, WatchError> {
        let meters = Arc::new(Mutex::new(Meters::load(&store, keys.id())?));
        let (post, letters) = sync_channel(MOST_WAITING);
        let is_broken = Arc::new(AtomicBool::new(false));
        let desk = Desk { store, keys, accounts, meters: meters.clone(), tidied: now };
        let broken = is_broken.clone();
        let named = thread::Builder::new().name("watch".to_owned());
        let thread = Some(named.spawn(move || attend(desk, &letters, &broken))?);
        Ok(Clerk { post: Some(post), thread, meters, is_broken })
    }

    /// Hands a letter over; waits while too many lie there.
    pub fn send(&self, letter: Letter) {
        if !self.post(Post::Letter(letter)) {
            self.give_up();
        }
    }

    /// Waits until everything that was sent is done.
    pub fn settle(&self) {
        let (done, wait) = sync_channel(1);
        // A thread that is gone has nothing to wait for; `is_broken` says so.
        if self.post(Post::Settle(done)) {
            _ = wait.recv();
        }
    }

    /// Whether the thread will take it.
    fn post(&self, post: Post) -> bool {
        self.post.as_ref().is_some_and(|sender| sender.send(post).is_ok())
    }

    /// Whether something could not be kept: nothing runs any more.
    pub fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::SeqCst)
    }

    /// Something could not be kept.
    pub fn give_up(&self) {
        self.is_broken.store(true, Ordering::SeqCst);
    }

    /// Looks at the meters.
    pub fn with_meters<T>(&self, look: impl FnOnce(&Meters) -> T) -> T {
        look(&self.meters.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Clerk {
    fn drop(&mut self) {
        // Nobody sends any more: the thread does what lies there, closes the file and ends.
        self.post = None;
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

/// Takes letters until nobody can send any more.
fn attend(mut desk: Desk, letters: &Receiver<Post>, is_broken: &AtomicBool) {
    for post in letters {
        match post {
            Post::Letter(letter) => {
                if let Err(error) = desk.keep(letter) {
                    _ = internal("watch", &error);
                    is_broken.store(true, Ordering::SeqCst);
                }
            }
            Post::Settle(done) => {
                if let Err(error) = desk.store.gather() {
                    _ = internal("watch", &error);
                }
                // Whoever asked may be gone.
                _ = done.send(());
            }
        }
    }
}

impl Desk {
    fn keep(&mut self, letter: Letter) -> Result<(), WatchError> {
        let Letter { account, now, entries, sets, splits } = letter;
        if sets.is_empty() && splits.is_empty() {
            self.store.add(now, &entries, None)?;
        } else {
            let shown = self.sketched(&sets, &splits);
            let released = self.accounts.review(&account.name)?.released;
            let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
            let (kept, finding) = meters.note(&account, shown, released, now);
            drop(meters);
            self.store.add(now, &entries, Some(&kept))?;
            finding.write_down(&self.accounts, &account, now)?;
        }
        if now.since(self.tidied) >= EACH_HOUR {
            self.tidied = now;
            Books::tidy(&self.store, now)?;
        }
        Ok(())
    }

    /// The expensive part: passes over the persons.
    fn sketched(&self, sets: &[Asked], splits: &[Split]) -> Shown {
        let sets = sets.iter().map(|set| set.defined(&self.keys)).collect();
        let splits = splits.iter().map(|split| (split.released(&self.keys), split.information())).collect();
        Shown { sets, splits }
    }
}
