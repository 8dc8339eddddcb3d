//! Persistent re-drawing on the sensitive tier: for a share f of persons, for ever the same, a variable's values are those of another
//! person of the stratum. What questions can tell at most, what they tell, what associations lose, and how draws may be keyed.

use std::fmt::Write as _;

use anyhow::Result;
use disclosure::{Policy, Redrawing, Units};
use engine::column::Values;
use engine::{Space, World as _};
use variables::{Profile, UnitType};

use super::figure;
use crate::Stage;
use crate::bits::{self, BitAttack, Step};
use crate::draws::Draws;
use crate::measure::Measured;
use crate::policies;
use crate::register::Register;
use crate::register::block::{Block, for_everybody};
use crate::session::{Answer, SENSITIVE, Session};
use crate::world::RegisterWorld;

const SHARES: [f64; 5] = [0.0, 0.02, 0.03, 0.05, 0.10];

/// The tables.
pub fn run(stage: &Stage) -> Result<String> {
    let mut text = String::from("## Persistent re-drawing of sensitive codes (near-sets 8.1)\n");
    write!(text, "\n{}\n\n{}\n\n{}", ceilings(stage)?, associations(stage)?, keyings(stage)?)?;
    Ok(text)
}

fn policy(f: f64) -> Policy {
    Policy { redrawn_share: f, ..policies::IN_FORCE }
}

/// What can be known, and what an attacker with ever more questions knows.
fn ceilings(stage: &Stage) -> Result<String> {
    let mut text = String::from(
        "A secret flag in a databank of the sensitive tier beside public traits in an ordinary one, strata sex × decade of birth. *Stored* \
         is what somebody reaches who has learnt every stored code without error: the balanced accuracy on true codes, and how many \
         of those shown with the code have it. The attack asks the count of a known block with the target in it if the code is set, in \
         ever new definitions; without re-drawing its law is Φ(√q / (2√10)).\n\n\
         | f | 1 − f/2 | stored: balanced accuracy | stored: have it | attack, 100 questions | 400 questions |\n\
         |---|---|---|---|---|---|\n",
    );
    for f in SHARES {
        let session = Session::new(&stage.large().under(policy(f)), SENSITIVE)?;
        let stored = flags(&session)?;
        let (accuracy, precision) = known(&stage.large().register().secret, &stored);
        let attack = Session::new(&stage.small().under(policy(f)), SENSITIVE)?;
        let targets = stage.effort.of(300, 1_000);
        let found = bits::accuracies(&attack, &KnownSize, &[100, 400], targets, &stage.draws("re-drawing attack"))?;
        let after: Vec<String> = found.iter().map(figure).collect();
        let cap = 1.0 - f / 2.0;
        writeln!(
            text,
            "| {f:.2} | {cap:.3} | {} | {} | {} |",
            figure(&accuracy),
            figure(&precision),
            after.join(" | ")
        )?;
    }
    Ok(text)
}

/// The flag as a session holds it.
fn flags(session: &Session) -> Result<Vec<bool>> {
    let dataset = session.workspace().active().ok_or_else(|| anyhow::anyhow!("no dataset"))?;
    match dataset.columns.get("secret").map(|column| &column.values) {
        Some(Values::Codes(codes)) => {
            let one = codes.dictionary().iter().position(|text| text == "1");
            Ok(codes.to_vec().into_iter().map(|code| Some(code as usize) == one).collect())
        }
        _ => anyhow::bail!("no codes"),
    }
}

/// Balanced accuracy of what is stored, and the share of those shown with the code who have it.
fn known(truth: &[bool], stored: &[bool]) -> (Measured, Measured) {
    let of = |bit: bool| {
        let wanted = truth.iter().zip(stored).filter(|(truth, _)| **truth == bit);
        let (n, right) = wanted.fold((0, 0), |(n, right), (_, stored)| (n + 1, right + usize::from(*stored == bit)));
        Measured::share(right, n)
    };
    let (ones, zeros) = (of(true), of(false));
    let half = (ones.high - ones.low).hypot(zeros.high - zeros.low) / 4.0;
    let value = 0.5 * (ones.value + zeros.value);
    let shown = truth.iter().zip(stored).filter(|(_, stored)| **stored);
    let (n, have) = shown.fold((0, 0), |(n, have), (truth, _)| (n + 1, have + usize::from(*truth)));
    (Measured { value, low: value - half, high: value + half, n: truth.len() }, Measured::share(have, n))
}

