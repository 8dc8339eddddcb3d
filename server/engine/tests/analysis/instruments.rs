//! Regression with instruments as scripts: R's figures to nine digits, linearmodels' for LIML and GMM, and what the filter leaves.

use wire::output::{Body, Model, Output, Table};

use super::answers::{close, columns, diagnostic, model, outputs, table, term, value};
use super::people::{REGISTER, register_world};
use super::reference::{compare, databank, digits, results};

fn named(outputs: &[Output], name: &str) -> Table {
    match outputs.iter().find(|output| output.name.as_deref() == Some(name)).map(|output| &output.body) {
        Some(Body::Table(table)) => table.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

/// The model among several outputs.
fn shown(outputs: &[Output]) -> Model {
    let found = outputs.iter().find_map(|output| match &output.body {
        Body::Model(model) => Some(model.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{outputs:?}"))
}

const TWO: &str = "ivregress lwage exper expersq (educ hours = motheduc fatheduc huseduc kidslt6 nwifeinc)";

#[test]
fn wages_and_schooling_are_those_of_the_textbook() {
    let Some((world, import)) = databank("mroz") else { return };
    let all = |command: &str| outputs(&world, &format!("{import}keep if inlf == 1\n{command}"));
    let command = "ivregress lwage exper (educ = motheduc fatheduc) expersq";
    let found = all(&format!("{command}, firststage endog overid"));
    let expected = results("iv_mroz");
    let one = shown(&found);
    compare(&one, &expected, &|_, term| term.to_owned(), &[("rmse", "rmse"), ("r2", "r2")], 1e-9);
    assert_eq!((one.n, one.terms.len(), one.covariance.as_str()), (428, 4, "classical"));
    let test = |model: &Model, name: &str| {
        model
            .tests
            .iter()
            .find(|test| test.name == name)
            .unwrap_or_else(|| panic!("{name} of {:?}", model.tests))
            .clone()
    };
    for (ours, statistic, p) in [("wu_hausman", "wu_hausman_F", "wu_hausman_p"), ("sargan", "sargan", "sargan_p")] {
        digits(test(&one, ours).statistic, &expected[statistic], 1e-9, ours);
        digits(test(&one, ours).p, &expected[p], 1e-9, ours);
    }
    let stage = named(&found, "firststage");
    assert_eq!(columns(&stage)[0], "term");
    digits(Some(value(&stage, 0, "f")), &expected["weak_F"], 1e-9, "weak");
    digits(Some(value(&stage, 0, "p")), &expected["weak_p"], 1e-9, "weak");
    close(stage.tests[0].statistic.unwrap(), value(&stage, 0, "f"), 1e-9);
    assert_eq!(named(&found, "instruments").rows.len(), 5);
    // Figures of linearmodels 7.
    for (option, name, statistic) in [
        ("overid", "sargan", 5.467_777_269_691_45),
        ("overid", "basmann", 5.435_009_047_194_454),
        ("endog", "durbin", 2.024_835_369_207_971_7),
        ("endog robust", "endog_score", 2.349_024_757_947_234),
        ("overid robust", "overid_score", 6.251_508_998_907_902),
        ("liml overid", "anderson_rubin", 5.299_199_225_039_465),
        ("liml overid", "basmann_f", 1.744_158_121_216_497),
        ("gmm overid", "hansen_j", 6.251_508_998_908_808),
        ("gmm overid cluster(age)", "hansen_j", 4.879_502_977_479_305),
    ] {
        close(test(&shown(&all(&format!("{TWO}, {option}"))), name).statistic.unwrap(), statistic, 1e-8);
    }
    close(shown(&all(&format!("{TWO}, liml"))).fit["kappa"].unwrap(), 1.012_458_272_294_403_5, 1e-9);
    assert_eq!(shown(&all(&format!("{TWO}, gmm"))).covariance, "HC1");
    let clustered = shown(&all(&format!("{TWO}, endog cluster(age) noconstant level(90)")));
    assert_eq!((clustered.tests.len(), clustered.terms.len(), clustered.covariance.as_str()), (1, 4, "cluster"));
    // Collinear columns are named; a just identified model has no restriction to test.
    let dropped =
        shown(&all("generate both = motheduc + fatheduc\nivregress lwage exper (educ = motheduc fatheduc both)"));
    assert_eq!(dropped.dropped, ["both"]);
    let just = shown(&all("ivregress lwage exper (educ = motheduc), overid"));
    assert!(just.tests.iter().all(|test| test.statistic.is_none()));
}

#[test]
fn predictions_and_mistakes() {
    let Some((world, import)) = databank("mroz") else { return };
    let import = format!("{import}keep if inlf == 1\n");
    let script = format!(
        "{import}ivregress-predict lwage exper (educ = motheduc), predicted(p) residuals(r)\ngenerate off = lwage - p - r\nsummarize off r"
    );
    let sums = table(&world, &script);
    assert!(value(&sums, 0, "std") < 1e-12 && value(&sums, 1, "mean").abs() < 1e-9);
    for (command, code) in [
        ("ivregress lwage exper educ", "missing-part"),
        ("ivregress lwage exper (educ hours = motheduc)", "wrong-argument-count"),
        ("ivregress lwage motheduc (educ = motheduc)", "variable-in-model-twice"),
        ("ivregress lwage exper (educ = educ)", "variable-in-model-twice"),
        ("ivregress lwage exper (educ = motheduc), liml endog", "excluded-option"),
    ] {
        assert_eq!(diagnostic(&world, &format!("{import}{command}")).code, code, "{command}");
    }
}

#[test]
fn under_the_filter_figures_are_perturbed_and_rounded() {
    let world = register_world();
    let script = format!("{REGISTER}generate pay = wage / 1000\ngenerate cohort = int(born / 1000)\n");
    for options in ["firststage endog overid", "firststage endog overid robust", "liml overid", "gmm overid"] {
        let command = format!("ivregress pay i.sex (age = born cohort), {options}");
        let all = outputs(&world, &format!("{script}{command}"));
        let found = shown(&all);
        assert!(found.terms.iter().all(|term| term.coefficient.is_some()), "{found:?}");
        let rules = format!("{:?}", all.last().unwrap().protection);
        assert!(rules.contains("Weights"), "{rules}");
        let (estimate, se) = term(&found, "age");
        let exactly = model(&world, &format!("{script}regress pay i.sex age"));
        assert!((estimate - term(&exactly, "age").0).abs() < 6.0 * se, "{estimate} with {se}");
    }
    let clustered = outputs(&world, &format!("{script}ivregress pay i.sex (age = born), endog cluster(region)"));
    assert!(!clustered.is_empty());
    let refused = diagnostic(&world, &format!("{script}generate copy = 2022\nivregress pay i.sex (age = copy)"));
    assert_eq!(
        (refused.code.as_str(), refused.message.en.as_str()),
        ("singular-design", "the instruments do not identify the model")
    );
}
