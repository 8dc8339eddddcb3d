//! Yearly amounts. Who has none of a kind has no row, as in the tax register.

use registry::Chunk;

use super::{Column, Facts, Value as _, column};
use crate::block::Block;
use crate::calendar::year_of;
use crate::income::Amounts;
use crate::working::PersonYear;

pub(super) const COLUMNS: &[Column] = &[
    column("INNTEKT_WLONN", |block, facts| yearly(block, facts, |amounts| amounts.wage)),
    column("INNTEKT_LONN", |block, facts| yearly(block, facts, |amounts| amounts.wage)),
    column("INNTEKT_WNARINNT", |block, facts| yearly(block, facts, |amounts| amounts.business)),
    column("INNTEKT_NARINNT", |block, facts| yearly(block, facts, |amounts| amounts.business)),
    column("INNTEKT_WYRKINNT", |block, facts| yearly(block, facts, Amounts::work)),
    column("INNTEKT_YRKINNT", |block, facts| yearly(block, facts, Amounts::work)),
    column("INNTEKT_PGIVINNT", |block, facts| yearly(block, facts, |amounts| amounts.work().max(0))),
    column("INNTEKT_ALDERSP_FOLKETR", |block, facts| yearly(block, facts, |amounts| amounts.old_age)),
    column("INNTEKT_KODE218", |block, facts| yearly(block, facts, |amounts| amounts.disability)),
    column("INNTEKT_FTRYG", |block, facts| yearly(block, facts, Amounts::insurance)),
    column("INNTEKT_ARBLED", |block, facts| yearly(block, facts, |amounts| amounts.unemployment)),
    column("INNTEKT_FORELDREPENGER", |block, facts| yearly(block, facts, |amounts| amounts.parental)),
    column("INNTEKT_BARNETRYGD", |block, facts| yearly(block, facts, |amounts| amounts.child_allowance)),
    column("INNTEKT_SOSIAL", |block, facts| yearly(block, facts, |amounts| amounts.social)),
    column("INNTEKT_WSKPLOVF", |block, facts| yearly(block, facts, Amounts::taxable_transfers)),
    column("INNTEKT_WSKFROVF", |block, facts| yearly(block, facts, Amounts::free_transfers)),
    column("INNTEKT_WOVERFOR", |block, facts| yearly(block, facts, Amounts::transfers)),
    column("INNTEKT_WKAPINNT", |block, facts| yearly(block, facts, |amounts| amounts.capital)),
    column("INNTEKT_WSAMINNT", |block, facts| yearly(block, facts, Amounts::total)),
    column("INNTEKT_UTSKATT", |block, facts| yearly(block, facts, |amounts| amounts.tax)),
    column("INNTEKT_WSKATOVF", |block, facts| yearly(block, facts, |amounts| amounts.tax)),
    column("INNTEKT_WIES", |block, facts| yearly(block, facts, Amounts::after_tax)),
    column("INNTEKT_BANKINNSK", |block, facts| yearly(block, facts, |amounts| amounts.deposits)),
    column("INNTEKT_GJELD", |block, facts| yearly(block, facts, |amounts| amounts.debt)),
];

/// A chunk for each period of the variable that the simulation reaches.
fn yearly(block: &Block, facts: &Facts, amount: impl Fn(&Amounts) -> i64) -> Vec<Chunk> {
    yearly_of(block, facts, |amounts, _| amount(amounts))
}

/// The same for amounts that depend on the working year too.
pub(super) fn yearly_of(block: &Block, facts: &Facts, amount: impl Fn(&Amounts, &PersonYear) -> i64) -> Vec<Chunk> {
    let rows = |&(start, stop): &(i32, i32)| {
        let years = block.working.in_year(year_of(start));
        let amounts = years.map(|year| (block.first + year.place as u32, amount(&year.amounts, &year)));
        let (unit, values): (Vec<u32>, Vec<i64>) = amounts.filter(|(_, value)| *value != 0).unzip();
        let n = unit.len();
        Chunk { unit, value: i64::wrap(values, facts), start: vec![start; n], stop: vec![Some(stop); n] }
    };
    facts.periods.iter().map(rows).collect()
}
