//! Datasets, imports, row selection, changes of variables: what the values are afterwards.

use crate::support::{OPEN, REGISTER, TestWorld, error_code, run, run_steps};

fn line(script: &str, column: &str) -> String {
    run(&format!("{OPEN}{script}")).fine().line(column)
}

#[test]
fn the_first_import_makes_the_population_and_later_ones_join() {
    let ran = run("require no.test.open:1 as o\ncreate-dataset d\nimport o/X as x\nimport o/G as g").fine();
    assert_eq!(ran.line("x"), "1.5 3 4 5.5 -2 0 8 9 10 12");
    assert_eq!(ran.line("g"), "a b b a b a b a b .");
    assert_eq!(ran.line("PERSONID_1"), "u0 u1 u3 u4 u5 u6 u7 u8 u9 u11");
}

#[test]
fn outer_join_adds_units() {
    let ran = run("require no.test.open:1 as o\ncreate-dataset d\nimport o/X as x\nimport o/G as g, outer_join").fine();
    assert_eq!(ran.line("x"), "1.5 3 . 4 5.5 -2 0 8 9 10 . 12");
    assert_eq!(ran.line("g"), "a b a b a b a b a b c .");
    assert_eq!(ran.change().units, Some(12));
}

#[test]
fn dated_variables_are_read_at_their_date() {
    assert_eq!(line("import o/YEAR 2021-01-01 as y", "y"), "200 400 600 800 1000 1200 1400 1600 1800 2000 2200 2400");
    assert_eq!(line("import o/WORK 2020-02-01 as w", "w"), ". on on . . . . . . . . .");
    assert_eq!(line("import o/WORK 2021-06-01 as w", "w"), "off . off . off . off . off . off .");
}

#[test]
fn names_come_from_the_register_when_none_is_given() {
    assert_eq!(line("import o/AGE", "AGE"), "20 21 22 23 24 25 26 27 28 29 30 31");
}

#[test]
fn generate_and_replace_follow_their_if() {
    assert_eq!(line("generate a = id if id < 4", "a"), "1 2 3 . . . . . . . . .");
    assert_eq!(line("generate a = 'x' if id < 3\nreplace a = 'b' if id > 10", "a"), "x x . . . . . . . . b b");
    assert_eq!(line("import o/X as x\nreplace x = 0 if sysmiss(x)", "x"), "1.5 3 0 4 5.5 -2 0 8 9 10 0 12");
    assert_eq!(line("replace id = . if id > 3", "id"), "1 2 3 . . . . . . . . .");
    assert_eq!(line("replace id = id / 2 if id == 3", "id"), "1 2 1.5 4 5 6 7 8 9 10 11 12");
    assert_eq!(line("replace id = string(id)", "id"), "1 2 3 4 5 6 7 8 9 10 11 12");
    assert_eq!(line("generate d = 1\nreplace d = . if sysmiss(d) | id == 1", "d"), ". 1 1 1 1 1 1 1 1 1 1 1");
}

#[test]
fn keep_needs_truth_and_drop_leaves_missing() {
    assert_eq!(line("import o/X as x\nkeep if x > 4", "id"), "5 8 9 10 12");
    assert_eq!(line("import o/X as x\ndrop if x > 4", "id"), "1 2 3 4 6 7 11");
    assert_eq!(line("import o/X as x\nkeep x", "x"), "1.5 3 . 4 5.5 -2 0 8 9 10 . 12");
    assert_eq!(
        error_code(&format!("{OPEN}import o/X as x\nkeep x\nkeep if id == 1")).as_deref(),
        Some("unknown-variable")
    );
    assert_eq!(error_code(&format!("{OPEN}drop nothere")).as_deref(), Some("unknown-variable"));
}

