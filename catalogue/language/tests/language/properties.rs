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

/// The most that is read, with room to spare in a browser's megabyte of stack.
#[test]
fn the_deepest_expressions_fit_a_small_stack() {
    let scripts = [
        format!("generate x = 1{}", " + 1".repeat(500)),
        format!("generate x = {}", vec!["x == 1"; 500].join(" | ")),
        format!("generate x = {}1{}", "(1 + ".repeat(59), ")".repeat(59)),
        format!("generate x = {}1{}", "int(".repeat(59), ")".repeat(59)),
        format!("generate x = {}1", "2 ^ -".repeat(29)),
        format!("let x = a{}", " ++ a".repeat(500)),
        format!("{}use d\n{}", "for i in 1\n".repeat(32), "end\n".repeat(32)),
        format!("for i in 1{}\nuse d\nend", " ; j in 1".repeat(31)),
        format!("{}tabulate x", "coefplot ".repeat(59)),
    ];
    let run = move || {
        for text in &scripts {
            survives(text);
            let found = diagnose(text, &Table::builtin(), &NoNames);
            assert!(found.iter().all(|diagnostic| diagnostic.code != "nesting-too-deep"), "{text}");
        }
    };
    std::thread::Builder::new().stack_size(768 << 10).spawn(run).unwrap().join().unwrap();
}

#[test]
fn deep_and_long_scripts_are_survived() {
    for text in [
        format!("for i in 1{}\nend", " ; j in 1".repeat(100_000)),
        format!("{}{}", "for i in 1 : 2\n".repeat(20_000), "end\n".repeat(20_000)),
        format!("generate x = {}1{}", "(".repeat(100_000), ")".repeat(100_000)),
        format!("generate x = {}1", "!".repeat(100_000)),
        format!("generate x = 2{}", "^2".repeat(100_000)),
        format!("let a = 'x'\n{}", "let a = $a ++ $a\n".repeat(200)),
        format!("let a = x\n{}\nfor i in {}\nuse $a\nend", "let a = $a ++ $a\n".repeat(13), "$a ".repeat(20_000)),
        format!("for i in 1 : 19000\ntabulate {}\nend", "a ".repeat(100_000)),
        format!("for i in {}\nuse d\nend", "1:19000 ".repeat(20_000)),
        format!("tabulate a {}", "\\ ".repeat(50_000)),
        format!("use a{}", "$b".repeat(50_000)),
        format!("use {0}a\nuse {0}b", "a".repeat(100_000)),
        "for i in 0 : 1000000000\nuse d\nend".to_owned(),
        format!("generate x = {}1", "-".repeat(5000)),
        format!("generate x = 1{}", " + 1".repeat(50_000)),
        format!("generate x = 2{}", " ^ 2".repeat(5000)),
        format!("tabulate {}", "a ".repeat(20_000)),
        format!("for i in 1 : 100{}\nend", " ; j in 1 : 100".repeat(10)),
        "for i in 1 : 9000000000\nend".to_owned(),
        "for i in '-9223372036854775807' : '9223372036854775807'\nend".to_owned(),
        "coefplot ".repeat(5000),
        format!("let x = a{}", " ++ a".repeat(5000)),
    ] {
        survives(&text);
    }
}
