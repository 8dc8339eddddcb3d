//! What is added up over all runs, and the table of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use statistics::distribution::normal;
use wire::output::{Body, Model};

use super::tables::{Codes, Measured, column, is_inner};
use super::theirs::Theirs;

/// A sum and how many were added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Mean {
    sum: f64,
    n: f64,
}

impl Mean {
    fn put(&mut self, value: f64) {
        self.sum += value;
        self.n += 1.0;
    }

    fn add(&mut self, other: Mean) {
        self.sum += other.sum;
        self.n += other.n;
    }

    fn value(self) -> f64 {
        self.sum / self.n
    }
}

/// Figures of one set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Figures {
    /// Absolute error of shown counts.
    count_error: Mean,
    /// Whether a cell with units is hidden.
    hidden_cells: Mean,
    /// Persons in hidden cells, and in all.
    hidden_persons: f64,
    persons: f64,
    /// Whether an output is refused, or comes after a stop.
    refused: Mean,
    /// Shift of means in standard errors.
    mean_shift: Mean,
    /// Relative error of standard deviations.
    sd_error: Mean,
    /// Whether a mean is hidden.
    hidden_means: Mean,
    /// Shift of coefficients in standard errors.
    coefficient_shift: Mean,
    /// Coverage that a 95 % interval keeps.
    coverage: Mean,
}

/// What runs add up to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    ours: Figures,
    theirs: Figures,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Tally) {
        for (own, other) in [(&mut self.ours, &other.ours), (&mut self.theirs, &other.theirs)] {
            own.count_error.add(other.count_error);
            own.hidden_cells.add(other.hidden_cells);
            own.hidden_persons += other.hidden_persons;
            own.persons += other.persons;
            own.refused.add(other.refused);
            own.mean_shift.add(other.mean_shift);
            own.sd_error.add(other.sd_error);
            own.hidden_means.add(other.hidden_means);
            own.coefficient_shift.add(other.coefficient_shift);
            own.coverage.add(other.coverage);
        }
    }

    /// A table, chart or model that is refused or not.
    pub(super) fn output(&mut self, ours: bool, theirs: bool) {
        self.ours.refused.put(f64::from(u8::from(ours)));
        self.theirs.refused.put(f64::from(u8::from(theirs)));
    }

    /// Counts of a table or bar chart; `refused`: by their rules.
    pub(super) fn counts(&mut self, exact: &Body, shown: Option<&Body>, refused: bool, theirs: &mut Theirs) {
        let Some(truth) = counts_of(exact) else { return };
        let shown = shown.and_then(counts_of).unwrap_or_default();
        for (codes, n) in truth.iter().filter(|(codes, _)| is_inner(codes)) {
            let Some(n) = n.filter(|n| *n > 0.0) else { continue };
            self.ours.put_count(n, shown.get(codes).copied().flatten());
            let noised = theirs.count(n);
            self.theirs.put_count(n, Some(noised).filter(|_| !refused));
        }
    }

    /// Means and standard deviations.
    pub(super) fn means(
        &mut self,
        exact: BTreeMap<Codes, Measured>,
        ours: Option<BTreeMap<Codes, Measured>>,
        theirs: Option<BTreeMap<Codes, Measured>>,
    ) {
        let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
        for (codes, truth) in exact {
            let Measured { mean: Some(mean), sd: Some(sd), n: Some(n) } = truth else { continue };
            if sd <= 0.0 {
                continue;
            }
            let of = |measured: &BTreeMap<Codes, Measured>| measured.get(&codes).copied().unwrap_or_default();
            self.ours.put_mean((mean, sd, n), of(&ours));
            let shown = Some(of(&theirs)).filter(|_| Theirs::describes(n)).unwrap_or_default();
            self.theirs.put_mean((mean, sd, n), shown);
        }
    }

    /// Coefficients of a model: under their rules they are exact.
    pub(super) fn coefficients(&mut self, exact: &Body, shown: Option<&Body>) {
        let (Body::Model(exact), Some(Body::Model(shown))) = (exact, shown) else { return };
        for term in terms(exact) {
            let Some(found) = terms(shown).find(|other| other.name == term.name) else { continue };
            self.ours.put_coefficient(&term, &found);
            self.theirs.put_coefficient(&term, &term);
        }
    }

    /// The table.
    pub(super) fn table(&self) -> String {
        let mut text = "| utility | Skjerm | microdata.no's published rules | |\n|---|---|---|---|\n".to_owned();
        for row in ROWS {
            let (ours, theirs) = ((row.of)(&self.ours), (row.of)(&self.theirs));
            let price = if row.is_price { "the price" } else { "" };
            let _ = writeln!(text, "| {} | {ours:.4} | {theirs:.4} | {price} |", row.title);
        }
        text
    }

    /// Rows that were promised to be better and are not.
    pub(super) fn broken_promises(&self) -> Vec<&'static str> {
        let is_broken = |row: &&Row| !row.is_price && (row.of)(&self.ours) > (row.of)(&self.theirs);
        ROWS.iter().filter(is_broken).map(|row| row.title).collect()
    }
}

