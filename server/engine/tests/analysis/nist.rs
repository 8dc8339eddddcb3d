//! NIST's linear and univariate sets from script to answer under `open`: generated powers, model table, summary.
//!
//! The thresholds are those of `spec/statistics.md` section 4; nine digits and more but for the sets that f64 or their conditioning
//! limits (Filip, Wampler1 and 3 to 5).

use serde_json::Value;
use wire::output::Cell;

use super::answers::{columns, model, table};
use super::reference::{csv_databank, shared};

/// Set, digits of coefficients, digits of standard errors.
const LINEAR: [(&str, f64, f64); 11] = [
    ("Norris", 12.0, 13.0),
    ("Pontius", 11.5, 13.0),
    ("NoInt1", 14.0, 14.0),
    ("NoInt2", 14.0, 14.0),
    ("Longley", 11.0, 12.0),
    ("Filip", 6.5, 6.5),
    ("Wampler1", 8.5, 9.0),
    ("Wampler2", 12.0, 13.0),
    ("Wampler3", 8.5, 13.0),
    ("Wampler4", 8.0, 13.0),
    ("Wampler5", 6.0, 13.0),
];

fn certified(path: &str) -> Option<Value> {
    Some(serde_json::from_str(&std::fs::read_to_string(shared(path)?).unwrap()).unwrap())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

/// Digits that agree.
fn digits(value: f64, expected: f64) -> f64 {
    let error = (value - expected).abs() / if expected == 0.0 { 1.0 } else { expected.abs() };
    if error == 0.0 { 16.0 } else { (-error.log10()).min(16.0) }
}

#[test]
fn linear_sets_keep_their_digits_through_the_engine() {
    let mut failures = Vec::new();
    for (name, coefficient_digits, error_digits) in LINEAR {
        let Some((world, mut script)) = csv_databank(&name.to_lowercase(), &format!("nist/linear/{name}.csv")) else {
            return;
        };
        let certified = certified(&format!("nist/linear/{name}.json")).unwrap();
        let exact = &certified["exact"];
        let has_constant = certified["intercept"].as_bool().unwrap();
        let degree = certified["polynomial_degree"].as_u64().unwrap_or(1);
        let mut terms: Vec<String> = match name {
            "Longley" => (1..=6).map(|place| format!("x{place}")).collect(),
            _ => vec!["x".to_owned()],
        };
        for power in 2..=degree {
            script.push_str(&format!("generate x{power} = x ^ {power}\n"));
            terms.push(format!("x{power}"));
        }
        let options = if has_constant { "" } else { ", noconstant" };
        let found = model(&world, &format!("{script}regress y {}{options}", terms.join(" ")));
        assert!(found.dropped.is_empty(), "{name}: {:?}", found.dropped);
        let names = has_constant.then(|| "_cons".to_owned()).into_iter().chain(terms);
        let (mut coefficients, mut errors) = (16.0_f64, 16.0_f64);
        for (place, term) in names.enumerate() {
            let term = found.terms.iter().find(|found| found.term == term).unwrap();
            coefficients = coefficients.min(digits(term.coefficient.unwrap(), number(&exact["coef"][place])));
            let se = number(&exact["se"][place]);
            if se > 0.0 {
                errors = errors.min(digits(term.se.unwrap(), se));
            }
        }
        let df = (found.fit["df_model"], found.fit["df_resid"]);
        assert_eq!(df, (exact["df_model"].as_f64(), exact["df_resid"].as_f64()), "{name}");
        let r2 = digits(found.fit["r2"].unwrap(), number(&exact["r2"]));
        println!("{name}: {coefficients:.1} / {errors:.1}, r2 {r2:.1}");
        if coefficients < coefficient_digits || errors < error_digits || r2 < 9.0 {
            failures.push(format!("{name}: {coefficients:.1} / {errors:.1}, r2 {r2:.1}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn univariate_sets_keep_their_digits_through_the_engine() {
    let mut failures = Vec::new();
    for name in ["Lew", "Lottery", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4", "PiDigits"] {
        let path = format!("nist/univariate/{name}");
        let Some((world, script)) = csv_databank(&name.to_lowercase(), &format!("{path}.csv")) else { return };
        let certified = certified(&format!("{path}.json")).unwrap();
        let found = table(&world, &format!("{script}summarize y"));
        let cell = |wanted: &str| match &found.rows[0][columns(&found).iter().position(|name| *name == wanted).unwrap()]
        {
            Cell::Number(number) => *number,
            other => panic!("{name}: {other:?}"),
        };
        let of = |ours: &str, theirs: &str| {
            let ceiling = certified["f64_ceiling_digits"][theirs].as_f64().unwrap();
            (digits(cell(ours), number(&certified["exact"][theirs])), (ceiling - 1.0).min(13.0))
        };
        for (what, (found, wanted)) in [("mean", of("mean", "mean")), ("sd", of("std", "sd"))] {
            println!("{name} {what}: {found:.1} (wanted {wanted:.1})");
            if found < wanted {
                failures.push(format!("{name} {what}: {found:.1}, wanted {wanted:.1}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
