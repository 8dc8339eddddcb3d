//! What commands answer (language.md section 12, contract.md section 4): one `dataset` output after each command that changes data.

use wire::output::{Body, DatasetChange};

use crate::support::{OPEN, REGISTER, run};

fn setup(script: &str) -> String {
    format!("{OPEN}import o/X as x\nimport o/G as g\n{script}")
}

fn change(script: &str) -> DatasetChange {
    run(&setup(script)).fine().change().clone()
}

#[test]
fn every_data_command_says_what_it_did_to_which_dataset() {
    let event = "create-dataset e\nimport-event o/WORK 2020-01-01 to 2021-12-31 as w";
    let panel = "create-dataset p\nimport-panel o/YEAR 2020-01-01 2021-01-01";
    for (script, action, dataset, units, rows, values, removed, matched) in [
        ("create-dataset e", "create", "e", None, None, None, None, None),
        ("import o/AGE as age", "import", "d", Some(12), None, Some(12), None, None),
        ("import o/BOSS as boss", "import", "d", Some(12), None, Some(10), None, None),
        (event, "import-event", "e", Some(12), Some(18), Some(18), None, None),
        (panel, "import-panel", "p", Some(12), Some(24), None, None, None),
        ("generate a = x > 4", "generate", "d", Some(12), None, Some(10), None, None),
        ("replace x = 0 if sysmiss(x)", "replace", "d", Some(12), None, Some(2), None, None),
        ("recode id (1/5 = 0)", "recode", "d", Some(12), None, Some(5), None, None),
        ("generate s = string(id)\ndestring s", "destring", "d", Some(12), None, Some(12), None, None),
        ("keep if id > 4", "keep", "d", Some(8), None, None, Some(4), None),
        ("drop if id > 4", "drop", "d", Some(4), None, None, Some(8), None),
        ("keep x", "keep", "d", Some(12), None, None, None, None),
        ("rename x y", "rename", "d", Some(12), None, None, None, None),
        ("clone-variables x -> y", "clone-variables", "d", Some(12), None, None, None, None),
        ("clone-dataset d e", "clone", "e", Some(12), None, None, None, None),
        ("clone-units d e", "clone-units", "e", Some(12), None, None, None, None),
        ("rename-dataset d e", "rename-dataset", "e", Some(12), None, None, None, None),
        ("use d", "use", "d", Some(12), None, None, None, None),
        ("aggregate (mean) x -> m, by(g)", "aggregate", "d", Some(12), None, None, None, None),
        ("collapse (mean) x, by(g)", "collapse", "d", Some(3), None, None, None, None),
        (
            "create-dataset e\nimport o/BOSS as boss\nmerge boss into d",
            "merge",
            "d",
            Some(12),
            None,
            None,
            None,
            Some(10),
        ),
        ("define-labels l 1 a\nassign-labels id l", "assign-labels", "d", Some(12), None, None, None, None),
    ] {
        let found = change(script);
        let numbers = (found.units, found.rows, found.change.values, found.change.removed, found.change.matched);
        assert_eq!((found.change.action.as_str(), found.dataset.as_str()), (action, dataset), "{script}");
        assert_eq!(numbers, (units, rows, values, removed, matched), "{script}");
    }
}

#[test]
fn variables_are_listed_with_label_type_and_unit_type() {
    let change = change("import o/BOSS as boss\nimport o/SEX as sex\ngenerate a = 1\ngenerate t = 'x'");
    let listed: Vec<(&str, &str, Option<&str>)> = change
        .variables
        .iter()
        .map(|variable| (variable.name.as_str(), variable.data_type.as_str(), variable.unit_type.as_deref()))
        .collect();
    assert_eq!(
        listed,
        [
            ("id", "LONG", None),
            ("x", "DOUBLE", None),
            ("g", "STRING", None),
            ("boss", "LONG", Some("PERSON")),
            ("sex", "STRING", None),
            ("a", "LONG", None),
            ("t", "STRING", None)
        ]
    );
    assert_eq!(change.variables[4].label, "sex");
}

#[test]
fn commands_that_change_no_dataset_answer_with_a_text() {
    for (script, words) in [
        ("require no.test.open:1 as p", "no.test.open"),
        ("delete-dataset d", "`d`"),
        ("define-labels l 1 a 2 b", "2"),
        ("define-labels l 1 a\ndrop-labels l", "`l`"),
    ] {
        let ran = run(&setup(script)).fine();
        let Some(Body::Text { markdown }) = ran.outputs.last().map(|output| output.body.clone()) else {
            panic!("{script}")
        };
        assert!(markdown.nb.contains(words) && markdown.en.contains(words), "{script}: {}", markdown.en);
    }
}

/// All numbers are released ones: removed is a difference of two, and what is hidden is `null`.
#[test]
fn register_feedback_is_released() {
    let ran =
        run(&format!("{REGISTER}import db/FOEDT as born\nkeep if kjønn == '1'\ngenerate rare = born == 195001")).fine();
    let changes: Vec<&DatasetChange> = ran
        .outputs
        .iter()
        .filter_map(|output| match &output.body {
            Body::Dataset(change) => Some(change),
            _ => None,
        })
        .collect();
    let of = |action: &str| changes.iter().find(|change| change.change.action == action).unwrap();
    assert_eq!(of("keep").change.removed, Some(of("import").units.unwrap() - of("keep").units.unwrap()));
    assert_eq!(of("generate").units, of("keep").units, "the same question has the same answer");
    let few = run(&format!("{REGISTER}import db/FOEDT as born\nreplace born = . if born == 195001")).fine();
    assert_eq!(few.change().change.values, None, "hidden");
}
