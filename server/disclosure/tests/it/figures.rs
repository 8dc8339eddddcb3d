//! What is published about the filter is what it does: the numbers in texts are the policy's, and those that are measured are measured.

use disclosure::statistic::Measure;
use disclosure::{Form, Policy, Profile, Question, Source, Tier};
use variables::protection::{FIGURES, Figures, TierFigures};
use wire::output::Body;

use super::magnitudes::lognormal;
use super::support::{as_number, at, dimension, filter, magnitude, numbers, persons};

#[test]
fn the_published_numbers_are_the_policy_s() {
    let policy = Policy::CURRENT;
    let expected = Figures {
        show_min: policy.show_min,
        minimum_population: policy.minimum_population,
        max_cells: policy.max_cells,
        max_dimensions: policy.max_dimensions,
        few_values: policy.few_values,
        spread_minimum: policy.spread_minimum,
        range_minimum: policy.range_minimum,
        share_base: policy.share_base,
        share_whole_below: policy.share_whole_below,
        moved: policy.moved,
        level_rank: policy.level_rank,
        floor: policy.floor,
        clamp_width: policy.clamp_width,
        clamp_rank: policy.clamp_rank,
        max_leverage: policy.max_leverage,
        model_freedom: policy.model_freedom,
        units_per_parameter: policy.units_per_parameter,
        max_bins: policy.max_bins,
        dominance_percent: policy.dominance_percent,
        dominance_two: policy.dominance_two,
        redrawn_percent: 100.0 * policy.redrawn_share,
    };
    assert_eq!(FIGURES, expected);
}

/// The published numbers of a tier.
fn published(tier: Tier) -> TierFigures {
    TierFigures::of(match tier {
        Tier::Ordinary => variables::Tier::Ordinary,
        Tier::Sensitive => variables::Tier::Sensitive,
    })
}

#[test]
fn the_published_numbers_of_a_tier_are_those_of_its_row_and_policy() {
    let policy = Policy::CURRENT;
    for tier in [Tier::Ordinary, Tier::Sensitive] {
        let found = published(tier);
        let (top, factor) = policy.top(tier);
        assert_eq!((found.gate, found.top, found.factor), (policy.gate(tier), top, factor), "{tier:?}");
        assert_eq!(found.shifts.as_slice(), Policy::mean_shifts(tier), "{tier:?}");
        assert_eq!(found.most, policy.max_deviation(tier));
        let row = policy.noise(tier);
        let variance: f64 = row.iter().map(|(noise, p)| (noise * noise) as f64 * p).sum();
        let mean_absolute: f64 = row.iter().map(|(noise, p)| noise.abs() as f64 * p).sum();
        assert!((found.variance - variance).abs() < 1e-6, "{tier:?}: {variance}");
        assert!((found.mean_absolute - mean_absolute).abs() < 0.05, "{tier:?}: {mean_absolute}");
    }
}

/// The mean distance of a released mean from the true one in standard errors of the mean: over sets of lognormal numbers, for a
/// question of that tier.
fn mean_shift(tier: Tier, n: usize, questions: usize) -> f64 {
    let source = Source { databank: "no.test".into(), version: "1.0.0.0".into(), profile: Profile::Register, tier };
    let all = persons(n);
    let total: f64 = (0..questions)
        .map(|trial| {
            // The mean lies between 9 and 10, where four digits are finest: rounding is a hundredth of a standard error at most.
            let values: Vec<f64> = lognormal(n, trial as u64).into_iter().map(|value| 7.4 * value).collect();
            let mean = values.iter().sum::<f64>() / n as f64;
            let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1) as f64).sqrt();
            let mut wage = numbers(Profile::Register, "WAGE", values);
            wage.form = super::support::variable_of(source.clone(), "WAGE", None, true);
            let one = dimension(Profile::Register, "ONE", vec![0; n], &["1"]);
            let input = magnitude(&all, vec![one], vec![wage], &[Measure::Mean]);
            let form = Form::population("import", &[&format!("figures {n} {trial}")], &[], &[]);
            let statistic = disclosure::Statistic::MagnitudeTable(input);
            let question = Question::new(form, Profile::Register);
            let Ok(Body::Table(table)) = super::support::body(&filter(), statistic, &question) else {
                panic!("no table")
            };
            let released = as_number(&at(&table, &["1"], "mean")).expect("a mean");
            (released - mean).abs() / (sd / (n as f64).sqrt())
        })
        .sum();
    total / questions as f64
}

#[test]
fn the_published_shifts_of_means_are_measured() {
    for tier in [Tier::Ordinary, Tier::Sensitive] {
        for ((n, published), questions) in Policy::mean_shifts(tier).iter().zip([400, 200, 60]) {
            let measured = mean_shift(tier, usize::try_from(*n).expect("a size"), questions);
            println!("{tier:?} {n}: {measured:.3}, published {published}");
            assert!((measured / published - 1.0).abs() < 0.2, "{tier:?} {n}: {measured:.3}, published {published}");
        }
    }
}
