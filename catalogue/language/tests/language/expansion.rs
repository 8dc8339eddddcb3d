//! Loops, bindings and `++` as the engine receives them.

use language::call::{Arguments, Call, Expr, ExprKind, Step, Value};
use language::{Table, expand, parse};

fn steps(text: &str) -> Vec<Step> {
    let table = Table::builtin();
    let parsed = parse(text, &table);
    expand(&parsed.script, text, &table)
}

/// A statement as one line: what it was made into.
fn shown(step: &Step) -> String {
    match step {
        Step::Call(call) => format!("{} {}", call.command, arguments(call)),
        Step::Let { name, value, .. } => format!("let {name} = {}", value_text(value)),
        Step::Text { markdown, .. } => format!("text {markdown}"),
        Step::Broken { diagnostics, .. } => {
            diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>().join(" ")
        }
    }
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{number}"),
        Value::Text(text) => format!("'{text}'"),
        Value::Symbol(name) => name.clone(),
    }
}

fn arguments(call: &Call) -> String {
    let name = |name: &language::call::Name| name.value.clone();
    match &call.arguments {
        Arguments::Names(names) => names.iter().map(name).collect::<Vec<_>>().join(" "),
        Arguments::Assign { target, value } => {
            let condition =
                call.condition.as_ref().map(|condition| format!(" if {}", expr(condition))).unwrap_or_default();
            format!("{} = {}{condition}", target.value, expr(value))
        }
        Arguments::Import { source, date, target } => format!(
            "{}/{} {} {}",
            source.alias.value,
            source.variable.value,
            date.as_ref().map(|date| date.value.to_string()).unwrap_or_default(),
            target.as_ref().map(name).unwrap_or_default()
        ),
        Arguments::Statistics(calls) => calls
            .iter()
            .map(|call| {
                format!(
                    "({}) {} -> {}",
                    call.statistic.value,
                    call.variable.value,
                    call.target.as_ref().map(name).unwrap_or_default()
                )
            })
            .collect::<Vec<_>>()
            .join(", "),
        other => format!("{other:?}"),
    }
}