#[test]
fn recode_takes_the_first_rule_that_matches() {
    let recoded = |rules: &str| {
        line(&format!("import o/X as x\nimport o/G as g\nrecode {rules}"), rules.split(' ').next().unwrap())
    };
    assert_eq!(recoded("id (1 2 = 10) (2/4 = 20) (min/5 = 30)"), "10 10 20 20 30 6 7 8 9 10 11 12");
    assert_eq!(recoded("id (1 = 2) (2 = 3)"), "2 3 3 4 5 6 7 8 9 10 11 12");
    assert_eq!(recoded("x (missing = -1) (10/max = 99)"), "1.5 3 -1 4 5.5 -2 0 8 9 99 -1 99");
    assert_eq!(recoded("x (nonmissing = 1)"), "1 1 . 1 1 1 1 1 1 1 . 1");
    assert_eq!(recoded("x (-2/0 = 0) (* = 1)"), "1 1 1 1 1 0 0 1 1 1 1 1");
    assert_eq!(recoded("g ('a' 'c' = 'q')"), "q b q b q b q b q b q .");
    assert_eq!(recoded("id (1/3 = 0.5)"), "0.5 0.5 0.5 4 5 6 7 8 9 10 11 12");
    assert_eq!(recoded("id (1/3 = 0) if id > 2"), "1 2 0 4 5 6 7 8 9 10 11 12");
}

#[test]
fn recode_to_a_number_that_is_not_whole_in_f64_makes_decimals() {
    assert_eq!(line("recode id (2/max = 1e30)\ngenerate big = id > 1e29", "big"), "0 1 1 1 1 1 1 1 1 1 1 1");
}

#[test]
fn a_flagged_code_is_missing_in_every_statistic() {
    let setup = "import o/G as g\nrecode id (1/2 = 99 'unknown' missing)\nrecode g ('b' = 'b' 'none' missing)";
    assert_eq!(
        line(&format!("{setup}\naggregate (count) id -> n (max) id -> top, by(g)"), "n"),
        "4 . 4 . 4 . 4 . 4 . 1 ."
    );
    assert_eq!(line(&format!("{setup}\ncollapse (sum) id -> s, by(g)"), "g"), "a c");
    assert_eq!(line(&format!("{setup}\ncollapse (sum) id -> s, by(g)"), "s"), "24 11");
}

#[test]
fn recode_can_make_new_variables_and_labels() {
    let ran = run(&format!("{OPEN}recode id (1/6 = 1 \"low, first\") (* = 2 'high'), prefix('g_')")).fine();
    assert_eq!(ran.line("g_id"), "1 1 1 1 1 1 2 2 2 2 2 2");
    assert_eq!(ran.line("id"), "1 2 3 4 5 6 7 8 9 10 11 12");
    let titles = ran.dataset("d").find("g_id").unwrap().titles.unwrap();
    assert_eq!(titles.title("1"), Some("low, first"));
    assert_eq!(titles.title("2"), Some("high"));
}

#[test]
fn recode_checks_types() {
    let code = |rules: &str| error_code(&format!("{OPEN}import o/G as g\nimport o/BOSS as boss\nrecode {rules}"));
    assert_eq!(code("g (1/2 = 'a')").as_deref(), Some("interval-on-text"));
    assert_eq!(code("g ('a' = 1)").as_deref(), Some("type-mismatch"));
    assert_eq!(code("id ('1' = 1)").as_deref(), Some("type-mismatch"));
    assert_eq!(code("boss (missing = 1)").as_deref(), Some("pseudonym-use"));
}

#[test]
fn variables_are_renamed_and_cloned_with_their_labels() {
    let ran = run(&format!("{OPEN}import o/SEX as sex\nrename sex s\nclone-variables s -> t id, suffix('_2')")).fine();
    let names: Vec<&String> = ran.dataset("d").columns.keys().collect();
    assert_eq!(names, ["id", "s", "t_2", "id_2"]);
    assert!(ran.dataset("d").find("t_2").unwrap().titles.is_some());
    assert_eq!(error_code(&format!("{OPEN}clone-variables id")).as_deref(), Some("missing-option"));
    assert!(error_code(&format!("{OPEN}rename id if")).is_some());
}

