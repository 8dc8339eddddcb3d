//! Tables of a fit: rounded as its lines are, and how many units each kind of answer needs.

use disclosure::statistic::{FittedCell, FittedColumn, FittedKind, FittedTable, FittedTerm, ModelAnswer, ModelColumn};
use disclosure::{NamedBody, Profile, Refusal};
use wire::output::{Body, Cell, Role};

use super::models::{line, numbers, outputs};
use super::support::filter;

const COLUMNS: [(&str, FittedKind); 6] = [
    ("term", FittedKind::Dimension),
    ("coefficient", FittedKind::Estimate),
    ("se", FittedKind::StandardError),
    ("p", FittedKind::P),
    ("r2", FittedKind::Ratio),
    ("df", FittedKind::Whole),
];

/// The terms of a fit as a table; `df`: from the released number of observations, never from the sum of weights.
pub fn table(terms: &[FittedTerm], r2: f64, df: i64) -> FittedTable {
    let row = |term: &FittedTerm| {
        let figures = [term.coefficient, term.se, 1e-9, r2, df as f64].map(|figure| FittedCell::Number(Some(figure)));
        std::iter::once(FittedCell::Code(term.term.clone())).chain(figures).collect()
    };
    FittedTable {
        name: Some("terms".to_owned()),
        columns: COLUMNS.map(|(name, kind)| FittedColumn { name, kind }).to_vec(),
        rows: terms.iter().map(row).collect(),
        ..FittedTable::default()
    }
}

fn columns(profile: Profile, n: usize) -> Vec<ModelColumn> {
    let (y, x) = line(n, 3);
    vec![numbers(profile, "y", y, false), numbers(profile, "x", x, true)]
}

fn ask(profile: Profile, n: usize, answer: ModelAnswer) -> Result<Vec<NamedBody>, Refusal> {
    outputs(&filter(), profile, &format!("tables of {n}"), columns(profile, n), answer)
}

#[test]
fn tables_show_the_digits_of_the_lines() {
    let bodies = ask(Profile::Register, 2_000, ModelAnswer::Estimates).unwrap();
    let [first, second] = &bodies[..] else { panic!("{bodies:?}") };
    let (Body::Model(model), Body::Table(table)) = (&first.body, &second.body) else { panic!("{bodies:?}") };
    assert_eq!((first.name.as_deref(), second.name.as_deref()), (None, Some("terms")));
    assert_eq!(second.protection, first.protection);
    assert!(!second.protection.is_empty());
    assert_eq!(table.columns[0].role, Role::Dimension);
    assert_eq!(table.rows.len(), model.terms.len());
    for (row, term) in table.rows.iter().zip(&model.terms) {
        assert_eq!(row[0], Cell::Code(term.term.clone()));
        assert_eq!(row[1], Cell::Number(term.coefficient.unwrap()));
        assert_eq!(row[2], Cell::Number(term.se.unwrap()));
        assert_eq!(row[3], Cell::Number(1e-4));
        assert_eq!(row[4], Cell::Number(model.fit["r2"].unwrap()));
        assert_eq!(row[5], Cell::Whole(model.n - 2));
    }
}

#[test]
fn tables_of_open_data_are_exact() {
    let bodies = ask(Profile::Open, 20, ModelAnswer::Tables).unwrap();
    let [only] = &bodies[..] else { panic!("{bodies:?}") };
    let Body::Table(table) = &only.body else { panic!("{bodies:?}") };
    assert!(only.protection.is_empty());
    assert_eq!(table.rows[0][3], Cell::Number(1e-9));
}

#[test]
fn each_kind_of_answer_needs_its_number_of_units() {
    let refused = |n, answer| ask(Profile::Register, n, answer).map(|_| ()).map_err(|refusal| refusal.code());
    assert_eq!(refused(60, ModelAnswer::Tables), Err("model-too-small"));
    assert_eq!(refused(2_000, ModelAnswer::Tables), Ok(()));
    // The released number is at most ten off.
    assert_eq!(refused(19, ModelAnswer::Pairs), Err("nothing-to-show"));
    assert_eq!(refused(41, ModelAnswer::Pairs), Ok(()));
}
