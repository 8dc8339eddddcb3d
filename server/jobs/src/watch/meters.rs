//! The meters and detectors of all accounts, and what they find.

use std::collections::HashMap;

use accounts::audit::{MeterFinding, Stamp};
use accounts::{Accounts, Moment};
use disclosure::watch::detectors::{Averaging, AveragingLimits, Partition, RandomSplits, RandomSplitsLimits};
use disclosure::watch::meter::{DefinedSet, Limits, Meter};
use variables::quota::METER_DAYS;

use super::bytes::{Reader, Writer};
use super::store::{Kept, Store};
use super::{Account, WatchError};

/// Those in force; `variables::quota` publishes them.
const LIMITS: Limits = Limits::CURRENT;
const AVERAGING: AveragingLimits = AveragingLimits::CURRENT;
const RANDOM: RandomSplitsLimits = RandomSplitsLimits::CURRENT;

/// The meters, by account. Definitions and sketches are under the noise key: those under another tell nothing any more.
pub struct Meters {
    by_account: HashMap<String, Seen>,
    /// Id of the home's keys.
    key: String,
}

/// What was seen of an account.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    meter: Meter,
    averaging: Averaging,
    random: RandomSplits,
    /// The release since which the two detectors look.
    released: Option<Moment>,
}

/// What a statement shows.
#[derive(Default)]
pub struct Shown {
    /// The sets that it defined.
    pub sets: Vec<DefinedSet>,
    /// The splits that it made, and how much each shares with what it was made from, if that is known.
    pub splits: Vec<(Partition, Option<f64>)>,
}

/// What was found, and what follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub found: MeterFinding,
    is_flagged: bool,
    needs_review: bool,
}

impl Meters {
    /// No meter yet, under the keys of an id.
    pub fn new(key: String) -> Meters {
        Meters { by_account: HashMap::new(), key }
    }

    /// Reads the meters of a file that are under the keys of an id. After a rotation of the noise key they begin anew.
    pub fn load(store: &Store, key: String) -> Result<Meters, WatchError> {
        let mut meters = Meters::new(key);
        for Kept { account, meter } in store.meters()? {
            let mut from = Reader::new(&meter);
            let key = from.text().ok_or(WatchError::Unreadable)?;
            if key == meters.key {
                meters.by_account.insert(account, Seen::read(&mut from).ok_or(WatchError::Unreadable)?);
            }
        }
        Ok(meters)
    }

    /// Shows a statement's sets and splits to its account's meter; answers it as it is to be kept, and what it finds.
    pub fn note(&mut self, account: &Account, shown: Shown, released: Option<Moment>, now: Moment) -> (Kept, Finding) {
        let seen = self.by_account.entry(account.name.clone()).or_default();
        if seen.released < released {
            *seen = Seen { meter: std::mem::take(&mut seen.meter), released, ..Seen::default() };
        }
        let at = seconds(now);
        seen.meter.note(&LIMITS, &shown.sets, at);
        for (partition, information) in shown.splits {
            seen.random.note(&RANDOM, partition.partition, information, at);
            seen.averaging.note(&AVERAGING, partition, at);
        }
        let mut out = Writer::default();
        out.block(self.key.as_bytes());
        seen.write(&mut out);
        (Kept { account: account.name.clone(), meter: out.done() }, seen.finding(released, now))
    }

    /// What the meter of an account finds.
    pub fn finding(&self, account: &str, released: Option<Moment>, now: Moment) -> Finding {
        self.by_account.get(account).map_or_else(Finding::default, |seen| seen.finding(released, now))
    }

    /// The accounts that have one.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.by_account.keys()
    }
}

impl Seen {
    /// After a release, events and splits count from it on. Sets stay known, so that new ones are still compared with those before.
    fn finding(&self, released: Option<Moment>, now: Moment) -> Finding {
        let reading = self.meter.read(&LIMITS, seconds(now));
        let (averaging, random) = if self.released < released {
            Default::default()
        } else {
            (self.averaging.read(&AVERAGING, seconds(now)), self.random.read(&RANDOM, seconds(now)))
        };
        let from = released.map(|released| seconds(released).max(seconds(now).saturating_sub(LIMITS.memory)));
        let since = |from: u64| self.meter.events().iter().filter(|event| event.when > from).count();
        let events = from.map_or(reading.events, since);
        // Definitions have no time: those of one set count again when what was known at the release is forgotten.
        let is_fresh = released.is_none_or(|released| now.since(released) >= METER_DAYS * 86_400);
        let has_many = is_fresh && reading.definitions_of_one_set > LIMITS.definitions_of_one_set;
        Finding {
            found: MeterFinding {
                events: events as u64,
                same_set: reading.definitions_of_one_set as u64,
                partitions: averaging.partitions_of_one_set as u64,
                random_splits: random.splits as u64,
                unjudged_splits: random.unjudged as u64,
            },
            is_flagged: events >= LIMITS.flag || has_many || averaging.is_flagged || random.is_flagged,
            needs_review: events >= LIMITS.review || averaging.needs_review,
        }
    }

    fn write(&self, out: &mut Writer) {
        out.block(&self.meter.to_bytes());
        out.block(&self.averaging.to_bytes());
        out.block(&self.random.to_bytes());
        out.number(self.released.map_or(0, seconds));
    }

    fn read(from: &mut Reader<'_>) -> Option<Seen> {
        let (meter, averaging) = (Meter::from_bytes(from.block()?)?, Averaging::from_bytes(from.block()?)?);
        let (random, released) = (RandomSplits::from_bytes(from.block()?)?, i64::try_from(from.number()?).ok()?);
        Some(Seen { meter, averaging, random, released: (released > 0).then_some(Moment(released)) })
    }
}

impl Finding {
    /// Flags the account, or puts it under review, if it is not there yet. The operator is no user and only listed.
    pub fn write_down(&self, accounts: &Accounts, account: &Account, now: Moment) -> Result<(), WatchError> {
        if account.institution.is_none() {
            return Ok(());
        }
        let stamp = Stamp { account: &account.name, now };
        if self.is_flagged {
            accounts.flag_account(&account.name, self.found, stamp)?;
        }
        if self.needs_review {
            accounts.delay_account(&account.name, self.found, stamp)?;
        }
        Ok(())
    }
}

/// The meter's clock.
fn seconds(moment: Moment) -> u64 {
    u64::try_from(moment.0).unwrap_or(0)
}

#[cfg(test)]
mod tests;
