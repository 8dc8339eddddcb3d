//! Words that are options elsewhere.

use text::{Text, t};

/// Options elsewhere, with the option that does the same here.
const PAIRS: [(&str, &str); 22] = [
    ("row", "rowpct"),
    ("r", "rowpct"),
    ("rowpercent", "rowpct"),
    ("col", "colpct"),
    ("column", "colpct"),
    ("c", "colpct"),
    ("colpercent", "colpct"),
    ("cell", "cellpct"),
    ("m", "missing"),
    ("nolabel", "nolabels"),
    ("nolab", "nolabels"),
    ("chi", "chi2"),
    ("nocons", "noconstant"),
    ("nocon", "noconstant"),
    ("beta", "standardize"),
    ("r", "robust"),
    ("vce", "robust"),
    ("sd", "std"),
    ("median", "p50"),
    ("hr", "hazard"),
    ("bins", "bin"),
    ("exp", "exposure"),
];

/// Advice for a word that is an option elsewhere, on a command with these options.
pub fn advice<'a>(word: &str, options: impl Iterator<Item = &'a str> + Clone) -> Option<Text> {
    let word = word.to_ascii_lowercase();
    let here = PAIRS.iter().filter(|pair| pair.0 == word).find(|pair| options.clone().any(|option| option == pair.1));
    if let Some((_, here)) = here {
        return Some(Text::new(format!("skriv `{here}`"), format!("write `{here}`")));
    }
    Some(match word.as_str() {
        "detail" | "d" | "det" => {
            t("fjern det: `summarize` viser persentiler alltid", "remove it: `summarize` always shows percentiles")
        }
        "title" | "subtitle" | "note" | "caption" | "xtitle" | "ytitle" | "legend" | "color" | "name" | "scheme" => t(
            "fjern det: tekst rundt figurer skrives i en `textblock`",
            "remove it: text around charts is written in a `textblock`",
        ),
        "sort" => t("bruk `rowsort()` eller `colsort()`", "use `rowsort()` or `colsort()`"),
        "stat" | "stats" | "statistics" | "contents" if options.clone().any(|option| option == "summarize") => {
            t("skriv `summarize(x) mean p50`", "write `summarize(x) mean p50`")
        }
        "replace" | "clear" | "nofreq" | "nol" => t("fjern det", "remove it"),
        _ => return None,
    })
}
