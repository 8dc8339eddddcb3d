//! `rdd`: rdrobust's figures, and what the filter leaves.

use wire::output::{Body, Output};

use super::answers::{close, diagnostic, model, outputs, term, value};
use super::people::{REGISTER, register_world};
use super::reference::{databank, shared};

#[test]
fn senators_gain_from_winning_as_in_rdrobust() {
    let Some((world, import)) = databank("rdsenate") else { return };
    // The first import makes the population: elections whose next vote is not known yet are left out of a model anyway.
    let text = std::fs::read_to_string(shared("reference/cases/rdd_senate_rdrobust_mserd.json").unwrap()).unwrap();
    let expected = serde_json::from_str::<serde_json::Value>(&text).unwrap()["results"]["python"].clone();
    let found = model(&world, &format!("{import}rdd vote margin"));
    for (ours, theirs) in [("Conventional", "Conventional"), ("Bias-corrected", "Bias-Corrected"), ("Robust", "Robust")]
    {
        let (estimate, se) = term(&found, ours);
        close(estimate, expected["tau"][theirs].as_f64().unwrap(), 1e-8);
        close(se, expected["se"][theirs].as_f64().unwrap(), 1e-8);
        let line = found.terms.iter().find(|term| term.term == ours).unwrap();
        close(line.ci_low.unwrap(), expected["ci"][theirs][0].as_f64().unwrap(), 1e-8);
    }
    close(found.fit["h"].unwrap(), expected["h"].as_f64().unwrap(), 1e-8);
    close(found.fit["b"].unwrap(), expected["b"].as_f64().unwrap(), 1e-8);
    // A cutoff elsewhere is the same design moved.
    let moved = model(&world, &format!("{import}generate m = margin + 10\nrdd vote m, cutoff(10)"));
    close(term(&moved, "Robust").0, term(&found, "Robust").0, 1e-7);
    assert_eq!(diagnostic(&world, &format!("{import}rdd vote i.margin")).code, "not-numeric");
}

#[test]
fn a_fuzzy_design_divides_by_the_jump_in_take_up() {
    let Some((world, import)) = databank("rdsenate") else { return };
    let sharp = model(&world, &format!("{import}rdd vote margin"));
    let run = |taken: &str| {
        let all = outputs(&world, &format!("{import}generate taken = {taken}\nrdd vote margin, fuzzy(taken)"));
        let is_first_stage = |output: &&Output| output.name.as_deref() == Some("firststage");
        let first_stage = all.iter().find(is_first_stage).map(|output| match &output.body {
            Body::Table(table) => value(table, 0, "coefficient"),
            other => panic!("{other:?}"),
        });
        let found = all.iter().find_map(|output| match &output.body {
            Body::Model(model) => Some(term(model, "Conventional").0),
            _ => None,
        });
        (first_stage, found.unwrap())
    };
    // All who win take it up: a sharp design. A part of them: its effect is as much larger.
    let (none, same) = run("margin >= 0");
    assert_eq!(none, None);
    close(same, term(&sharp, "Conventional").0, 1e-9);
    let (share, larger) = run("margin >= 0 & class != 3");
    assert!(share.unwrap() < 0.9 && larger.abs() > same.abs(), "{share:?} {larger}");
}

#[test]
fn under_the_filter_the_jump_is_perturbed() {
    let world = register_world();
    let found = model(&world, &format!("{REGISTER}generate pay = wage + 50000 * (age >= 50)\nrdd pay age, cutoff(50)"));
    let (jump, se) = term(&found, "Conventional");
    assert!((jump - 50_000.0).abs() < 6.0 * se, "{jump} {se}");
}
