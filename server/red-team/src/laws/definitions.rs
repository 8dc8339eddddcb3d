//! One definition never stands for two sets. The truth's side looks at normal forms and units; no attacker sees either.

use std::collections::HashMap;

use anyhow::Result;

use super::{at_most_none, none};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Measured, Row};
use crate::register::place_code;
use crate::session::Session;
use crate::trials::times;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.world(8_000, "definitions");
    let base = Session::of_persons(&world)?;
    let draws = stage.draws("definitions");
    let mut sets: HashMap<u128, Vec<u32>> = HashMap::new();
    let (mut broken, mut again, mut n) = (0, 0, 0);
    for part in 0..stage.effort.of(3, 120) {
        let made = times(500, &draws.of_trial(part), |draws| {
            let mut session = base.clone();
            session.prepare(&script(draws)).ok()?;
            let dataset = session.workspace().dataset("d")?;
            Some((dataset.form.def_id().number(), dataset.units.to_vec()))
        });
        for (definition, units) in made {
            n += 1;
            match sets.get(&definition) {
                Some(known) => {
                    again += 1;
                    broken += usize::from(*known != units);
                }
                None => {
                    sets.insert(definition, units);
                }
            }
        }
    }
    let row = Row::new("near-sets 7", "same definition, different set: cases", at_most_none(), none(broken, n));
    // Some definitions have to come up again, or nothing was compared.
    Ok(vec![row.off("definitions met again, for the comparison", Measured::share(again, n), 0.2)])
}

/// One to three filters out of few, in many spellings.
fn script(draws: &mut Draws) -> String {
    (0..1 + draws.below(3)).map(|_| filter(draws)).collect::<Vec<String>>().join("\n")
}

fn filter(draws: &mut Draws) -> String {
    let bound = [198, 396, 594][draws.below(3)];
    let sex = 1 + draws.below(2);
    let place = place_code([80, 200, 300][draws.below(3)]);
    match draws.below(12) {
        0 => format!("keep if born >= {bound}"),
        1 => format!("drop if born < {bound}"),
        2 => format!("drop if born < {bound} | sysmiss(born)"),
        3 => format!("keep if !(born < {bound})"),
        4 => format!("keep if sex == '{sex}'"),
        5 => format!("drop if sex != '{sex}'"),
        6 => format!("keep if sex == '{sex}' | place <= '{place}'"),
        7 => format!("keep if place <= '{place}' | !(sex != '{sex}')"),
        8 => format!("keep if !(place > '{place}' & sex != '{sex}')"),
        9 => format!("keep if born * 2 >= {}", 2 * bound),
        10 => format!("keep if to_int(edu) + to_int(civil) > {}", 2 + draws.below(3)),
        _ => format!("drop if to_int(civil) + to_int(edu) <= {}", 2 + draws.below(3)),
    }
}
