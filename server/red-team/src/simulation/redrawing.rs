//! Persistent re-drawing on the sensitive tier: of a share f of persons, for ever the same, the code is drawn anew from those of
//! their stratum. However many questions, nobody's true code is known better than that.

use std::fmt::Write as _;

use crate::Stage;
use crate::register::{EDUCATIONS, PLACES, Register};

/// A code that depends on sex (not in the strata) and education (in the strata).
fn code(register: &Register, person: usize, uniform: f64) -> bool {
    let p = 0.05 + 0.03 * f64::from(register.education[person]) + 0.08 * (f64::from(register.sex[person]) - 1.0);
    uniform < p
}

/// The table.
pub fn run(stage: &Stage) -> String {
    let register = stage.large().register();
    let mut draws = stage.draws("re-drawing");
    let truth: Vec<bool> = (0..register.len()).map(|person| code(register, person, draws.uniform())).collect();
    // Strata: education × groups of ten municipalities.
    let n_strata = EDUCATIONS * PLACES.div_ceil(10);
    let stratum = |person: usize| {
        (usize::from(register.education[person]) - 1) * PLACES.div_ceil(10) + usize::from(register.place[person]) / 10
    };
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); n_strata];
    (0..register.len()).for_each(|person| members[stratum(person)].push(person));
    let mut text = String::from(
        "## Persistent re-drawing of sensitive codes (near-sets 8.1)\n\nA share f of persons has a code drawn from their stratum (education × \
         region), keyed per person. *Known* is what an attacker reaches who has learnt every stored code without error: the balanced \
         accuracy on true codes, and the share of persons shown with the code who have it. The associations are differences of shares, \
         after divided by before.\n\n| f | 1 − f/2 | balanced accuracy | of those shown with it, have it | by sex (outside of the strata) | by \
         education (in them) |\n|---|---|---|---|---|---|\n",
    );
    for f in [0.0, 0.02, 0.03, 0.05, 0.10] {
        let mut drawn = draws.clone();
        let stored: Vec<bool> = (0..register.len())
            .map(|person| {
                let others = &members[stratum(person)];
                if drawn.chance(f) { truth[others[drawn.below(others.len())]] } else { truth[person] }
            })
            .collect();
        let share = |of: &[bool], with: &dyn Fn(usize) -> bool| {
            let chosen: Vec<usize> = (0..of.len()).filter(|person| with(*person)).collect();
            chosen.iter().filter(|person| of[**person]).count() as f64 / chosen.len().max(1) as f64
        };
        let [of_ones, of_zeros] = [true, false].map(|bit| {
            let kept = share(&stored, &|person| truth[person] == bit);
            if bit { kept } else { 1.0 - kept }
        });
        let precision = share(&truth, &|person| stored[person]);
        let gap =
            |of: &[bool], one: &dyn Fn(usize) -> bool, other: &dyn Fn(usize) -> bool| share(of, one) - share(of, other);
        let by_sex = |of: &[bool]| gap(of, &|person| register.sex[person] == 2, &|person| register.sex[person] == 1);
        let by_education =
            |of: &[bool]| gap(of, &|person| register.education[person] > 3, &|person| register.education[person] <= 3);
        let _ = writeln!(
            text,
            "| {f:.2} | {:.3} | {:.4} | {precision:.4} | {:.3} | {:.3} |",
            1.0 - f / 2.0,
            0.5 * (of_ones + of_zeros),
            by_sex(&stored) / by_sex(&truth),
            by_education(&stored) / by_education(&truth)
        );
    }
    text
}