#[test]
fn labels_are_defined_assigned_listed_and_dropped() {
    let script =
        "define-labels yn 0 'no' 1 'yes'\ngenerate a = id > 6\nassign-labels a yn\ngenerate b = inlabels(a, 'yes')";
    assert_eq!(line(script, "b"), "0 0 0 0 0 0 1 1 1 1 1 1");
    let dropped = format!("{OPEN}{script}\ndrop-labels yn\ngenerate c = inlabels(a, 'yes')");
    assert_eq!(error_code(&dropped).as_deref(), Some("no-code-list"));
    assert_eq!(error_code(&format!("{OPEN}assign-labels id nolist")).as_deref(), Some("unknown-code-list"));
    assert_eq!(error_code("define-labels a 1 x 1 y").as_deref(), Some("repeated-code"));
}

#[test]
fn datasets_are_cloned_used_renamed_and_deleted() {
    let ran =
        run(&format!("{OPEN}clone-dataset d e\nkeep if id < 3\nuse e\ngenerate a = 1\nrename-dataset e f")).fine();
    assert_eq!(ran.values("d", "id").join(" "), "1 2");
    assert_eq!(ran.values("f", "id").len(), 12);
    assert_eq!(ran.workspace.active.as_deref(), Some("f"));
    assert!(ran.dataset("d").find("a").is_none());
    let ran = run(&format!("{OPEN}delete-dataset d")).fine();
    assert!(ran.workspace.active().is_none());
    assert_eq!(error_code(&format!("{OPEN}create-dataset d")).as_deref(), Some("name-exists"));
    assert_eq!(error_code(&format!("{OPEN}use e")).as_deref(), Some("unknown-dataset"));
}

#[test]
fn clone_units_keeps_the_population_without_variables() {
    let ran = run(&format!("{OPEN}keep if id > 9\nclone-units d e\nuse e\nimport o/X as x")).fine();
    assert_eq!(ran.values("e", "x").join(" "), "10 . 12");
    assert_eq!(ran.dataset("e").columns.len(), 1);
}

#[test]
fn columns_are_shared_until_they_are_written() {
    let ran = run(&format!("{OPEN}clone-dataset d e\nuse e\nreplace id = 0 if id == 1")).fine();
    assert_eq!(ran.values("d", "id")[0], "1");
    assert_eq!(ran.values("e", "id")[0], "0");
}

#[test]
fn events_are_rows_with_their_days() {
    let script = "require no.test.open:1 as o\ncreate-dataset e\nimport-event o/WORK 2020-01-15 to 2020-02-10 as w";
    let ran = run(script).fine();
    assert_eq!(ran.line("w"), "on on on on");
    assert_eq!(ran.line("START@w"), "18272 18282 18292 18302");
    assert_eq!(ran.line("stop@w"), "18291 18301 18311 18321");
    let open = run(&format!("{script}\ncreate-dataset f\nimport-event o/WORK 2021-01-01 to 2021-02-01 as w")).fine();
    assert_eq!(open.line("STOP@w").split(' ').next(), Some("2932896"));
    assert_eq!(
        error_code(&format!("{script}\nimport-event o/WORK 2020-01-01 to 2020-02-01 as v")).as_deref(),
        Some("second-event-variable")
    );
    assert_eq!(error_code(&format!("{script}\nimport o/X as x")).as_deref(), Some("wrong-shape"));
}

#[test]
fn panels_hold_a_row_per_unit_and_date() {
    let script = "require no.test.open:1 as o\ncreate-dataset p\nimport-panel o/YEAR o/G 2021-01-01 2020-01-01\nkeep if YEAR > 2000 | G == 'c'";
    let ran = run(script).fine();
    assert_eq!(ran.line("YEAR"), "1100 2200 2400");
    assert_eq!(ran.line("G"), "c c .");
    assert_eq!(ran.line("date@panel"), "18262 18628 18628");
    assert_eq!(ran.line("panel@date"), "18262 18628 18628");
}

