//! Analysis of variance, its comparisons of pairs, and principal components against R, Python and NIST.

use serde_json::Value;
use statistics::FitError;
use statistics::anova::tukey::tukey_hsd;
use statistics::anova::{
    AnovaFit, AnovaOptions, AnovaRow, Factor, Model, Reweighting, SumsOfSquares, Term, TermRows, anova,
};
use statistics::describe::groups::groups;
use statistics::distribution::{student, studentized_range};
use statistics::fold::Watch;
use statistics::linear::ols::OlsOptions;
use statistics::reweighted::Reweighted;
use statistics::rows::Rows;

use super::describe::levels;
use super::precision::compare;
use super::shared::{column, columns, digits, draws, json, strings};

const CLOSED: f64 = 1e-10;

fn term(factors: &[usize], covariates: &[usize]) -> Term {
    Term { factors: factors.to_vec(), covariates: covariates.to_vec() }
}

fn compare_row(expected: &Value, name: &str, row: &AnovaRow) {
    let number = |key: &str| expected["table"][name][key].as_f64();
    let values = [("df", Some(row.df)), ("ss", Some(row.sum_of_squares)), ("F", row.f), ("p", row.p)];
    for (key, value) in values {
        if let Some(number) = number(key) {
            compare("anova", &format!("{key} {name}"), value.unwrap(), number, CLOSED);
        }
    }
}

super::precision::cases! {
    fn tables_of_one_and_two_ways() {
        let Some(text) = strings("reference/data/cps1985.csv") else { return };
        let data = columns("reference/data/cps1985.csv").unwrap();
        let (wage, education) = (column(&data, "wage"), column(&data, "education"));
        let coded = ["gender", "sector", "occupation"].map(|name| levels(&text[name]));
        let factors = coded.each_ref().map(|(codes, names)| Factor { codes, n_levels: names.len() });
        let covariates: [&dyn Rows<f64>; 1] = [education];
        let crossed = [term(&[0], &[]), term(&[1], &[]), term(&[0, 1], &[])];
        let covariance = [term(&[0], &[]), term(&[1], &[]), term(&[], &[0])];
        let alone = [term(&[2], &[])];
        let cases: [(&str, &[Term], &[&str], SumsOfSquares); 5] = [
            ("anova_oneway_cps1985", &alone, &["occupation"], SumsOfSquares::Partial),
            ("anova_twoway_unbalanced_type1_cps1985", &crossed, &["gender", "sector", "gender:sector"], SumsOfSquares::Sequential),
            ("anova_twoway_unbalanced_type2_cps1985", &crossed, &["gender", "sector", "gender:sector"], SumsOfSquares::Hierarchical),
            ("anova_twoway_unbalanced_type3_cps1985", &crossed, &["gender", "sector", "gender:sector"], SumsOfSquares::Partial),
            ("ancova_type2_cps1985", &covariance, &["gender", "sector", "education"], SumsOfSquares::Hierarchical),
        ];
        for (case, terms, names, sums) in cases {
            let expected = json(&format!("reference/cases/{case}.json")).unwrap()["results"]["R"].clone();
            let model = Model { y: wage, factors: &factors, covariates: &covariates, terms, weights: None, has_constant: true };
            let found = anova(&model, &AnovaOptions { sums, ..AnovaOptions::default() }).unwrap();
            for (name, row) in names.iter().zip(&found.terms) {
                compare_row(&expected, name, row);
            }
            compare_row(&expected, "Residuals", &found.residual);
            if let Some(constant) = &found.constant {
                compare_row(&expected, "(Intercept)", constant);
            }
            for (key, value) in [("r2", found.r_squared), ("n", found.n)] {
                if let Some(number) = expected[key].as_f64() {
                    compare("anova", key, value, number, CLOSED);
                }
            }
        }
    }
}

