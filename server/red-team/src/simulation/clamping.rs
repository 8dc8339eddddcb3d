//! Clamping of derived variables: κ = 2 as it is, κ = 2 with ten units dropped and doubled instead of five, and a range that the
//! user declares beforehand, with noise of the size of the range.

use std::fmt::Write as _;

use anyhow::Result;
use disclosure::Policy;

use crate::Stage;
use crate::attacks::values::amplified;
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::Measured;
use crate::policies;
use crate::session::Session;
use crate::utility::set_of;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// The table.
pub fn run(stage: &Stage) -> Result<String> {
    let mut text = String::from(
        "## Clamping of derived variables (near-sets 8.2)\n\nAccuracy on a bit from 1, 5, 20 means of an amplified column (n = 500), and \
         shift of the mean of an honest derived variable (wage × 1 + 0 × another, lognormal) in standard errors at N = 1e3, 1e4, \
         1e5.\n\n| rule | 1 | 5 | 20 | 1e3 | 1e4 | 1e5 |\n|---|---|---|---|---|---|---|\n",
    );
    let rules = [
        ("no clamp", policies::no_clamp()),
        ("κ = 2, five dropped (in force)", policies::IN_FORCE),
        ("κ = 2, ten dropped", Policy { moved: 10, ..policies::IN_FORCE }),
        ("κ = 1, five dropped", Policy { clamp_width: 1.0, ..policies::IN_FORCE }),
    ];
    for (name, policy) in rules {
        let session = Session::of_persons(&stage.small().under(policy.clone()))?;
        let found = amplified::accuracies(&session, stage.effort.of(300, 4_000), &stage.draws("clamping"))?;
        let cost = shifts(stage, policy)?;
        write_line(&mut text, name, &found, &cost)?;
    }
    let (found, cost) = declared(stage);
    write_line(&mut text, "declared range (0 to P99.9), noise of its size", &found, &cost)?;
    text.push_str(
        "\nA declared range makes the column a count in units of the range: the law of counts holds, and what it costs depends on how \
         wide a range is declared.\n",
    );
    Ok(text)
}

fn write_line(text: &mut String, name: &str, found: &[Measured; 3], cost: &[f64; 3]) -> Result<()> {
    let [one, five, twenty] = found.map(|found| found.value);
    let [small, middle, large] = cost;
    writeln!(text, "| {name} | {one:.3} | {five:.3} | {twenty:.3} | {small:.3} | {middle:.3} | {large:.3} |")?;
    Ok(())
}

/// Mean absolute shift of the mean of a derived variable, in standard errors.
fn shifts(stage: &Stage, policy: Policy) -> Result<[f64; 3]> {
    let mut session = Session::of_numbers(&stage.large().under(policy))?;
    session.prepare("generate derived = wage * 1 + born * 0")?;
    let register = stage.large().register();
    let mut draws = stage.draws("clamping cost");
    Ok(SIZES.map(|size| {
        let sets: Vec<(String, Vec<u32>)> = (0..40).map(|_| set_of(register, size, &mut draws)).collect();
        let lines: Vec<String> =
            sets.iter().map(|(condition, _)| format!("tabulate sex if {condition}, summarize(derived) mean")).collect();
        let answers = session.ask(&lines);
        let shift = |(members, shown): (&Vec<u32>, f64)| {
            let (mean, error) =
                mean_and_error(&members.iter().map(|one| register.wage[*one as usize] as f64).collect::<Vec<_>>());
            (shown - mean).abs() / error
        };
        let shown = sets
            .iter()
            .zip(&answers)
            .filter_map(|((_, members), answer)| Some((members, answer.number(&["*"], "mean")?)));
        let all: Vec<f64> = shown.map(shift).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    }))
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Sums of numbers clipped to a declared range carry the noise of a count, times the range.
fn declared(stage: &Stage) -> ([Measured; 3], [f64; 3]) {
    let mut draws = stage.draws("declared");
    let row = NoiseRow::ordinary();
    let found = [1, 5, 20].map(|questions| {
        let right = (0..20_000).filter(|trial| {
            let bit = trial % 2 == 0;
            let sum: i64 = (0..questions).map(|_| i64::from(bit) + noise(&row, &mut draws)).sum();
            (2 * sum > questions) == bit || (2 * sum == questions && draws.chance(0.5))
        });
        Measured::share(right.count(), 20_000)
    });
    let register = stage.large().register();
    let mut wages: Vec<f64> = register.wage.iter().map(|wage| *wage as f64).collect();
    wages.sort_by(f64::total_cmp);
    let range = wages[wages.len() * 999 / 1000];
    let cost = SIZES.map(|size| {
        let shift = |draws: &mut Draws| {
            let sample: Vec<f64> = (0..size).map(|_| wages[draws.below(wages.len())]).collect();
            let (mean, error) = mean_and_error(&sample);
            let clipped: f64 = sample.iter().map(|wage| wage.min(range)).sum();
            ((clipped + range * noise(&row, draws) as f64) / size as f64 - mean).abs() / error
        };
        (0..40).map(|_| shift(&mut draws)).sum::<f64>() / 40.0
    });
    (found, cost)
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
