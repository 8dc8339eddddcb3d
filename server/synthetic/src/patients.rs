//! Patients in hospitals in 2023: who comes, how often, for what, and how long.
//!
//! About a third of the residents come to a hospital in a year, patients four to five times on average (Norwegian Patient
//! Registry, somatic care of 2023: some two million patients, nine million episodes, most of them outpatient consultations).
//! Diagnoses are the 28 of the catalogue's list, by age and sex after what is commonly known of them.

use crate::calendar::age_on;
use crate::chance::Chance;
use crate::person::{Person, Sex};

/// First and last day of the register.
pub(crate) const YEAR: (i32, i32) = (19_358, 19_722);

/// Level of care; the place in the order of the catalogue's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    Overnight = 0,
    Day = 1,
    Outpatient = 2,
}

/// One episode of care.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Episode {
    /// Place of the person in the block.
    pub(crate) person: u32,
    pub(crate) start: i32,
    pub(crate) stop: i32,
    /// Minutes after midnight of coming and leaving.
    pub(crate) minutes: (u16, u16),
    pub(crate) care: Care,
    /// Place in [`DIAGNOSES`].
    pub(crate) diagnosis: u8,
    pub(crate) second: Option<u8>,
    /// The hospital stay, counted within the block: episodes without a day between belong to one.
    pub(crate) stay: u32,
    /// Outside the refunds by activity, or rehabilitation; most are inside.
    pub(crate) is_outside: bool,
    pub(crate) is_rehabilitation: bool,
}

/// The episodes of a block, by person and start.
#[derive(Debug, Default)]
pub(crate) struct Patients {
    pub(crate) episodes: Vec<Episode>,
    pub(crate) stays: u32,
}

/// How common a diagnosis is among patients below 18, 45 and 67 years and above, how much more so among women, and the
/// shares of overnight stays and day care; the rest are outpatient.
struct Diagnosis {
    code: &'static str,
    ages: [f64; 4],
    women: f64,
    overnight: f64,
    day: f64,
}

const fn d(code: &'static str, ages: [f64; 4], women: f64, overnight: f64, day: f64) -> Diagnosis {
    Diagnosis { code, ages, women, overnight, day }
}

const DIAGNOSES: [Diagnosis; 28] = [
    d("I21", [0.0, 0.2, 2.0, 3.0], 0.5, 0.6, 0.02),
    d("I63", [0.0, 0.2, 1.2, 3.5], 0.8, 0.55, 0.02),
    d("I50", [0.0, 0.1, 1.0, 4.0], 0.7, 0.4, 0.03),
    d("I10", [0.0, 1.0, 3.0, 3.0], 1.0, 0.05, 0.03),
    d("I48", [0.0, 0.4, 3.0, 6.0], 0.7, 0.25, 0.1),
    d("J18", [3.0, 1.0, 2.0, 4.5], 0.9, 0.75, 0.01),
    d("J44", [0.0, 0.1, 2.0, 4.0], 1.1, 0.35, 0.02),
    d("J45", [8.0, 2.5, 2.0, 1.5], 1.1, 0.1, 0.03),
    d("K80", [0.1, 2.0, 2.5, 2.0], 1.8, 0.4, 0.2),
    d("K35", [3.0, 2.0, 1.0, 0.5], 0.85, 0.9, 0.01),
    d("K57", [0.0, 0.6, 2.5, 3.0], 1.1, 0.25, 0.15),
    d("K92", [0.5, 1.0, 1.5, 2.5], 0.9, 0.5, 0.1),
    d("S72", [0.3, 0.2, 0.6, 3.5], 1.9, 0.7, 0.01),
    d("S06", [4.0, 2.0, 1.5, 2.0], 0.7, 0.45, 0.01),
    d("C34", [0.0, 0.1, 1.8, 3.5], 0.95, 0.15, 0.25),
    d("C50", [0.0, 1.0, 5.0, 4.0], 60.0, 0.06, 0.3),
    d("C18", [0.0, 0.4, 2.5, 4.0], 1.0, 0.15, 0.3),
    d("F32", [4.0, 8.0, 4.0, 1.5], 1.7, 0.07, 0.02),
    d("F20", [0.1, 3.0, 2.0, 0.5], 0.6, 0.12, 0.02),
    // Births come from the population itself.
    d("O80", [0.0, 0.0, 0.0, 0.0], 0.0, 1.0, 0.0),
    d("N20", [0.1, 1.5, 2.0, 1.5], 0.5, 0.3, 0.2),
    d("N18", [0.3, 1.0, 3.0, 5.0], 0.7, 0.06, 0.6),
    d("E11", [0.1, 1.0, 4.0, 4.5], 0.75, 0.08, 0.03),
    d("A41", [0.6, 0.4, 1.2, 3.0], 0.8, 0.95, 0.0),
    d("G45", [0.0, 0.2, 1.0, 2.5], 0.9, 0.6, 0.02),
    d("G20", [0.0, 0.05, 0.8, 3.0], 0.65, 0.1, 0.05),
    d("M16", [0.1, 0.5, 3.5, 5.5], 1.6, 0.25, 0.05),
    d("Z00", [10.0, 6.0, 4.0, 3.0], 1.1, 0.01, 0.03),
];

/// The place of the diagnosis of an ordinary birth.
const BIRTH: u8 = 19;

/// The code of a diagnosis.
pub(crate) fn code(diagnosis: u8) -> &'static str {
    DIAGNOSES.get(usize::from(diagnosis)).map_or("Z00", |one| one.code)
}

