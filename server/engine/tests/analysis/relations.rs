//! `correlate`, `ci`, `anova`: R's figures, and what the filter leaves.

use wire::output::{Body, Cell, NoteCode};

use super::answers::{close, columns, last, outputs, table, value};
use super::people::{REGISTER, register_world};
use super::reference::{databank, digits, results};

#[test]
fn wages_correlate_as_in_r() {
    let Some((world, import)) = databank("wage1") else { return };
    let expected = results("correlate_wage1");
    let found = table(&world, &format!("{import}correlate wage educ exper tenure, covariance obs sig"));
    assert_eq!(columns(&found), ["variable1", "variable2", "value", "covariance", "obs", "p"]);
    assert_eq!(found.rows.len(), 16);
    let names = ["wage", "educ", "exper", "tenure"];
    for (row, pair) in found.rows.iter().enumerate() {
        let (i, j) = (row / 4, row % 4);
        assert_eq!(pair[..2], [Cell::Code(names[i].to_owned()), Cell::Code(names[j].to_owned())]);
        if i != j {
            let key = format!("{}|{}", names[i.max(j)], names[i.min(j)]);
            for (ours, theirs) in [("value", "pearson"), ("p", "pearson_p"), ("covariance", "covariance")] {
                assert!(!expected[theirs][&key].is_null(), "{key}");
                digits(Some(value(&found, row, ours)), &expected[theirs][&key], 1e-9, &key);
            }
        }
    }
    // The diagonal has a variance and no correlation.
    assert_eq!(found.rows[0][2], Cell::Null);
    let sd = value(&table(&world, &format!("{import}summarize wage")), 0, "std");
    close(value(&found, 0, "covariance"), sd * sd, 1e-10);
    close(value(&found, 1, "value"), value(&found, 4, "value"), 0.0);
    let slope = super::answers::model(&world, &format!("{import}regress wage educ"));
    close(value(&found, 1, "value").powi(2), slope.fit["r2"].unwrap(), 1e-10);
    close(value(&found, 1, "p"), slope.terms[0].p.unwrap(), 1e-8);
    // Without missing values pair by pair is the same.
    let pairs = table(&world, &format!("{import}correlate wage educ exper tenure, covariance obs sig pairwise"));
    for row in 0..16 {
        for column in ["covariance", "obs"] {
            close(value(&pairs, row, column), value(&found, row, column), 1e-9);
        }
    }
    // With missing ones it is not.
    let holes = format!("{import}generate some = educ if exper > 10\ncorrelate wage educ some");
    let (listwise, pairwise) = (table(&world, &holes), table(&world, &format!("{holes}, pairwise")));
    assert!(value(&listwise, 1, "value") != value(&pairwise, 1, "value"));
    close(value(&pairwise, 1, "value"), value(&found, 1, "value"), 1e-12);
}

#[test]
fn intervals_of_means_are_student_s() {
    let Some((world, import)) = databank("wage1") else { return };
    let expected = results("ci_wage1_wage");
    let found = table(&world, &format!("{import}ci wage, level(95)"));
    assert_eq!(columns(&found), ["variable", "count", "mean", "se", "ci_low", "ci_high"]);
    for (ours, theirs) in [("mean", "mean"), ("se", "se"), ("ci_low", "ci_low"), ("ci_high", "ci_high")] {
        assert!(!expected[theirs].is_null(), "{expected}");
        digits(Some(value(&found, 0, ours)), &expected[theirs], 1e-10, ours);
    }
}