fn expr(expr_: &Expr) -> String {
    match &expr_.kind {
        ExprKind::Number(number) => format!("{number}"),
        ExprKind::Text(text) => format!("'{text}'"),
        ExprKind::Variable(name) => name.clone(),
        ExprKind::Missing => ".".to_owned(),
        ExprKind::Unary { operator, operand } => format!("({operator:?} {})", expr(operand)),
        ExprKind::Binary { operator, left, right } => format!("({} {operator:?} {})", expr(left), expr(right)),
        ExprKind::Function { name, arguments } => {
            format!("{}({})", name.value, arguments.iter().map(expr).collect::<Vec<_>>().join(", "))
        }
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = steps(text).iter().map(shown).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn operators_bind_as_specified() {
    check("generate x = a == 1 | b == 2 & c == 3", &["generate x = ((a Equal 1) Or ((b Equal 2) And (c Equal 3)))"]);
    check("generate x = -2^2 + !f * 3", &["generate x = ((Negate (2 Power 2)) Add ((Not f) Multiply 3))"]);
    check("generate x = 2^-1 - 1 - 1", &["generate x = (((2 Power (Negate 1)) Subtract 1) Subtract 1)"]);
    check("generate x = !sysmiss(y) & (z | w)", &["generate x = ((Not sysmiss(y)) And (z Or w))"]);
    check("replace x = . if y >= .5", &["replace x = . if (y GreaterOrEqual 0.5)"]);
}

#[test]
fn names_are_joined_looser_than_sums() {
    check(
        "let år = 2000\nlet a = siv_ ++ $år + 2\nlet b = lønn ++ $år + 16 - 2000 ++ \"_2\"\nlet d = $år ++ \"-01-01\"\nlet t = to ++ tusen",
        &["let år = 2000", "let a = siv_2002", "let b = lønn16_2", "let d = '2000-01-01'", "let t = totusen"],
    );
    check(
        "let år = 2000\ngenerate gift = 1 if siv_ ++ $år + 2 == \"1\"",
        &["let år = 2000", "generate gift = 1 if (siv_2002 Equal '1')"],
    );
    check(
        "let år0 = 5\nsankey Status ++ $år0 Status ++ $år0 + 1\ntabulate lønn++$år0 x",
        &["let år0 = 5", "sankey Status5 Status6", "tabulate lønn5 x"],
    );
    check("let n = 3\ncollapse (count) x -> n ++ $n, by(id)", &["let n = 3", "collapse (count) x -> n3"]);
}

#[test]
fn binding_functions_have_values() {
    check(
        "let a = date_fmt(2011, 11, 12)\nlet b = to_int('100') + 1\nlet c = to_str(100)\nlet kpi2020 = 7\nlet d = bind(kpi ++ 2020)\nlet e = to_symbol('v')\nlet f = pi() > 3\nlet g = date(1970, 01, 02)",
        &[
            "let a = '2011-11-12'",
            "let b = 101",
            "let c = '100'",
            "let kpi2020 = 7",
            "let d = 7",
            "let e = v",
            "let f = 1",
            "let g = 1",
        ],
    );
    check("let d = 2020-01-01", &["let d = '2020-01-01'"]);
}

#[test]
fn dates_come_from_literals_bindings_and_functions() {
    let after = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>();
    let found: Vec<String> = steps(
        "let å = '2011-11-12'\nimport db/X $å as x\nimport db/X 2020-01-01\nimport db/X date_fmt(2020) as y\nlet i = 2019\nimport db/X $i ++ \"-12-31\" as z\nimport db/X $i-12-31 as w\nimport db/X '2001-01-01'",
    )
    .iter()
    .map(shown)
    .collect();
    assert_eq!(
        found,
        after(&[
            "let å = '2011-11-12'",
            "import db/X 2011-11-12 x",
            "import db/X 2020-01-01 ",
            "import db/X 2020-01-01 y",
            "let i = 2019",
            "import db/X 2019-12-31 z",
            "import db/X 2019-12-31 w",
            "import db/X 2001-01-01 ",
        ])
    );
}

#[test]
fn loops_run_in_parallel_and_nested_with_the_last_fastest() {
    check("for i in mor, far\nuse $i\nend", &["use mor", "use far"]);
    check(
        "for i, j in 0 : 1, a b ; k in 'x' 'y'\nuse $j ++ $i ++ $k\nend",
        &["use a0x", "use a0y", "use b1x", "use b1y"],
    );
    check("let n = 3\nfor i in 0:$n - 1\nuse d ++ $i\nend", &["let n = 3", "use d0", "use d1", "use d2"]);
    check("for i in a b\nfor j in 1 : 2\nuse $i ++ $j\nend\nend", &["use a1", "use a2", "use b1", "use b2"]);
    check("for y in 2019 2021\ntextblock\nÅr\nendblock\nend", &["text År", "text År"]);
}

#[test]
fn bindings_of_an_iteration_end_with_it() {
    check("for i in 1 : 2\nlet v = $i * 2\nend\nuse d ++ $v", &["let v = 2", "let v = 4", "unknown-binding"]);
    check(
        "let v = 0\nfor i in 1 : 2\nlet v = $v + $i\nend\nuse d ++ $v",
        &["let v = 0", "let v = 1", "let v = 2", "use d0"],
    );
}

#[test]
fn bindings_are_typed_tokens_not_text() {
    check(
        "let g = kjønn\nlet n = 25\ngenerate x = $n * 2 if $g == '1'",
        &["let g = kjønn", "let n = 25", "generate x = (25 Multiply 2) if (kjønn Equal '1')"],
    );
    check("let n = 2 + 3\ngenerate x = $n * 2", &["let n = 5", "generate x = (5 Multiply 2)"]);
}

#[test]
fn keys_of_several_parts_become_rowconcat() {
    check(
        "generate k = string(a) ++ \"_\" ++ string(b) ++ 1",
        &["generate k = rowconcat(string(a), '_', string(b), '1')"],
    );
}

#[test]
fn the_source_of_a_call_is_one_line_without_comment() {
    let all = steps("tabulate a \\ // why\r\n   b, \\\r\n missing // end");
    let [Step::Call(call)] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((call.source.as_str(), call.line), ("tabulate a b, missing", 1));
}

#[test]
fn a_broken_line_does_not_hide_the_rest() {
    check("tabulate a b\ntabulte c\nuse d", &["tabulate a b", "unknown-command", "use d"]);
    check("for i in 1 : 2\nuse d", &["block-without-end"]);
}
