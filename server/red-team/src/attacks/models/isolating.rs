//! C.7: regressors that isolate one person, whose fitted value would be the person's own.

use anyhow::Result;

use super::super::values::{PriorGuess, hit_rate, is_within};
use super::coefficient;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::{MONTHS, Register, place_code};
use crate::session::{Answer, Session};
use crate::trials::each;
use crate::world::RegisterWorld;

/// How near a value must be found.
const NEAR: f64 = 0.05;

/// A design, as lines of a script that end with the model, and how the target's fitted value is read.
struct Design {
    name: &'static str,
    lines: fn(&Register, u32, &mut Draws) -> Option<Vec<String>>,
    fitted: fn(&Register, u32, &Answer) -> Option<f64>,
}

const DESIGNS: [Design; 5] = [
    Design { name: "two large flags that differ in the person", lines: two_flags, fitted: second_flag },
    Design { name: "a dummy for the person", lines: dummy, fitted: single },
    Design { name: "a third value of a large dummy", lines: third_value, fitted: third },
    Design { name: "a peak by arithmetic", lines: peak, fitted: single },
    Design { name: "a cell of an interaction (saturated)", lines: saturated, fitted: of_cell },
];

/// The rows. Several registers in the long form: there are not so many persons in one of six thousand.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let worlds: Vec<RegisterWorld> =
        (0..stage.effort.of(1, 4)).map(|at| stage.world(6_000, &format!("models {at}"))).collect();
    let prior = PriorGuess::new(worlds[0].register(), &worlds[0].register().wage, NEAR);
    let mut rows = Vec::new();
    for design in &DESIGNS {
        let mut hits = Vec::new();
        for world in &worlds {
            let targets = stage.effort.of(100, 5_000);
            hits.extend(isolated(&session(world)?, design, &prior, targets, &stage.draws(design.name)));
        }
        let bare = session(&worlds[0].under(policies::bare_models_without_clamp()))?;
        let without = isolated(&bare, design, &prior, 30, &stage.draws("isolating off"));
        let what = format!("a wage within 5 % through {}", design.name);
        let row = Row::new("C.7", what, Limit::AtMost(prior.hits + 0.01), hit_rate(&hits)).prior(prior.hits);
        rows.push(row.off("no cap, floor, clamp, weights", hit_rate(&without), 0.9));
    }
    rows.push(kept_directions(stage, &worlds[0])?);
    Ok(rows)
}

fn session(world: &RegisterWorld) -> Result<Session> {
    let mut session = Session::of_numbers(world)?;
    session.prepare(
        "generate f1 = 0\ngenerate f2 = 0\ngenerate d = 0\ngenerate g = 0\n\
         generate h = to_int(sex) * 100 + to_int(edu) * 10 + to_int(civil)",
    )?;
    Ok(session)
}

/// Whether the fitted value, or where it is none that a wage could be the prior guess, is near the truth.
fn isolated(session: &Session, design: &Design, prior: &PriorGuess, targets: usize, draws: &Draws) -> Vec<bool> {
    let mut draws = draws.fork("targets");
    let register = session.world().register().clone();
    let wanted = register.anybody(targets, &mut draws);
    each(&wanted, &draws, |target, draws| {
        let lines = (design.lines)(&register, *target, draws)?;
        let answers = session.ask(&lines);
        let fitted = answers.last().and_then(|answer| (design.fitted)(&register, *target, answer));
        let plausible = fitted.filter(|wage| (50_000.0..10_000_000.0).contains(wage));
        let guess = plausible.unwrap_or_else(|| prior.of(&register, *target));
        Some(is_within(guess, register.wage[*target as usize] as f64, NEAR))
    })
}

/// A span of months without the target's.
fn other_months(register: &Register, target: u32, draws: &mut Draws) -> String {
    let born = usize::from(register.born[target as usize]);
    let (low, high) = if born > MONTHS / 2 {
        (draws.below(100), draws.within(200, born - 1))
    } else {
        (draws.within(born + 1, MONTHS - 200), MONTHS - 1 - draws.below(100))
    };
    format!("inrange(born, {low}, {high})")
}

fn two_flags(register: &Register, target: u32, draws: &mut Draws) -> Option<Vec<String>> {
    let months = other_months(register, target, draws);
    Some(vec![
        "replace f1 = 0".to_owned(),
        format!("replace f1 = 1 if {months}"),
        "replace f2 = 0".to_owned(),
        format!("replace f2 = 1 if {months} | ({})", register.only(target)),
        "regress wage f1 f2".to_owned(),
    ])
}

fn second_flag(_: &Register, _: u32, answer: &Answer) -> Option<f64> {
    Some(coefficient(answer, "_cons")? + coefficient(answer, "f2")?)
}

