//! Tokens of small texts.

use super::super::{TokenKind, canonical_name, tokenize, unquote};

fn check(text: &str, expected: &[(TokenKind, &str)]) {
    let tokens = tokenize(text);
    let found: Vec<(TokenKind, &str)> = tokens
        .iter()
        .filter(|token| token.kind != TokenKind::Space)
        .map(|token| (token.kind, token.text(text)))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn dates_come_before_numbers_and_codes_after() {
    use TokenKind::{Date, Number, Word};
    check(
        "2020-01-01 0.5 .5 1e6 01A 07",
        &[(Date, "2020-01-01"), (Number, "0.5"), (Number, ".5"), (Number, "1e6"), (Word, "01A"), (Number, "07")],
    );
}

#[test]
fn pasted_quotes_are_quotes_and_apostrophes_stay_inside() {
    for text in ["'it’s'", "“abc”", "„abc“", "«a'b»", "’x’", "\"x”"] {
        let tokens = tokenize(text);
        assert_eq!(tokens.len(), 1, "{text}");
        assert_eq!(tokens[0].kind, TokenKind::Text, "{text}");
    }
    assert_eq!(unquote("'it’s'"), "it’s");
    assert_eq!(unquote("“abc”"), "abc");
}

#[test]
fn a_backslash_joins_lines_over_blanks_comments_and_windows_line_ends() {
    use TokenKind::{Comment, Continuation, Joined, Name, Newline};
    check(
        "a \\ // why\r\nb\nc",
        &[
            (Name, "a"),
            (Continuation, "\\"),
            (Comment, "// why"),
            (Joined, "\r\n"),
            (Name, "b"),
            (Newline, "\n"),
            (Name, "c"),
        ],
    );
    check(
        "a \\\n // b \\\n c",
        &[(Name, "a"), (Continuation, "\\"), (Joined, "\n"), (Comment, "// b \\"), (Joined, "\n"), (Name, "c")],
    );
}

#[test]
fn hash_is_a_comment_only_at_the_start_of_a_line() {
    use TokenKind::{Comment, Name, Newline, Symbol};
    check(
        "# a\nb#c",
        &[(Comment, "# a"), (Newline, "\n"), (Name, "b"), (Symbol(super::Symbol::Hash), "#"), (Name, "c")],
    );
}

#[test]
fn a_textblock_is_raw_until_endblock() {
    use TokenKind::{Markdown, Name, Newline};
    check(
        "textblock\n# 'x\n  endblock \ny",
        &[(Name, "textblock"), (Markdown, "\n# 'x\n"), (Name, "endblock"), (Newline, "\n"), (Name, "y")],
    );
}

#[test]
fn system_names_have_one_spelling() {
    assert_eq!(canonical_name("Start@siv"), "START@siv");
    assert_eq!(canonical_name("panel@date"), "date@panel");
    assert_eq!(canonical_name("a\u{30a}r"), "år");
}
