//! Electricity: whose metering point, where, how much. Units count within the block.

use registry::Chunk;

use super::{Column, Facts, Value, column, dated_of};
use crate::block::Block;
use crate::local::Local;
use crate::meters::Meter;
use crate::person::ABROAD;

pub(super) const COLUMNS: &[Column] = &[
    column("ELHUB_PERS_MALEPUNKTID_FNR", |block, facts| {
        measured(block, facts, |meter, _| Some(block.first + meter.thing.person))
    }),
    column("ELHUB_PERS_STROMFORBRUK", |block, facts| measured(block, facts, |meter, day| Some(meter.use_in(day)))),
    column("ELHUB_PERS_KRAFTPRODUKSJON", |block, facts| measured(block, facts, Meter::production_in)),
    column("ELHUB_PERS_TYPE_STROMFORBRUK", |block, facts| {
        let (household, cottage) = (facts.code("1"), facts.code("2"));
        measured(block, facts, |meter, _| Some(if meter.is_cottage { cottage } else { household }))
    }),
    column("ELHUB_PERS_MALEPUNKT_ADR_KOMMUNE", |block, facts| {
        let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
        measured(block, facts, |meter, day| codes.get(municipality(block, meter, day)?).copied())
    }),
    column("ELHUB_PERS_PRISOMRADE", |block, facts| {
        let zones = ["NO1", "NO2", "NO3", "NO4", "NO5"].map(|zone| facts.code(zone));
        measured(block, facts, |meter, day| {
            let code = block.geography.codes().get(municipality(block, meter, day)?)?;
            zones.get(zone(code)).copied()
        })
    }),
];

/// Place among the codes of the geography.
fn municipality(block: &Block, meter: &Meter, day: i32) -> Option<usize> {
    let area = block.person(meter.thing.person).area_on(day);
    (area != ABROAD).then(|| usize::from(block.geography.code_at(area, day)))
}

/// The price area of a municipality, by county.
fn zone(code: &str) -> usize {
    match code.get(..2).unwrap_or_default() {
        "11" | "38" | "39" | "40" | "42" => 1,
        "15" | "50" => 2,
        "18" | "54" | "55" | "56" => 3,
        "46" => 4,
        _ => 0,
    }
}

fn measured<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Meter, i32) -> Option<V>) -> Vec<Chunk> {
    dated_of(&Local::Meter.things(block), facts, |place, day| value(block.meters.get(place)?, day))
}
