//! What editors are told: colors, proposals, help.

use language::editor::{complete, highlight, hover};
use language::{Table, diagnose};
use text::Locale;

use crate::names::Catalogue;

const BEGINNING: &str =
    "require no.ssb.fdb:1 as db\ncreate-dataset d\nimport db/BEFOLKNING_KJOENN as kjønn\nlet år = 2022\n";

/// The place of `|` in the script, which is taken out.
fn at_bar(script: &str) -> (String, usize) {
    let text = format!("{BEGINNING}{script}");
    let bar = text.find('|').unwrap();
    (text.replacen('|', "", 1), text[..bar].encode_utf16().count())
}

#[track_caller]
fn proposes(script: &str, wanted: &[&str], unwanted: &[&str]) {
    let (text, at) = at_bar(script);
    let found = complete(&text, at, &Table::builtin(), &Catalogue::new(), Locale::Nb);
    let labels: Vec<&str> = found.proposals.iter().map(|proposal| proposal.label.as_str()).collect();
    for label in wanted {
        assert!(labels.contains(label), "{script}: {label} is not in {labels:?}");
    }
    for label in unwanted {
        assert!(!labels.contains(label), "{script}: {label} is in {labels:?}");
    }
}

#[test]
fn each_place_gets_what_can_stand_there() {
    proposes("cre|", &["create-dataset", "let"], &["kjønn"]);
    proposes("create-da|", &["create-dataset"], &[]);
    proposes("tabulate |", &["kjønn", "PERSONID_1", "if"], &["substr"]);
    proposes("tabulate kjønn, row|", &["rowpct", "rowsort"], &["kjønn"]);
    proposes("tabulate kjønn, rowpct |", &["missing"], &["rowpct"]);
    proposes("tabulate kjønn, summarize(|", &["kjønn"], &["rowpct"]);
    proposes("logit kjønn, mfx(|", &["dydx"], &["kjønn"]);
    proposes("generate x = su|", &["substr", "kjønn"], &["missing"]);
    proposes("keep if |", &["kjønn", "inlist"], &["keep"]);
    proposes("import |", &["db"], &["kjønn"]);
    proposes("import db/BEF|", &["BEFOLKNING_KJOENN", "INNTEKT_WLONN"], &["kjønn"]);
    proposes("use |", &["d"], &["kjønn"]);
    proposes("merge kjønn into |", &["d"], &["kjønn"]);
    proposes("collapse (|", &["mean", "gini"], &["kjønn"]);
    proposes("help tab|", &["tabulate"], &["kjønn"]);
    proposes("require |", &["no.ssb.fdb"], &[]);
}

#[test]
fn nothing_is_proposed_for_new_names() {
    for script in [
        "require no.ssb.fdb:1 as d|",
        "import db/INNTEKT_WLONN 2020-01-01 as d|",
        "create-dataset k|",
        "rename kjønn k|",
        "clone-dataset d d|",
        "clone-units d d|",
        "rename-dataset d d|",
        "define-labels k|",
        "clone-variables kjønn -> k|",
        "generate k|",
    ] {
        let (text, at) = at_bar(script);
        assert_eq!(complete(&text, at, &Table::builtin(), &Catalogue::new(), Locale::En).proposals, [], "{script}");
    }
    proposes("rename |", &["kjønn"], &[]);
    proposes("clone-dataset |", &["d"], &[]);
    proposes("use |", &["d"], &[]);
    proposes("replace |", &["kjønn"], &[]);
}

#[test]
fn bindings_are_proposed_inside_loops_too() {
    proposes("import db/INNTEKT_WLONN $|", &["$år"], &[]);
    proposes("for i in 1 : 3\n  generate x ++ $i = 1\n  tabulate |\nend", &["x2", "kjønn"], &[]);
    proposes("for i in 1 : 3\n  tabulate x ++ $|", &["$i", "$år"], &[]);
}

#[test]
fn nothing_is_proposed_in_comments_and_texts() {
    for script in ["// tab|", "keep if kjønn == 'x|", "textblock\ntab|"] {
        let (text, at) = at_bar(script);
        assert!(complete(&text, at, &Table::builtin(), &Catalogue::new(), Locale::En).proposals.is_empty(), "{script}");
    }
}

#[track_caller]
fn explains(script: &str, words: &[&str]) {
    let (text, at) = at_bar(script);
    let card = hover(&text, at, &Table::builtin(), &Catalogue::new(), Locale::En)
        .map_or_else(String::new, |card| card.markdown);
    for word in words {
        assert!(card.contains(word), "{script}: {word} is not in {card}");
    }
}

#[test]
fn words_explain_themselves() {
    explains("tab|ulate kjønn", &["rowpct", "### Protection"]);
    explains("tabulate kj|ønn", &["BEFOLKNING_KJOENN", "`2` Kvinne", "Person · Fixed"]);
    explains("tabulate kjønn, row|pct", &["Percent of the row"]);
    explains("import db/INNTEKT|_WLONN 2020-01-01", &["Accumulated", "1993-01-01"]);
    explains("generate x = sub|str('a', 1, 1)", &["substr(s, pos, len)"]);
    explains("let y = $å|r", &["`2022`"]);
}

#[test]
fn stretches_have_classes() {
    let script =
        "create-dataset d // ny\nkeep if inlist(x, '1') & $y > 2\ntabulate x, rowpct rowpc\nfor i in 1 : 2\nfoo\n";
    let table = Table::builtin();
    let found: Vec<String> = highlight(script, &table)
        .iter()
        .map(|mark| {
            format!("{}={}", &script[mark.from..mark.to], serde_json::to_string(&mark.class).unwrap().trim_matches('"'))
        })
        .collect();
    assert_eq!(
        found.join(" "),
        "create-dataset=command // ny=comment keep=command if=keyword inlist=function '1'=text $y=binding 2=number tabulate=command \
         rowpct=option rowpc=unknown for=keyword in=keyword 1=number 2=number foo=unknown"
    );
}

#[test]
fn places_are_counted_as_browsers_count() {
    let script = "tabulate æ🐟 x";
    let marks = highlight(script, &Table::builtin());
    assert_eq!(marks.iter().map(|mark| (mark.from, mark.to)).collect::<Vec<_>>(), [(0, 8), (10, 12)]);
    assert!(!diagnose(script, &Table::builtin(), &Catalogue::new()).is_empty());
}
