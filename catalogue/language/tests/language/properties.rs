//! Whatever the text: tokens cover it, nothing panics.

use language::lexer::tokenize;
use language::{NoNames, Table, diagnose, editor, expand, parse};
use proptest::prelude::*;
use text::Locale;

use crate::names::Catalogue;

fn scripts() -> Vec<String> {
    let table = Table::builtin();
    table
        .commands
        .iter()
        .flat_map(|command| command.examples.iter().map(|example| example.script.to_string()))
        .collect()
}

fn survives(text: &str) {
    let mut end = 0;
    for token in tokenize(text) {
        assert_eq!(token.span.start, end, "{text:?}");
        assert!(token.span.end > end, "{text:?}");
        end = token.span.end;
    }
    assert_eq!(end, text.len(), "{text:?}");
    let table = Table::builtin();
    let parsed = parse(text, &table);
    let steps = expand(&parsed.script, text, &table);
    language::check(&steps, &Catalogue::new(), &table);
    diagnose(text, &table, &NoNames);
    let names = Catalogue::new();
    let length = text.encode_utf16().count();
    editor::highlight(text, &table);
    for at in [0, length / 3, length / 2, length] {
        editor::complete(text, at, &table, &names, Locale::Nb);
        editor::hover(text, at, &table, &names, Locale::En);
    }
    let formatted = editor::format(text, &table);
    assert_eq!(editor::format(&formatted, &table), formatted, "{text:?}");
}

/// Small pieces that the grammar knows, in any order.
fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "import",
        "db/X",
        "for",
        "end",
        "in",
        "let",
        "=",
        "$i",
        "++",
        "(",
        ")",
        ",",
        ";",
        ":",
        "'a'",
        "\"",
        "'",
        "1",
        "0.5",
        "2020-01-01",
        "if",
        "==",
        "&",
        "|",
        "!",
        "-",
        "^",
        "i.",
        "c.",
        "#",
        "##",
        "->",
        "\\",
        "\n",
        " ",
        "textblock",
        "endblock",
        "tabulate",
        "recode",
        "generate",
        "collapse",
        "by",
        "x",
        "æ",
        "START@x",
        "//",
        "\r\n",
        "\u{a0}",
        ".",
        "*",
        "/",
        "min",
        "max",
        "missing",
        "require",
        "a.b:1",
        "as",
        "to",
        "into",
        "merge",
        "on",
        "coefplot",
        "regress",
        "define-labels",
        "sample",
        "bind",
        "date_fmt",
        "sysmiss",
        "rowtotal",
        "1e9",
        "01A",
        "“",
        "’",
        "{",
        "}",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_survived(text in "(?s).{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_order_of_pieces_is_survived(pieces in prop::collection::vec(piece(), 0..60), spaced in any::<bool>()) {
        survives(&pieces.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn damaged_scripts_are_survived(which in any::<prop::sample::Index>(), cuts in prop::collection::vec((any::<prop::sample::Index>(), "(?s).{0,3}"), 1..6)) {
        let scripts = scripts();
        let mut letters: Vec<char> = which.get(&scripts).chars().collect();
        for (place, insertion) in cuts {
            let at = place.index(letters.len() + 1);
            let until = (at + insertion.len()).min(letters.len());
            letters.splice(at..until, insertion.chars().rev());
        }
        survives(&letters.into_iter().collect::<String>());
    }
}

#[test]
fn deep_and_long_scripts_are_survived() {
    for text in [
        format!("generate x = {}1{}", "(".repeat(5000), ")".repeat(5000)),
        format!("generate x = {}1", "-".repeat(5000)),
        format!("generate x = 1{}", " + 1".repeat(50_000)),
        format!("generate x = 2{}", " ^ 2".repeat(5000)),
        format!("tabulate {}", "a ".repeat(20_000)),
        "for i in 1 : 2\n".repeat(200),
        format!("for i in 1 : 100{}\nend", " ; j in 1 : 100".repeat(10)),
        "for i in 1 : 9000000000\nend".to_owned(),
        "for i in '-9223372036854775807' : '9223372036854775807'\nend".to_owned(),
        "coefplot ".repeat(5000),
        format!("let x = a{}", " ++ a".repeat(5000)),
    ] {
        survives(&text);
    }
}
