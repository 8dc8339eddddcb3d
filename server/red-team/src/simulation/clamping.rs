//! Clamping of derived variables: κ = 2 as it is, κ = 2 with ten units dropped and doubled instead of five, κ = 1, a range that the
//! user declares beforehand with noise of the size of the range, and κ = 2 with noise of the size of the clamp.

use std::fmt::Write as _;

use anyhow::Result;
use disclosure::Policy;

use super::figure;
use crate::Stage;
use crate::attacks::values::amplified;
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::Measured;
use crate::policies;
use crate::register::Register;
use crate::session::Session;
use crate::utility::set_of;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// Accuracy after 1, 5, 20 questions; shifts of wages and of incomes at each size.
struct Line {
    found: [Measured; 3],
    cost: [[Measured; 3]; 2],
}

/// The table.
pub fn run(stage: &Stage) -> Result<String> {
    let mut text = String::from(
        "## Clamping of derived variables (near-sets 8.2)\n\nAccuracy on a bit from 1, 5, 20 means of an amplified column (n = 500), \
         with the threshold that is best in hindsight; and the absolute shift of the mean of an honest derived variable in standard \
         errors at N = 1e3, 1e4, 1e5: wages (lognormal .7), incomes (Pareto 1.7 top). 95 % intervals.\n\n\
         | rule | 1 | 5 | 20 | wages 1e3 | 1e4 | 1e5 | incomes 1e3 | 1e4 | 1e5 |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let rules = [
        ("no clamp", policies::no_clamp()),
        ("κ = 2, five dropped (in force)", policies::IN_FORCE),
        ("κ = 2, ten dropped", Policy { moved: 10, ..policies::IN_FORCE }),
        ("κ = 2, twenty dropped", Policy { moved: 20, ..policies::IN_FORCE }),
        ("κ = 1, five dropped", Policy { clamp_width: 1.0, ..policies::IN_FORCE }),
    ];
    for (name, policy) in rules {
        let session = Session::of_persons(&stage.small().under(policy.clone()))?;
        let found = amplified::accuracies(&session, stage.effort.of(300, 4_000), &stage.draws("clamping"))?;
        Line { found, cost: shifts(stage, policy)? }.write(&mut text, name)?;
    }
    let found = of_counts(stage);
    for (name, sized) in [
        ("declared range, 0 to P99.9, noise of its size", &declared as Clip<'_>),
        ("κ = 2, noise of the clamp's size", &clamped as Clip<'_>),
    ] {
        Line { found, cost: simulated(stage, sized) }.write(&mut text, name)?;
    }
    text.push_str(
        "\nThe last two make the column a count in units of the range, so the law of counts holds: accuracies are those of known sizes, \
         simulated on the noise row. What they cost hangs on the range.",
    );
    Ok(text)
}

impl Line {
    fn write(&self, text: &mut String, name: &str) -> Result<()> {
        let all = self.found.iter().chain(self.cost.iter().flatten());
        let figures: Vec<String> = all.map(figure).collect();
        writeln!(text, "| {name} | {} |", figures.join(" | "))?;
        Ok(())
    }
}

/// Shifts of the mean of a derived variable under a policy.
fn shifts(stage: &Stage, policy: Policy) -> Result<[[Measured; 3]; 2]> {
    let mut session = Session::of_numbers(&stage.large().under(policy))?;
    session.prepare("generate dwage = wage * 1 + born * 0\ngenerate dincome = income * 1 + born * 0")?;
    let register = stage.large().register();
    let mut draws = stage.draws("clamping cost");
    let mut of_variables: [[Vec<f64>; 3]; 2] = Default::default();
    for (place, size) in SIZES.into_iter().enumerate() {
        let sets: Vec<(String, Vec<u32>)> =
            (0..stage.effort.of(60, 300)).map(|_| set_of(register, size, &mut draws)).collect();
        let lines = sets.iter().flat_map(|(condition, _)| {
            ["dwage", "dincome"].map(|name| format!("tabulate sex if {condition}, summarize({name}) mean"))
        });
        let answers = session.ask(&lines.collect::<Vec<String>>());
        for ((_, members), answers) in sets.iter().zip(answers.chunks_exact(2)) {
            for ((values, answer), shifts) in numbers(register).into_iter().zip(answers).zip(&mut of_variables) {
                let own: Vec<f64> = members.iter().map(|person| values[*person as usize] as f64).collect();
                let (mean, error) = mean_and_error(&own);
                shifts[place].extend(answer.number(&["*"], "mean").map(|shown| (shown - mean).abs() / error));
            }
        }
    }
    Ok(of_variables.map(|sizes| sizes.map(|shifts| Measured::mean(&shifts))))
}

fn numbers(register: &Register) -> [&[i64]; 2] {
    [&register.wage, &register.income]
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// What the law of counts lets somebody know after 1, 5, 20 questions.
fn of_counts(stage: &Stage) -> [Measured; 3] {
    const TRIALS: usize = 20_000;
    let (mut draws, row) = (stage.draws("declared"), NoiseRow::ordinary());
    [1, 5, 20].map(|questions| {
        let right = (0..TRIALS).filter(|trial| {
            let bit = trial % 2 == 0;
            let sum: i64 = (0..questions).map(|_| i64::from(bit) + noise(&row, &mut draws)).sum();
            (2 * sum > questions) == bit || (2 * sum == questions && draws.chance(0.5))
        });
        Measured::share(right.count(), TRIALS)
    })
}

/// Clips a sample; says how large one person can be. The second argument is a whole population's sorted values.
type Clip<'a> = &'a dyn Fn(&mut [f64], &[f64]) -> f64;

fn declared(sample: &mut [f64], population: &[f64]) -> f64 {
    let range = population[population.len() * 999 / 1000];
    sample.iter_mut().for_each(|value| *value = value.min(range));
    range
}

fn clamped(sample: &mut [f64], _: &[f64]) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let mut distances: Vec<f64> = sorted.iter().map(|value| (value - median).abs()).collect();
    distances.sort_by(|a, b| b.total_cmp(a));
    let reach = policies::IN_FORCE.clamp_width * distances[policies::IN_FORCE.clamp_rank - 1];
    sample.iter_mut().for_each(|value| *value = value.clamp(median - reach, median + reach));
    reach
}

/// Shifts of means of clipped numbers that carry the noise of a count times a size.
fn simulated(stage: &Stage, sized: Clip<'_>) -> [[Measured; 3]; 2] {
    let (mut draws, row) = (stage.draws("declared cost"), NoiseRow::ordinary());
    numbers(stage.large().register()).map(|values| {
        let mut population: Vec<f64> = values.iter().map(|value| *value as f64).collect();
        population.sort_by(f64::total_cmp);
        SIZES.map(|size| {
            let shift = |draws: &mut Draws| {
                let mut sample: Vec<f64> = (0..size).map(|_| population[draws.below(population.len())]).collect();
                let (mean, error) = mean_and_error(&sample);
                let range = sized(&mut sample, &population);
                let sum: f64 = sample.iter().sum::<f64>() + range * noise(&row, draws) as f64;
                (sum / size as f64 - mean).abs() / error
            };
            Measured::mean(&(0..stage.effort.of(60, 300)).map(|_| shift(&mut draws)).collect::<Vec<f64>>())
        })
    })
}

/// A draw from the row.
fn noise(row: &NoiseRow, draws: &mut Draws) -> i64 {
    let mut left = draws.uniform();
    (-10..10)
        .find(|v| {
            left -= row.p(*v);
            left < 0.0
        })
        .unwrap_or(10)
}
