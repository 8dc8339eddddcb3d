//! Models of panels as scripts: plm's figures, and what the filter leaves.

use std::collections::BTreeMap;

use variables::Profile;
use wire::output::Body;

use super::answers::{close, diagnostic, last, model};
use super::memory::{Cells, Memory, MemoryWorld};
use super::people::{REGISTER, register_world};
use super::reference::{compare, databank, results, shared};

fn same(_: Option<&str>, term: &str) -> String {
    term.to_owned()
}

/// A long table as an open databank with a variable for each column and time, and the script that makes it long again.
fn panel(name: &str, unit: &str, time: &str, wanted: &[&str]) -> Option<(MemoryWorld, String)> {
    let text = std::fs::read_to_string(shared(&format!("reference/data/{name}.csv"))?).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let place = |wanted: &str| names.iter().position(|name| *name == wanted).unwrap();
    let mut rows: BTreeMap<String, BTreeMap<String, Vec<f64>>> = BTreeMap::new();
    for line in lines {
        let numbers = wanted.iter().map(|name| line[place(name)].parse().unwrap()).collect();
        rows.entry(line[place(unit)].to_owned()).or_default().insert(line[place(time)].to_owned(), numbers);
    }
    let times: Vec<&String> = rows.values().next().unwrap().keys().collect();
    let mut bank = Memory::new(name, Profile::Open, rows.len());
    let mut script = format!("require {name}:1 as ref\ncreate-dataset d\n");
    for (column, variable) in wanted.iter().enumerate() {
        for time in &times {
            let cells = rows.values().map(|times| times.get(*time).map(|numbers| numbers[column])).collect();
            let name = format!("{variable}_{time}");
            bank = bank.with(&name.to_uppercase(), Cells::Doubles(cells), &[]);
            script.push_str(&format!("import ref/{} as {name}\n", name.to_uppercase()));
        }
    }
    script.push_str("reshape-to-panel");
    wanted.iter().for_each(|variable| script.push_str(&format!(" {variable}_")));
    script.push('\n');
    for variable in wanted {
        script.push_str(&format!("rename {variable}_ {variable}\n"));
    }
    Some((MemoryWorld::new(vec![bank]), script))
}

#[test]
fn investments_of_ten_firms_have_effects_as_in_plm() {
    let Some((world, script)) = panel("grunfeld", "firm", "year", &["inv", "value", "capital"]) else { return };
    let run = |command: &str| model(&world, &format!("{script}{command}"));
    let slopes = |found: &wire::output::Model| {
        let mut found = found.clone();
        found.terms.retain(|term| term.term != "_cons");
        found
    };
    let fixed = run("regress-panel inv value capital, fe");
    compare(
        &slopes(&fixed),
        &results("panel_fe_grunfeld"),
        &same,
        &[("r2_within", "r2"), ("df_resid", "df_resid")],
        1e-9,
    );
    assert_eq!((fixed.n, &fixed.tests[0].name[..]), (200, "effects"));
    let random = run("regress-panel inv value capital, re");
    compare(&random, &results("panel_re_grunfeld"), &same, &[("df_resid", "df_resid")], 1e-9);
    let between = run("regress-panel inv value capital, be");
    compare(&between, &results("panel_be_grunfeld"), &same, &[("r2_between", "r2"), ("df_resid", "df_resid")], 1e-9);
    // Fixed effects by default; robust is clustered by firm.
    assert_eq!(run("regress-panel inv value capital").terms, fixed.terms);
    assert_eq!(run("regress-panel inv value capital, fe robust").covariance, "cluster");
    let pooled = run("regress-panel inv value capital, pooled");
    assert_eq!(pooled.fit["df_resid"], Some(197.0));
    let Body::Table(table) = last(&world, &format!("{script}hausman inv value capital")).body else { panic!() };
    let expected = results("hausman_grunfeld");
    close(table.tests[0].statistic.unwrap(), expected["chi2"].as_f64().unwrap(), 1e-8);
    close(table.tests[0].p.unwrap(), expected["p"].as_f64().unwrap(), 1e-8);
    assert_eq!(table.rows.len(), 2);
    let Body::Table(more) =
        last(&world, &format!("{script}hausman inv value capital, sigmamore include_constant")).body
    else {
        panic!()
    };
    assert_eq!(more.rows.len(), 3);
}

#[test]
fn what_never_changes_has_no_fixed_effect() {
    let wanted = ["lwage", "married", "union", "expersq", "educ", "d81", "d82", "d83", "d84", "d85", "d86", "d87"];
    let Some((world, script)) = panel("wagepan", "nr", "year", &wanted) else { return };
    let years = "d81 d82 d83 d84 d85 d86 d87";
    let found = model(&world, &format!("{script}regress-panel lwage educ married union expersq {years}"));
    assert_eq!(found.dropped, ["educ"]);
    let mut slopes = found.clone();
    slopes.terms.retain(|term| term.term != "_cons");
    compare(&slopes, &results("panel_fe_wagepan"), &same, &[("r2_within", "r2"), ("df_resid", "df_resid")], 1e-9);
}

#[test]
fn an_incinerator_lowers_the_prices_near_it() {
    let Some((world, import)) = databank("kielmc") else { return };
    // Sales of two years are no panel: one is made of them.
    assert_eq!(diagnostic(&world, &format!("{import}regress-panel-diff rprice nearinc y81")).code, "wrong-shape");
    let script = format!(
        "{import}generate near_1 = nearinc\ngenerate after_1 = y81\ngenerate price_1 = rprice\nreshape-to-panel near_ after_ price_\n"
    );
    let found = model(&world, &format!("{script}regress-panel-diff price_ near_ after_"));
    let theirs = |_: Option<&str>, term: &str| match term {
        "1.near_" => "nearinc".to_owned(),
        "1.after_" => "y81".to_owned(),
        "1.near_#1.after_" => "y81:nearinc".to_owned(),
        other => other.to_owned(),
    };
    compare(&found, &results("did_kielmc"), &theirs, &[("r2", "r2"), ("rmse", "rmse")], 1e-9);
    assert_eq!(found.model, "regress-panel-diff");
}

#[test]
fn under_the_filter_units_are_counted_by_released_numbers() {
    let world = register_world();
    let script = format!(
        "{REGISTER}generate w_1 = wage\ngenerate w_2 = wage * 1.1 + age\ngenerate w_3 = wage + 2 * age\n\
         generate t_1 = age\ngenerate t_2 = age + 1\ngenerate t_3 = age * age / 40\nreshape-to-panel w_ t_\n"
    );
    for kind in ["fe", "re", "be", "pooled", "fe robust"] {
        let output = last(&world, &format!("{script}regress-panel w_ t_, {kind}"));
        let Body::Model(found) = &output.body else { panic!("{kind}: {output:?}") };
        assert!(!output.protection.is_empty());
        assert!(found.terms.iter().all(|term| term.coefficient.is_some()), "{kind}: {found:?}");
    }
    let fixed = model(&world, &format!("{script}regress-panel w_ t_, fe"));
    let random = model(&world, &format!("{script}regress-panel w_ t_, re"));
    // n less the released number of persons and a slope: some five sixths of five thousand.
    let units = fixed.n as f64 - 1.0 - fixed.fit["df_resid"].unwrap();
    assert!((units - 4150.0).abs() < 150.0, "{units}");
    assert_eq!(random.fit["df_resid"], Some(fixed.n as f64 - 2.0));
}
