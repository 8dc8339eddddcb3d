//! `regress`: textbook numbers, names of terms, what is dropped, what is refused.

use variables::Profile;
use wire::output::Body;

use super::answers::{close, diagnostic, model, outputs, term, value};
use super::memory::{Cells, Memory, MemoryWorld};
use super::people::{REGISTER, draw, register_world};

/// Anscombe's first data set (1973).
const X: [f64; 11] = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
const Y: [f64; 11] = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

fn anscombe() -> MemoryWorld {
    let doubles = |values: &[f64]| Cells::Doubles(values.iter().copied().map(Some).collect());
    let groups = Cells::Longs((0..11).map(|row| Some(1 + row % 3)).collect());
    let bank = Memory::new("anscombe", Profile::Open, 11)
        .with("X", doubles(&X), &[])
        .with("Y", doubles(&Y), &[])
        .with("TWICE", doubles(&X.map(|x| 2.0 * x + 1.0)), &[])
        .with("G", groups, &[]);
    MemoryWorld::new(vec![bank])
}

const ANSCOMBE: &str = "\
require anscombe:1 as a
create-dataset d
import a/Y as y
import a/X as x
import a/TWICE as twice
import a/G as g
";

/// Exact values in rational arithmetic: Sxx = 110, Sxy = 55.01, Syy = 41.27269…
#[test]
fn a_textbook_line_is_found_to_the_last_digit() {
    let found = model(&anscombe(), &format!("{ANSCOMBE}regress y x"));
    let (slope, slope_se) = term(&found, "x");
    let (constant, constant_se) = term(&found, "_cons");
    close(slope, 55.01 / 110.0, 1e-12);
    close(constant, 82.51 / 11.0 - 9.0 * 55.01 / 110.0, 1e-12);
    close(slope_se, 0.117_905_500_595_634_1, 1e-9);
    close(constant_se, 1.124_746_790_808_644, 1e-9);
    let fit = |name: &str| found.fit[name].unwrap();
    close(fit("r2"), 0.666_542_459_508_774_9, 1e-9);
    close(fit("rmse"), 1.236_603_322_726_321_1, 1e-9);
    close(fit("df_resid"), 9.0, 0.0);
    close(fit("f"), 17.989_942_967_676_97, 1e-9);
    close(fit("f_p"), 0.002_169_628_873_078_797, 1e-9);
    assert_eq!(found.n, 11);
    assert_eq!(found.dependent, "y");
    assert_eq!(found.terms.last().unwrap().term, "_cons");
    assert_eq!(found.covariance, "classical");
}

fn check_terms(command: &str, expected: &[&str], dropped: &[&str]) {
    let found = model(&anscombe(), &format!("{ANSCOMBE}{command}"));
    let terms: Vec<&str> = found.terms.iter().map(|term| term.term.as_str()).collect();
    assert_eq!(terms, expected, "{command}");
    assert_eq!(found.dropped, dropped, "{command}");
    for term in &found.terms {
        assert!(term.coefficient.is_some() && term.se.is_some(), "{command}: {term:?}");
    }
}

#[test]
fn terms_are_named_as_in_the_contract() {
    check_terms("regress y x i.g", &["x", "2.g", "3.g", "_cons"], &[]);
    check_terms("regress y i.g##c.x", &["2.g", "3.g", "x", "2.g#c.x", "3.g#c.x", "_cons"], &[]);
    check_terms("regress y x c.x#c.x", &["x", "c.x#c.x", "_cons"], &[]);
    check_terms("regress y x, noconstant", &["x"], &[]);
    check_terms("regress y x, control(i.g)", &["x", "_cons"], &[]);
}

#[test]
fn collinear_terms_are_named() {
    check_terms("regress y x twice", &["x", "_cons"], &["twice"]);
    check_terms("regress y twice x i.g", &["twice", "2.g", "3.g", "_cons"], &["x"]);
}

#[test]
fn hidden_controls_change_the_shown_estimates() {
    let shown = model(&anscombe(), &format!("{ANSCOMBE}regress y x i.g"));
    let hidden = model(&anscombe(), &format!("{ANSCOMBE}regress y x, control(i.g)"));
    assert_eq!(term(&shown, "x"), term(&hidden, "x"));
    assert_eq!(shown.fit, hidden.fit);
}

#[test]
fn level_moves_the_limits_only() {
    let at = |level: &str| {
        let found = model(&anscombe(), &format!("{ANSCOMBE}regress y x, level({level})"));
        (found.terms[0].ci_high.unwrap() - found.terms[0].coefficient.unwrap()) / found.terms[0].se.unwrap()
    };
    close(at("95"), 2.262_157_162_798_204_6, 1e-9);
    close(at("90"), 1.833_112_932_656_231_6, 1e-9);
}

#[test]
fn standard_errors_follow_their_option() {
    let se = |options: &str| term(&model(&anscombe(), &format!("{ANSCOMBE}regress y x{options}")), "x").1;
    assert_ne!(se(""), se(", robust"));
    assert_ne!(se(", robust"), se(", cluster(g)"));
    let found = model(&anscombe(), &format!("{ANSCOMBE}regress y x, cluster(g)"));
    assert_eq!(found.covariance, "cluster");
}

