//! Models of durations as scripts: R's figures, and what the filter leaves.

use wire::output::Body;

use super::answers::{close, diagnostic, model, outputs, term};
use super::people::{REGISTER, register_world};
use super::reference::{compare, databank, digits, results};

fn same(_: Option<&str>, term: &str) -> String {
    if term == "ph_ecog" { "ph.ecog".to_owned() } else { term.to_owned() }
}

#[test]
fn lung_patients_hazards_are_those_of_the_textbook() {
    let Some((world, import)) = databank("lung") else { return };
    // The first import makes the population, and one patient has no institution.
    let import = import.replace("import ref/INST as inst\n", "");
    let script = format!("{import}generate dead = status == 2\n");
    let found = model(&world, &format!("{script}cox dead time age sex ph_ecog"));
    let expected = results("cox_lung_efron");
    compare(&found, &expected, &same, &[("ll", "ll"), ("ll_null", "ll_null"), ("chi2", "lr_chi2")], 1e-8);
    digits(found.tests[0].statistic, &expected["score_chi2"], 1e-8, "score");
    assert_eq!((found.n, found.terms.len()), (227, 3));
    let ratios = model(&world, &format!("{script}cox dead time age sex ph_ecog, hazard"));
    close(term(&ratios, "sex").0, term(&found, "sex").0.exp(), 1e-12);
}

#[test]
fn veterans_have_a_baseline_by_cell_type() {
    let Some((world, import)) = databank("veteran") else { return };
    let found = model(&world, &format!("{import}cox status time trt karno age, strata(celltype)"));
    compare(&found, &results("cox_veteran_strata"), &same, &[("ll", "ll")], 1e-8);
}

#[test]
fn rearrests_are_tested_for_proportional_hazards() {
    let Some((world, import)) = databank("rossi") else { return };
    let found = model(&world, &format!("{import}cox arrest week fin age prio, zph"));
    let names: Vec<&str> = found.tests.iter().map(|test| test.name.as_str()).collect();
    assert_eq!(names, ["score", "zph fin", "zph age", "zph prio", "zph"]);
    assert!(found.tests.iter().all(|test| test.p.is_some()));
    assert_eq!(diagnostic(&world, &format!("{import}cox week arrest fin")).code, "not-binary");
    let clustered = model(&world, &format!("{import}cox arrest week fin age prio, cluster(mar)"));
    assert_eq!(clustered.covariance, "cluster");
}

#[test]
fn under_the_filter_hazards_are_perturbed_and_need_events() {
    let world = register_world();
    let script =
        format!("{REGISTER}generate died = age > 70\ngenerate months = 1 + age\ngenerate rich = wage > 300000\n");
    let found = model(&world, &format!("{script}cox rich months i.sex"));
    assert!(found.terms.iter().all(|term| term.coefficient.is_some()), "{found:?}");
    let all =
        outputs(&world, &format!("{script}generate rare = wage > 445000\ncox rare months i.education i.region i.sex"));
    let Body::Diagnostic(refused) = &all.last().unwrap().body else { panic!() };
    assert!(["too-few-events", "constant-dependent", "no-regressors"].contains(&refused.code.as_str()), "{refused:?}");
}
