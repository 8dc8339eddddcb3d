//! Words that are functions elsewhere.

use text::{Text, t};

/// Advice for a word that is a function elsewhere.
pub fn advice(word: &str) -> Option<Text> {
    Some(match word.to_ascii_lowercase().as_str() {
        "max" | "min" | "median" | "std" | "sd" | "var" | "mean" | "avg" | "average" => t(
            "bruk `rowmean(a, b)` og lignende for variabler, `aggregate (mean) x -> y, by(gruppe)` for grupper",
            "use `rowmean(a, b)` and the like over variables, `aggregate (mean) x -> y, by(group)` over groups",
        ),
        "sum" | "total" | "rowsum" => t(
            "bruk `rowtotal(a, b)` for variabler, `aggregate (sum) x -> y, by(gruppe)` for grupper",
            "use `rowtotal(a, b)` over variables, `aggregate (sum) x -> y, by(group)` over groups",
        ),
        "rowsd" => t("skriv `rowstd(…)`", "write `rowstd(…)`"),
        "rownonmiss" | "rowcount" | "count" | "n" => {
            t("bruk `rowvalid(…)`, eller `aggregate (count)`", "use `rowvalid(…)`, or `aggregate (count)`")
        }
        "rowmiss" => t("skriv `rowmissing(…)`", "write `rowmissing(…)`"),
        "missing" | "mi" | "miss" | "isna" | "isnull" | "is_na" | "ismissing" => {
            t("skriv `sysmiss(x)`", "write `sysmiss(x)`")
        }
        "nonmissing" | "notnull" => t("skriv `!sysmiss(x)`", "write `!sysmiss(x)`"),
        "cond" | "iif" | "ifelse" | "if_else" | "case" | "case_when" | "coalesce" | "nvl" => t(
            "del i `generate y = 0` og `replace y = 1 if betingelse`",
            "split into `generate y = 0` and `replace y = 1 if condition`",
        ),
        "log" => t("skriv `ln(x)` eller `log10(x)`", "write `ln(x)` or `log10(x)`"),
        "pow" | "power" => t("skriv `x ^ y`", "write `x ^ y`"),
        "mod" | "remainder" => t("skriv `x - floor(x / y) * y`", "write `x - floor(x / y) * y`"),
        "trunc" | "fix" => t("skriv `int(x)`", "write `int(x)`"),
        "ceiling" => t("skriv `ceil(x)`", "write `ceil(x)`"),
        "real" | "numeric" | "number" | "tonumber" | "to_number" | "val" => {
            t("skriv `to_int(x)`, eller bruk `destring x`", "write `to_int(x)`, or use `destring x`")
        }
        "str" | "strofreal" | "tostring" | "to_string" | "character" => t("skriv `string(x)`", "write `string(x)`"),
        "concat" | "concatenate" | "paste" | "paste0" | "strcat" => {
            t("skriv `rowconcat(a, '_', b)`", "write `rowconcat(a, '_', b)`")
        }
        "strlen" | "ustrlen" | "len" | "nchar" => t("skriv `length(x)`", "write `length(x)`"),
        "substring" | "usubstr" | "mid" | "left" | "right" => t("skriv `substr(x, 1, 2)`", "write `substr(x, 1, 2)`"),
        "strpos" | "contains" | "regexm" | "strmatch" | "grepl" | "instr" | "like" => t(
            "bruk `startswith(x, 'a')`, `endswith(x, 'a')` eller `labelcontains(x, 'a')`",
            "use `startswith(x, 'a')`, `endswith(x, 'a')` or `labelcontains(x, 'a')`",
        ),
        "strupper" | "upcase" | "toupper" => t("skriv `upper(x)`", "write `upper(x)`"),
        "strlower" | "lowcase" | "tolower" => t("skriv `lower(x)`", "write `lower(x)`"),
        "strtrim" | "stritrim" => t("skriv `trim(x)`", "write `trim(x)`"),
        "between" => t("skriv `inrange(x, fra, til)`", "write `inrange(x, from, to)`"),
        "rank" | "xtile" | "ntile" | "cut" | "pctile" | "percentile" | "quartile" | "decile" => {
            t("skriv `quantile(x, 4)`", "write `quantile(x, 4)`")
        }
        "mdy" | "dmy" | "ymd" | "td" | "makedate" => {
            t("skriv `date(år, måned, dag)`", "write `date(year, month, day)`")
        }
        "weekday" => t("skriv `dow(x)`", "write `dow(x)`"),
        "yofd" => t("skriv `year(x)`", "write `year(x)`"),
        "today" | "now" => t("skriv datoen som `date(2022, 12, 31)`", "write the date as `date(2022, 12, 31)`"),
        "runiform" | "rnormal" | "rand" | "random" | "runif" | "rnorm" => t(
            "bruk `sample` for et tilfeldig utvalg: tilfeldige tall finnes ikke",
            "use `sample` for a random subset: there are no random numbers",
        ),
        "lag" | "lead" | "shift" => t(
            "hent et eget år med `import`, og regn med begge variablene",
            "fetch a year of its own with `import`, and compute with both variables",
        ),
        "range" | "seq" => t("skriv `1 : 3`", "write `1 : 3`"),
        "not" | "ikke" => t("skriv `!(…)`", "write `!(…)`"),
        "and" | "og" => t("skriv `&`", "write `&`"),
        "or" | "eller" => t("skriv `|`", "write `|`"),
        _ => return None,
    })
}