#[test]
fn tests_stand_beside_the_model() {
    let found = model(&anscombe(), &format!("{ANSCOMBE}regress y x, ov het_bp het_iid het_fstat"));
    let names: Vec<&str> = found.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(names, ["ov", "het_bp", "het_iid", "het_fstat"]);
    for test in &found.tests {
        assert!((0.0..=1.0).contains(&test.p.unwrap()), "{test:?}");
    }
}

#[test]
fn mistakes_in_the_formula_are_said() {
    let check = |command: &str, code: &str| {
        assert_eq!(diagnostic(&anscombe(), &format!("{ANSCOMBE}{command}")).code, code, "{command}");
    };
    check("regress y y x", "variable-in-model-twice");
    check("regress y x i.g, cluster(x)", "cluster-in-model");
    check("regress y nothing", "unknown-variable");
    check("regress y PERSONID_1", "pseudonym-use");
    check("regress y x##g##twice##a##b##c##d##e##f", "wrong-argument-count");
    check("generate huge = x * 1e200\nregress y huge", "singular-design");
    check("regress y x if x > 100", "singular-design");
    check("generate text = 'a'\nregress y text", "not-numeric");
    check("generate one = 1\nregress one x", "constant-dependent");
}

/// Under `register` the coefficients are near those of all persons, and no digit beyond SE/20 is shown.
#[test]
fn under_register_estimates_are_near_and_rounded() {
    let found = model(&register_world(), &format!("{REGISTER}regress wage age i.sex i.region"));
    let (coefficient, se) = term(&found, "2.sex");
    assert!((coefficient - 30_000.0).abs() < 4.0 * se, "{coefficient} ± {se}");
    let terms: Vec<&str> = found.terms.iter().map(|term| term.term.as_str()).collect();
    assert_eq!(terms, ["age", "2.sex", "02.region", "03.region", "04.region", "05.region", "_cons"]);
    assert_eq!(found.labels["02.region"], "Vest");
    assert!(found.n > 4_000 && found.n < 4_400);
    close(found.fit["df_resid"].unwrap(), (found.n - 7) as f64, 0.0);
}

/// Floors come before the fit: a dummy of a handful of persons becomes constant and is named, as an empty one is.
#[test]
fn under_register_a_dummy_of_few_persons_is_dropped_like_an_empty_one() {
    let dropped = |condition: &str| {
        let script = format!("{REGISTER}generate d = 0\nreplace d = 1 if {condition}\nregress wage age d");
        model(&register_world(), &script).dropped
    };
    assert_eq!(dropped("region == '99'"), ["d"]);
    assert_eq!(dropped("region == '98'"), ["d"]);
    assert!(dropped("region == '01'").is_empty());
}

/// A person with a huge value cannot be read from a model with two nearly equal dummies (leverage cap).
#[test]
fn under_register_no_single_person_decides_a_coefficient() {
    let wage = |person: usize| if person == 17 { 9_000_000 } else { 300_000 + draw(person, 1, 1_000) as i64 };
    let wages = Cells::Longs((0..3_000).map(|person| Some(wage(person))).collect());
    let lever = Cells::Doubles(
        (0..3_000).map(|person| Some(if person == 17 { 1e6 } else { draw(person, 2, 100) as f64 })).collect(),
    );
    let bank = Memory::new("lever", Profile::Register, 3_000).with("WAGE", wages, &[]).with("LEVER", lever, &[]);
    let script =
        "require lever:1 as l\ncreate-dataset d\nimport l/WAGE as wage\nimport l/LEVER as lever\nregress wage lever";
    let found = model(&MemoryWorld::new(vec![bank]), script);
    let (coefficient, se) = term(&found, "lever");
    assert!(coefficient.abs() < 5.0 * se, "{coefficient} ± {se}");
    assert!(found.fit["rmse"].unwrap() < 1_000.0);
}

/// 1 / (1 − R²) of the regression on the others; the prediction at the means is the mean, and a 0/1 variable moves it by its coefficient.
#[test]
fn inflation_and_margins_stand_beside_the_model() {
    let script = format!("{ANSCOMBE}generate far = x > 9\n");
    let all = outputs(&anscombe(), &format!("{script}regress y x i.far, vif margins(far)"));
    let named = |name: &str| match &all.iter().find(|output| output.name.as_deref() == Some(name)).unwrap().body {
        Body::Table(table) => table.clone(),
        other => panic!("{other:?}"),
    };
    let other = model(&anscombe(), &format!("{script}regress x far"));
    let vif = named("vif");
    close(value(&vif, 0, "vif"), 1.0 / (1.0 - other.fit["r2"].unwrap()), 1e-10);
    close(value(&vif, 1, "tolerance"), 1.0 - other.fit["r2"].unwrap(), 1e-10);
    let found = model(&anscombe(), &format!("{script}regress y x far"));
    let margins = named("margins");
    close(value(&margins, 1, "effect") - value(&margins, 0, "effect"), term(&found, "far").0, 1e-10);
    let plain = outputs(&anscombe(), &format!("{script}regress y x, margins()"));
    let Body::Table(at_means) = &plain.last().unwrap().body else { panic!() };
    close(value(at_means, 0, "effect"), 82.51 / 11.0, 1e-12);
    let fit = model(&anscombe(), &format!("{script}generate centered = x - 9\nregress y centered"));
    close(value(at_means, 0, "se"), term(&fit, "_cons").1, 1e-10);
}
