//! What the catalogue may say about when a variable has data.
//!
//! For `register` databanks these are released values (contract 5): a date appears when the released number of units at it
//! is at least 1000, first and last day are told to the year. The question is fixed, so the same data always give the same answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use disclosure::statistic::Population;
use disclosure::{ColumnForm, Filter, Form, Kind, Question, RegisterVariable, Source};
use registry::{BankVersion, Coverage, Draft, Records, Registry, Result, Selection, TrueCoverage};
use variables::{DataVersion, Day, Profile, Temporality, Tier, UnitType, Variable};

use crate::keys::KeyRing;
use crate::world::Shared;

/// True counts this far from the minimum decide by themselves: no noise reaches so far (D ≤ 12).
const SURE_DISTANCE: u64 = 100;

/// Releases a draft, with released coverage where the databank's profile asks for it.
///
/// # Errors
/// Those of the registry; an empty draft is one.
pub fn release(registry: &Registry, keys: &KeyRing, databank: &str) -> Result<DataVersion> {
    let draft = registry.draft(databank)?;
    let seen = draft.seen()?;
    let coverage = if draft.databank().profile == Profile::Open {
        BTreeMap::new()
    } else {
        let shared = Shared::new(registry.clone(), Filter::new(keys.filter()));
        Publication { shared: &shared, bank: draft.contents()?, persons: BTreeMap::new() }.coverage(&draft)?
    };
    draft.release_if(&seen, &coverage)
}

struct Publication<'a> {
    shared: &'a Shared,
    bank: BankVersion,
    /// Persons behind units, by unit type.
    persons: BTreeMap<UnitType, Option<Behind>>,
}

/// Persons behind units.
#[derive(Clone)]
struct Behind {
    persons: Arc<[u32]>,
    /// Units that are nobody's.
    ownerless: u64,
    /// The most units that one person has.
    most: u64,
}

impl Behind {
    fn of(persons: Arc<[u32]>) -> Behind {
        let mut counts: Vec<u32> = Vec::new();
        let mut ownerless = 0;
        for person in persons.iter() {
            let place = *person as usize;
            if *person == u32::MAX {
                ownerless += 1;
                continue;
            }
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        Behind { persons, ownerless, most: u64::from(counts.into_iter().max().unwrap_or(1)).max(1) }
    }

    /// So many units have at least so many persons behind them.
    fn fewest_persons(&self, units: u64) -> u64 {
        units.saturating_sub(self.ownerless).div_ceil(self.most)
    }
}

impl Publication<'_> {
    /// Coverage of every variable that the draft changes and that has data.
    fn coverage(&mut self, draft: &Draft) -> Result<BTreeMap<String, Coverage>> {
        let changed: BTreeSet<String> = draft.changes()?.into_iter().map(|change| change.name).collect();
        let with_data: Vec<Variable> = self
            .bank
            .variables()
            .iter()
            .filter(|variable| variable.has_data && changed.contains(&variable.name))
            .cloned()
            .collect();
        with_data.into_iter().map(|variable| Ok((variable.name.clone(), self.of(&variable)?))).collect()
    }

    fn of(&mut self, variable: &Variable) -> Result<Coverage> {
        let truth = self.bank.true_coverage(&variable.name)?;
        if !variable.unit_type.spec().is_pseudonymised {
            // Units that are public facts need no protection (E.3).
            return Ok(truth.exact());
        }
        match variable.temporality {
            Temporality::Fixed => Ok(Coverage::default()),
            Temporality::Event => self.of_spells(variable, &truth),
            Temporality::Status | Temporality::Accumulated => self.of_periods(variable, &truth),
        }
    }

    fn of_periods(&mut self, variable: &Variable, truth: &TrueCoverage) -> Result<Coverage> {
        let mut shown = Vec::new();
        for period in &truth.periods {
            if self.is_large(variable, Selection::At(period.start), period.rows)? {
                shown.push(*period);
            }
        }
        Ok(Coverage {
            valid_from: shown.iter().map(|period| first_of_year(period.start)).min(),
            valid_until: shown.iter().map(|period| last_of_year(period.stop)).max(),
            measure_dates: shown.iter().map(|period| period.start).collect::<BTreeSet<_>>().into_iter().collect(),
        })
    }

    /// Years in which enough units have a spell; looked for from both ends.
    fn of_spells(&mut self, variable: &Variable, truth: &TrueCoverage) -> Result<Coverage> {
        let (Some(first), Some(last)) = (truth.first, truth.last) else { return Ok(Coverage::default()) };
        let (first, last) = (first.ymd().0, last.ymd().0);
        // Spells that are open reach beyond every year; whether enough do decides if the end is told.
        let units = units_by_year(&self.bank.read(&variable.name, &Selection::All)?, first, last + 1);
        let years: Vec<(i32, u64)> = (first..=last + 1).zip(units).collect();
        let Some(from) = self.first_large(variable, years.iter().copied())? else { return Ok(Coverage::default()) };
        let until = self.first_large(variable, years.iter().rev().copied())?.filter(|year| *year <= last);
        Ok(Coverage {
            valid_from: Day::from_ymd(from, 1, 1),
            valid_until: until.and_then(|year| Day::from_ymd(year, 12, 31)),
            measure_dates: Vec::new(),
        })
    }

    fn first_large(&mut self, variable: &Variable, years: impl Iterator<Item = (i32, u64)>) -> Result<Option<i32>> {
        for (year, units) in years {
            if self.is_year_large(variable, year, units)? {
                return Ok(Some(year));
            }
        }
        Ok(None)
    }

