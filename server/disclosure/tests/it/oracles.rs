//! Decisions that a single person could turn: each is keyed, or does not look at the person at all.

use disclosure::normal_form::RegisterVariable;
use disclosure::statistic::{Dimension, Measure, ModelColumn, ModelUse, SummaryInput};
use disclosure::{ColumnForm, Confidential, Kind, Profile, Refusal, Source, Statistic, Tier};
use wire::output::{Body, Cell, NoteCode};

use super::models::{fit, line, numbers as model_numbers};
use super::support::{
    Random, as_number, at, body, dimension, filter, frequency, listed, magnitude, magnitudes_of, numbers, persons,
    population, question, source, table_of,
};

const MEASURES: [Measure; 4] = [Measure::Mean, Measure::Sum, Measure::Std, Measure::Gini];

/// Statistics of `n` persons who all have `common`, but for the first `others`.
fn almost_alike(n: usize, others: &[f64], common: f64, name: &str) -> Vec<(Cell, Vec<NoteCode>)> {
    let mut values = vec![common; n];
    values[..others.len()].copy_from_slice(others);
    let all = dimension(Profile::Register, "ONE", vec![0; n], &["1"]);
    let wage = numbers(Profile::Register, "WAGE", values);
    let input = magnitude(&persons(n), vec![all], vec![wage], &MEASURES);
    let table = magnitudes_of(&filter(), input, &question(Profile::Register, name));
    let column = |measure: &str| table.columns.iter().position(|column| column.name == measure).unwrap();
    let notes = |measure: &str| {
        table
            .notes
            .iter()
            .filter(|note| note.row == 0 && note.column == column(measure))
            .map(|note| note.code)
            .collect()
    };
    ["mean", "sum", "std", "gini"].map(|measure| (at(&table, &["1"], measure), notes(measure))).to_vec()
}

/// `summarize wage if wage == c | (the target)`: that the mean is c, or the sum is not dominated, would say that the
/// target's wage is c.
#[test]
fn whether_one_person_equals_all_others_is_not_told() {
    for n in [12, 60, 400, 3000] {
        for common in [0.0, 100_000.0] {
            let name = format!("alike {n} {common}");
            let alike = almost_alike(n, &[], common, &name);
            assert!(alike.iter().all(|(cell, _)| *cell == Cell::Null), "{alike:?}");
            for target in [1.0, 350_000.0, 1e9] {
                assert_eq!(almost_alike(n, &[target], common, &name), alike, "{n} {common} {target}");
            }
        }
    }
}

/// Nine helpers with public wages beside the target: the decision is a draw.
#[test]
fn helpers_find_no_threshold_of_variation() {
    let shown = |k: usize| {
        let helpers: Vec<f64> = (0..k).map(|helper| 1000.0 + 10.0 * helper as f64).collect();
        let trials = 600;
        let found = (0..trials).filter(|trial| {
            let name = format!("helpers {trial}");
            almost_alike(120, &helpers, 500.0, &name)[0].0 != Cell::Null
        });
        found.count() as f64 / f64::from(trials)
    };
    let rates: Vec<f64> = (8..=20).map(shown).collect();
    assert_eq!((rates[0], *rates.last().unwrap()), (0.0, 1.0), "{rates:?}");
    for pair in rates.windows(2) {
        assert!(pair[1] - pair[0] <= 0.10 + 0.045, "{rates:?}");
    }
}

#[test]
fn a_persons_many_rows_do_not_hide_that_the_others_are_alike() {
    // Person 0 has 200 rows, the others one each.
    let rows: Vec<u32> = (0..600).map(|row| if row < 200 { 0 } else { row }).collect();
    let one = |target: f64| {
        let values: Vec<f64> = (0..600).map(|row| if row < 200 { target } else { 7.0 }).collect();
        let all = dimension(Profile::Register, "ONE", vec![0; 600], &["1"]);
        let wage = numbers(Profile::Register, "WAGE", values);
        let input = magnitude(&population(rows.clone(), 600, true), vec![all], vec![wage], &[Measure::Mean]);
        at(&magnitudes_of(&filter(), input, &question(Profile::Register, "rows alike")), &["1"], "mean")
    };
    assert_eq!((one(7.0), one(9.0)), (Cell::Null, Cell::Null));
}