/// Afifi & Azen's blood pressures by drug and disease (1972), as in the manuals of SAS and Stata.
fn pressures(without: Option<(u32, u32)>) -> Made {
    let cells: [[&[f64]; 3]; 4] = [
        [&[42., 44., 36., 13., 19., 22.], &[33., 26., 33., 21.], &[31., -3., 25., 25., 24.]],
        [&[28., 23., 34., 42., 13.], &[34., 33., 31., 36.], &[3., 26., 28., 32., 4., 16.]],
        [&[1., 29., 19.], &[11., 9., 7., 1., -6.], &[21., 1., 9., 3.]],
        [&[24., 9., 22., -2., 15.], &[27., 12., 12., -5., 16., 15.], &[22., 7., 25., 5., 12.]],
    ];
    let mut made = Made { y: vec![], x: vec![], a: vec![], b: vec![] };
    for (a, row) in (0..).zip(&cells) {
        for (b, values) in (0..).zip(row).filter(|(b, _)| Some((a, *b)) != without) {
            for value in *values {
                made.y.push(*value);
                made.x.push(1.0);
                made.a.push(b);
                made.b.push(a);
            }
        }
    }
    made
}

/// The three types as the manual of SAS prints them.
#[test]
fn the_three_types_are_those_of_the_manuals() {
    let made = pressures(None);
    let terms = [term(&[1], &[]), term(&[0], &[]), term(&[0, 1], &[])];
    for (sums, wanted) in [
        (SumsOfSquares::Sequential, [3133.238506, 418.833741, 707.266259]),
        (SumsOfSquares::Hierarchical, [3063.432863, 418.833741, 707.266259]),
        (SumsOfSquares::Partial, [2997.471860, 415.873046, 707.266259]),
    ] {
        let found = table(&made, &terms, true, None, sums).unwrap();
        assert_eq!(found.terms.iter().map(|row| row.df).collect::<Vec<_>>(), [3.0, 2.0, 6.0]);
        for (row, wanted) in found.terms.iter().zip(wanted) {
            assert!((row.sum_of_squares - wanted).abs() < 6e-7, "{} for {wanted}", row.sum_of_squares);
        }
        close(found.residual.sum_of_squares, 5080.816667, 1e-9);
    }
}

/// Without a cell, main effects keep their degrees of freedom.
#[test]
fn main_effects_keep_their_margins_without_a_cell() {
    let made = pressures(Some((3, 0)));
    let terms = [term(&[1], &[]), term(&[0], &[]), term(&[0, 1], &[])];
    let found = table(&made, &terms, true, None, SumsOfSquares::Partial).unwrap();
    assert_eq!(found.terms.iter().map(|row| row.df).collect::<Vec<_>>(), [3.0, 2.0, 5.0]);
    let sequential = table(&made, &terms, true, None, SumsOfSquares::Sequential).unwrap();
    close(found.terms[2].sum_of_squares, sequential.terms[2].sum_of_squares, 1e-9);
    assert!(found.constant.is_some());
}

/// Two by three with an empty cell: the effect of the two is that of unweighted means over the levels where both have rows.
#[test]
fn an_effect_beside_an_empty_cell_is_told_by_hand() {
    let mut made = Made { y: vec![], x: vec![], a: vec![], b: vec![] };
    let cells: [(u32, u32, &[f64]); 5] = [
        (0, 0, &[3.0, 5.0, 4.5]),
        (0, 1, &[7.0, 6.0]),
        (0, 2, &[1.0, 2.0, 2.5, 0.5]),
        (1, 0, &[6.0, 8.5]),
        (1, 1, &[9.0, 7.5, 8.0]),
    ];
    let (mut difference, mut variance) = (0.0, 0.0);
    for (a, b, values) in cells {
        let n = values.len() as f64;
        if b < 2 {
            difference += (1.0 - 2.0 * f64::from(a)) * 0.5 * values.iter().sum::<f64>() / n;
            variance += 0.25 / n;
        }
        for y in values {
            made.y.push(*y);
            made.x.push(1.0);
            made.a.push(a);
            made.b.push(b);
        }
    }
    let terms = [term(&[0], &[]), term(&[1], &[]), term(&[0, 1], &[])];
    let found = table(&made, &terms, true, None, SumsOfSquares::Partial).unwrap();
    assert_eq!(found.terms.iter().map(|row| row.df).collect::<Vec<_>>(), [1.0, 2.0, 1.0]);
    close(found.terms[0].sum_of_squares, difference * difference / variance, 1e-10);
}

