//! Data commands over `register` data: released counts, the population of 1000, floors, samples.

use crate::support::{OPEN, REGISTER, error_code, run};

#[test]
fn feedback_holds_released_counts() {
    let ran = run(&format!(
        "{REGISTER}import db/LONN 2021-06-01 as wage\ngenerate high = wage > 400000\nkeep if kjønn == '1'"
    ))
    .fine();
    let change = ran.change();
    assert_eq!(change.change.action, "keep");
    let true_count = i64::try_from(ran.values("d", "high").len()).unwrap();
    let units = change.units.unwrap();
    assert!((units - true_count).abs() <= 12, "{units} {true_count}");
    assert!(ran.outputs.last().unwrap().synthetic);
}

#[test]
fn small_populations_are_refused_and_the_dataset_stays() {
    let ran = run(&format!("{REGISTER}import db/FOEDT as born\nkeep if born == 195001"));
    assert_eq!(ran.diagnostic().unwrap().code, "population-too-small");
    assert_eq!(ran.dataset("d").n_rows(), 6000);
    assert_eq!(ran.dataset("d").columns.len(), 2);
}

#[test]
fn open_data_know_no_minimum_and_no_noise() {
    let ran = run(&format!("{OPEN}keep if id == 3")).fine();
    assert_eq!(ran.change().units, Some(1));
    assert_eq!(ran.change().change.removed, Some(11));
    assert!(ran.outputs.iter().all(|output| output.protection.is_empty() && !output.synthetic));
}

#[test]
fn a_script_that_touches_both_profiles_is_filtered_as_register() {
    let both = format!("{OPEN}require no.test.reg:1 as db\n");
    assert_eq!(error_code(&format!("{both}keep if id == 3")).as_deref(), Some("population-too-small"));
    // Foreseen: the second databank is required on a later line.
    assert_eq!(
        error_code(&format!("{OPEN}keep if id == 3\nrequire no.test.reg:1 as db")).as_deref(),
        Some("population-too-small")
    );
}

#[test]
fn a_written_condition_for_too_few_is_for_nobody() {
    // Six persons at most are born in a month of 6000 over 1080 months: far below the floor.
    let ran = run(&format!("{REGISTER}import db/FOEDT as born\ngenerate a = 0\nreplace a = 1 if born == 195001\ngenerate b = born == 195001\ngenerate c = 0\nreplace c = 1 if born != 195001\nrecode born (195001 = 1), prefix('r_')")).fine();
    let born = ran.values("d", "born");
    assert!(born.iter().any(|born| born == "195001"));
    assert!(ran.values("d", "a").iter().all(|value| value == "0"));
    assert!(ran.values("d", "b").iter().all(|value| value == "0"));
    assert!(ran.values("d", "c").iter().all(|value| value == "1"));
    assert!(ran.values("d", "r_born").iter().all(|value| value != "1"));
    // Filters have no floor.
    let kept = run(&format!("{REGISTER}import db/FOEDT as born\ndrop if born == 195001")).fine();
    assert!(kept.values("d", "born").iter().all(|born| born != "195001"));
}

#[test]
fn a_condition_for_many_is_as_written() {
    let ran =
        run(&format!("{REGISTER}generate a = kjønn == '1'\ngenerate b = 0\nreplace b = 1 if kjønn == '1'")).fine();
    assert_eq!(ran.values("d", "a"), ran.values("d", "b"));
    assert!(ran.values("d", "a").contains(&"1".to_owned()));
}

#[test]
fn samples_move_to_a_listed_share_and_are_repeatable() {
    let script = format!("{REGISTER}sample 0.234 5");
    let (one, two) = (run(&script).fine(), run(&script).fine());
    assert_eq!(one.values("d", "PERSONID_1"), two.values("d", "PERSONID_1"));
    let n = one.dataset("d").n_rows();
    assert!((1000..1400).contains(&n), "{n}");
    let said = one.outputs.iter().find_map(|output| match &output.body {
        wire::output::Body::Text { markdown } if markdown.en.starts_with("Drew") => Some(markdown.en.clone()),
        _ => None,
    });
    assert!(said.unwrap().contains("0.2"));
    // Seeds that differ by the number of draws are the same draw.
    assert_eq!(
        one.values("d", "PERSONID_1"),
        run(&format!("{REGISTER}sample 0.234 13")).fine().values("d", "PERSONID_1")
    );
    assert_ne!(
        one.values("d", "PERSONID_1"),
        run(&format!("{REGISTER}sample 0.234 6")).fine().values("d", "PERSONID_1")
    );
    // A share that would leave fewer than 1000 moves up.
    assert!(run(&format!("{REGISTER}sample 0.01 5")).fine().dataset("d").n_rows() >= 900);
}

#[test]
fn larger_samples_hold_the_smaller_ones() {
    let units = |share: &str| run(&format!("{REGISTER}sample {share} 3")).fine().values("d", "PERSONID_1");
    let (small, large) = (units("0.3"), units("0.6"));
    assert!(small.iter().all(|unit| large.contains(unit)));
}

#[test]
fn municipality_datasets_have_no_minimum() {
    let ran =
        run("require no.test.reg:1 as db\ncreate-dataset m\nimport db/FOLKETALL as people\nkeep if people > 5000")
            .fine();
    assert_eq!(ran.change().units, Some(5));
}

#[test]
fn jobs_are_counted_by_the_persons_behind_them() {
    let ran = run("require no.test.reg:1 as db\ncreate-dataset j\nimport db/JOBBLONN as pay").fine();
    let (units, rows) = (ran.change().units.unwrap(), ran.change().rows.unwrap());
    assert!((units - 3000).abs() <= 12 && (rows - 4000).abs() <= 60, "{units} {rows}");
    let engine::dataset::Persons::Behind { space, has_repeats, .. } = &ran.dataset("j").persons else { panic!() };
    assert_eq!(space.name(), "FNR");
    assert!(has_repeats);
}

/// A code outside the attached list is unknown whether its value occurs or not; dates have titles without being on a list.
#[test]
fn sorting_by_a_code_tells_the_list_and_not_what_occurs() {
    let panel = "require no.test.reg:1 as db\ncreate-dataset p\nimport-panel db/LONN 2020-01-01 2021-01-01\n\
                 define-labels l 1 one\nassign-labels date@panel l\n";
    let coded = format!("{REGISTER}define-labels l 1 one\nassign-labels kjønn l\n");
    for (head, listed, occurs, never) in [(panel, "1", "18262", "18263"), (&coded, "'1'", "'2'", "'7'")] {
        let variable = if head == panel { "date@panel" } else { "kjønn" };
        let code = |wanted: &str| {
            error_code(&format!(
                "{head}clone-variables {variable} -> other\ntabulate other {variable}, rowsort({wanted})"
            ))
        };
        assert_eq!(code(listed), None, "{variable}");
        assert_eq!(code(occurs).as_deref(), Some("unknown-code"), "{variable}");
        assert_eq!(code(never), code(occurs), "{variable}");
    }
}
