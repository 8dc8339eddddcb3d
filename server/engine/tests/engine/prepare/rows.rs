//! `keep`, `drop`, `sample`, the `clone-` commands, `rename` and the datasets' own (language.md 6.6, 7.1, 7.3).

use crate::support::{OPEN, REGISTER, UNITS, error_code, run};

fn setup(script: &str) -> String {
    format!("{OPEN}import o/X as x\nimport o/G as g\n{script}")
}

fn line(script: &str, column: &str) -> String {
    run(&setup(script)).fine().line(column)
}

fn code(script: &str) -> Option<String> {
    error_code(&setup(script))
}

fn names(script: &str) -> String {
    let ran = run(script).fine();
    ran.workspace.active().unwrap().columns.keys().cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn keep_and_drop_take_names_or_an_if() {
    assert_eq!(names(&setup("keep x")), "x");
    assert_eq!(names(&setup("drop x g")), "id");
    assert_eq!(line("keep if id > 9 & !sysmiss(x)", "id"), "10 12");
    assert_eq!(line("drop if id < 10", "id"), "10 11 12");
    for command in ["keep", "drop"] {
        assert_eq!(code(command).as_deref(), Some("missing-part"), "{command}");
        assert_eq!(code(&format!("{command} x if id > 3")).as_deref(), Some("condition-or-names"), "{command}");
        assert_eq!(code(&format!("{command} nothere")).as_deref(), Some("unknown-variable"), "{command}");
    }
}

#[test]
fn keys_and_times_remain() {
    let event = "require no.test.units:1 as u\ncreate-dataset e\nimport-event u/KURSTYPE 2020-01-01 to 2021-12-31 as k\ngenerate a = 1\n";
    assert_eq!(names(&format!("{event}keep a")), "START@k STOP@k a");
    assert_eq!(names(&format!("{event}drop k")), "START@k STOP@k a");
    let panel = "require no.test.units:1 as u\ncreate-dataset p\nimport-panel u/INNTEKT u/NR 2020-01-01 2021-01-01\n";
    assert_eq!(names(&format!("{panel}keep NR")), "NR date@panel");
    assert_eq!(names(&format!("{panel}drop INNTEKT")), "NR date@panel");
    let by_place = format!("{UNITS}import u/BOSTED 2021-01-01 as b\ncollapse (sum) nr (count) nr -> n, by(b)\nkeep n");
    assert_eq!(names(&by_place), "b n");
    let by_person = "require no.test.units:1 as u\ncreate-dataset j\nimport u/PAY as pay\nimport u/ARBEIDSFORHOLD_PERSON as pid\ncollapse (sum) pay (count) pay -> n, by(pid)\ndrop pay";
    assert_eq!(names(by_person), "pid n");
    // Rows of events and panels are rows.
    assert_eq!(run(&format!("{event}keep if START@k > 18300")).fine().line("k"), "b c");
    assert_eq!(run(&format!("{panel}keep if year(date@panel) == 2021 & NR < 3")).fine().line("INNTEKT"), "20 40");
}

#[test]
fn samples_are_repeatable_draws_of_rows() {
    let half = line("sample 0.5 3", "id");
    assert_eq!(half, line("sample 0.5 3", "id"));
    assert!(half.split(' ').count() < 12);
    assert_ne!(half, line("sample 0.5 4", "id"));
    for (amount, seed, expected) in [
        ("0", "1", "wrong-amount"),
        ("1", "1", "wrong-amount"),
        ("1000", "1", "wrong-amount"),
        ("1000.5", "1", "wrong-amount"),
        ("0.5", "0", "wrong-seed"),
        ("0.5", "1.5", "wrong-seed"),
    ] {
        assert_eq!(code(&format!("sample {amount} {seed}")).as_deref(), Some(expected), "{amount} {seed}");
    }
    assert!(code("sample 0.5").is_some() && code("sample 0.5 1 if id > 3").is_some());
}

/// `confidentiality.md` E.9: a listed share with a released size of at least 1000, said in the feedback; a count likewise.
#[test]
fn register_samples_move_to_listed_shares() {
    let said = |amount: &str| {
        let ran = run(&format!("{REGISTER}sample {amount} 5")).fine();
        let text = ran.outputs.iter().find_map(|output| match &output.body {
            wire::output::Body::Text { markdown } if markdown.en.starts_with("Drew") => Some(markdown.en.clone()),
            _ => None,
        });
        (text.unwrap(), ran.dataset("d").n_rows())
    };
    for (amount, share, about) in
        [("0.47", "0.5", 3000), ("0.001", "0.2", 1200), ("1900", "0.3", 1800), ("5900", "0.9", 5400)]
    {
        let (text, n_rows) = said(amount);
        assert!(text.contains(&format!("share {share} ")), "{amount}: {text}");
        assert!(n_rows.abs_diff(about) < 200, "{amount}: {n_rows}");
    }
    // Eight draws a lineage.
    let units = |seed: u32| run(&format!("{REGISTER}sample 0.5 {seed}")).fine().line("PERSONID_1");
    let draws: std::collections::BTreeSet<String> = (1..=16).map(units).collect();
    assert_eq!(draws.len(), 8);
}

#[test]
fn variables_are_cloned_with_arrow_prefix_and_suffix() {
    assert_eq!(names(&setup("clone-variables x -> y g -> h")), "id x g y h");
    assert_eq!(names(&setup("clone-variables x g, prefix(p_)")), "id x g p_x p_g");
    assert_eq!(names(&setup("clone-variables x g, suffix('_s')")), "id x g x_s g_s");
    assert_eq!(names(&setup("clone-variables x g -> h, prefix('p_') suffix(_s)")), "id x g p_x_s p_h_s");
    assert_eq!(line("clone-variables x -> y\nreplace x = 0", "y"), "1.5 3 . 4 5.5 -2 0 8 9 10 . 12");
    assert_eq!(code("clone-variables x").as_deref(), Some("missing-option"));
    assert_eq!(code("clone-variables x -> g").as_deref(), Some("variable-exists"));
    assert_eq!(code("clone-variables x -> y g -> y").as_deref(), Some("variable-exists"));
}

#[test]
fn datasets_are_made_chosen_copied_renamed_and_deleted() {
    assert_eq!(code("create-dataset d").as_deref(), Some("name-exists"));
    assert_eq!(code("clone-dataset d d").as_deref(), Some("name-exists"));
    assert_eq!(code("clone-dataset e f").as_deref(), Some("unknown-dataset"));
    assert_eq!(code("clone-units e f").as_deref(), Some("unknown-dataset"));
    assert_eq!(code("create-dataset e\nclone-units e f").as_deref(), Some("empty-dataset"));
    assert_eq!(code("rename-dataset d d").as_deref(), Some("name-exists"));
    // A copy is not made active, a new dataset is.
    let ran = run(&setup("clone-dataset d e\nclone-units d f\ncreate-dataset g2\nuse d")).fine();
    assert_eq!(ran.workspace.datasets.keys().cloned().collect::<Vec<_>>().join(" "), "d e f g2");
    assert_eq!((ran.values("e", "x").len(), ran.dataset("f").columns.len()), (12, 0));
    let ran = run(&setup("clone-dataset d e\ndelete-dataset d")).fine();
    assert!(ran.workspace.active.is_none());
    assert_eq!(code("clone-dataset d e\ndelete-dataset d\ngenerate a = 1").as_deref(), Some("no-active-dataset"));
    assert_eq!(line("rename-dataset d e\ngenerate a = 1\nrename-dataset e d", "a").len(), 23);
    // A name may be joined.
    assert!(run(&setup("let y = 20\ncreate-dataset nav ++ $y\nuse nav20")).ok);
}

#[test]
fn renaming_keeps_labels_and_the_group_key() {
    let ran = run(&format!("{UNITS}import u/BOSTED 2021-01-01 as b\nrename b sted\ncollapse (count) nr -> n, by(sted)\nrename sted kommune\nkeep n")).fine();
    assert_eq!(ran.line("kommune"), "0301 1101 1103");
    assert_eq!(ran.dataset("d").find("kommune").unwrap().titles.unwrap().title("1103"), Some("Stavanger"));
    assert_eq!(code("rename x g").as_deref(), Some("variable-exists"));
    assert_eq!(code("rename nothere y").as_deref(), Some("unknown-variable"));
    let system = "require no.test.units:1 as u\ncreate-dataset e\nimport-event u/KURSTYPE 2020-01-01 to 2021-12-31 as k\nrename Start@k first";
    assert_eq!(run(system).fine().line("first"), "18262 18362 18312");
}
