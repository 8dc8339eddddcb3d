//! One way to compare a figure with its reference, so that all comparisons make one table.

use std::collections::BTreeMap;
use std::sync::Mutex;

/// Method and figure → the worst relative difference, and its tolerance.
static WORST: Mutex<BTreeMap<(String, String), (f64, f64)>> = Mutex::new(BTreeMap::new());

/// References smaller than this may be off by [`LEAST`] absolutely (the README of `../shared/reference`).
const SMALL: f64 = 1e-10;
const LEAST: f64 = 1e-12;

/// Compares by relative difference, a reference below 1e-10 also by an absolute one of 1e-12, and keeps the worst for the table.
/// `figure`: its kind, then if need be a blank and what it belongs to (`se educ`).
///
/// # Panics
/// Where the difference is over the tolerance.
pub fn compare(method: &str, figure: &str, value: f64, reference: f64, tolerance: f64) {
    let off = (value - reference).abs();
    let relative = if value == reference { 0.0 } else { off / reference.abs() };
    let is_near = relative <= tolerance || (reference.abs() < SMALL && off <= LEAST);
    assert!(is_near, "{method}, {figure}: {value:e} for {reference:e} (off by {relative:.1e})");
    let kind = figure.split(' ').next().unwrap_or(figure);
    let seen = if relative <= tolerance { relative } else { 0.0 };
    if let Ok(mut worst) = WORST.lock() {
        let entry = worst.entry((method.to_owned(), kind.to_owned())).or_insert((0.0, tolerance));
        *entry = (entry.0.max(seen), entry.1.max(tolerance));
    }
}

/// The table of all comparisons so far.
pub fn table() -> String {
    let mut text = "| method | figure | worst relative difference | tolerance |\n|---|---|---|---|\n".to_owned();
    if let Ok(worst) = WORST.lock() {
        for ((method, figure), (difference, tolerance)) in worst.iter() {
            text.push_str(&format!("| {method} | {figure} | {difference:.1e} | {tolerance:.0e} |\n"));
        }
    }
    text
}

/// Tests that compare with references: each function is a test, and `CASES` lists them for the table.
macro_rules! cases {
    ($($(#[$attribute:meta])* fn $name:ident() $body:block)*) => {
        $($(#[$attribute])* #[test] fn $name() $body)*

        /// The comparisons of this family, by name.
        pub const CASES: &[(&str, fn())] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use cases;

/// Families whose comparisons make the table.
const FAMILIES: &[&[(&str, fn())]] = &[
    super::anova::CASES,
    super::describe::CASES,
    super::glm::cases::CASES,
    super::glm::further::CASES,
    super::iv::CASES,
    super::oaxaca::CASES,
    super::panel::references::CASES,
    super::pca::CASES,
    super::quantile::CASES,
    super::rdd::CASES,
    super::survival::cox::CASES,
    super::survival::curves::CASES,
    super::survival::parametric::CASES,
];

#[test]
fn the_precision_table_is_printed() {
    for (name, case) in FAMILIES.iter().flat_map(|family| family.iter()) {
        println!("{name}");
        case();
    }
    println!("{}", table());
}
