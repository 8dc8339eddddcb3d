//! The patient register: episodes of care, whose they are, and the stays that they belong to. Units count within the block.

use registry::Chunk;

use super::{Column, Facts, Spells, Texts, Value, column, fixed_of};
use crate::block::Block;
use crate::patients::{Care, Episode, code};

/// The variable that points from an episode to its person; the overview leaves it out, and nothing can be told without it.
pub(crate) const POINTER: &str = "NPR_EPISODE_FNR";

pub(super) const COLUMNS: &[Column] = &[
    column(POINTER, |block, facts| episodes(block, facts, |episode| Some(block.first + episode.person))),
    column("NPRID", numbers),
    column("AGGRSHOPPID", stays),
    column("HOVEDTILSTAND1", |block, facts| {
        let codes = codes(facts);
        episodes(block, facts, |episode| codes.get(usize::from(episode.diagnosis)).copied())
    }),
    column("HOVEDTILSTAND2", |block, facts| {
        let codes = codes(facts);
        episodes(block, facts, |episode| codes.get(usize::from(episode.second?)).copied())
    }),
    column("INNDATO", |block, facts| episodes(block, facts, |episode| Some(i64::from(episode.start)))),
    column("UTDATO", |block, facts| episodes(block, facts, |episode| Some(i64::from(episode.stop)))),
    timed("INNTID", |block, facts| episodes(block, facts, |episode| Some(u32::from(episode.minutes.0)))),
    timed("UTTID", |block, facts| episodes(block, facts, |episode| Some(u32::from(episode.minutes.1)))),
    column("NIVA", |block, facts| {
        let [inside, outside, rehabilitation] = ["I", "U", "R"].map(|code| facts.code(code));
        episodes(block, facts, |episode| {
            Some(match (episode.is_rehabilitation, episode.is_outside) {
                (true, _) => rehabilitation,
                (false, true) => outside,
                (false, false) => inside,
            })
        })
    }),
    column("OMSORGSNIVA", |block, facts| {
        let [overnight, day, outpatient] = ["døgn", "dag", "poliklinisk"].map(|code| facts.code(code));
        episodes(block, facts, |episode| {
            Some(match episode.care {
                Care::Overnight => overnight,
                Care::Day => day,
                Care::Outpatient => outpatient,
            })
        })
    }),
];

/// A time of day, to the minute.
const fn timed(name: &'static str, make: fn(&Block, &Facts) -> Vec<Chunk>) -> Column {
    Column { texts: Texts::Made(minutes), ..column(name, make) }
}

fn minutes() -> Vec<String> {
    (0..24 * 60).map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60)).collect()
}

fn codes(facts: &Facts) -> Vec<u32> {
    (0..28).map(|diagnosis| facts.code(code(diagnosis))).collect()
}

fn episodes<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Episode) -> Option<V>) -> Vec<Chunk> {
    let episodes = &block.patients().episodes;
    fixed_of(episodes.len(), facts, |place| value(episodes.get(place)?))
}

/// The stay of each episode, over its days.
fn stays(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for (place, episode) in block.patients().episodes.iter().enumerate() {
        spells.add(place as u32, episode.stay, episode.start, episode.stop);
    }
    spells.finish(facts)
}

/// A running number for each person who ever was a patient: it says nothing but who is one.
fn numbers(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let mut persons: Vec<u32> = block.patients().episodes.iter().map(|episode| block.first + episode.person).collect();
    persons.dedup();
    // Odd multiples permute the numbers below a power of two.
    let number = |person: &u32| i64::from(person.wrapping_mul(0x9e37_79b1)) + 1;
    let values = persons.iter().map(number).collect();
    vec![Chunk { value: i64::wrap(values, facts), unit: persons, start: Vec::new(), stop: Vec::new() }]
}