fn regressors(columns: Vec<(&str, Vec<f64>)>) -> Vec<ModelColumn> {
    let named = columns.into_iter().enumerate();
    named.map(|(at, (name, values))| model_numbers(Profile::Register, name, values, at > 0)).collect()
}

/// Whether a small level is empty must not show in a model's n being that of the complete rows, or another draw.
#[test]
fn empty_and_rare_levels_are_one_question() {
    let (y, _) = line(1500, 6);
    let trials = 150;
    let equal = |rare: usize| {
        let found = (0..trials).filter(|trial| {
            let codes: Vec<u32> = (0..1500).map(|row| if row < rare { 2 } else { row as u32 % 2 }).collect();
            let region = dimension(Profile::Register, "region", codes, &["a", "b", "c"]);
            let mut factor = model_numbers(Profile::Register, "region", Vec::new(), true);
            factor.form = region.form.clone();
            factor.values = disclosure::statistic::ModelValues::Factor {
                codes: region.codes.clone(),
                categories: region.categories.clone(),
            };
            let name = format!("levels {trial}");
            let y = model_numbers(Profile::Register, "y", y.clone(), false);
            let complete = {
                let wage = numbers(Profile::Register, "y", vec![1.0; 1500]);
                let input = magnitude(&persons(1500), vec![region], vec![wage], &[Measure::Count]);
                as_number(&at(&magnitudes_of(&filter(), input, &question(Profile::Register, &name)), &["*"], "count"))
            };
            fit(&filter(), Profile::Register, &name, vec![y, factor]).unwrap().n as f64 == complete.unwrap()
        });
        found.count() as f64 / f64::from(trials)
    };
    let (empty, one) = (equal(0), equal(1));
    assert!(empty < 0.3 && one < 0.3, "{empty} {one}");
}

/// A third value, at the target only, must not take a small dummy out of the reach of its floor.
#[test]
fn a_third_value_does_not_save_a_small_dummy() {
    let (y, x) = line(1500, 3);
    for trial in 0..40 {
        let model = |target: f64| {
            let mut dummy: Vec<f64> = (0..1500).map(|row| f64::from(u8::from(row < 9))).collect();
            dummy[0] = target;
            let columns = regressors(vec![("y", y.clone()), ("x", x.clone()), ("d", dummy)]);
            fit(&filter(), Profile::Register, &format!("third {trial}"), columns).unwrap()
        };
        let (two_valued, three_valued) = (model(1.0), model(1.000_1));
        assert_eq!(two_valued.dropped, ["d"]);
        assert_eq!(three_valued.dropped, ["d"]);
    }
}

/// `regress y x if y == 5 | (the target)`: "does not vary" would say that the target's y is 5.
#[test]
fn a_dependent_that_one_person_varies_does_not_vary() {
    let (_, x) = line(1500, 4);
    let outcome = |target: f64| {
        let mut y = vec![5.0; 1500];
        y[0] = target;
        fit(&filter(), Profile::Register, "varies", regressors(vec![("y", y), ("x", x.clone())]))
    };
    let (alike, other, far) = (outcome(5.0), outcome(6.0), outcome(1e6));
    assert_eq!(format!("{other:?}"), format!("{alike:?}"));
    assert_eq!(format!("{far:?}"), format!("{alike:?}"));
}

/// `regress y x if (the target) & secret == 1`: the refusal counts parameters, and a regressor of one person is none. So is one of
/// nobody.
#[test]
fn a_model_of_one_person_is_refused_as_one_of_nobody_is() {
    let refused = |n: usize| {
        let (y, x) = line(n, 5);
        fit(&filter(), Profile::Register, "few", regressors(vec![("y", y), ("x", x)])).unwrap_err()
    };
    let of_nobody = refused(0);
    assert!(matches!(of_nobody, Refusal::ModelTooSmall { .. }), "{of_nobody:?}");
    for n in [1, 2, 9] {
        assert_eq!(format!("{:?}", refused(n)), format!("{of_nobody:?}"), "{n}");
    }
}

