//! Models of choices and counts as scripts: R's figures to eight digits, the tables beside them, and what the filter leaves.

use std::collections::BTreeSet;

use wire::output::{Body, Output, Table};

use super::answers::{close, columns, diagnostic, last, model, outputs, table, term, value};
use super::people::{REGISTER, register_world};
use super::reference::{compare, databank, digits, results};

const MROZ: &str = "nwifeinc educ exper expersq age kidslt6 kidsge6";
const CRIME: &str = "pcnv avgsen tottime ptime86 qemp86 inc86 black hispan born60";

fn same(_: Option<&str>, term: &str) -> String {
    term.to_owned()
}

/// An output by its name.
fn named(outputs: &[Output], name: &str) -> Table {
    let found = outputs.iter().find(|output| output.name.as_deref() == Some(name));
    match found.map(|output| &output.body) {
        Some(Body::Table(table)) => table.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn married_women_work_as_in_the_textbook() {
    let Some((world, import)) = databank("mroz") else { return };
    let fit = [("ll", "ll"), ("pseudo_r2", "pseudo_r2"), ("aic", "aic"), ("bic", "bic")];
    let fit: Vec<_> = fit.into_iter().filter(|(_, theirs)| !results("logit_mroz")[*theirs].is_null()).collect();
    assert!(!fit.is_empty());
    let run = |command: &str| model(&world, &format!("{import}{command}"));
    let found = run(&format!("logit inlf {MROZ}"));
    compare(&found, &results("logit_mroz"), &same, &fit, 1e-8);
    assert_eq!((found.n, found.model.as_str(), found.covariance.as_str()), (753, "logit", "classical"));
    compare(&run(&format!("logit inlf {MROZ}, or")), &results("logit_mroz_oddsratio"), &same, &[], 1e-8);
    compare(&run(&format!("logit inlf {MROZ}, robust")), &results("logit_mroz_robust"), &same, &[], 1e-8);
    compare(&run(&format!("probit inlf {MROZ}")), &results("probit_mroz"), &same, &[("ll", "ll")], 1e-8);
    // Limits follow the level; hidden controls are in the model.
    let narrow = run(&format!("logit inlf {MROZ}, level(90)"));
    assert!(narrow.terms[0].ci_high < found.terms[0].ci_high);
    let hidden = run("logit inlf nwifeinc educ exper expersq age kidslt6, control(kidsge6)");
    assert_eq!(hidden.terms.len(), found.terms.len() - 1);
    close(term(&hidden, "educ").0, term(&found, "educ").0, 1e-10);
}

#[test]
fn effects_and_predictions_stand_beside_the_model() {
    let Some((world, import)) = databank("mroz") else { return };
    let expected = results("margins_logit_mroz");
    let all = outputs(&world, &format!("{import}logit inlf {MROZ}, mfx(dydx)"));
    let average = named(&all, "mfx");
    assert_eq!(columns(&average), ["term", "effect", "se", "statistic", "p", "ci_low", "ci_high"]);
    let at_means = named(&outputs(&world, &format!("{import}logit inlf {MROZ}, mfx_at(mean)")), "mfx");
    for (row, name) in MROZ.split(' ').enumerate() {
        for (ours, theirs) in
            [("effect", "coef"), ("se", "se"), ("statistic", "stat"), ("p", "p"), ("ci_low", "ci_low")]
        {
            digits(Some(value(&average, row, ours)), &expected[theirs][name], 1e-8, &format!("{theirs} of {name}"));
        }
        digits(Some(value(&at_means, row, "effect")), &expected["at_means_coef"][name], 1e-8, name);
    }
    // The prediction at the means, and its change with a 0/1 variable: that of an effect which is a difference.
    let script =
        format!("{import}generate young = age < 40\nlogit inlf educ i.young, margins(young) mfx(dydx) mfx_at(mean)");
    let all = outputs(&world, &script);
    let (margins, effects) = (named(&all, "margins"), named(&all, "mfx"));
    assert_eq!(columns(&margins)[0], "at");
    close(value(&margins, 1, "effect") - value(&margins, 0, "effect"), value(&effects, 1, "effect"), 1e-9);
    let alone = named(&outputs(&world, &format!("{import}logit inlf educ, margins()")), "margins");
    assert_eq!(alone.rows.len(), 1);
    // Elasticities are effects by logarithms.
    let elastic = named(&outputs(&world, &format!("{import}logit inlf educ age, mfx(eyex) mfx_at(mean)")), "mfx");
    let plain =
        named(&outputs(&world, &format!("{import}logit inlf educ age, mfx(dydx) mfx_at(mean) margins()")), "mfx");
    let at = named(&outputs(&world, &format!("{import}logit inlf educ age, margins()")), "margins");
    let mean = value(&table(&world, &format!("{import}summarize educ")), 0, "mean");
    close(value(&elastic, 0, "effect"), value(&plain, 0, "effect") * mean / value(&at, 0, "effect"), 1e-9);
}

#[test]
fn arrests_are_counted_as_in_the_textbook() {
    let Some((world, import)) = databank("crime1") else { return };
    let run = |command: &str| model(&world, &format!("{import}{command}"));
    let found = run(&format!("poisson narr86 {CRIME}"));
    compare(&found, &results("poisson_crime1"), &same, &[("ll", "ll")], 1e-8);
    compare(&run(&format!("poisson narr86 {CRIME}, robust")), &results("poisson_crime1_robust"), &same, &[], 1e-8);
    let found = run(&format!("negative-binomial narr86 {CRIME}"));
    compare(&found, &results("nb2_crime1"), &same, &[("ll", "ll")], 1e-8);
    let ln_alpha = results("nb2_crime1")["coef"]["lnalpha"].as_f64().unwrap();
    close(found.fit["alpha"].unwrap(), ln_alpha.exp(), 1e-8);
    assert_eq!(found.tests[0].name, "alpha");
    let rates = run(&format!("poisson narr86 {CRIME}, irr"));
    let plain = run(&format!("poisson narr86 {CRIME}"));
    close(term(&rates, "pcnv").0, term(&plain, "pcnv").0.exp(), 1e-10);
    // An exposure is a regressor whose logarithm has the coefficient 1: doubled exposure moves the constant by -ln 2.
    let script = "generate e = 1 + age\ngenerate twice = 2 * e\n".replace("age", "qemp86");
    let one = run(&format!("{script}poisson narr86 pcnv, exposure(e)"));
    let two = run(&format!("{script}poisson narr86 pcnv, exposure(twice)"));
    close(term(&one, "pcnv").0, term(&two, "pcnv").0, 1e-9);
    close(term(&one, "_cons").0 - term(&two, "_cons").0, 2.0_f64.ln(), 1e-8);
}

#[test]
fn occupations_are_outcomes_by_their_codes() {
    let Some((world, import)) = databank("cps1985") else { return };
    let occupations = "recode occupation ('worker' = '1') ('technical' = '2') ('services' = '3') ('office' = '4') ('sales' = '5') ('management' = '6')\n";
    let script = format!("{import}{occupations}generate male = gender == 'male'\n");
    let found = model(&world, &format!("{script}mlogit occupation education experience male"));
    let equations: BTreeSet<&str> = found.terms.iter().filter_map(|term| term.equation.as_deref()).collect();
    assert_eq!(equations, BTreeSet::from(["2", "3", "4", "5", "6"]));
    let theirs = |equation: Option<&str>, term: &str| {
        format!("{}:{}", equation.unwrap(), if term == "male" { "gendermale" } else { term })
    };
    compare(&found, &results("mlogit_cps1985_occupation"), &theirs, &[("ll", "ll")], 1e-8);
    let predicted = last(
        &world,
        &format!(
            "{script}mlogit-predict occupation education experience male\ngenerate all = probabilities_1 + probabilities_2 + probabilities_3 + probabilities_4 + probabilities_5 + probabilities_6\nsummarize all probabilities_1"
        ),
    );
    let Body::Table(shares) = predicted.body else { panic!() };
    close(value(&shares, 0, "mean"), 1.0, 1e-12);
    assert!(value(&shares, 0, "std") < 1e-12);
    // With a constant the mean probability of an outcome is its share.
    let counted = table(&world, &format!("{script}generate first = occupation == '1'\nsummarize first"));
    close(value(&shares, 1, "mean"), value(&counted, 0, "mean"), 1e-9);
}

#[test]
fn predictions_of_choices_are_probabilities() {
    let Some((world, import)) = databank("mroz") else { return };
    let script = format!("{import}logit-predict inlf educ age, probabilities(p) predicted(index) residuals(r)\n");
    let shown = table(
        &world,
        &format!(
            "{script}generate own = 1 / (1 + exp(-index))\ngenerate off = p - own\ngenerate rest = inlf - p - r\nsummarize off rest p inlf"
        ),
    );
    for row in 0..2 {
        assert!(value(&shown, row, "mean").abs() < 1e-12 && value(&shown, row, "std") < 1e-12);
    }
    close(value(&shown, 2, "mean"), value(&shown, 3, "mean"), 1e-9);
}

#[test]
fn dependents_of_other_values_are_refused_by_the_filter_s_check() {
    let Some((world, import)) = databank("mroz") else { return };
    assert_eq!(diagnostic(&world, &format!("{import}logit educ age")).code, "not-binary");
    assert_eq!(diagnostic(&world, &format!("{import}poisson nwifeinc age")).code, "not-a-count");
    assert_eq!(diagnostic(&world, &format!("{import}poisson kidslt6 age, exposure(kidsge6)")).code, "not-positive");
    // Perfect prediction: nothing is left to estimate, said as such.
    let script = format!("{import}generate same = inlf\nlogit inlf same");
    let code = diagnostic(&world, &script).code;
    assert!(["separation", "no-regressors", "perfect-prediction"].contains(&code.as_str()), "{code}");
}

#[test]
fn under_the_filter_choices_are_perturbed_and_rounded() {
    let world = register_world();
    let script = format!("{REGISTER}generate high = wage > 300000 if sysmiss(wage) == 0\n");
    let all = outputs(&world, &format!("{script}logit high age i.sex i.education, or robust mfx(dydx) margins()"));
    let model = all.iter().find_map(|output| match &output.body {
        Body::Model(model) => Some((model, output)),
        Body::Diagnostic(diagnostic) => panic!("{diagnostic:?}"),
        _ => None,
    });
    let (model, output) = model.unwrap();
    assert!(!output.protection.is_empty());
    assert!(model.terms.iter().all(|term| term.coefficient.is_some() && term.se.is_some()), "{model:?}");
    assert_eq!(named(&all, "mfx").rows.len(), model.terms.len() - 1);
    assert_eq!(named(&all, "margins").rows.len(), 1);
    let many = outputs(
        &world,
        &format!("{script}mlogit education age i.sex\npoisson age i.sex\nnegative-binomial age i.sex\nprobit high age"),
    );
    for output in &many {
        assert!(!matches!(output.body, Body::Diagnostic(_)), "{output:?}");
    }
}