/// Certified F ratios, to the ceiling of doubles that the file tells.
#[test]
fn nist_sets_reach_their_digits() {
    let ceilings = [
        ("AtmWtAg", 9.5),
        ("SiRstv", 12.5),
        ("SmLs01", 14.0),
        ("SmLs02", 13.5),
        ("SmLs03", 12.5),
        ("SmLs04", 9.5),
        ("SmLs05", 9.5),
        ("SmLs06", 9.5),
        ("SmLs07", 3.5),
        ("SmLs08", 3.5),
        ("SmLs09", 3.5),
    ];
    let mut failures = Vec::new();
    for (name, least) in ceilings {
        let Some(data) = columns(&format!("nist/anova/{name}.csv")) else { return };
        let certified = json(&format!("nist/anova/{name}.json")).unwrap();
        let (names, numbers): (Vec<_>, Vec<_>) = data.iter().map(|(name, values)| (name.as_str(), values)).unzip();
        let y = numbers[names.iter().position(|name| *name == "y").unwrap()];
        let group = numbers[names.iter().position(|name| *name != "y").unwrap()];
        let (codes, levels) = levels(&group.iter().map(|g| format!("{g:08}")).collect::<Vec<_>>());
        let factors = [Factor { codes: &codes, n_levels: levels.len() }];
        let terms = [term(&[0], &[])];
        let model = Model { y, factors: &factors, covariates: &[], terms: &terms, weights: None, has_constant: true };
        let found = anova(&model, &AnovaOptions::default()).unwrap();
        let exact: f64 = certified["exact"]["F"].as_str().unwrap().parse().unwrap();
        let reached = digits(found.terms[0].f.unwrap(), exact);
        println!("{name}: F {reached:.1}");
        if reached < least {
            failures.push(format!("{name}: {reached:.1}, wanted {least}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

struct Made {
    y: Vec<f64>,
    x: Vec<f64>,
    a: Vec<u32>,
    b: Vec<u32>,
}

/// Three levels of a, four of b (the last empty), cell (2, 1) empty.
fn made(n: usize) -> Made {
    let mut draw = draws(11);
    let mut made = Made { y: vec![], x: vec![], a: vec![], b: vec![] };
    while made.y.len() < n {
        let (a, b) = ((3.0 * draw()) as u32, (3.0 * draw() * draw().sqrt()) as u32);
        if (a, b) != (2, 1) {
            let x = 40.0 + 10.0 * draw();
            made.y.push(f64::from(a) + 0.3 * f64::from(b * a) + 0.1 * x + draw());
            made.x.push(x);
            made.a.push(a);
            made.b.push(b);
        }
    }
    made
}

fn table(
    made: &Made,
    terms: &[Term],
    has_constant: bool,
    weights: Option<&Vec<f64>>,
    sums: SumsOfSquares,
) -> Result<AnovaFit, FitError> {
    let factors = [Factor { codes: &made.a, n_levels: 3 }, Factor { codes: &made.b, n_levels: 4 }];
    let covariates: [&dyn Rows<f64>; 1] = [&made.x];
    let weights = weights.map(|weights| weights as &dyn Rows<f64>);
    let model = Model { y: &made.y, factors: &factors, covariates: &covariates, terms, weights, has_constant };
    anova(&model, &AnovaOptions { sums, ..AnovaOptions::default() })
}

#[test]
fn empty_cells_and_levels_lose_their_degrees_of_freedom() {
    let made = made(300);
    let terms = [term(&[0], &[]), term(&[1], &[]), term(&[0, 1], &[]), term(&[], &[0]), term(&[0], &[0])];
    for sums in [SumsOfSquares::Sequential, SumsOfSquares::Hierarchical, SumsOfSquares::Partial] {
        let found = table(&made, &terms, true, None, sums).unwrap();
        let df: Vec<f64> = found.terms.iter().map(|row| row.df).collect();
        // Eight filled cells of nine: the interaction has three, not four.
        assert_eq!(df[2..], [3.0, 1.0, 2.0]);
        assert_eq!(found.model.df, 2.0 + 2.0 + 3.0 + 1.0 + 2.0);
        assert_eq!(found.residual.df, 300.0 - 11.0);
        if sums == SumsOfSquares::Sequential {
            let sum: f64 = found.terms.iter().map(|row| row.sum_of_squares).sum();
            close(sum, found.model.sum_of_squares, 1e-10);
        }
        // The model is least squares on the same columns.
        let factors = [Factor { codes: &made.a, n_levels: 3 }, Factor { codes: &made.b, n_levels: 4 }];
        let covariates: [&dyn Rows<f64>; 1] = [&made.x];
        let model = Model {
            y: &made.y,
            factors: &factors,
            covariates: &covariates,
            terms: &terms,
            weights: None,
            has_constant: true,
        };
        let rows = TermRows::new(&model).unwrap();
        let fitted = statistics::linear::ols::fit(&rows.design(), &made.y, OlsOptions::default()).unwrap();
        close(fitted.residual_ss, found.residual.sum_of_squares, 1e-10);
        close(fitted.rmse, found.rmse, 1e-10);
        close(fitted.r_squared_adjusted, found.r_squared_adjusted, 1e-10);
    }
}

#[test]
fn without_a_constant_the_first_factor_has_all_its_levels() {
    let made = made(300);
    let found = table(&made, &[term(&[0], &[]), term(&[1], &[])], false, None, SumsOfSquares::Partial).unwrap();
    assert_eq!(found.terms.iter().map(|row| row.df).collect::<Vec<_>>(), [3.0, 2.0]);
    close(found.total.sum_of_squares, made.y.iter().map(|y| y * y).sum(), 1e-12);
    assert_eq!((found.total.df, found.residual.df, found.constant), (300.0, 295.0, None));
    let only = table(&made, &[term(&[], &[0])], false, None, SumsOfSquares::Partial).unwrap();
    let (xy, xx): (f64, f64) = made.x.iter().zip(&made.y).fold((0.0, 0.0), |(a, b), (x, y)| (a + x * y, b + x * x));
    close(only.terms[0].sum_of_squares, xy * xy / xx, 1e-12);
}

#[test]
fn an_interaction_alone_has_all_its_cells() {
    let made = made(300);
    let found = table(&made, &[term(&[0, 1], &[])], true, None, SumsOfSquares::Partial).unwrap();
    assert_eq!(found.terms[0].df, 7.0);
    let slopes = table(&made, &[term(&[0], &[]), term(&[0], &[0])], true, None, SumsOfSquares::Partial).unwrap();
    assert_eq!(slopes.terms[1].df, 3.0);
}

#[test]
fn weights_are_repetitions_and_threads_change_nothing() {
    let made = made(400);
    let weights: Vec<f64> = (0..400).map(|i| f64::from(i % 3)).collect();
    let rows: Vec<usize> = (0..400).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
    let repeated = Made {
        y: rows.iter().map(|r| made.y[*r]).collect(),
        x: rows.iter().map(|r| made.x[*r]).collect(),
        a: rows.iter().map(|r| made.a[*r]).collect(),
        b: rows.iter().map(|r| made.b[*r]).collect(),
    };
    let terms = [term(&[0], &[]), term(&[1], &[]), term(&[0, 1], &[]), term(&[], &[0])];
    let a = table(&made, &terms, true, Some(&weights), SumsOfSquares::Partial).unwrap();
    let b = table(&repeated, &terms, true, None, SumsOfSquares::Partial).unwrap();
    for (a, b) in a.terms.iter().chain(&a.constant).zip(b.terms.iter().chain(&b.constant)) {
        close(a.sum_of_squares, b.sum_of_squares, 1e-9);
        assert_eq!(a.p.is_some(), b.p.is_some());
        close(a.p.unwrap_or(0.0), b.p.unwrap_or(0.0), 1e-8);
    }
    let large = self::made(200_000);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| table(&large, &terms, true, None, SumsOfSquares::Partial)).unwrap().terms
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(3));
}

#[test]
fn rows_of_a_model_have_leverage_and_influence() {
    let made = made(200);
    let factors = [Factor { codes: &made.a, n_levels: 3 }, Factor { codes: &made.b, n_levels: 4 }];
    let terms = [term(&[0], &[]), term(&[1], &[]), term(&[0, 1], &[])];
    let model =
        Model { y: &made.y, factors: &factors, covariates: &[], terms: &terms, weights: None, has_constant: true };
    let rows = TermRows::new(&model).unwrap();
    let design = rows.design();
    let few = Reweighting::new(&design, &made.y, Watch::default()).unwrap();
    few.plain().unwrap();
    let (mut d, mut h) = (vec![0.0; 200], vec![0.0; 200]);
    few.influence(0..200, &mut d, &mut h);
    close(h.iter().sum(), 8.0, 1e-9);
    assert!(d.iter().all(|d| *d >= 0.0));
    few.leverage(&[(3, 0.0)], &mut |rows| {
        rows(0..200, &mut h);
    })
    .unwrap();
    close(h.iter().sum(), 8.0, 1e-9);
}

/// Two means: t; more: values of an arbitrary-precision integral (tests/reference/studentized_range.py).
#[test]
fn the_studentised_range_is_right() {
    for (q, df) in [(0.5, 1.0), (2.0, 1.0), (3.5, 7.0), (6.0, 30.0), (12.0, 200.0), (4.0, 1e6)] {
        let of_t = student::two_sided(q / std::f64::consts::SQRT_2, df);
        close(studentized_range::upper(q, 2.0, df), of_t, 1e-11);
    }
    for line in include_str!("../reference/studentized_range.csv").lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let found = studentized_range::upper(cells[0], cells[1], cells[2]);
        compare("studentised range", "p", found, cells[3], 1e-10);
        let back = studentized_range::upper_quantile(cells[3], cells[1], cells[2]);
        if cells[3] > 1e-8 && cells[3] < 0.99 {
            compare("studentised range", "q", back, cells[0], 1e-9);
        }
    }
    assert!(studentized_range::upper(-1.0, 3.0, 5.0) == 1.0 && studentized_range::upper(1.0, 1.0, 5.0).is_nan());
    assert!(studentized_range::upper_quantile(0.0, 3.0, 5.0).is_nan());
}

/// Against scipy's `tukey_hsd` (Tukey–Kramer) on three groups of unequal size.
#[test]
fn pairs_are_compared_as_tukey_and_kramer_do() {
    let y = vec![24.5, 23.5, 26.4, 27.1, 29.9, 28.4, 34.2, 29.5, 32.2, 30.1, 26.1, 28.3, 24.3, 26.2];
    let codes: Vec<u32> = vec![0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2];
    let found = tukey_hsd(&groups(&y, &codes, 4, None, Watch::default()).unwrap(), None, 95.0).unwrap();
    assert_eq!(found.len(), 3);
    for (pair, line) in found.iter().zip(include_str!("../reference/tukey.csv").lines().skip(1)) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert_eq!((pair.first as f64, pair.second as f64), (cells[0], cells[1]));
        let values = [("difference", pair.difference), ("p", pair.p), ("low", pair.low), ("high", pair.high)];
        for ((key, value), cell) in values.into_iter().zip(&cells[2..]) {
            compare("tukey", key, value, *cell, 1e-7);
        }
        assert_eq!(pair.is_rejected, cells[3] < 0.05);
    }
}

#[test]
fn what_cannot_be_told_is_said() {
    let mut made = made(30);
    let terms = [term(&[0], &[])];
    assert_eq!(table(&made, &[term(&[7], &[])], true, None, SumsOfSquares::Partial).err(), Some(FitError::Shape));
    assert_eq!(table(&made, &[term(&[0, 0], &[])], true, None, SumsOfSquares::Partial).err(), Some(FitError::Shape));
    made.y = vec![5.0; 30];
    assert_eq!(table(&made, &terms, true, None, SumsOfSquares::Partial).err(), Some(FitError::ConstantDependent));
    let few = Made { y: vec![1.0, 2.0, 4.0], x: vec![0.0; 3], a: vec![0, 1, 2], b: vec![0, 0, 0] };
    let found = table(&few, &terms, true, None, SumsOfSquares::Partial);
    assert!(matches!(found.err(), Some(FitError::TooFewObservations { .. })));
    assert_eq!(tukey_hsd(&[], None, 95.0).err(), Some(FitError::TooFewGroups));
}

fn close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-12), "{value} against {expected}");
}
