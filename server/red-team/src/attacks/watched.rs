//! Near-sets 6.3 and D.5: what the auditor is told of campaigns, and of honest months. Answers are the same for all; what is measured
//! is whether the meter and the detector of averaging notice.

use anyhow::Result;
use disclosure::watch::detectors::{Averaging, AveragingLimits, AveragingReading};
use disclosure::watch::meter::{DAY, DefinedSet, Limits, Meter, Reading};
use disclosure::{Keys, Watcher};
use engine::World as _;

use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::register::block::{Block, Pair, for_everybody};
use crate::register::{MONTHS, PLACES, place_code};
use crate::session::Session;
use crate::trials::times;
use crate::utility::honest::Filter;
use crate::world::RegisterWorld;

/// Pairs of a naive campaign.
const PAIRS: usize = 25;

/// Partitions of a campaign of averaging.
const PARTITIONS: usize = 100;

/// Sessions of an honest month, each with its edits.
const SESSIONS: usize = 20;
const EDITS: usize = 5;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let (small, large) = (stage.small(), stage.large());
    let naive = times(stage.effort.of(20, 1_000), &stage.draws("naive pairs"), |draws| naive_pairs(small, draws));
    let averaging =
        times(stage.effort.of(12, 1_000), &stage.draws("averaged splits"), |draws| averaged(small, by_column, draws));
    let conditions = times(stage.effort.of(12, 1_000), &stage.draws("averaged conditions"), |draws| {
        averaged(small, by_conditions, draws)
    });
    let months = times(stage.effort.of(6, 1_000), &stage.draws("honest months"), |draws| honest_month(large, draws));
    let share = |of: &[bool]| Measured::share(of.iter().filter(|found| **found).count(), of.len());
    let (meter, detector): (Vec<bool>, Vec<bool>) = months.into_iter().unzip();
    Ok(vec![
        Row::new(
            "near-sets 7",
            "meter: campaigns of 25 pairs of populations that are flagged",
            Limit::AtLeast(0.99),
            share(&naive),
        ),
        Row::new("near-sets 7", "meter: honest months that are flagged", Limit::AtMost(0.1), share(&meter)),
        Row::new(
            "C.5",
            "detector of averaging: campaigns found by 100 partitions by user-made columns",
            Limit::AtLeast(0.99),
            share(&averaging),
        ),
        Row::new(
            "C.5",
            "the same by two conditions each: campaigns found (300 sets a day slow it down)",
            Limit::Printed,
            share(&conditions),
        ),
        Row::new("C.5", "detector of averaging: honest months that are flagged", Limit::AtMost(0.01), share(&detector)),
    ])
}

/// What is noted of one account.
struct Auditor {
    watcher: Watcher,
    keys: Keys,
    meter: Meter,
    averaging: Averaging,
    now: u64,
}

impl Auditor {
    /// Begins to watch an account; the world in which it works.
    fn of(world: &RegisterWorld) -> (Auditor, RegisterWorld) {
        let watcher = Watcher::default();
        let keys = world.filter().keys().clone();
        let auditor = Auditor {
            watcher: watcher.clone(),
            keys,
            meter: Meter::default(),
            averaging: Averaging::default(),
            now: 0,
        };
        (auditor, world.watched_by(watcher))
    }

    /// Looks at what was released since the last look.
    fn look(&mut self) -> (Reading, AveragingReading) {
        let notes = self.watcher.take();
        let sets: Vec<DefinedSet> = notes.sets.iter().map(|set| set.defined(&self.keys)).collect();
        let reading = self.meter.note(&Limits::CURRENT, &sets, self.now);
        for split in &notes.splits {
            self.averaging.note(&AveragingLimits::CURRENT, split.released(&self.keys), self.now);
        }
        (reading, self.averaging.read(&AveragingLimits::CURRENT, self.now))
    }
}

/// Whether 25 pairs of populations that differ by one person are flagged.
fn naive_pairs(world: &RegisterWorld, draws: &mut Draws) -> Option<bool> {
    let target = draws.below(world.register().len()) as u32;
    let pairs: Option<Vec<Pair>> = (0..PAIRS).map(|_| Pair::around(world.register(), target, 30, draws)).collect();
    let (mut auditor, watched) = Auditor::of(world);
    let session = Session::of_persons(&watched).ok()?;
    auditor.look();
    let mut flagged = false;
    for pair in pairs? {
        session.ask(&[&pair.with, &pair.without].map(|block| format!("tabulate secret if {}", block.condition())));
        flagged = auditor.look().0.is_flagged;
    }
    Some(flagged)
}

/// Questions that take a set apart; `at`: a number of their own.
type TakeApart = fn(own: &str, split: &str, at: usize) -> Vec<String>;

fn by_column(own: &str, split: &str, at: usize) -> Vec<String> {
    let anew = for_everybody(at);
    vec![format!("generate half{at} = {split} & {anew}"), format!("tabulate half{at} if {own} & secret == '1'")]
}

fn by_conditions(own: &str, split: &str, at: usize) -> Vec<String> {
    let anew = for_everybody(at);
    vec![
        format!("tabulate secret if {own} & {split} & {anew}"),
        format!("tabulate secret if {own} & !({split}) & {anew}"),
    ]
}

/// Whether a hundred questions for the count of one set, each of which takes it apart in another way, are flagged.
fn averaged(world: &RegisterWorld, take_apart: TakeApart, draws: &mut Draws) -> Option<bool> {
    let block = Block::without(world.register(), u32::MAX, 400..=900, draws)?;
    let (mut auditor, watched) = Auditor::of(world);
    let session = Session::of_persons(&watched).ok()?;
    auditor.look();
    let mut flagged = false;
    for at in 0..PARTITIONS {
        let split = match draws.below(2) {
            0 => format!("born <= {}", draws.within(MONTHS / 4, 3 * MONTHS / 4)),
            _ => format!("place <= '{}'", place_code(draws.within(PLACES / 4, 3 * PLACES / 4) as u16)),
        };
        session.ask(&take_apart(&block.condition(), &split, at));
        let (meter, averaging) = auditor.look();
        flagged = meter.is_flagged || averaging.is_flagged;
    }
    Some(flagged)
}

/// Whether the meter and the detector flag a month of honest sessions.
fn honest_month(world: &RegisterWorld, draws: &mut Draws) -> Option<(bool, bool)> {
    let (mut auditor, watched) = Auditor::of(world);
    let session = Session::of_numbers(&watched).ok()?;
    let mut found = (false, false);
    for day in 0..SESSIONS {
        auditor.now = day as u64 * DAY;
        let base = Filter::random(draws);
        for edit in 0..EDITS {
            let condition = base.edited(edit, draws).condition();
            session.ask(&[
                format!("tabulate civil edu if {condition}"),
                "generate old = born < 300".to_owned(),
                format!("tabulate old sex if {condition}"),
                format!("summarize wage if {condition}"),
            ]);
        }
        let (meter, averaging) = auditor.look();
        found = (meter.is_flagged, averaging.is_flagged);
    }
    Some(found)
}
