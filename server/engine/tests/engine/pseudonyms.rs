//! Unit identifiers stand in `by`, `on`, `sysmiss`, `rowmissing`, `rowvalid` and `(count)` only (E.11).

use crate::support::{REGISTER, error_code};

fn code(script: &str) -> Option<String> {
    error_code(&format!("{REGISTER}import db/MOR as mor\nimport db/FOEDT as født\nimport db/FAMNR as fam\n{script}"))
}

#[test]
fn any_other_use_is_a_diagnostic() {
    for script in [
        "generate x = mor",
        "generate x = mor + 1",
        "generate x = string(mor)",
        "generate x = substr(mor, 1, 1)",
        "generate x = to_int(mor)",
        "generate x = rowmax(mor, født)",
        "generate x = rowconcat(mor, 'a')",
        "generate x = -mor",
        "generate x = !mor",
        "generate x = mor == fam",
        "keep if mor == PERSONID_1",
        "keep if mor > 5",
        "keep if inlist(mor, 1, 2)",
        "keep if inrange(mor, 1, 2)",
        "keep if mor",
        "drop if PERSONID_1 < 100",
        "replace mor = 1 if født > 195001",
        "replace født = 1 if mor == 3",
        "recode mor (1 = 2)",
        "tabulate mor",
        "tabulate kjønn mor",
        "tabulate kjønn, summarize(mor)",
        "tabulate PERSONID_1 if født > 195001",
        "summarize mor",
        "barchart (count) mor",
        "barchart (mean) mor",
        "histogram mor",
        "histogram født, by(mor)",
        "regress født mor",
        "regress mor født",
        "regress født i.mor",
        "regress født i.kjønn, cluster(mor)",
        "collapse (mean) mor, by(kjønn)",
        "collapse (percent) mor, by(kjønn)",
        "collapse (max) mor, by(fam)",
        "aggregate (median) mor -> x, by(kjønn)",
        "aggregate (percent) PERSONID_1 -> x, by(kjønn)",
    ] {
        assert_eq!(code(script).as_deref(), Some("pseudonym-use"), "{script}");
    }
}

#[test]
fn keys_counts_and_missing_values_may_be_asked_for() {
    for script in [
        "generate x = sysmiss(mor)",
        "generate x = rowmissing(mor, fam, født)",
        "generate x = rowvalid(mor)",
        "keep if !sysmiss(mor)",
        "aggregate (count) mor -> x, by(fam)",
        "aggregate (mean) født -> x, by(mor)",
        "collapse (count) mor -> barn, by(mor)",
        "collapse (mean) født, by(fam)",
    ] {
        assert_eq!(code(script), None, "{script}");
    }
}