#[test]
fn a_failing_command_stops_the_run_and_changes_nothing() {
    let ran = run(&format!("{OPEN}generate a = 1\ngenerate b = nothere\ngenerate c = 1"));
    assert!(!ran.ok);
    let names: Vec<&String> = ran.dataset("d").columns.keys().collect();
    assert_eq!(names, ["id", "a"]);
    // It can be continued from that line.
    let ran = run_steps(&TestWorld::new(), "generate b = 2", ran.workspace).fine();
    assert_eq!(ran.dataset("d").columns.len(), 3);
}

#[test]
fn bindings_loops_and_textblocks_come_out_in_order() {
    let ran =
        run(&format!("{OPEN}let n = 3\nfor i in 1 : 2\ngenerate v ++ $i = $i * $n\nend\ntextblock\n# Hello\nendblock"))
            .fine();
    assert_eq!(ran.line("v2"), "6 6 6 6 6 6 6 6 6 6 6 6");
    let last = ran.outputs.last().unwrap();
    assert!(matches!(&last.body, wire::output::Body::Text { markdown } if markdown.nb.contains("# Hello")));
}

#[test]
fn every_output_has_the_text_of_its_command() {
    let ran = run("let year = 2000 + \\\n  20 // a binding\nhistory\ngenerate\n");
    let commands: Vec<(usize, &str)> =
        ran.outputs.iter().map(|output| (output.line, output.command.as_str())).collect();
    assert_eq!(commands, [(1, "let year = 2000 + 20"), (3, "history"), (4, "generate")]);
    let history = &ran.outputs[1].body;
    assert!(
        matches!(history, wire::output::Body::Text { markdown } if markdown.en.contains("let year")),
        "{history:?}"
    );
}

#[test]
fn a_cancelled_run_stops() {
    let world = TestWorld::new();
    world.cancelled.cancel();
    let ran = crate::support::run_in(&world, REGISTER);
    assert_eq!(ran.diagnostic().unwrap().code, "cancelled");
}

#[test]
fn stored_columns_have_one_chunk() {
    let ran = run(&format!(
        "{OPEN}import o/X as x\nimport o/G as g\nreplace x = 1 if id > 3\nreplace g = 'z' if id > 3\nkeep if id > 1"
    ))
    .fine();
    for (name, column) in &ran.dataset("d").columns {
        assert_eq!(column.n_chunks(), 1, "{name}");
    }
}

#[test]
fn days_are_categories_with_their_dates() {
    let script =
        "require no.test.open:1 as o\ncreate-dataset p\nimport-panel o/YEAR 2020-01-01 2021-01-01\ntabulate date@panel";
    let ran = run(script).fine();
    let wire::output::Body::Table(table) = &ran.outputs.last().unwrap().body else { panic!("{:?}", ran.outputs) };
    let labels: Vec<(&str, &str)> =
        table.labels["date@panel"].iter().map(|(code, label)| (code.as_str(), label.as_str())).collect();
    assert_eq!(labels, [("18262", "2020-01-01"), ("18628", "2021-01-01")]);
    // Columns of dates are named by their dates, or by their days.
    let panel = "require no.test.open:1 as o\ncreate-dataset p\nimport-panel o/YEAR o/G 2020-01-01 2021-01-01\n";
    let sorted = |by: &str| error_code(&format!("{panel}tabulate G date@panel, summarize(YEAR) rowsort({by})"));
    assert_eq!(sorted("'2020-01-01'"), None);
    assert_eq!(sorted("18628"), None);
    assert_eq!(sorted("'2020-02-01'").as_deref(), Some("unknown-code"));
}