/// Two large flags whose difference is `k` persons: whether the second is collinear is a draw, not the tenth person.
#[test]
fn the_leverage_cap_has_no_step_for_helpers() {
    let (y, _) = line(1500, 8);
    let kept = |k: usize| {
        let trials = 300;
        let found = (0..trials).filter(|trial| {
            let first: Vec<f64> = (0..1500).map(|row| f64::from(u8::from(row % 2 == 0))).collect();
            let mut second = first.clone();
            second.iter_mut().skip(1).step_by(2).take(k).for_each(|flag| *flag = 1.0);
            let columns = regressors(vec![("y", y.clone()), ("f1", first), ("f2", second)]);
            let model = fit(&filter(), Profile::Register, &format!("cap {trial}"), columns);
            model.is_ok_and(|model| model.terms.iter().any(|term| term.term == "x2"))
        });
        found.count() as f64 / f64::from(trials)
    };
    let rates: Vec<f64> = (9..=22).map(kept).collect();
    assert!(rates[0] <= 0.05 && *rates.last().unwrap() >= 0.75, "{rates:?}");
    for pair in rates.windows(2) {
        assert!((pair[1] - pair[0]).abs() <= 0.12 + 0.075, "{rates:?}");
    }
}

/// Standard errors of two clusters, one of them a person, are that person's residual.
#[test]
fn few_clusters_are_refused() {
    let (y, x) = line(1500, 12);
    let with = |n_clusters: u32| {
        let clusters = (0..1500).map(|row| f64::from(row.min(n_clusters - 1))).collect();
        let mut columns = regressors(vec![("y", y.clone()), ("x", x.clone())]);
        let mut column = model_numbers(Profile::Register, "c", clusters, true);
        column.use_in_model = ModelUse::Clusters;
        columns.push(column);
        fit(&filter(), Profile::Register, "clusters", columns)
    };
    for n_clusters in [1, 2, 9] {
        assert_eq!(with(n_clusters).unwrap_err(), Refusal::TooFewClusters { range: (10, 19) });
    }
    assert!(with(19).is_ok());
}

