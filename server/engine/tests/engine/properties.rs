//! Laws: the normal form is the same for spellings of one thing, and answers do not depend on the order of commands that commute.

use crate::support::{REGISTER, run};

/// The released number of units after a script.
fn units(script: &str) -> i64 {
    let setup = format!(
        "{REGISTER}import db/FOEDT as born\nimport db/KOMMUNE 2022-01-01 as place\nimport db/LONN 2022-06-01 as wage\n"
    );
    run(&format!("{setup}{script}")).fine().change().units.unwrap()
}

#[test]
fn spellings_of_one_population_have_one_released_size() {
    let groups: &[&[&str]] = &[
        &[
            "keep if kjønn == '1'",
            "keep if '1' == kjønn",
            "drop if kjønn == '2'",
            "drop if kjønn != '1'",
            "keep if inlist(kjønn, '1')",
            "keep if !(kjønn == '2')",
            "generate m = kjønn == '1'\nkeep if m == 1",
            "generate m = 0\nreplace m = 1 if kjønn == '1'\nkeep if m",
            "recode kjønn ('1' = 'x') ('2' = 'y')\nkeep if kjønn == 'x'",
            "rename kjønn sex\nkeep if sex == '1'",
            "keep if inlabels(kjønn, 'Mann')",
            "keep if startswith(kjønn, '1')",
            "clone-dataset d e\nuse e\nkeep if kjønn == '1'",
        ],
        &[
            "keep if born >= 195001 & born < 200001",
            "keep if born < 200001\nkeep if born > 195000",
            "keep if inrange(born, 195001, 200000)",
            "drop if born < 195001 | born >= 200001 | sysmiss(born)",
            "keep if !(born < 195001) & !(born > 200000)",
        ],
        &[
            "keep if born > 195000 & place == '0301'",
            "keep if place == '0301'\nkeep if born > 195000",
            "keep if !(born <= 195000) & !(place != '0301')",
            "keep if substr(place, 1, 2) == '03'\nkeep if born > 195000",
            "keep if inlist(place, '0301')\nkeep if born >= 195001",
        ],
        &["keep if !sysmiss(wage)", "drop if sysmiss(wage)", "keep if sysmiss(wage) == 0"],
    ];
    for group in groups {
        let sizes: Vec<i64> = group.iter().map(|script| units(script)).collect();
        assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{group:?}: {sizes:?}");
    }
}

#[test]
fn the_date_written_does_not_matter_where_the_value_is_the_same() {
    let size = |date: &str| {
        run(&format!("{REGISTER}import db/LONN {date} as w\nkeep if w > 300000")).fine().change().units.unwrap()
    };
    assert_eq!(size("2022-01-01"), size("2022-12-31"));
}

#[test]
fn merged_and_later_imports_do_not_change_the_population() {
    let size = |script: &str| run(&format!("{REGISTER}{script}\nkeep if kjønn == '1'")).fine().change().units.unwrap();
    assert_eq!(size("generate a = 1"), size("import db/FOEDT as b\nimport db/LONN 2022-01-01 as w"));
}

#[test]
fn groups_do_not_depend_on_the_order_of_rows() {
    use engine::column::{Codes, Values};
    use engine::groups::{Groups, Reader, folded};
    let codes = vec![3_u32, 1, u32::MAX, 3, 0, 1, 1];
    let dictionary: std::sync::Arc<[String]> = ["a", "b", "c", "d"].map(str::to_owned).into();
    let sizes = |codes: Vec<u32>| -> Vec<usize> {
        let groups = Groups::of(&Values::Codes(Codes::new(codes, dictionary.clone())));
        folded(&groups, &Reader::Rows, &0, |n, _, _| *n += 1, |all, own| *all += own, &|| false).unwrap()
    };
    let mut turned = codes.clone();
    turned.reverse();
    assert_eq!(sizes(codes), sizes(turned));
}

#[test]
fn statistics_of_a_group_do_not_depend_on_the_order_of_rows() {
    use engine::column::{Column, Values};
    use engine::commands::prepare::group_statistics::{OfColumn, STATISTICS};
    use engine::groups::Groups;
    let values = vec![0.1, 1e9, -3.0, 0.2, 7.5, 0.3, 1e-9];
    let mut turned = values.clone();
    turned.reverse();
    // One group, and as many as are folded group by group.
    for n_others in [0, 20_000] {
        let of = |statistic, values: &[f64]| {
            let keys = (0..values.len()).map(|_| 0).chain(1..=n_others);
            let groups = Groups::of(&Values::long(keys.collect()));
            let values = values.iter().copied().chain((0..n_others).map(|_| 1.0));
            let column = Column {
                values: Values::double(values.collect()),
                label: "".into(),
                is_date: false,
                titles: None,
                form: disclosure::ColumnForm::literal(None),
            };
            let found = OfColumn::new(&column, &groups, &|| false).values(statistic).unwrap();
            found[0].to_bits()
        };
        for (name, statistic) in STATISTICS {
            assert_eq!(of(statistic, &values), of(statistic, &turned), "{name}");
        }
    }
}