/// The count of a known block and the target, if the secret holds, in ever new definitions.
struct KnownSize;

impl BitAttack for KnownSize {
    fn step(&self, register: &Register, target: u32, at: usize, draws: &mut Draws) -> Option<Step> {
        let block = Block::without(register, target, 30..=400, draws)?;
        let (own, only) = (block.condition(), register.only(target));
        let condition = format!("(({own}) | ({only} & secret == '1')) & {}", for_everybody(at));
        Some(Step { lines: vec![format!("tabulate sex if {condition}")], known: block.size(register) as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let count = answers.first().and_then(Answer::count);
        count.map_or(0.0, |count| (count - step.known) as f64 - 0.5)
    }
}

/// Codes whose truth is known, and how they are stored for some keys.
struct Coded<'a> {
    register: &'a Register,
    /// Depends on sex (in the strata) and on education (not in them).
    first: Vec<bool>,
    /// Depends on the first.
    second: Vec<bool>,
}

impl Coded<'_> {
    fn new<'a>(register: &'a Register, draws: &mut Draws) -> Coded<'a> {
        let p = |person: usize| {
            0.05 + 0.03 * f64::from(register.education[person]) + 0.08 * (f64::from(register.sex[person]) - 1.0)
        };
        let first: Vec<bool> = (0..register.len()).map(|person| draws.chance(p(person))).collect();
        let second = first.iter().map(|first| draws.chance(if *first { 0.3 } else { 0.1 })).collect();
        Coded { register, first, second }
    }

    /// Differences of shares: of the first code between the sexes and between high and low education, of the second between those
    /// with and without the first.
    fn associations(&self, first: &[bool], second: &[bool]) -> [f64; 3] {
        let Register { sex, education, .. } = self.register;
        let difference = |of: &[bool], by: &dyn Fn(usize) -> bool| {
            let mut sides = [(0.0, 0.0); 2];
            for (person, code) in of.iter().enumerate() {
                let (n, ones) = &mut sides[usize::from(by(person))];
                *n += 1.0;
                *ones += f64::from(u8::from(*code));
            }
            sides[1].1 / sides[1].0 - sides[0].1 / sides[0].0
        };
        [
            difference(first, &|person| sex[person] == 2),
            difference(first, &|person| education[person] > 3),
            difference(second, &|person| first[person]),
        ]
    }
}

/// Whose values are whose for a variable.
fn redrawing(world: &RegisterWorld, variable: &str) -> Result<Redrawing> {
    let space = Space::of(Profile::Register, "", UnitType::person());
    let (keys, strata) = (world.record_keys(&space)?, world.strata(&space)?);
    Ok(world.filter().redrawing(variable, Units { keys: &keys, persons: None, strata: &strata }))
}

fn stored(redrawing: &Redrawing, truth: &[bool]) -> Vec<bool> {
    let mut stored = truth.to_vec();
    let (units, donors) = redrawing.between(0, u32::MAX);
    for (unit, donor) in units.iter().zip(donors) {
        stored[*unit as usize] = truth[*donor as usize];
    }
    stored
}

