//! The parts of a month's pay, and absence for sickness.

use registry::Chunk;

use super::jobs::monthly_by_day;
use super::{Column, Facts, column};
use crate::block::Block;
use crate::calendar::month_of;
use crate::local::share_of;

/// Years of these variables.
const LATE: i32 = 5;

pub(super) const COLUMNS: &[Column] = &[
    column("ARBLONN_LONN_FAST_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_KONTANT_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_KONTANT_IMP", part).of_late(LATE),
    column("ARBLONN_LONN_EKV_BONUS", part).of_late(LATE),
    column("ARBLONN_LONN_EKV_UREGTIL", part).of_late(LATE),
    column("ARBLONN_LONN_EKV_VEKT", part).of_late(LATE),
    column("ARBLONN_LONN_BONUS", part).of_late(LATE),
    column("ARBLONN_LONN_ANNEN_BET", part).of_late(LATE),
    column("ARBLONN_LONN_FAST_TILLEGG", part).of_late(LATE),
    column("ARBLONN_LONN_FAST_TILLEGG_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_FERIE", part).of_late(LATE),
    column("ARBLONN_LONN_FERIE_TREKK", part).of_late(LATE),
    column("ARBLONN_LONN_GODTGJORELSE", part).of_late(LATE),
    column("ARBLONN_LONN_HELLIGDAGSTILLEGG", part).of_late(LATE),
    column("ARBLONN_LONN_NATURAL", part).of_late(LATE),
    column("ARBLONN_LONN_OVERTID", part).of_late(LATE),
    column("ARBLONN_LONN_OVERTID_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_OVERTID_TIMER", part).of_late(LATE),
    column("ARBLONN_LONN_SLUTTVEDERLAG", part).of_late(LATE),
    column("ARBLONN_LONN_TIME", part).of_late(LATE),
    column("ARBLONN_LONN_TIME_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_TIME_ANTALL", part).of_late(LATE),
    column("ARBLONN_LONN_TIME_ANTALL_INNRAPP", part).of_late(LATE),
    column("ARBLONN_LONN_UREGTIL_ARBEIDET", part).of_late(LATE),
    column("ARBLONN_LONN_UREGTIL_UARBEIDET", part).of_late(LATE),
    column("SYKEFRAVAR_AVTALTE_DAGSVERK1", agreed_days),
    column("SYKEFRAVAR_SYKEFRAVAR_DAGSVERK1", sick_days),
];

/// What a part of the pay is measured by.
enum Of {
    /// A share of the month's pay.
    Pay(f64),
    /// The same for full time.
    FullPay(f64),
    /// Hours.
    Hours(f64),
    /// The part of full time.
    PartOfFull,
}

/// Name without the beginning; whether the same jobs get it in all months; share of jobs; how much.
///
/// A name that ends in `_INNRAPP` gets what the name without does.
const PARTS: [(&str, bool, f64, Of); 19] = [
    ("FAST", true, 1.0, Of::Pay(1.0)),
    ("KONTANT", true, 1.0, Of::Pay(1.06)),
    ("KONTANT_IMP", true, 0.02, Of::Pay(1.06)),
    ("EKV_BONUS", false, 0.12, Of::FullPay(0.12)),
    ("EKV_UREGTIL", true, 0.22, Of::FullPay(0.06)),
    ("EKV_VEKT", true, 1.0, Of::PartOfFull),
    ("BONUS", false, 0.12, Of::Pay(0.12)),
    ("ANNEN_BET", false, 0.05, Of::Pay(0.04)),
    ("FAST_TILLEGG", true, 0.35, Of::Pay(0.045)),
    ("FERIE", false, 0.97, Of::Pay(1.25)),
    ("FERIE_TREKK", false, 0.97, Of::Pay(0.98)),
    ("GODTGJORELSE", false, 0.1, Of::Pay(0.03)),
    ("HELLIGDAGSTILLEGG", false, 0.08, Of::Pay(0.03)),
    ("NATURAL", true, 0.12, Of::Pay(0.012)),
    ("OVERTID", false, 0.17, Of::Pay(0.07)),
    ("OVERTID_TIMER", false, 0.17, Of::Hours(7.0)),
    ("SLUTTVEDERLAG", false, 0.001, Of::Pay(4.0)),
    ("TIME", true, 0.16, Of::Pay(0.7)),
    ("TIME_ANTALL", true, 0.16, Of::Hours(95.0)),
];

fn part(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let name = facts.variable.name.trim_start_matches("ARBLONN_LONN_").trim_end_matches("_INNRAPP");
    // Both kinds of irregular additions go to who works shifts.
    let name = if name.starts_with("UREGTIL") { "EKV_UREGTIL" } else { name };
    let Some((_, lasts, share, of)) = PARTS.iter().find(|(part, ..)| *part == name) else { return Vec::new() };
    // Overtime and its hours, hourly pay and its hours go together.
    let purpose = 4_000 + name.bytes().take(4).map(u64::from).sum::<u64>();
    let is_holiday = name.starts_with("FERIE");
    monthly_by_day(block, facts, |unit, _, year, day| {
        let month = if *lasts { 0 } else { day as u64 / 28 };
        let draw = share_of(unit as usize, block.number, purpose + 10_000 * month);
        if draw >= *share || is_holiday && month_of(day) != 6 {
            return None;
        }
        let spread = 0.5 + draw / share;
        let pay = year.potential / 12.0;
        Some(match of {
            Of::Pay(factor) if *share == 1.0 => pay * year.hours * factor,
            Of::Pay(factor) => pay * year.hours * factor * spread,
            Of::FullPay(factor) => pay * factor * spread,
            Of::Hours(hours) => hours * spread,
            Of::PartOfFull => 1.0 / year.hours.max(0.05),
        })
    })
}

/// Agreed days of work in the year of a job.
fn agreed_days(block: &Block, facts: &Facts) -> Vec<Chunk> {
    monthly_by_day(block, facts, |_, _, year, _| Some(226.0 * year.hours))
}

/// Days of them lost to sickness.
fn sick_days(block: &Block, facts: &Facts) -> Vec<Chunk> {
    monthly_by_day(block, facts, |unit, _, year, day| {
        let draw = share_of(unit as usize, block.number, 5_000 + day as u64 / 366);
        // About four of ten are on leave with a note in a year, most of them shortly.
        (draw < 0.4).then(|| (226.0 * year.hours * 0.65 * (draw / 0.4).powi(4)).ceil())
    })
}
