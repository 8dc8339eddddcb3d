//! Persistent re-drawing on the sensitive tier: of a share f of persons, for ever the same, the code is drawn anew from those of
//! their stratum. However many questions, nobody's true code is known better than that.

use crate::Stage;
use crate::draws::Draws;
use crate::register::{EDUCATIONS, PLACES, Register};

/// A code that depends on sex (not in the strata) and education (in the strata).
fn code(register: &Register, person: usize, uniform: f64) -> bool {
    let p = 0.05 + 0.03 * f64::from(register.education[person]) + 0.08 * (f64::from(register.sex[person]) - 1.0);
    uniform < p
}

/// A register with a sensitive code, true and by stratum.
struct Coded<'a> {
    register: &'a Register,
    truth: Vec<bool>,
    stratum: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Coded<'_> {
    fn new<'a>(register: &'a Register, draws: &mut Draws) -> Coded<'a> {
        let regions = PLACES.div_ceil(10);
        let truth = (0..register.len()).map(|person| code(register, person, draws.uniform())).collect();
        let of_person = |person: usize| {
            (usize::from(register.education[person]) - 1) * regions + usize::from(register.place[person]) / 10
        };
        let stratum: Vec<usize> = (0..register.len()).map(of_person).collect();
        let mut members = vec![Vec::new(); EDUCATIONS * regions];
        stratum.iter().enumerate().for_each(|(person, stratum)| members[*stratum].push(person));
        Coded { register, truth, stratum, members }
    }

    /// What is stored where a share f is drawn anew.
    fn stored(&self, f: f64, draws: &mut Draws) -> Vec<bool> {
        let one = |person: usize| {
            let others = &self.members[self.stratum[person]];
            if draws.chance(f) { self.truth[others[draws.below(others.len())]] } else { self.truth[person] }
        };
        (0..self.truth.len()).map(one).collect()
    }

    /// The share of ones among some persons.
    fn share(&self, codes: &[bool], with: impl Fn(usize) -> bool) -> f64 {
        let chosen: Vec<usize> = (0..codes.len()).filter(|person| with(*person)).collect();
        chosen.iter().filter(|person| codes[**person]).count() as f64 / chosen.len().max(1) as f64
    }

    /// The difference of shares between the sexes, and between high and low education.
    fn associations(&self, codes: &[bool]) -> [f64; 2] {
        let Register { sex, education, .. } = self.register;
        [
            self.share(codes, |person| sex[person] == 2) - self.share(codes, |person| sex[person] == 1),
            self.share(codes, |person| education[person] > 3) - self.share(codes, |person| education[person] <= 3),
        ]
    }

    fn line(&self, f: f64, draws: &mut Draws) -> String {
        let stored = self.stored(f, draws);
        let of_ones = self.share(&stored, |person| self.truth[person]);
        let of_zeros = 1.0 - self.share(&stored, |person| !self.truth[person]);
        let precision = self.share(&self.truth, |person| stored[person]);
        let (before, after) = (self.associations(&self.truth), self.associations(&stored));
        let (cap, known) = (1.0 - f / 2.0, 0.5 * (of_ones + of_zeros));
        let (by_sex, by_education) = (after[0] / before[0], after[1] / before[1]);
        format!("| {f:.2} | {cap:.3} | {known:.4} | {precision:.4} | {by_sex:.3} | {by_education:.3} |")
    }
}

/// The table.
pub fn run(stage: &Stage) -> String {
    let mut draws = stage.draws("re-drawing");
    let coded = Coded::new(stage.large().register(), &mut draws);
    let head = "## Persistent re-drawing of sensitive codes (near-sets 8.1)\n\nA share f of persons has a code drawn from their \
                stratum (education × region), keyed per person. *Known* is what an attacker reaches who has learnt every stored code \
                without error: the balanced accuracy on true codes, and the share of persons shown with the code who have it. The \
                associations are differences of shares, after divided by before.\n\n| f | 1 − f/2 | known: balanced accuracy | \
                known: of those with it, have it | by sex (outside of the strata) | by education (in them) |\n\
                |---|---|---|---|---|---|";
    let lines = [0.0, 0.02, 0.03, 0.05, 0.10].map(|f| coded.line(f, &mut draws));
    format!("{head}\n{}", lines.join("\n"))
}
