//! Texts that no code list tells: what they are, and who has which.

use registry::Chunk;
use variables::DataType;

use super::rows;
use crate::block::Block;
use crate::calendar::year_of;
use crate::columns::{Column, Facts, Texts, status};
use crate::geography::Geography;
use crate::local::share_of;
use crate::person::ABROAD;

/// The years of birth that the register of child welfare can hold.
const BIRTH_YEARS: std::ops::RangeInclusive<i32> = 1975..=2024;

/// The column of a variable of persons with texts that its metadata do not list.
pub(super) fn column(name: &'static str) -> Option<Column> {
    let (make, texts): (fn(&Block, &Facts) -> Vec<Chunk>, Texts) = match name {
        "ARBEIDSSOKER_KJOENN" => (sex, Texts::Listed(&["1", "2"])),
        "ARBSTATUS_PERS_AFP_GRUPPERING" => (super::person, Texts::Listed(&["1", "2", "3"])),
        "BARNEVERN_FODTAAR" => (birth_year, Texts::Made(birth_years)),
        "BEFOLKNING_SVALBARD_KOMMNR" => (svalbard, Texts::Listed(&[])),
        "BEFOLKNING_TETTNR" => (settlement, Texts::Made(settlements)),
        "BOSTOTTE_OVERGANGSORDNING" => (super::person, Texts::Listed(&["0", "1"])),
        _ => return None,
    };
    Some(Column { name, make, years_at_most: super::YEARS, texts })
}

/// Whether the texts of a variable are places in its dictionary.
pub(super) fn is_text(facts: &Facts) -> bool {
    facts.variable.data_type == DataType::String && !facts.dictionary.is_empty()
}

fn sex(block: &Block, facts: &Facts) -> Vec<Chunk> {
    rows(block, facts, |place, _, _| Some(block.person(place as u32).sex as u32 - 1))
}

fn birth_years() -> Vec<String> {
    BIRTH_YEARS.map(|year| year.to_string()).collect()
}

fn birth_year(block: &Block, facts: &Facts) -> Vec<Chunk> {
    rows(block, facts, |place, _, _| {
        let born = year_of(block.person(place as u32).born);
        BIRTH_YEARS.contains(&born).then(|| (born - BIRTH_YEARS.start()) as u32)
    })
}

/// Made-up numbers: one urban settlement for each municipality of 1988, and none for who lives outside.
fn settlements() -> Vec<String> {
    let areas = Geography::built_in().map_or(0, Geography::n_areas);
    (0..=areas).map(|area| format!("{:04}", if area == 0 { 0 } else { 1_000 + area })).collect()
}

fn settlement(block: &Block, facts: &Facts) -> Vec<Chunk> {
    status(block, facts, |place, person, day| {
        let area = person.is_resident_on(day).then(|| person.area_on(day)).filter(|area| *area != ABROAD)?;
        // Four of five live in an urban settlement; where a home lies stays.
        let is_urban = share_of(place, block.number, 7_001 + u64::from(area)) < 0.82;
        Some(if is_urban { u32::from(area) + 1 } else { 0 })
    })
}

/// Who is in Svalbard for some years stays registered in the municipality on the mainland.
fn svalbard(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let [town, whole] = ["2111", "2100"].map(|code| facts.code(code));
    let since = crate::calendar::day_of(2019, 1, 1);
    status(block, facts, |place, person, day| {
        let age = crate::calendar::age_on(person.born, day);
        let spell = (year_of(day) as u64 + place as u64 % 4) / 4;
        let is_there = (20..62).contains(&age) && share_of(place, block.number, 7_500 + spell) < 0.000_9;
        let code = if day >= since && place % 8 == 0 { whole } else { town };
        (is_there && person.is_resident_on(day)).then_some(code)
    })
}
