//! Bars and histograms.

use disclosure::foresight::NearestBins;
use disclosure::statistic::{BarInput, BarStatistic, HistogramBins, HistogramInput, HistogramScale, Measure};
use disclosure::{Confidential, Filter, Profile, Refusal, Statistic};
use wire::output::{Body, Cell, Chart, ChartKind};

use super::support::{Random, as_number, at, dimension, filter, frequency, numbers, persons, question, table_of};

fn chart(filter: &Filter, profile: Profile, statistic: Statistic) -> Result<Chart, Refusal> {
    let released = filter.release(Confidential::new(statistic), &question(profile, "chart"))?;
    match released.into_inner().remove(0).body {
        Body::Chart(chart) => Ok(chart),
        other => panic!("no chart: {other:?}"),
    }
}

fn wages(n: usize) -> Vec<f64> {
    let mut random = Random(2);
    (0..n).map(|_| (libm::exp(0.5 * random.normal()) * 400_000.0).round()).collect()
}

fn histogram(profile: Profile, n: usize, bins: HistogramBins) -> Statistic {
    Statistic::Histogram(HistogramInput {
        population: persons(n),
        variable: numbers(profile, "WAGE", wages(n)),
        bins,
        scale: HistogramScale::Frequency,
        by: None,
        normal: true,
    })
}

#[test]
fn histogram_edges_are_nice_and_tails_are_open() {
    let n = 20_000;
    let chart = chart(&filter(), Profile::Register, histogram(Profile::Register, n, HistogramBins::Count(30))).unwrap();
    assert_eq!(chart.chart, ChartKind::Histogram);
    let edges: Vec<(f64, f64)> =
        chart.data.rows.iter().map(|row| (as_number(&row[0]).unwrap(), as_number(&row[1]).unwrap())).collect();
    let width = edges[0].1 - edges[0].0;
    assert!(["1e", "2e", "5e"].iter().any(|start| format!("{width:e}").starts_with(start)), "{width}");
    assert!(edges.len() <= 32 && edges.iter().all(|(low, _)| (low / width).fract().abs() < 1e-9));
    assert!(edges.windows(2).all(|pair| pair[0].1 == pair[1].0));
    let total: f64 = chart.data.rows.iter().filter_map(|row| as_number(&row[2])).sum();
    assert!((total - n as f64).abs() < 60.0, "everybody lies in some bin: {total}");
    // The true ends are not on the axis.
    let (low, high) = wages(n).into_iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
    assert!(edges[0].0 > low && edges[edges.len() - 1].1 < high);
    assert_eq!(chart.settings["tails"], "open");
    assert!(chart.settings["normal_mean"].parse::<f64>().is_ok());
}

#[test]
fn a_bar_of_a_histogram_is_the_count_of_its_interval() {
    let n = 5000;
    let chart =
        chart(&filter(), Profile::Register, histogram(Profile::Register, n, HistogramBins::Width(100_000.0))).unwrap();
    let row = chart.data.rows.iter().find(|row| as_number(&row[0]) == Some(400_000.0)).expect("the bin");
    let wage = numbers(Profile::Register, "WAGE", wages(n));
    let interval = disclosure::normal_form::Interval::half_open(400_000.0, 500_000.0);
    let mut in_bin = dimension(Profile::Register, "BIN", Vec::new(), &["0", "1"]);
    in_bin.codes = wages(n).iter().map(|wage| u32::from((400_000.0..500_000.0).contains(wage))).collect();
    in_bin.form = disclosure::ColumnForm::truth(&disclosure::Condition::in_intervals(&wage.form, &[interval]));
    for (category, value) in in_bin.categories.iter_mut().zip([0.0, 1.0]) {
        category.value = value.into();
    }
    let table = table_of(&filter(), frequency(&persons(n), vec![in_bin]), &question(Profile::Register, "chart"));
    assert_eq!(at(&table, &["1"], "count"), row[2]);
}

#[test]
fn histograms_of_few_units_are_refused() {
    let refused = chart(&filter(), Profile::Register, histogram(Profile::Register, 12, HistogramBins::Default));
    assert_eq!(refused.unwrap_err(), Refusal::NothingToShow { units: 76 });
    let refused = chart(&filter(), Profile::Register, histogram(Profile::Register, 5000, HistogramBins::Count(51)));
    assert_eq!(refused.unwrap_err(), Refusal::TooManyBins { limit: 50, nearest: NearestBins::Count(50) });
}

