//! Refusals to come, and what is said to pass does.

use proptest::prelude::*;

use super::*;
use crate::normal_form::Value;

fn texts(name: &str, codes: impl IntoIterator<Item = String>) -> Axis {
    Axis::new(name, codes.into_iter().map(|code| Value::from(code.as_str())).collect())
}

fn numbers(name: &str, codes: impl IntoIterator<Item = i64>) -> Axis {
    Axis::new(name, codes.into_iter().map(|code| Value::from(code as f64)).collect())
}

/// 15 counties of 24 municipalities.
fn municipalities() -> Axis {
    let counties = ["03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56"];
    texts("kommune", counties.into_iter().flat_map(|county| (1..25).map(move |own| format!("{county}{own:02}"))))
}

fn too_many(axes: &[Axis]) -> (usize, Nearest) {
    match foresee(&Policy::CURRENT, Profile::Register, &Planned::Table(axes.to_vec())) {
        Some(Refusal::TooManyCells { limit: 5000, cells, nearest }) => (cells, nearest),
        other => panic!("{other:?}"),
    }
}

#[test]
fn municipalities_become_counties_before_anything_is_left_out() {
    let axes = [municipalities(), texts("kjønn", ["1", "2"].map(str::to_owned)), numbers("alder", 0..100)];
    let (cells, nearest) = too_many(&axes);
    assert_eq!(cells, 360 * 2 * 100);
    let expected = Coarser { variable: "kommune".to_owned(), by: Coarsening::Characters(2), from: 360, to: 15 };
    assert_eq!(nearest, Nearest { changes: vec![expected], size: 3000 });
}

#[test]
fn the_most_detail_that_passes_is_kept() {
    // Ten-year groups of 100 ages leave 3600 cells, counties 1500.
    let (_, nearest) = too_many(&[municipalities(), numbers("alder", 0..100)]);
    let expected = Coarser { variable: "alder".to_owned(), by: Coarsening::WithoutDigits(1), from: 100, to: 10 };
    assert_eq!(nearest, Nearest { changes: vec![expected], size: 3600 });
}

#[test]
fn industries_lose_digits_and_days_become_years() {
    let industry = texts("næring", (1..100).flat_map(|group| (1..10).map(move |own| format!("{group:02}.{own}10"))));
    let levels: Vec<Level> = industry.levels();
    assert_eq!(levels.first(), Some(&Level { by: Coarsening::Characters(2), n: 99 }), "{levels:?}");
    let days = Axis { is_date: true, ..numbers("dato", 18_628..18_628 + 730) };
    assert_eq!(days.levels().first(), Some(&Level { by: Coarsening::Year, n: 2 }));
    let months = numbers("måned", (2000..2020).flat_map(|year| (1..13).map(move |month| year * 100 + month)));
    let years = Level { by: Coarsening::WithoutDigits(2), n: 20 };
    assert!(months.levels().contains(&years), "{:?}", months.levels());
}

#[test]
fn lists_of_words_have_no_levels() {
    let countries = texts("land", (0..200).map(|at| format!("C{at}")));
    assert_eq!(countries.levels(), [Level { by: Coarsening::LeftOut, n: 1 }]);
    let (_, nearest) = too_many(&[countries, municipalities()]);
    assert!(nearest.changes.iter().all(|change| change.variable == "kommune"), "{nearest:?}");
}

#[test]
fn dimensions_beyond_the_most_are_named() {
    let axes: Vec<Axis> = (0..10).map(|at| texts(&format!("x{at}"), ["1".to_owned()])).collect();
    let refused = foresee(&Policy::CURRENT, Profile::Open, &Planned::Table(axes));
    let beyond = vec!["x8".to_owned(), "x9".to_owned()];
    assert_eq!(refused, Some(Refusal::TooManyDimensions { limit: 8, beyond }));
}

#[test]
fn small_tables_and_unknown_dimensions_are_not_foreseen() {
    let unknown = texts("lønn", []);
    for axes in [vec![], vec![municipalities()], vec![municipalities(), unknown]] {
        assert_eq!(foresee(&Policy::CURRENT, Profile::Register, &Planned::Table(axes)), None);
    }
}