fn dummy(register: &Register, target: u32, _: &mut Draws) -> Option<Vec<String>> {
    Some(vec![
        "replace d = 0".to_owned(),
        format!("replace d = 1 if {}", register.only(target)),
        "regress wage d born".to_owned(),
    ])
}

fn single(register: &Register, target: u32, answer: &Answer) -> Option<f64> {
    let born = f64::from(register.born[target as usize]);
    Some(coefficient(answer, "_cons")? + coefficient(answer, "d")? + born * coefficient(answer, "born")?)
}

fn third_value(register: &Register, target: u32, draws: &mut Draws) -> Option<Vec<String>> {
    Some(vec![
        "replace d = 0".to_owned(),
        format!("replace d = 1 if {}", other_months(register, target, draws)),
        format!("replace d = 1000000 if {}", register.only(target)),
        "regress wage d".to_owned(),
    ])
}

fn third(_: &Register, _: u32, answer: &Answer) -> Option<f64> {
    Some(coefficient(answer, "_cons")? + 1_000_000.0 * coefficient(answer, "d")?)
}

fn peak(register: &Register, target: u32, _: &mut Draws) -> Option<Vec<String>> {
    let (sex, education, civil, place, born) = register.traits(target);
    let place = place_code(place);
    Some(vec![
        format!(
            "replace d = exp(0 - 50 * ((to_int(sex) - {sex})^2 + (to_int(edu) - {education})^2 + (to_int(civil) - {civil})^2 \
             + (to_int(place) - {place})^2 + (born - {born})^2))"
        ),
        "regress wage d born".to_owned(),
    ])
}

/// Months in which of the target's sex, education and civil status only the target was born.
fn saturated(register: &Register, target: u32, draws: &mut Draws) -> Option<Vec<String>> {
    let (sex, education, civil, _, born) = register.traits(target);
    let mut free = vec![true; MONTHS];
    for person in register.group(sex, education).iter().filter(|person| **person != target) {
        if register.civil[*person as usize] == civil {
            free[usize::from(register.born[*person as usize])] = false;
        }
    }
    if !free[usize::from(born)] {
        return None;
    }
    let months: Vec<String> = (0..MONTHS)
        .filter(|month| *month == usize::from(born) || (free[*month] && draws.chance(0.06)))
        .map(|month| month.to_string())
        .collect();
    Some(vec![
        "replace g = 0".to_owned(),
        format!("replace g = 1 if inlist(born, {})", months.join(", ")),
        "regress wage i.h##i.g".to_owned(),
    ])
}

fn of_cell(register: &Register, target: u32, answer: &Answer) -> Option<f64> {
    let (sex, education, civil, ..) = register.traits(target);
    let level = format!("{sex}{education}{civil}.h");
    // The first level of a factor has no term.
    let or_zero = |term: &str| coefficient(answer, term).unwrap_or(0.0);
    let cell = format!("{level}#1.g");
    coefficient(answer, &cell)?;
    Some(coefficient(answer, "_cons")? + or_zero(&level) + or_zero("1.g") + or_zero(&cell))
}

/// Two large flags that differ in k persons: how often the second is kept. Leverage in released fits is at most .1, so that of
/// nine persons or fewer never is.
fn kept_directions(stage: &Stage, world: &RegisterWorld) -> Result<Row> {
    let (on, off) = (session(world)?, session(&world.under(policies::no_leverage_cap()))?);
    let kept = |session: &Session, trials: usize| {
        let register = world.register();
        let sizes: Vec<usize> = (0..trials).map(|trial| 1 + trial % 9).collect();
        let kept = each(&sizes, &stage.draws("directions"), |size, draws| {
            let persons = register.anybody(*size, draws);
            // Only the first has to stand outside of the first flag; the others are all taken where they are in the same half.
            let months = other_months(register, *persons.first()?, draws);
            let others: Vec<String> = persons.iter().map(|person| format!("({})", register.only(*person))).collect();
            let lines = [
                "replace f1 = 0".to_owned(),
                format!("replace f1 = 1 if {months}"),
                "replace f2 = 0".to_owned(),
                format!("replace f2 = 1 if {months} | {}", others.join(" | ")),
                "regress wage f1 f2".to_owned(),
            ];
            let answers = session.ask(&lines);
            Some(answers.last().is_some_and(|answer| coefficient(answer, "f2").is_some()))
        });
        hit_rate(&kept)
    };
    let (found, without) = (kept(&on, stage.effort.of(90, 2_000)), kept(&off, 36));
    let what = "models in which a direction that one to nine persons carry is kept (leverage above .1): share";
    Ok(Row::new("C.7", what, Limit::AtMost(0.0), found).prior(0.0).off("no cap", without, 0.95))
}