/// What associations become, over fresh keys.
fn associations(stage: &Stage) -> Result<String> {
    let mut draws = stage.draws("re-drawing");
    let register = stage.large().register();
    let coded = Coded::new(register, &mut draws);
    let before = coded.associations(&coded.first, &coded.second);
    let mut text = String::from(
        "Differences of shares after re-drawing, divided by those before, over fresh keys.\n\n\
         | f | with sex (in the strata) | with education (outside) | between two sensitive variables, drawn apart |\n|---|---|---|---|\n",
    );
    for f in SHARES.into_iter().skip(1) {
        let mut ratios: [Vec<f64>; 3] = Default::default();
        for at in 0..stage.effort.of(10, 40) {
            let world = RegisterWorld::new(register.clone(), policy(f), &draws.fork(&format!("{f} {at}")));
            let first = stored(&redrawing(&world, "FIRST")?, &coded.first);
            let second = stored(&redrawing(&world, "SECOND")?, &coded.second);
            let after = coded.associations(&first, &second);
            ratios
                .iter_mut()
                .zip(after.iter().zip(before))
                .for_each(|(ratios, (after, before))| ratios.push(after / before));
        }
        let figures: Vec<String> = ratios.iter().map(|ratios| figure(&Measured::mean(ratios))).collect();
        writeln!(text, "| {f:.2} | {} |", figures.join(" | "))?;
    }
    Ok(text)
}

/// One draw a variable against one a person for all variables.
fn keyings(stage: &Stage) -> Result<String> {
    let mut draws = stage.draws("keyings");
    let world = stage.large().under(policy(0.03));
    let truth = &world.register().secret;
    let names = |n: usize| (0..n).map(|copy| format!("COPY{copy}")).collect::<Vec<String>>();
    let copy = |name: &String| -> Result<Vec<bool>> { Ok(stored(&redrawing(&world, name)?, truth)) };
    let copies: Vec<Vec<bool>> = names(9).iter().map(copy).collect::<Result<_>>()?;
    let mut text = String::from(
        "How draws are keyed, f = .03. *n copies*: the same fact stands in n variables of which somebody has learnt every stored code; \
         the majority is believed. *One code known*: among persons of whom a code of another variable (1 of 20) is known from elsewhere \
         and agrees with what is stored, the balanced accuracy of the secret.\n\n\
         | keyed by | 1 copy | 3 copies | 9 copies | one code known |\n|---|---|---|---|---|\n",
    );
    let majority = |n: usize| {
        let votes = |person: usize| copies.iter().take(n).filter(|copy| copy[person]).count();
        let believed: Vec<bool> = (0..truth.len()).map(|person| 2 * votes(person) > n).collect();
        figure(&known(truth, &believed).0)
    };
    let codes: Vec<usize> = (0..truth.len()).map(|_| draws.below(20)).collect();
    let agreeing = |of_other: &Redrawing, of_secret: &Redrawing| {
        let mut agrees = vec![true; truth.len()];
        let (units, donors) = of_other.between(0, u32::MAX);
        for (unit, donor) in units.iter().zip(donors) {
            agrees[*unit as usize] = codes[*unit as usize] == codes[*donor as usize];
        }
        let stored = stored(of_secret, truth);
        let (truth, stored): (Vec<bool>, Vec<bool>) =
            (0..truth.len()).filter(|person| agrees[*person]).map(|person| (truth[person], stored[person])).unzip();
        figure(&known(&truth, &stored).0)
    };
    let (one, other) = (redrawing(&world, "COPY0")?, redrawing(&world, "OTHER")?);
    let by_variable = [majority(1), majority(3), majority(9), agreeing(&other, &one)];
    writeln!(text, "| person and variable | {} |", by_variable.join(" | "))?;
    let by_person = [majority(1), majority(1), majority(1), agreeing(&one, &one)];
    write!(text, "| person | {} |", by_person.join(" | "))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Effort;

    /// The best that anybody reaches who knows every stored code.
    #[test]
    fn known_codes_stay_under_the_ceiling() {
        let stage = Stage::new(Effort::SHORT);
        for (f, most) in [(0.0, 1.0), (0.03, 0.985), (0.10, 0.95)] {
            let session = Session::new(&stage.middle().under(policy(f)), SENSITIVE).unwrap();
            let (accuracy, precision) = known(&stage.middle().register().secret, &flags(&session).unwrap());
            assert!(accuracy.low <= most && accuracy.high >= most, "{f}: {accuracy:?}");
            assert!(f == 0.0 || precision.value < 1.0 - f / 2.0, "{f}: {precision:?}");
        }
    }
}
