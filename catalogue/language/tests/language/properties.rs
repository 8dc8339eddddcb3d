//! Whatever the text: tokens cover it, nothing panics.

use language::call::{Arguments, Call, Step};
use language::lexer::{TokenKind, tokenize};
use language::{Diagnostic, NoNames, Table, diagnose, editor, expand, parse};
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
    // The limits count letters.
    if text.len() < 5000 {
        assert_eq!(meaning(&formatted), meaning(text), "{text:?}\n{formatted:?}");
    }
}

/// What a script says, without the places where it says it: its steps, and the codes of what cannot be run.
fn meaning(text: &str) -> Vec<String> {
    let table = Table::builtin();
    let parsed = parse(text, &table);
    let steps = expand(&parsed.script, text, &table).into_iter().map(|step| match step {
        Step::Broken { diagnostics, .. } => codes(&diagnostics),
        step => {
            let mut step = step.without_places();
            if let Step::Call(call) = &mut step {
                without_source(call);
            }
            format!("{step:?}")
        }
    });
    steps.chain([codes(&parsed.diagnostics)]).collect()
}

/// Formatting makes pasted characters plain, so the remark on them goes.
fn codes(diagnostics: &[Diagnostic]) -> String {
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != "pasted-character");
    codes.collect::<Vec<_>>().join(" ")
}

/// A command's source text says the same in any blanks; what else there is of it stays.
fn without_source(step: &mut Call) {
    step.source.clear();
    if let Arguments::Command(inner) = &mut step.arguments {
        without_source(inner);
    }
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

/// Lines of the examples, and of the kinds that people write most.
fn statements() -> Vec<String> {
    const LINES: &str = include_str!("../snippets/idioms.script");
    let scripts = scripts();
    scripts.iter().map(String::as_str).chain([LINES]).flat_map(str::lines).map(str::to_owned).collect()
}

/// What may stand between two tokens.
fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        " ",
        "  ",
        "\t",
        " \\\n",
        " \\ // mer\n  ",
        "\u{a0}",
        "\u{200b}",
        "\r\n",
        "\n\n",
    ])
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
    fn scripts_with_blanks_and_comments_anywhere_are_survived(
        lines in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(gap(), 1..12)), 1..12),
    ) {
        let statements = statements();
        let mut script = String::new();
        for (which, gaps) in lines {
            let statement = which.get(&statements);
            let mut gaps = gaps.iter().cycle();
            for token in tokenize(statement) {
                let can_break = token.kind != TokenKind::Markdown && !script.ends_with("textblock");
                if let Some(gap) = gaps.next().filter(|_| can_break) {
                    script.push_str(gap);
                }
                script.push_str(token.text(statement));
            }
            script.push('\n');
        }
        survives(&script);
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
