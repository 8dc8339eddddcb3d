//! The formatter changes blanks and nothing else.

use language::lexer::{TokenKind, tokenize, unquote};
use language::{Table, editor::format};

#[track_caller]
fn check(script: &str, expected: &str) {
    let table = Table::builtin();
    let formatted = format(script, &table);
    assert_eq!(formatted, expected);
    assert_eq!(format(&formatted, &table), formatted, "twice");
}

#[test]
fn blanks_and_indentation() {
    check(
        "  tabulate   kjønn  sivilstand ,rowpct   top( 5 )\nfor i,j in 1:3,a b c\ngenerate x++$i=1+2*$i/(3-y) if z==1&w!='a'\n// hei\nend\n",
        "tabulate kjønn sivilstand, rowpct top(5)\nfor i, j in 1 : 3, a b c\n  generate x ++ $i = 1 + 2 * $i / (3 - y) if z == 1 & w != 'a'\n  // hei\nend\n",
    );
    check("collapse(mean)x->y(sum) z , by(w)", "collapse (mean) x -> y (sum) z, by(w)\n");
    check("recode a b (1/5=1 'x')(min/-1   = 2)", "recode a b (1/5 = 1 'x') (min/-1 = 2)\n");
    check("generate x=-y^2 - -1", "generate x = -y^2 - -1\n");
    check("regress y i.a # c.b x ,robust", "regress y i.a#c.b x, robust\n");
    check("import db/X   2020-01-01  as y,outer_join", "import db/X 2020-01-01 as y, outer_join\n");
}

#[test]
fn blanks_that_keep_symbols_apart_stay() {
    check("import db/ /X as x", "import db/ /X as x\n");
    check("keep if a ! = b", "keep if a ! = b\n");
    check("regress y a# #b", "regress y a# #b\n");
}

#[test]
fn bare_words_keep_their_blanks() {
    check("define-labels  l 1 18+ 2 a-b 3  'x y'", "define-labels l 1 18+ 2 a-b 3 'x y'\n");
    check("require   no.ssb.fdb:1.2.0.0  as db", "require no.ssb.fdb:1.2.0.0 as db\n");
    check("help   create-dataset", "help create-dataset\n");
}

#[test]
fn long_lines_comments_and_texts_stay_where_they_are() {
    check(
        "recode x \\  // a\n(1=2) \\\n // (3 = 4) \\\n   (5=6) // b\n\n\n\nuse d\n",
        "recode x \\ // a\n    (1 = 2) \\\n    // (3 = 4) \\\n    (5 = 6) // b\n\nuse d\n",
    );
    check(
        "textblock\n  # Tittel\n\n\n   x   \nendblock\nuse   d",
        "textblock\n  # Tittel\n\n\n   x   \nendblock\nuse d\n",
    );
}

#[test]
fn pasted_letters_become_plain() {
    check("\u{feff}keep if x == ’1’ & y ≥ “a”\r\n", "keep if x == '1' & y >= \"a\"\n");
    check("define-labels l 1 “it's”", "define-labels l 1 \"it's\"\n");
}

#[test]
fn a_line_that_cannot_be_read_stays() {
    check("generate  x = 'a  ; b", "generate  x = 'a  ; b\n");
}

#[test]
fn formatting_keeps_every_word_of_every_example() {
    let table = Table::builtin();
    let words = |text: &str| -> Vec<String> {
        let kept =
            tokenize(text).into_iter().filter(|token| !matches!(token.kind, TokenKind::Space | TokenKind::Newline));
        kept.map(|token| unquote(token.text(text)).to_owned()).collect()
    };
    for example in table.commands.iter().flat_map(|command| command.examples.iter()) {
        let formatted = format(&example.script, &table);
        assert_eq!(words(&formatted), words(&example.script));
        assert_eq!(formatted.trim_end(), example.script, "examples stand in the house form");
    }
}

#[test]
fn a_name_loses_its_invisible_characters_as_its_hint_says() {
    let table = Table::builtin();
    let pasted = "require no.s\u{200b}sb.fdb:1 as db\ncreate-dataset d\ngenerate al\u{feff}der = 1\n";
    let plain = "require no.ssb.fdb:1 as db\ncreate-dataset d\ngenerate alder = 1\n";
    assert_eq!(language::editor::format(pasted, &table), plain);
}