/// How many values occur beside a code list must not decide whether a table is refused.
#[test]
fn a_table_is_refused_for_its_list_and_not_for_what_occurs() {
    let n = 6000;
    let table = |occurring: usize| {
        let codes: Vec<u32> = (0..n as u32).map(|row| row % occurring as u32).collect();
        let names: Vec<String> = (0..occurring).map(|code| format!("{code:05}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        // A list of two codes that the user attached; all other values only occur.
        let long = listed(dimension(Profile::Register, "LONG", codes, &names), 2);
        let input = frequency(&persons(n), vec![long]);
        body(&filter(), Statistic::FrequencyTable(input), &question(Profile::Register, "beside a list"))
    };
    for occurring in [4999, 5000, 5001, 5900] {
        let Ok(Body::Table(found)) = table(occurring) else { panic!("{occurring}: a table") };
        assert!(found.rows.len() < 200, "{occurring}: only chance shows single persons");
    }
}

/// Twenty flags would have 3^20 margins and cells: refused by the script alone, before any work.
#[test]
fn very_wide_tables_are_refused_at_once() {
    let flags = |k: u32| {
        (0..k).map(|at| listed(dimension(Profile::Register, &format!("F{at}"), vec![at % 2; 50], &["0", "1"]), 0))
    };
    let ask = |k: u32| {
        let input = frequency(&persons(50), flags(k).collect());
        body(&filter(), Statistic::FrequencyTable(input), &question(Profile::Register, "wide"))
    };
    assert!(matches!(ask(20).unwrap_err(), Refusal::TooManyDimensions { limit: 8, .. }));
    assert!(ask(8).is_ok());
}

/// Rows without a known person are nobody's: the same question has the same numbers in the feedback and in a table.
#[test]
fn rows_without_a_person_are_not_a_person() {
    let known: Vec<u32> = (0..3000).map(|row| row / 2).collect();
    let mut with_unknown = known.clone();
    with_unknown.extend([u32::MAX; 500]);
    let rows = |persons: Vec<u32>| {
        let n = persons.len();
        let wage = numbers(Profile::Register, "WAGE", vec![1.0; n]);
        let input = SummaryInput {
            interval: None,
            by: Vec::new(),
            population: population(persons, 1500, true),
            variables: vec![wage],
            gini: false,
            iqr: false,
        };
        match body(&filter(), Statistic::Summary(input), &question(Profile::Register, "nobody")).unwrap() {
            Body::Table(table) => as_number(&at(&table, &["WAGE"], "count")),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(rows(known), rows(with_unknown));
}

/// A margin beside a sensitive variable is the ordinary question that it is anywhere else: two draws of one question, from two
/// rows of noise by one random number, would tell more than either.
#[test]
fn a_sensitive_dimension_changes_no_ordinary_margin() {
    let n = 3000;
    let mut random = Random(14);
    let region = dimension(Profile::Register, "REGION", (0..n).map(|_| random.below(3)).collect(), &["a", "b", "c"]);
    let mut diagnosis =
        dimension(Profile::Register, "DIAGNOSIS", (0..n).map(|_| random.below(2)).collect(), &["x", "y"]);
    diagnosis.form = ColumnForm::register_variable(&RegisterVariable {
        source: Source { databank: "no.health".into(), tier: Tier::Sensitive, ..source(Profile::Register) },
        name: "DIAGNOSIS",
        effective: "",
        codes: Some(vec!["x".into(), "y".into()]),
        kind: Kind::Text,
        can_be_missing: true,
    });
    let wage = numbers(Profile::Register, "WAGE", (0..n).map(|_| random.normal() * 100.0 + 500.0).collect());
    let asked = question(Profile::Register, "tiers");
    let ask = |dimensions: &[&Dimension]| {
        let dimensions: Vec<Dimension> = dimensions.iter().map(|one| (*one).clone()).collect();
        let mut counts = frequency(&persons(n), dimensions.clone());
        counts.layout.missing = true;
        let mut means = magnitude(&persons(n), dimensions, vec![wage.clone()], &MEASURES);
        means.layout.missing = true;
        (table_of(&filter(), counts, &asked), magnitudes_of(&filter(), means, &asked))
    };
    let (alone, beside) = (ask(&[&region]), ask(&[&region, &diagnosis]));
    for code in ["a", "b", "c", "*"] {
        assert_eq!(at(&alone.0, &[code], "count"), at(&beside.0, &[code, "*"], "count"), "{code}");
        for measure in ["mean", "std", "sum"] {
            assert_eq!(at(&alone.1, &[code], measure), at(&beside.1, &[code, "*"], measure), "{code} {measure}");
        }
    }
}

/// Hostile shapes: nothing, everything missing, one category, more regressors than rows.
#[test]
fn hostile_inputs_are_answered() {
    let asked = |statistic| filter().release(Confidential::new(statistic), &question(Profile::Register, "hostile"));
    for n in [0_usize, 1, 2, 7, 1200] {
        let missing = dimension(Profile::Register, "D", vec![u32::MAX; n], &["1", "2"]);
        let empty = dimension(Profile::Register, "E", vec![u32::MAX; n], &[]);
        let one = dimension(Profile::Register, "O", vec![0; n], &["1"]);
        let nothing = numbers(Profile::Register, "N", vec![f64::NAN; n]);
        let constant = numbers(Profile::Register, "C", vec![3.0; n]);
        for dimensions in [vec![missing.clone()], vec![empty], vec![one.clone(), missing], vec![one]] {
            let table =
                table_of(&filter(), frequency(&persons(n), dimensions.clone()), &question(Profile::Register, "h"));
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
            for variable in [&nothing, &constant] {
                let input = magnitude(&persons(n), dimensions.clone(), vec![variable.clone()], &MEASURES);
                assert!(asked(Statistic::MagnitudeTable(input)).is_ok());
            }
        }
        let wide: Vec<(String, Vec<f64>)> = (0..40)
            .map(|column| (format!("x{column}"), (0..n).map(|row| (row * (column + 1) % 17) as f64).collect()))
            .collect();
        let columns = regressors(wide.iter().map(|(name, values)| (name.as_str(), values.clone())).collect());
        let model = fit(&filter(), Profile::Register, "wide", columns);
        assert!(model.is_err() || n > 1000, "{n}: {model:?}");
        let constant: Vec<f64> = vec![3.0; n];
        let _ = fit(&filter(), Profile::Register, "flat", regressors(vec![("y", constant.clone()), ("x", constant)]));
    }
    let mut random = Random(1);
    let huge: Vec<f64> = (0..500).map(|_| random.normal() * f64::MAX / 4.0).collect();
    let input = magnitude(&persons(500), Vec::new(), vec![numbers(Profile::Register, "HUGE", huge)], &MEASURES);
    assert!(asked(Statistic::MagnitudeTable(input)).is_ok());
}