#[test]
fn under_the_filter_they_rest_on_weights_and_released_numbers() {
    let world = register_world();
    let output = last(&world, &format!("{REGISTER}correlate wage age, obs sig covariance"));
    let Body::Table(found) = &output.body else { panic!("{output:?}") };
    assert!(!output.protection.is_empty());
    let r = value(found, 1, "value");
    assert_eq!(r, (r * 1000.0).round() / 1000.0);
    let summary = table(&world, &format!("{REGISTER}summarize wage if sysmiss(age) == 0"));
    let interval = table(&world, &format!("{REGISTER}ci wage if sysmiss(age) == 0"));
    close(value(&interval, 0, "mean"), value(&summary, 0, "mean"), 0.0);
    let (sd, n) = (value(&summary, 0, "std"), value(&summary, 0, "count"));
    close(value(&interval, 0, "se"), sd / n.sqrt(), 1e-3);
    // Two 0/1 variables of which one hardly varies: no correlation is told.
    let rare = table(&world, &format!("{REGISTER}generate far = region == '99'\ncorrelate wage far age, pairwise"));
    assert_eq!(rare.rows[1][2], Cell::Null);
    assert!(rare.notes.iter().any(|note| note.row == 1 && note.code != NoteCode::BelowMinimum), "{rare:?}");
}

#[test]
fn wages_vary_by_occupation_sex_and_sector_as_in_r() {
    let Some((world, import)) = databank("cps1985") else { return };
    let check = |command: &str, case: &str, names: &[(&str, &str)]| {
        let all = outputs(&world, &format!("{import}{command}"));
        let Body::Table(found) =
            &all.iter().find(|output| output.name.is_none() && output.command == command).unwrap().body
        else {
            panic!("{all:?}")
        };
        assert_eq!(columns(found), ["term", "ss", "df", "ms", "f", "p"]);
        let expected = &results(case)["table"];
        for (ours, theirs) in names {
            let is_row = |row: &&Vec<Cell>| row[0] == Cell::Code((*ours).to_owned());
            let row = found.rows.iter().position(|row| is_row(&row)).unwrap();
            assert!(!expected[*theirs].is_null(), "{theirs}");
            for (ours, theirs) in
                [("ss", "ss"), ("df", "df"), ("f", "F"), ("p", "p")].iter().map(|(a, b)| (a, &expected[*theirs][*b]))
            {
                if !theirs.is_null() {
                    digits(Some(value(found, row, ours)), theirs, 1e-9, ours);
                }
            }
        }
        all
    };
    let names = [("occupation", "occupation"), ("Residual", "Residuals")];
    let all = check("anova wage occupation, posthoc", "anova_oneway_cps1985", &names);
    let named = |name: &str| match &all.iter().find(|output| output.name.as_deref() == Some(name)).unwrap().body {
        Body::Table(table) => table.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(named("posthoc").rows.len(), 15);
    assert_eq!(columns(&named("posthoc"))[0..3], ["term", "level1", "level2"]);
    let figures = named("key_figures");
    close(value(&figures, 0, "n"), 534.0, 0.0);
    digits(Some(value(&figures, 0, "r2")), &results("anova_oneway_cps1985")["r2"], 1e-9, "r2");
    let names =
        [("gender", "gender"), ("sector", "sector"), ("gender#sector", "gender:sector"), ("Residual", "Residuals")];
    check("anova wage gender##sector", "anova_twoway_unbalanced_type3_cps1985", &names);
    let names = [("gender", "gender"), ("sector", "sector"), ("education", "education"), ("Residual", "Residuals")];
    check("anova wage gender sector c.education", "ancova_type2_cps1985", &names);
    let bare = table(&world, &format!("{import}anova wage gender, noconstant"));
    assert_eq!(columns(&bare), ["dependent", "n", "r2", "r2_adj", "rmse"]);
}

#[test]
fn under_the_filter_variances_rest_on_weights() {
    let world = register_world();
    let all = outputs(&world, &format!("{REGISTER}anova wage sex education, posthoc"));
    let tables: Vec<_> = all
        .iter()
        .filter_map(|output| match &output.body {
            Body::Table(table) => Some(table),
            Body::Diagnostic(diagnostic) => panic!("{diagnostic:?}"),
            _ => None,
        })
        .collect();
    assert_eq!(tables.len(), 3);
    assert!(value(tables[0], 0, "f") > 0.0 && value(tables[0], 0, "p") <= 1.0);
    // Total degrees of freedom are those of the released number.
    let total = tables[0].rows.len() - 1;
    close(value(tables[0], total, "df"), value(tables[1], 0, "n") - 1.0, 0.0);
}