    fn is_year_large(&mut self, variable: &Variable, year: i32, units: u64) -> Result<bool> {
        match (Day::from_ymd(year, 1, 1), Day::from_ymd(year, 12, 31)) {
            (Some(from), Some(to)) => self.is_large(variable, Selection::Window { from, to }, units),
            _ => Ok(false),
        }
    }

    /// Whether the released number of persons behind a selection of `units` units is at least the minimum population.
    fn is_large(&mut self, variable: &Variable, selection: Selection, units: u64) -> Result<bool> {
        let minimum = u64::try_from(self.shared.filter().policy().minimum_population).unwrap_or(u64::MAX);
        let persons_behind = self.persons_behind(variable.unit_type)?;
        // There are never more persons behind units than units.
        if units + SURE_DISTANCE <= minimum {
            return Ok(false);
        }
        let fewest = persons_behind.as_ref().map_or(units, |behind| behind.fewest_persons(units));
        if fewest >= minimum + SURE_DISTANCE {
            return Ok(true);
        }
        let records = self.bank.read(&variable.name, &selection)?;
        let mut units = records.unit;
        units.dedup();
        let (persons, space) = match &persons_behind {
            None => (units, registry::space_of(self.bank.databank(), variable.unit_type)),
            Some(behind) => {
                let persons = units.iter().filter_map(|unit| behind.persons.get(*unit as usize).copied());
                let persons: BTreeSet<u32> = persons.filter(|person| *person != u32::MAX).collect();
                let space = registry::space_of(self.bank.databank(), UnitType::person());
                (persons.into_iter().collect(), space)
            }
        };
        let keys = self.shared.record_keys(&space)?;
        let population = Population { persons: persons.into(), keys, several_rows: false, one_row_by: None };
        let question = Question::new(self.form(variable, selection), disclosure::Profile::Register);
        Ok(self.shared.filter().minimum_population(&question, &population).is_ok())
    }

    fn persons_behind(&mut self, unit_type: UnitType) -> Result<Option<Behind>> {
        if let Some(known) = self.persons.get(&unit_type) {
            return Ok(known.clone());
        }
        let found = self.shared.persons(&self.bank, unit_type)?.map(Behind::of);
        self.persons.insert(unit_type, found.clone());
        Ok(found)
    }

    /// The normal form of "units with a record": of the databank, not of a version, so that a new version of the same data
    /// draws the same noise.
    fn form(&self, variable: &Variable, selection: Selection) -> Form {
        let databank = self.bank.databank();
        let effective = match selection {
            Selection::All => String::new(),
            Selection::At(day) => day.to_string(),
            Selection::Window { from, to } => format!("{from}/{to}"),
        };
        let source = Source {
            databank: databank.name.as_str().into(),
            version: "coverage".into(),
            profile: disclosure::Profile::Register,
            tier: match databank.tier {
                Tier::Ordinary => disclosure::Tier::Ordinary,
                Tier::Sensitive => disclosure::Tier::Sensitive,
            },
        };
        let column = ColumnForm::register_variable(&RegisterVariable {
            source,
            name: &variable.name,
            effective: &effective,
            codes: None,
            kind: Kind::Real,
            can_be_missing: false,
        });
        Form::population("coverage", &[&effective], &[&column], &[])
    }
}

/// The number of units with a spell in each year from `first` to `last`. Records are sorted by unit and start.
fn units_by_year(records: &Records, first: i32, last: i32) -> Vec<u64> {
    let n_years = usize::try_from(last - first + 1).unwrap_or(0);
    let mut counts = vec![0; n_years];
    let year_of = |day: i32| usize::try_from(Day(day).ymd().0 - first).unwrap_or(0);
    let starts = records.start.as_deref().unwrap_or_default();
    let stops = records.stop.as_deref().unwrap_or_default();
    // The unit at hand and the first year that it was not counted in yet.
    let (mut unit, mut next) = (None, 0);
    for ((this, start), stop) in records.unit.iter().zip(starts).zip(stops) {
        if unit != Some(*this) {
            (unit, next) = (Some(*this), 0);
        }
        let until = stop.map_or(n_years, |stop| year_of(stop) + 1).min(n_years);
        let from = year_of(*start).max(next);
        if let Some(years) = counts.get_mut(from..until) {
            years.iter_mut().for_each(|count| *count += 1);
        }
        next = next.max(until);
    }
    counts
}

fn first_of_year(day: Day) -> Day {
    Day::from_ymd(day.ymd().0, 1, 1).unwrap_or(day)
}

fn last_of_year(day: Day) -> Day {
    Day::from_ymd(day.ymd().0, 12, 31).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use registry::Values;

    use super::*;

    #[test]
    fn many_units_have_many_persons_behind_them() {
        let behind = Behind::of(vec![5, 5, u32::MAX, 7, 5, 9].into());
        assert_eq!((behind.ownerless, behind.most), (1, 3));
        // At worst the units are one ownerless and three of the first person.
        assert_eq!([0, 1, 2, 4, 5, 6].map(|units| behind.fewest_persons(units)), [0, 0, 1, 1, 2, 2]);
        assert_eq!(Behind::of(Vec::new().into()).fewest_persons(3), 3);
    }

    #[test]
    fn a_unit_counts_once_a_year_and_open_spells_go_on() {
        let day = |year, month| Day::from_ymd(year, month, 1).map_or(0, |day| day.0);
        let records = Records {
            unit: vec![1, 1, 2, 3],
            value: Values::Long(vec![0; 4]),
            start: Some(vec![day(2000, 1), day(2000, 6), day(2001, 2), day(2002, 3)]),
            stop: Some(vec![Some(day(2000, 5)), Some(day(2001, 3)), None, Some(day(2002, 4))]),
            effective: None,
        };
        assert_eq!(units_by_year(&records, 2000, 2003), [1, 2, 2, 1]);
    }
}
