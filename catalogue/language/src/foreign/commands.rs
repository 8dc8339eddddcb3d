//! Words that are commands elsewhere.

use text::{Text, t};

/// Advice for a word that is a command elsewhere.
pub fn advice(word: &str) -> Option<Text> {
    Some(match word.to_ascii_lowercase().as_str() {
        "gen" | "g" | "compute" | "mutate" => {
            t("skriv `generate navn = uttrykk`", "write `generate name = expression`")
        }
        "egen" | "bysort" | "bys" | "by" | "gegen" | "group_by" | "groupby" => {
            t("bruk `aggregate (mean) x -> y, by(gruppe)`", "use `aggregate (mean) x -> y, by(group)`")
        }
        "xtile" | "pctile" | "cut" | "ntile" => {
            t("skriv `generate gruppe = quantile(x, 4)`", "write `generate group = quantile(x, 4)`")
        }
        "ren" => t("skriv `rename gammel ny`", "write `rename old new`"),
        "tostring" => t("skriv `generate ny = string(x)`", "write `generate new = string(x)`"),
        "encode" | "decode" => t(
            "bruk `recode`, eller `define-labels` og `assign-labels`",
            "use `recode`, or `define-labels` and `assign-labels`",
        ),
        "filter" | "where" | "subset" | "select" => t("skriv `keep if betingelse`", "write `keep if condition`"),
        "if" | "else" => t(
            "sett `if` etter kommandoen: `replace y = 1 if x > 2`",
            "put `if` after the command: `replace y = 1 if x > 2`",
        ),
        "join" | "append" | "left_join" | "joinby" => {
            t("bruk `merge variabler into datasett on nøkkel`", "use `merge variables into dataset on key`")
        }
        "set" | "version" | "log" | "quietly" | "qui" | "capture" | "cap" | "cd" | "ssc" | "program" | "do" => {
            t("fjern linjen: den trengs ikke her", "remove the line: it is not needed here")
        }
        "load-dataset" | "insheet" | "read" => {
            t("hent variabler med `import alias/NAVN`", "fetch variables with `import alias/NAME`")
        }
        "melogit" | "xtlogit" | "ologit" | "oprobit" | "logistic" => t("skriv `logit`", "write `logit`"),
        "mixed" | "xtmixed" => t("skriv `regress-mml`", "write `regress-mml`"),
        "ivreg" | "ivreg2" | "ivreghdfe" => t("skriv `ivregress`", "write `ivregress`"),
        "nbreg" => t("skriv `negative-binomial`", "write `negative-binomial`"),
        "sts" | "stset" => t("skriv `kaplan-meier hendelse tid`", "write `kaplan-meier event time`"),
        "stcox" => t("skriv `cox hendelse tid variabler`", "write `cox event time variables`"),
        "predict" => t("bruk for eksempel `regress-predict`", "use for instance `regress-predict`"),
        "margins" | "test" | "lincom" | "estimates" | "estat" => {
            t("bruk et tilvalg, som `margins()` i `regress`", "use an option, such as `margins()` of `regress`")
        }
        "reg" => t("skriv `regress`", "write `regress`"),
        "sum" | "su" | "summ" | "describe" | "des" | "codebook" | "mean" | "tabstat" => {
            t("skriv `summarize`", "write `summarize`")
        }
        "tab" | "tabul" | "table" | "crosstab" => t("skriv `tabulate`", "write `tabulate`"),
        "foreach" | "forvalues" | "forv" | "for-each" | "while" | "loop" => {
            t("skriv `for i in 1 : 3` … `end`", "write `for i in 1 : 3` … `end`")
        }
        "endfor" | "next" => t("skriv `end`", "write `end`"),
        "sort" | "gsort" | "order" | "arrange" => {
            t("bruk tilvalget `rowsort()` i `tabulate`", "use the option `rowsort()` of `tabulate`")
        }
        "list" | "browse" | "br" | "print" | "head" | "display" | "di" | "show" | "view" | "export" | "outsheet" => t(
            "bruk `tabulate` eller `summarize`: rader vises aldri",
            "use `tabulate` or `summarize`: rows are never shown",
        ),
        "scatter" | "plot" | "twoway" => t("bruk `hexbin`", "use `hexbin`"),
        "ttest" | "oneway" => t("bruk `anova` eller `regress`", "use `anova` or `regress`"),
        "corr" | "pwcorr" => t("skriv `correlate`", "write `correlate`"),
        "local" | "global" | "scalar" | "def" | "const" | "var" => {
            t("skriv `let navn = verdi`", "write `let name = value`")
        }
        "label" | "lab" | "labels" => {
            t("bruk `define-labels` og `assign-labels`", "use `define-labels` and `assign-labels`")
        }
        "xtreg" | "areg" | "reghdfe" | "felm" | "feols" => t("skriv `regress-panel`", "write `regress-panel`"),
        "reshape" => {
            t("skriv `reshape-to-panel` eller `reshape-from-panel`", "write `reshape-to-panel` or `reshape-from-panel`")
        }
        "graph" | "bar" | "bar-chart" | "catplot" => {
            t("skriv `barchart (count) variabel`", "write `barchart (count) variable`")
        }
        "hist" | "kdensity" => t("skriv `histogram`", "write `histogram`"),
        "preserve" | "restore" => t("bruk `clone-dataset` og `use`", "use `clone-dataset` and `use`"),
        "gam" | "pca" | "split" => {
            t("bruk en av kommandoene som `help` lister", "use one of the commands that `help` lists")
        }
        _ => return None,
    })
}