/// A row of the table: smaller is better, but for coverage.
struct Row {
    title: &'static str,
    of: fn(&Figures) -> f64,
    /// Theirs is exact there, or hides less.
    is_price: bool,
}

const ROWS: [Row; 9] = [
    Row { title: "mean absolute error of a shown count", of: |figures| figures.count_error.value(), is_price: false },
    Row { title: "shift of a mean, standard errors", of: |figures| figures.mean_shift.value(), is_price: false },
    Row { title: "relative error of a standard deviation", of: |figures| figures.sd_error.value(), is_price: false },
    Row { title: "tables, charts and models refused", of: |figures| figures.refused.value(), is_price: false },
    Row { title: "cells with units that are hidden", of: |figures| figures.hidden_cells.value(), is_price: true },
    Row { title: "persons in hidden cells", of: |figures| figures.hidden_persons / figures.persons, is_price: true },
    Row { title: "means that are hidden", of: |figures| figures.hidden_means.value(), is_price: true },
    Row {
        title: "shift of a coefficient, standard errors",
        of: |figures| figures.coefficient_shift.value(),
        is_price: true,
    },
    Row { title: "coverage of a 95 % interval", of: |figures| figures.coverage.value(), is_price: true },
];

impl Figures {
    fn put_count(&mut self, n: f64, shown: Option<f64>) {
        self.persons += n;
        self.hidden_cells.put(f64::from(u8::from(shown.is_none())));
        match shown {
            Some(shown) => self.count_error.put((shown - n).abs()),
            None => self.hidden_persons += n,
        }
    }

    fn put_mean(&mut self, (mean, sd, n): (f64, f64, f64), shown: Measured) {
        self.hidden_means.put(f64::from(u8::from(shown.mean.is_none())));
        if let Some(shown) = shown.mean {
            self.mean_shift.put((shown - mean).abs() / (sd / n.sqrt()));
        }
        if let Some(shown) = shown.sd {
            self.sd_error.put((shown / sd - 1.0).abs());
        }
    }

    /// The coverage that the shown interval has if the exact estimate is normal around the truth with its standard error.
    fn put_coefficient(&mut self, exact: &Term, shown: &Term) {
        let shift = (shown.coefficient - exact.coefficient) / exact.se;
        let half = 1.959_963_985 * shown.se / exact.se;
        self.coefficient_shift.put(shift.abs());
        self.coverage.put(normal::lower(half - shift) - normal::lower(-half - shift));
    }
}

struct Term {
    name: String,
    coefficient: f64,
    se: f64,
}

/// The estimated terms of a model.
fn terms(model: &Model) -> impl Iterator<Item = Term> + '_ {
    model.terms.iter().filter_map(|term| {
        let (coefficient, se) = term.coefficient.zip(term.se).filter(|(_, se)| *se > 0.0)?;
        Some(Term { name: term.term.clone(), coefficient, se })
    })
}

fn counts_of(body: &Body) -> Option<BTreeMap<Codes, Option<f64>>> {
    match body {
        Body::Table(table) => column(table, "count"),
        // The bars of a histogram lie elsewhere under the filter.
        Body::Chart(chart) if chart.chart == wire::output::ChartKind::Bar => column(&chart.data, "count"),
        _ => None,
    }
}

#[test]
fn figures_of_known_answers() {
    let mut figures = Figures::default();
    figures.put_count(20.0, Some(17.0));
    figures.put_count(5.0, None);
    assert_eq!((figures.count_error.value(), figures.hidden_cells.value()), (3.0, 0.5));
    assert_eq!(figures.hidden_persons / figures.persons, 0.2);
    let term = |coefficient, se| Term { name: String::new(), coefficient, se };
    figures.put_coefficient(&term(1.0, 0.5), &term(1.0, 0.5));
    assert!((figures.coverage.value() - 0.95).abs() < 1e-6);
    figures.put_mean((10.0, 4.0, 400.0), Measured { mean: Some(10.1), sd: Some(4.4), n: Some(400.0) });
    assert!((figures.mean_shift.value() - 0.5).abs() < 1e-9 && (figures.sd_error.value() - 0.1).abs() < 1e-9);
}
