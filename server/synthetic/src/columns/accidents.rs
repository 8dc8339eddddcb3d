//! Road traffic accidents and the persons in them. Units count within the block.

use registry::Chunk;

use super::{Column, Facts, column, fixed_of};
use crate::accidents::{Accident, Victim, month_number};
use crate::block::Block;
use crate::calendar::{age_on, month_of};
use crate::local::share_of;
use crate::person::ABROAD;

pub(super) const COLUMNS: &[Column] = &[
    column("TRAFULYK_AARMND", |block, facts| {
        fixed_of(block.accidents.len(), facts, |place| Some(month_number(block.accidents.get(place)?.day)))
    }),
    column("TRAFULYK_ANTALL_PERS", |block, facts| {
        fixed_of(block.accidents.len(), facts, |place| Some(i64::from(block.accidents.get(place)?.persons)))
    }),
    column("TRAFULYK_ANTALL_KJT", |block, facts| {
        fixed_of(block.accidents.len(), facts, |place| Some(1 + (draw(place, block, 3_001) * 1.7) as i64))
    }),
    column("TRAFULYK_KOMMUNE", |block, facts| {
        let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
        fixed_of(block.accidents.len(), facts, |place| {
            let accident = block.accidents.get(place)?;
            let is_known = accident.area != ABROAD;
            is_known.then(|| codes.get(usize::from(block.geography.code_at(accident.area, accident.day))).copied())?
        })
    }),
    column("TRAFULYK_FARTSGRE", |block, facts| {
        accident(block, facts, &[("30", 0.1), ("50", 0.38), ("60", 0.14), ("80", 0.32), ("90", 0.04), ("110", 0.02)])
    }),
    column("TRAFULYK_KODEULY", |block, facts| {
        accident(block, facts, &[("1", 0.32), ("2", 0.26), ("3", 0.14), ("4", 0.12), ("5", 0.16)])
    }),
    column("TRAFULYK_PKJHINDR", |block, facts| {
        accident(block, facts, &[("0", 0.7), ("1", 0.1), ("2", 0.06), ("3", 0.05), ("4", 0.09)])
    }),
    column("TRAFULYK_UHELLSKO", |block, facts| {
        accident(block, facts, &[("00", 0.2), ("10", 0.2), ("20", 0.14), ("30", 0.3), ("40", 0.1), ("50", 0.06)])
    }),
    column("TRAFULYK_VEISTATUS", |block, facts| {
        accident(block, facts, &[("1", 0.35), ("2", 0.37), ("3", 0.25), ("4", 0.03)])
    }),
    column("TRAFULYK_FOEREFOR", |block, facts| {
        let codes = ["1", "2", "3", "4"].map(|code| facts.code(code));
        fixed_of(block.accidents.len(), facts, |place| {
            let weights = if is_winter(block.accidents.get(place)?) { [0.25, 0.5, 0.8] } else { [0.72, 0.98, 0.985] };
            codes.get(limit(&weights, draw(place, block, 3_002))).copied()
        })
    }),
    column("TRAFULYK_VAERFORH", |block, facts| {
        let codes = ["1", "2", "3", "4", "5"].map(|code| facts.code(code));
        fixed_of(block.accidents.len(), facts, |place| {
            let winter = is_winter(block.accidents.get(place)?);
            let weights = if winter { [0.4, 0.7, 0.8, 0.96] } else { [0.6, 0.84, 0.985, 0.99] };
            codes.get(limit(&weights, draw(place, block, 3_003))).copied()
        })
    }),
    column("TRAFULYK_PERS_FNR", |block, facts| {
        fixed_of(block.victims.len(), facts, |place| Some(block.first + block.victims.get(place)?.person))
    }),
    column("TRAFULYK_PERS_TRAFULYK", |block, facts| {
        fixed_of(block.victims.len(), facts, |place| Some(block.victims.get(place)?.accident))
    }),
    column("TRAFULYK_PERS_AARMND", |block, facts| {
        fixed_of(block.victims.len(), facts, |place| Some(month_number(block.victims.get(place)?.day)))
    }),
    column("TRAFULYK_PERS_ALDER", |block, facts| {
        fixed_of(block.victims.len(), facts, |place| {
            let victim = block.victims.get(place)?;
            Some(i64::from(age_on(block.person(victim.person).born, victim.day)))
        })
    }),
    column("TRAFULYK_PERS_KJOENN", |block, facts| {
        let codes = [facts.code("1"), facts.code("2")];
        fixed_of(block.victims.len(), facts, |place| {
            codes.get(block.person(block.victims.get(place)?.person).sex as usize - 1).copied()
        })
    }),
    column("TRAFULYK_PERS_TYPE", |block, facts| {
        victim(block, facts, |victim, draw| match (victim.drives, draw) {
            (true, ..0.9) => "1",
            (true, _) => "4",
            (false, ..0.6) => "2",
            (false, _) => "3",
        })
    }),
    column("TRAFULYK_PERS_TRAFENHT", |block, facts| {
        victim(block, facts, |victim, draw| match (victim.drives, draw) {
            (true, ..0.9) => "1",
            (true, _) => "2",
            (false, ..0.6) => "1",
            (false, _) => "3",
        })
    }),
    column("TRAFULYK_PERS_KJPASSGR", |block, facts| {
        victim(block, facts, |victim, draw| match (victim.drives, draw) {
            (true, _) => "1",
            (false, ..0.55) => "2",
            (false, _) => "3",
        })
    }),
    column("TRAFULYK_PERS_KJRTKODE", |block, facts| {
        victim(block, facts, |_, draw| match draw {
            ..0.74 => "1",
            ..0.8 => "2",
            ..0.83 => "3",
            ..0.85 => "4",
            ..0.93 => "5",
            _ => "6",
        })
    }),
    column("TRAFULYK_PERS_BESKTLSE", |block, facts| {
        victim(block, facts, |_, draw| match draw {
            ..0.72 => "1",
            ..0.84 => "2",
            ..0.9 => "3",
            _ => "9",
        })
    }),
];

/// Uniform, of a unit and a purpose.
fn draw(place: usize, block: &Block, purpose: u64) -> f64 {
    share_of(place, block.number, purpose)
}

/// The place between rising limits.
fn limit(limits: &[f64], draw: f64) -> usize {
    limits.iter().filter(|limit| draw >= **limit).count()
}

fn is_winter(accident: &Accident) -> bool {
    matches!(month_of(accident.day), 1..=3 | 11 | 12)
}

/// A code for each accident, in proportion to the shares.
fn accident(block: &Block, facts: &Facts, shares: &[(&str, f64)]) -> Vec<Chunk> {
    let codes: Vec<u32> = shares.iter().map(|(code, _)| facts.code(code)).collect();
    let mut sum = 0.0;
    let limits: Vec<f64> = shares
        .iter()
        .map(|(_, share)| {
            sum += share;
            sum
        })
        .collect();
    let purpose = 3_100 + facts.variable.name.bytes().map(u64::from).sum::<u64>();
    fixed_of(block.accidents.len(), facts, |place| {
        codes.get(limit(&limits, draw(place, block, purpose)).min(codes.len() - 1)).copied()
    })
}

/// A code for each person in an accident; all variables see the same draw, so that they agree.
fn victim(block: &Block, facts: &Facts, code: impl Fn(&Victim, f64) -> &'static str) -> Vec<Chunk> {
    fixed_of(block.victims.len(), facts, |place| {
        Some(facts.code(code(block.victims.get(place)?, draw(place, block, 3_004))))
    })
}
