//! `collapse`, `aggregate`, `merge`: exact under `open`, released by place under `register`.

use crate::support::{OPEN, REGISTER, error_code, run};

fn line(script: &str, column: &str) -> String {
    run(&format!("{OPEN}{script}")).fine().line(column)
}

#[test]
fn collapse_by_a_category_has_a_row_per_value() {
    let script = "import o/X as x\nimport o/G as g\ncollapse (mean) x -> m (count) x -> n (sum) id -> s (min) x -> lo (max) x -> hi, by(g)";
    assert_eq!(line(script, "g"), "a b c");
    assert_eq!(line(script, "m"), "4 4.6 .");
    assert_eq!(line(script, "n"), "4 5 0");
    assert_eq!(line(script, "s"), "25 30 11");
    assert_eq!(line(script, "lo"), "0 -2 .");
    assert_eq!(line(script, "hi"), "9 10 .");
}

#[test]
fn collapse_knows_every_statistic() {
    let script = "import o/X as x\nimport o/G as g\ncollapse (median) x -> p50 (sd) x -> sd (semean) x -> se (percent) x -> pc (iqr) x -> iqr (gini) id -> gini, by(g)";
    assert_eq!(line(script, "p50"), "3.5 4 .");
    assert_eq!(line(script, "pc"), "80 100 0");
    assert_eq!(line(script, "iqr"), "5.25 5 .");
    let two_decimals = |column| -> Vec<String> {
        line(script, column)
            .split(' ')
            .map(|value| value.parse::<f64>().map_or(".".to_owned(), |value| format!("{value:.4}")))
            .collect()
    };
    assert_eq!(two_decimals("sd"), ["4.0620", "4.6690", "."]);
    assert_eq!(two_decimals("se"), ["2.0310", "2.0881", "."]);
    assert_eq!(two_decimals("gini"), ["0.3200", "0.2667", "0.0000"]);
}

#[test]
fn collapse_by_a_pointer_makes_units() {
    let ran = run(&format!(
        "{OPEN}import o/BOSS as boss\ncollapse (sum) id -> s (count) boss -> n, by(boss)\nimport o/AGE as age"
    ))
    .fine();
    assert_eq!(ran.line("boss"), "u0 u6");
    assert_eq!(ran.line("s"), "20 50");
    assert_eq!(ran.line("n"), "5 5");
    assert_eq!(ran.line("age"), "20 26");
    assert_eq!(ran.change().units, Some(2));
}

#[test]
fn aggregate_puts_the_group_value_on_every_row() {
    let script = "import o/X as x\nimport o/G as g\naggregate (mean) x -> m (count) x -> n, by(g)";
    assert_eq!(line(script, "m"), "4 4.6 4 4.6 4 4.6 4 4.6 4 4.6 . .");
    assert_eq!(line(script, "n"), "4 5 4 5 4 5 4 5 4 5 0 .");
}

#[test]
fn merge_looks_units_and_categories_up() {
    let on_category = "import o/G as g\nimport o/X as x\nclone-dataset d e\nuse e\ncollapse (mean) x -> m, by(g)\nmerge m into d on g\nuse d";
    assert_eq!(line(on_category, "m"), "4 4.6 4 4.6 4 4.6 4 4.6 4 4.6 . .");
    let on_pointer =
        "import o/BOSS as boss\ncreate-dataset e\nimport o/AGE as bossage\nmerge bossage into d on boss\nuse d";
    assert_eq!(line(on_pointer, "bossage"), ". 20 20 20 20 20 . 26 26 26 26 26");
    let by_unit = "create-dataset e\nimport o/X as x\nmerge x into d\nuse d";
    assert_eq!(line(by_unit, "x"), "1.5 3 . 4 5.5 -2 0 8 9 10 . 12");
    let on_key = "create-dataset e\nimport o/X as x\nmerge x into d on PERSONID_1\nuse d";
    assert_eq!(line(on_key, "x"), line(by_unit, "x"));
    let on_number = "import o/AGE as age\nreplace age = int(age / 10)\nclone-dataset d e\nuse e\ncollapse (count) id -> n, by(age)\nmerge n into d on age\nuse d";
    assert_eq!(line(on_number, "n"), "10 10 10 10 10 10 10 10 10 10 2 2");
}

#[test]
fn merge_into_events_repeats_the_value() {
    let script = "create-dataset e\nimport-event o/WORK 2020-01-01 to 2021-12-31 as w\nuse d\nmerge id into e\nuse e";
    assert_eq!(line(script, "id"), "1 1 2 3 3 4 5 5 6 7 7 8 9 9 10 11 11 12");
}

#[test]
fn mistakes_in_grouping_have_their_codes() {
    let code = |script: &str| error_code(&format!("{OPEN}import o/G as g\nimport o/BOSS as boss\n{script}"));
    for (script, expected) in [
        ("collapse (mean) g, by(boss)", "not-numeric"),
        ("collapse (mean) boss, by(g)", "pseudonym-use"),
        ("collapse (mode) id, by(g)", "unknown-statistic"),
        ("collapse (sum) id (mean) id, by(g)", "repeated-name"),
        ("collapse (sum) id -> g, by(g)", "repeated-name"),
        ("collapse (sum) id, by(g boss)", "several-keys"),
        ("aggregate (sum) id -> g, by(boss)", "variable-exists"),
        ("clone-dataset d e\nmerge id into e", "variable-exists"),
        ("merge id into d", "merge-into-itself"),
        ("merge id into nothere", "unknown-dataset"),
        ("create-dataset e\nimport o/X as x\nmerge x into d on g", "key-type-mismatch"),
        ("create-dataset e\nimport o/X as x\nmerge x into d on id", "key-type-mismatch"),
        ("clone-dataset d e\nuse e\ncollapse (sum) id -> s, by(g)\nmerge s into d", "key-type-mismatch"),
        (
            "clone-dataset d e\nuse e\ncollapse (sum) id -> s, by(g)\nreplace g = 'a' if g == 'b'\nmerge s into d on g",
            "merge-source-repeated",
        ),
        (
            "create-dataset e\nimport-event o/WORK 2020-01-01 to 2021-12-31 as w\nmerge w into d",
            "merge-source-repeated",
        ),
    ] {
        assert_eq!(code(script).as_deref(), Some(expected), "{script}");
    }
}

