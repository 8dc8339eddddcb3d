//! Vehicles: whose, of what kind, how heavy, how far they go. Units count within the block.

use registry::Chunk;

use super::{Column, Facts, Value, column, dated_of};
use crate::block::Block;
use crate::calendar::{day_of, number_of, year_of};
use crate::local::{Local, share_of};
use crate::vehicles::{Fuel, Vehicle};

/// Years of the variables that are rarely used.
const LATE: i32 = 8;

pub(super) const COLUMNS: &[Column] = &[
    column("KJORETOY_KJORETOYID_FNR", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(block.first + vehicle.thing.person))
    }),
    column("KJORETOY_DRIVSTOFF_OMK", |block, facts| {
        let codes = ["1", "2", "3", "4"].map(|code| facts.code(code));
        measured(block, facts, |vehicle, _, _| codes.get(vehicle.fuel as usize - 1).copied())
    }),
    column("KJORETOY_FREG_AR", |block, facts| measured(block, facts, |vehicle, _, _| Some(i64::from(vehicle.model)))),
    column("KJORETOY_EG_VEKT", |block, facts| measured(block, facts, |vehicle, _, _| Some(vehicle.weight))),
    column("KJORETOY_TOT_VEKT", |block, facts| measured(block, facts, |vehicle, _, _| Some(vehicle.weight + 550))),
    column("KJORETOY_KJT_GRUP", |block, facts| {
        let (car, van) = (facts.code("101"), facts.code("310"));
        measured(block, facts, |vehicle, _, _| Some(if vehicle.is_van { van } else { car }))
    }),
    column("KJORETOY_KJ_ART", |block, facts| {
        let (private, taxi) = (facts.code("01"), facts.code("02"));
        measured(block, facts, |_, draw, _| Some(if draw < 0.004 { taxi } else { private }))
    }),
    column("KJORETOY_BRUKTIMP", |block, facts| {
        let [no, yes] = ["0", "1"].map(|code| facts.code(code));
        measured(block, facts, |_, draw, _| Some(if draw < 0.11 { yes } else { no }))
    }),
    column("KJORETOY_LADBAR", |block, facts| {
        let [no, yes] = ["0", "1"].map(|code| facts.code(code));
        measured(block, facts, |vehicle, draw, _| {
            let is_plugged = vehicle.fuel == Fuel::Electric || vehicle.fuel == Fuel::Hybrid && draw < 0.5;
            Some(if is_plugged { yes } else { no })
        })
    }),
    column("KJORETOY_KJORELENGDE_GJSNITT_AAR", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(vehicle.distance as i64))
    }),
    column("KJORETOY_MAALERAVLESNING_KM", |block, facts| {
        measured(block, facts, |vehicle, draw, day| Some(vehicle.counter(read_on(vehicle, draw, day))))
    }),
    column("KJORETOY_MAALERAVLESNING_AARMND", |block, facts| {
        measured(block, facts, |vehicle, draw, day| Some(number_of(read_on(vehicle, draw, day)) / 100))
    }),
    column("KJORETOY_TEKN_CO2_UTSLIPP", |block, facts| {
        measured(block, facts, |vehicle, _, _| (vehicle.model >= 1998).then(|| vehicle.emission()))
    }),
    column("KJORETOY_TEKN_DRIVSTOFF_FORBRUK", |block, facts| {
        measured(block, facts, |vehicle, _, _| {
            (vehicle.fuel != Fuel::Electric).then(|| (vehicle.emission() / 2.4).round() / 100.0)
        })
    }),
    column("KJORETOY_TEKN_SITTEPL_TOTALT", |block, facts| {
        measured(block, facts, |vehicle, draw, _| Some(seats(vehicle, draw)))
    }),
    column("KJORETOY_AKSLER", |block, facts| measured(block, facts, |_, _, _| Some(2_i64))).of_late(LATE),
    column("KJORETOY_BREDDE", |block, facts| measured(block, facts, |vehicle, _, _| Some(1_450 + vehicle.weight / 5)))
        .of_late(LATE),
    column("KJORETOY_LENGDE", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(3_200 + vehicle.weight * 4 / 5))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_AKSLER_DRIFT", |block, facts| {
        measured(block, facts, |_, draw, _| Some(1 + i64::from(draw < 0.35)))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_ANTALL_DORER", |block, facts| {
        measured(block, facts, |_, draw, _| Some(if draw < 0.9 { 4_i64 } else { 2 }))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_SITTEPL_FORAN", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(2 + i64::from(vehicle.is_van)))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_THV_M_BREMS", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some((vehicle.weight - 200).max(0) / 50 * 50))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_THV_U_BREMS", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(vehicle.weight.min(1_500) / 100 * 50))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_TKNAVN", |block, facts| {
        let (car, van) = (facts.code("M1"), facts.code("N1"));
        measured(block, facts, |vehicle, _, _| Some(if vehicle.is_van { van } else { car }))
    })
    .of_late(LATE),
    column("KJORETOY_TEKN_VOGNTOGVEKT", |block, facts| {
        measured(block, facts, |vehicle, _, _| Some(vehicle.weight * 2))
    })
    .of_late(LATE),
];

fn seats(vehicle: &Vehicle, draw: f64) -> i64 {
    match (vehicle.is_van, draw) {
        (true, _) => 3,
        (false, ..0.08) => 7,
        (false, ..0.15) => 4,
        (false, _) => 5,
    }
}

/// The day of the last inspection: every other year.
fn read_on(vehicle: &Vehicle, draw: f64, day: i32) -> i32 {
    let year = year_of(day) - (year_of(day) - vehicle.model).rem_euclid(2);
    day_of(year, 1 + (draw * 12.0) as i32, 15).min(day)
}

/// Rows about the vehicles of a day; the draw belongs to the vehicle and the variable.
fn measured<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Vehicle, f64, i32) -> Option<V>) -> Vec<Chunk> {
    let is_counter = facts.variable.name.starts_with("KJORETOY_MAALERAVLESNING");
    let purpose = if is_counter { 2_001 } else { 2_100 + facts.variable.name.len() as u64 };
    dated_of(&Local::Vehicle.things(block), facts, |place, day| {
        let vehicle = block.vehicles.get(place)?;
        value(vehicle, share_of(place, block.number, purpose), day)
    })
}