#[test]
fn open_histograms_are_exact() {
    let n = 500;
    let chart = chart(&filter(), Profile::Open, histogram(Profile::Open, n, HistogramBins::Count(10))).unwrap();
    assert_eq!(chart.data.rows.len(), 10);
    let counts: Vec<f64> = chart.data.rows.iter().map(|row| as_number(&row[2]).unwrap()).collect();
    assert_eq!(counts.iter().sum::<f64>(), n as f64);
    let wages = wages(n);
    let low = wages.iter().copied().min_by(f64::total_cmp).unwrap();
    assert_eq!(as_number(&chart.data.rows[0][0]), Some(low));
    let (from, to) = (as_number(&chart.data.rows[3][0]).unwrap(), as_number(&chart.data.rows[3][1]).unwrap());
    assert_eq!(counts[3], wages.iter().filter(|wage| (from..to).contains(*wage)).count() as f64);
}

#[test]
fn discrete_histograms_have_a_bar_a_value() {
    let n = 3000_u32;
    let mut ages = dimension(Profile::Register, "AGE", (0..n).map(|row| row % 3).collect(), &["a", "b", "c"]);
    for (category, value) in ages.categories.iter_mut().zip([20.0, 21.0, 22.0]) {
        category.value = value.into();
    }
    ages.form = variable_of_age();
    let mut variable = numbers(Profile::Register, "AGE", (0..n).map(|row| 20.0 + f64::from(row % 3)).collect());
    variable.form = variable_of_age();
    let chart = chart(
        &filter(),
        Profile::Register,
        Statistic::Histogram(HistogramInput {
            population: persons(n as usize),
            variable,
            bins: HistogramBins::Discrete(ages),
            scale: HistogramScale::Fraction,
            by: None,
            normal: false,
        }),
    )
    .unwrap();
    let names: Vec<&str> = chart.data.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["low", "high", "fraction"]);
    assert_eq!(
        chart.data.rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(),
        [Cell::Number(20.0), Cell::Number(21.0), Cell::Number(22.0)]
    );
    let total: f64 = chart.data.rows.iter().filter_map(|row| as_number(&row[2])).sum();
    assert!((total - 1.0).abs() < 1e-3);
}

fn variable_of_age() -> disclosure::ColumnForm {
    super::support::variable(Profile::Register, "AGE", None, true)
}

fn bars(statistic: BarStatistic, over: Vec<disclosure::statistic::Dimension>) -> Statistic {
    let n = 4000_u32;
    let region = dimension(
        Profile::Register,
        "REGION",
        (0..n).map(|row| if row < 2 { 3 } else { row % 3 }).collect(),
        &["a", "b", "c", "d"],
    );
    let categories = if matches!(statistic, BarStatistic::Of { .. }) { Vec::new() } else { vec![region] };
    Statistic::Bars(BarInput {
        population: persons(n as usize),
        categories,
        over,
        by: Vec::new(),
        statistic,
        settings: vec![("stack".to_owned(), "true".to_owned())],
    })
}

#[test]
fn hidden_bars_and_totals_are_left_out() {
    let chart = chart(&filter(), Profile::Register, bars(BarStatistic::Count, Vec::new())).unwrap();
    assert_eq!(chart.data.rows.len(), 3);
    assert_eq!(chart.data.labels["REGION"].len(), 3);
    assert_eq!(chart.settings["stack"], "true");
}

#[test]
fn percents_are_within_over_groups() {
    let sex = dimension(Profile::Register, "SEX", (0..4000).map(|row| row / 2000).collect(), &["1", "2"]);
    let chart = chart(&filter(), Profile::Register, bars(BarStatistic::Percent, vec![sex])).unwrap();
    for code in ["1", "2"] {
        let total: f64 = chart
            .data
            .rows
            .iter()
            .filter(|row| row[1] == Cell::Code(code.to_owned()))
            .filter_map(|row| as_number(&row[2]))
            .sum();
        assert!((total - 100.0).abs() < 3.0, "{code}: {total}");
    }
}

#[test]
fn bars_of_statistics() {
    let sex = dimension(Profile::Register, "SEX", (0..4000).map(|row| row / 2000).collect(), &["1", "2"]);
    let statistic =
        BarStatistic::Of { measure: Measure::Max, variables: vec![numbers(Profile::Register, "WAGE", wages(4000))] };
    let chart = chart(&filter(), Profile::Register, bars(statistic, vec![sex])).unwrap();
    assert_eq!(chart.data.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["SEX", "max"]);
    let true_max = wages(4000).into_iter().max_by(f64::total_cmp).unwrap();
    let shown: Vec<f64> = chart.data.rows.iter().filter_map(|row| as_number(&row[1])).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|max| *max < true_max), "P99 stands for the largest value");
}