#[test]
fn bins_are_foreseen_under_the_filter_only() {
    let planned = Planned::Histogram { bins: 51 };
    let refused = Refusal::TooManyBins { limit: 50, nearest: NearestBins::Count(50) };
    assert_eq!(foresee(&Policy::CURRENT, Profile::Register, &planned), Some(refused));
    assert_eq!(foresee(&Policy::CURRENT, Profile::Open, &planned), None);
    assert_eq!(foresee(&Policy::CURRENT, Profile::Register, &Planned::Histogram { bins: 50 }), None);
}

#[test]
fn a_width_that_passes_makes_no_more_bins_than_there_may_be() {
    for (low, high) in [(0.0, 900_000.0), (-3.5, 12.25), (1.0, 1.0), (199_501.0, 201_212.0)] {
        let Refusal::TooManyBins { nearest: NearestBins::Width(width), .. } = too_narrow(50, low, high) else {
            panic!("no width")
        };
        assert!((high / width).floor() - (low / width).floor() + 1.0 <= 50.0, "{low} {high}: {width}");
    }
}

#[test]
fn a_model_s_factor_becomes_coarser_just_enough() {
    let refused = model(&Policy::CURRENT, 3000, 400, &[municipalities(), numbers("alder", 20..60)]).unwrap_err();
    let Refusal::ModelTooSmall { parameters: 400, most: 300, nearest: Some(nearest), .. } = refused else {
        panic!("{refused:?}")
    };
    let expected = Coarser { variable: "kommune".to_owned(), by: Coarsening::Characters(2), from: 360, to: 15 };
    assert_eq!(nearest, Nearest { changes: vec![expected], size: 55 });
    assert!(model(&Policy::CURRENT, 3000, nearest.size, &[]).is_ok());
    // A released number is never below what a model needs by noise alone when it is foreseen.
    let planned = |units| Planned::Model { units, parameters: 10, factors: Vec::new() };
    assert_eq!(foresee(&Policy::CURRENT, Profile::Register, &planned(90)), None);
    assert!(foresee(&Policy::CURRENT, Profile::Register, &planned(80)).is_some());
}

#[test]
fn no_model_of_a_hidden_number_passes() {
    let refused = model(&Policy::CURRENT, 0, 2, &[]).unwrap_err();
    assert!(matches!(refused, Refusal::ModelTooSmall { most: 0, nearest: None, .. }), "{refused:?}");
    assert!(model(&Policy::CURRENT, 0, 0, &[]).is_err());
}

#[test]
fn populations_that_cannot_reach_the_minimum_are_foreseen() {
    let refused = |most| foresee(&Policy::CURRENT, Profile::Register, &Planned::Population { most });
    assert_eq!(refused(900), Some(Refusal::PopulationTooSmall { minimum: 1000 }));
    assert_eq!(refused(995), None, "noise may lift it");
}

proptest! {
    #[test]
    fn what_is_said_to_pass_passes(sizes in prop::collection::vec((1_usize..3000, 0..4), 1..8)) {
        let axes: Vec<Axis> = sizes
            .iter()
            .enumerate()
            .map(|(at, (n, kind))| match kind {
                0 => texts(&format!("x{at}"), (0..*n).map(|code| format!("{code:04}"))),
                1 => numbers(&format!("x{at}"), 0..*n as i64),
                2 => Axis { is_date: true, ..numbers(&format!("x{at}"), 0..*n as i64) },
                _ => texts(&format!("x{at}"), (0..*n).map(|code| format!("word {code}"))),
            })
            .collect();
        if let Err(Refusal::TooManyCells { limit, nearest, .. }) = table(&Policy::CURRENT, &axes) {
            let size = |axis: &Axis| {
                nearest.changes.iter().find(|change| change.variable == axis.name).map_or(axis.n(), |change| change.to)
            };
            let cells: usize = axes.iter().map(size).product();
            prop_assert!(cells <= limit && cells == nearest.size, "{cells} {nearest:?}");
        }
    }
}