#[test]
fn jobs_collapse_to_persons_and_merge_back() {
    let script = "require no.test.reg:1 as db\ncreate-dataset p\nimport db/KJOENN as k\ncreate-dataset jobs\nimport db/JOBBLONN as pay\n\
        import db/ARBEIDSFORHOLD_PERSON as pid\ncollapse (sum) pay (count) pay -> njobs, by(pid)\nmerge pay njobs into p\nuse p";
    let ran = run(script).fine();
    let n_jobs = ran.values("p", "njobs");
    assert_eq!(&n_jobs[0..6], ["2", "1", "1", "2", "1", "1"]);
    assert_eq!(n_jobs.iter().filter(|value| *value != ".").count(), 3000);
    assert_eq!(ran.dataset("jobs").unit_type().unwrap().name(), "PERSON");
}

#[test]
fn families_stay_exact_inside() {
    let script = format!(
        "{REGISTER}import db/FAMNR as fam\nimport db/LONN 2021-06-01 as wage\naggregate (count) wage -> n (max) wage -> top, by(fam)"
    );
    let ran = run(&script).fine();
    let (wage, n, top) = (ran.values("d", "wage"), ran.values("d", "n"), ran.values("d", "top"));
    for pair in 0..3000 {
        let members: Vec<f64> = wage[2 * pair..2 * pair + 2].iter().filter_map(|value| value.parse().ok()).collect();
        assert_eq!(n[2 * pair], members.len().to_string());
        let largest = members.iter().copied().fold(f64::NAN, f64::max);
        assert_eq!(top[2 * pair], if largest.is_nan() { ".".to_owned() } else { largest.to_string() });
    }
}

#[test]
fn groups_of_persons_by_place_are_released_numbers() {
    let script = format!(
        "{REGISTER}import db/KOMMUNE 2022-01-01 as place\nimport db/LONN 2022-01-01 as wage\ncollapse (mean) wage (count) wage -> n, by(place)"
    );
    let ran = run(&script).fine();
    let (places, means, counts) = (ran.values("d", "place"), ran.values("d", "wage"), ran.values("d", "n"));
    assert!(places.len() >= 5 && places.len() <= 10, "{places:?}");
    // Means carry four significant digits, so they are not the true ones.
    for mean in means.iter().filter(|mean| *mean != ".") {
        let digits = mean.trim_end_matches('0').len();
        assert!(digits <= 4, "{mean}");
    }
    assert!(counts.iter().filter(|count| *count != ".").all(|count| count.parse::<i64>().unwrap() >= 8));
    // What follows is exact: no minimum population, no noise.
    let again = run(&format!("{script}\nkeep if n > 100\nmerge wage into d2")).diagnostic().unwrap().code.clone();
    assert_eq!(again, "unknown-dataset");
    let kept = run(&format!("{script}\nkeep if n > 100")).fine();
    assert_eq!(kept.change().units, Some(i64::try_from(kept.values("d", "place").len()).unwrap()));
}

#[test]
fn no_extremes_of_groups_of_persons() {
    let script = format!(
        "{REGISTER}import db/KOMMUNE 2022-01-01 as place\nimport db/LONN 2022-01-01 as wage\ncollapse (max) wage, by(place)"
    );
    assert_eq!(error_code(&script).as_deref(), Some("option-not-available"));
}

#[test]
fn municipality_facts_merge_on_their_code() {
    let script = format!(
        "{REGISTER}import db/KOMMUNE 2022-01-01 as place\ncreate-dataset m\nimport db/FOLKETALL as people\nmerge people into d on place\nuse d"
    );
    let ran = run(&script).fine();
    let (places, people) = (ran.values("d", "place"), ran.values("d", "people"));
    for (place, people) in places.iter().zip(&people) {
        let expected = match place.as_str() {
            "0301" => "1000",
            "1103" => "3000",
            "." => ".",
            _ => continue,
        };
        assert_eq!(people, expected);
    }
}

#[test]
fn aggregate_is_collapse_merged_back() {
    let prepared = format!("{OPEN}import o/X as x\nimport o/G as g\ngenerate b = id > 6\n");
    let results = ["mn", "lo", "hi", "mid", "n", "total", "spread", "se", "share", "sb", "range", "unequal"];
    let aggregated = "aggregate (mean) x -> mn (min) x -> lo (max) x -> hi (median) x -> mid (count) x -> n (sum) x -> total \
        (sd) x -> spread (semean) x -> se (percent) x -> share (sebinomial) b -> sb (iqr) x -> range (gini) id -> unequal, by(g)";
    let collapsed = format!(
        "clone-dataset d e\nuse e\n{}\nmerge {} into d on g\nuse d",
        aggregated.replace("aggregate", "collapse"),
        results.join(" ")
    );
    let (one, other) = (run(&format!("{prepared}{aggregated}")).fine(), run(&format!("{prepared}{collapsed}")).fine());
    for result in results {
        assert_eq!(one.line(result), other.line(result), "{result}");
        assert!(one.line(result).chars().any(|letter| letter.is_ascii_digit()), "{result}");
    }
}