/// The episodes of a block.
pub(crate) fn come(people: &[Person], chance: &mut Chance) -> Patients {
    let mut patients = Patients::default();
    for (place, person) in people.iter().enumerate() {
        let first = patients.episodes.len();
        births(place as u32, person, people, chance, &mut patients.episodes);
        illness(place as u32, person, chance, &mut patients.episodes);
        patients.episodes[first..].sort_by_key(|episode| (episode.start, episode.stop));
        apart(first, &mut patients);
    }
    patients
}

/// Keeps a person's episodes apart, and tells which belong to one stay.
fn apart(first: usize, patients: &mut Patients) {
    let mut end: Option<i32> = None;
    let mut kept = first;
    for place in first..patients.episodes.len() {
        let mut episode = patients.episodes[place];
        if end.is_some_and(|end| episode.start <= end) {
            continue;
        }
        if end.is_none_or(|end| episode.start > end + 1) {
            patients.stays += 1;
        }
        episode.stay = patients.stays - 1;
        end = Some(episode.stop);
        patients.episodes[kept] = episode;
        kept += 1;
    }
    patients.episodes.truncate(kept);
}

/// A woman is in hospital on the day of each birth.
fn births(place: u32, person: &Person, people: &[Person], chance: &mut Chance, episodes: &mut Vec<Episode>) {
    if person.sex == Sex::Man {
        return;
    }
    for child in &person.children {
        let Some(child) = people.get(*child as usize).filter(|child| child.origin == 0) else { continue };
        add(place, person, child.born, (BIRTH, Care::Overnight), chance, episodes);
    }
}

fn illness(place: u32, person: &Person, chance: &mut Chance, episodes: &mut Vec<Episode>) {
    let age = age_on(person.born, YEAR.0 + 180);
    let (group, share) = match age {
        ..18 => (0, 0.22),
        18..45 => (1, if person.sex == Sex::Woman { 0.34 } else { 0.24 }),
        45..67 => (2, 0.38),
        67..80 => (3, 0.56),
        _ => (3, 0.62),
    };
    if !chance.happens(share) || !(0..=115).contains(&age) {
        return;
    }
    let is_woman = person.sex == Sex::Woman;
    let weight = |one: &Diagnosis| one.ages.get(group).copied().unwrap_or(0.0) * if is_woman { one.women } else { 1.0 };
    let weights: [f64; 28] = std::array::from_fn(|place| DIAGNOSES.get(place).map_or(0.0, weight));
    let usual = chance.weighted(&weights) as u8;
    for _ in 0..1 + (3.3 * chance.exponential()) as usize {
        let diagnosis = if chance.happens(0.7) { usual } else { chance.weighted(&weights) as u8 };
        let (overnight, day) = DIAGNOSES.get(usize::from(diagnosis)).map_or((0.0, 0.0), |one| (one.overnight, one.day));
        let care = match chance.unit() {
            draw if draw < 0.35 * overnight => Care::Overnight,
            draw if draw < 0.35 * overnight + 0.6 * day => Care::Day,
            _ => Care::Outpatient,
        };
        add(place, person, chance.between(YEAR.0, YEAR.1), (diagnosis, care), chance, episodes);
    }
}

/// Adds an episode of somebody who lives in the country on its days.
fn add(
    place: u32,
    person: &Person,
    start: i32,
    (diagnosis, care): (u8, Care),
    chance: &mut Chance,
    episodes: &mut Vec<Episode>,
) {
    let nights = if care == Care::Overnight { 1 + (2.4 * chance.exponential()) as i32 } else { 0 };
    let (come, stay) = match care {
        Care::Overnight => (chance.between(0, 1_439), 0),
        Care::Day => (chance.between(450, 570), chance.between(240, 480)),
        Care::Outpatient => (chance.between(480, 930), chance.between(15, 75)),
    };
    let leave = if care == Care::Overnight { chance.between(540, 960) } else { come + stay };
    let second = chance.happens(0.18).then(|| chance.below(DIAGNOSES.len()) as u8);
    let (is_outside, is_rehabilitation) = (chance.happens(0.05), chance.happens(0.02));
    let stop = (start + nights).min(YEAR.1);
    if start < YEAR.0 || start > YEAR.1 || !person.is_resident_on(start) || !person.is_resident_on(stop) {
        return;
    }
    episodes.push(Episode {
        person: place,
        start,
        stop,
        minutes: (come as u16, leave as u16),
        care,
        diagnosis,
        second: second.filter(|second| *second != diagnosis && *second != BIRTH),
        stay: 0,
        is_outside,
        is_rehabilitation,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day_of;

    #[test]
    fn the_register_is_the_year_2023_and_the_diagnoses_are_on_the_list() {
        assert_eq!(YEAR, (day_of(2023, 1, 1), day_of(2023, 12, 31)));
        let catalogue = crate::catalogue();
        let (_, variable) = catalogue
            .iter()
            .find(|(_, one)| one.name == "HOVEDTILSTAND1")
            .map_or_else(|| unreachable!("the catalogue has the diagnoses"), |found| found);
        let listed: Vec<&str> =
            variable.code_list().map_or(&[][..], |list| &list.codes).iter().map(|code| code.code.as_str()).collect();
        assert_eq!(listed.len(), DIAGNOSES.len());
        assert!(DIAGNOSES.iter().all(|one| listed.contains(&one.code)) && code(BIRTH) == "O80");
    }
}
