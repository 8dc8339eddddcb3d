//! What the tax assessment tells beside the income statistics: bases, wealth, interest. It follows from the same amounts.

use super::income::yearly_of;
use super::{Column, column};
use crate::income::Amounts;
use crate::working::PersonYear;

pub(super) const COLUMNS: &[Column] = &[
    column("SKATT_BRUTTOINNTEKT", |block, facts| yearly_of(block, facts, |amounts, _| gross(amounts))),
    column("SKATT_ALMINNELIG_INNTEKT", |block, facts| {
        yearly_of(block, facts, |amounts, year| gross(amounts) - deduction(amounts, year) - interest(amounts))
    }),
    column("SKATT_MINSTEFRADRAG", |block, facts| yearly_of(block, facts, deduction)),
    column("SKATT_PI_LONN", |block, facts| yearly_of(block, facts, |amounts, _| amounts.wage)),
    column("SKATT_PI_ANNEN_NAERING", |block, facts| yearly_of(block, facts, |amounts, _| amounts.business)),
    column("SKATT_PI_PENSJONER", |block, facts| yearly_of(block, facts, |amounts, _| amounts.old_age)),
    column("SKATT_PI_UFORE", |block, facts| yearly_of(block, facts, |amounts, _| amounts.disability)),
    column("SKATT_BA_DAGPENGER", |block, facts| yearly_of(block, facts, |amounts, _| amounts.unemployment)),
    column("SKATT_BA_ALDERSPENSJ_FOLKETR", |block, facts| yearly_of(block, facts, |amounts, _| amounts.old_age)),
    column("SKATT_FASTSATT_SKATT", |block, facts| yearly_of(block, facts, |amounts, _| amounts.tax)),
    column("SKATT_BANKINNSKUDD", |block, facts| yearly_of(block, facts, |amounts, _| amounts.deposits)),
    column("SKATT_GJELD", |block, facts| yearly_of(block, facts, |amounts, _| amounts.debt)),
    column("SKATT_RENTEINNTEKTER", |block, facts| yearly_of(block, facts, |amounts, _| amounts.deposits / 70)),
    column("SKATT_RENTEUTGIFTER", |block, facts| yearly_of(block, facts, |amounts, _| interest(amounts))),
    column("SKATT_BRUTTO_FINANSKAPITAL", |block, facts| yearly_of(block, facts, |amounts, _| financial(amounts))),
    column("SKATT_PRIMAERBOLIG", |block, facts| yearly_of(block, facts, |amounts, year| home(amounts, year) / 4)),
    column("SKATT_REALKAPITAL", |block, facts| {
        yearly_of(block, facts, |amounts, year| home(amounts, year) / 4 + 20_000)
    }),
    column("SKATT_BRUTTOFORMUE", |block, facts| yearly_of(block, facts, taxable_wealth)),
    column("SKATT_NETTOFORMUE", |block, facts| {
        yearly_of(block, facts, |amounts, year| taxable_wealth(amounts, year) - amounts.debt)
    }),
    column("SKATT_FORMUESKATT", |block, facts| {
        yearly_of(block, facts, |amounts, year| (taxable_wealth(amounts, year) - amounts.debt - 1_500_000).max(0) / 110)
    }),
    column("INNTEKT_OVERFOR", |block, facts| yearly_of(block, facts, |amounts, _| amounts.transfers())),
    column("INNTEKT_SKPLOVF", |block, facts| yearly_of(block, facts, |amounts, _| amounts.taxable_transfers())),
    column("INNTEKT_RENTINNT", |block, facts| yearly_of(block, facts, |amounts, _| amounts.deposits / 70)),
    column("INNTEKT_RENTUT", |block, facts| yearly_of(block, facts, |amounts, _| interest(amounts))),
    column("INNTEKT_BRUTTO_FINANSKAPITAL", |block, facts| yearly_of(block, facts, |amounts, _| financial(amounts))),
    column("INNTEKT_BRUTTOFORM", |block, facts| yearly_of(block, facts, taxable_wealth)),
    column("INNTEKT_REAL", |block, facts| yearly_of(block, facts, |amounts, year| home(amounts, year) / 4 + 20_000)),
    column("INNTEKT_BER_BRFORM", |block, facts| {
        yearly_of(block, facts, |amounts, year| financial(amounts) + home(amounts, year))
    }),
    column("INNTEKT_BER_REALKAP", |block, facts| yearly_of(block, facts, |amounts, year| home(amounts, year) + 20_000)),
    column("INNTEKT_PRIM_MARK", |block, facts| yearly_of(block, facts, home)),
    column("INNTEKT_FORMUESKATT", |block, facts| {
        yearly_of(block, facts, |amounts, year| (taxable_wealth(amounts, year) - amounts.debt - 1_500_000).max(0) / 110)
    }),
];

fn gross(amounts: &Amounts) -> i64 {
    amounts.work() + amounts.capital + amounts.taxable_transfers()
}

/// The standard deduction: a share of pay and pensions up to a limit that grows with the years.
fn deduction(amounts: &Amounts, year: &PersonYear) -> i64 {
    let limit = 40_000 + 2_700 * i64::from((year.year - 1998).max(0));
    ((amounts.wage + amounts.taxable_transfers()) * 45 / 100).clamp(0, limit)
}

fn interest(amounts: &Amounts) -> i64 {
    amounts.debt / 28
}

fn financial(amounts: &Amounts) -> i64 {
    amounts.deposits + amounts.capital.max(0) * 6
}

/// Market value of the home: who has a housing loan owns one, and so do most of the older who have paid theirs.
fn home(amounts: &Amounts, year: &PersonYear) -> i64 {
    let growth = 1.0 + 0.045 * f64::from(year.year - 2010);
    if amounts.debt > 300_000 {
        (1_000_000.0 * growth.max(0.3)) as i64 + amounts.debt * 6 / 5
    } else if year.age >= 50 && amounts.deposits > 60_000 {
        (1_600_000.0 * growth.max(0.3)) as i64 + amounts.deposits
    } else {
        0
    }
}

fn taxable_wealth(amounts: &Amounts, year: &PersonYear) -> i64 {
    financial(amounts) + home(amounts, year) / 4 + 20_000 * i64::from(home(amounts, year) > 0)
}
