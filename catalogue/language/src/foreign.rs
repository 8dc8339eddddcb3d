//! What people write who know another language, and what to write here.

use text::{Text, t};

/// Advice for a word that is a command elsewhere; it begins with a verb.
pub fn advice(word: &str) -> Option<Text> {
    Some(match word.to_ascii_lowercase().as_str() {
        "gen" | "egen" | "g" | "compute" | "mutate" => {
            t("skriv `generate navn = uttrykk`", "write `generate name = expression`")
        }
        "reg" => t("skriv `regress`", "write `regress`"),
        "sum" | "su" | "summ" | "describe" => t("skriv `summarize`", "write `summarize`"),
        "tab" | "tabul" | "table" | "crosstab" => t("skriv `tabulate`", "write `tabulate`"),
        "by" | "bysort" | "bys" => {
            t("bruk `aggregate (mean) x -> y, by(gruppe)`", "use `aggregate (mean) x -> y, by(group)`")
        }
        "foreach" | "forvalues" | "forv" | "for-each" | "while" => {
            t("skriv `for i in 1 : 3` … `end`", "write `for i in 1 : 3` … `end`")
        }
        "endfor" | "next" => t("skriv `end`", "write `end`"),
        "sort" | "gsort" | "order" => {
            t("bruk tilvalget `rowsort()` i `tabulate`", "use the option `rowsort()` of `tabulate`")
        }
        "list" | "browse" | "br" | "print" | "head" | "display" | "di" => t(
            "bruk `tabulate` eller `summarize`: rader vises aldri",
            "use `tabulate` or `summarize`: rows are never shown",
        ),
        "scatter" | "plot" | "twoway" => t("bruk `hexbin`", "use `hexbin`"),
        "ttest" | "oneway" => t("bruk `anova` eller `regress`", "use `anova` or `regress`"),
        "corr" | "pwcorr" => t("skriv `correlate`", "write `correlate`"),
        "local" | "global" | "scalar" => t("skriv `let navn = verdi`", "write `let name = value`"),
        "label" => t("bruk `define-labels` og `assign-labels`", "use `define-labels` and `assign-labels`"),
        "xtreg" => t("skriv `regress-panel`", "write `regress-panel`"),
        "reshape" => {
            t("skriv `reshape-to-panel` eller `reshape-from-panel`", "write `reshape-to-panel` or `reshape-from-panel`")
        }
        "graph" | "bar" => t("skriv `barchart (count) variabel`", "write `barchart (count) variable`"),
        "hist" => t("skriv `histogram`", "write `histogram`"),
        "preserve" | "restore" => t("bruk `clone-dataset` og `use`", "use `clone-dataset` and `use`"),
        "gam" | "pca" | "split" => {
            t("bruk en av kommandoene som `help` lister", "use one of the commands that `help` lists")
        }
        _ => return None,
    })
}
