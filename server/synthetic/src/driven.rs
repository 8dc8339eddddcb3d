//! Variables that no part of the simulation stands behind: values after their metadata, conditioned on age, sex, work and
//! place, the same person keeping about the same value from year to year.
//!
//! They fill the catalogue for trying out scripts; they obey code lists, periods and lives, and nothing more.
//! *Start reading at*: [`person`] and [`municipality`].

mod audience;
mod texts;

use registry::Chunk;
use variables::{DataType, Day, Temporality, ValueDomain, Variable};

use crate::block::Block;
use crate::calendar::{age_on, day_of, number_of, year_of};
use crate::chance::Chance;
use crate::columns::{Column, Facts, Spells, Texts, Value};
use crate::person::{ABROAD, NEVER, Person};
use audience::Audience;

/// So many of the latest years of a STATUS or ACCUMULATED variable about persons get values: every year of nearly all.
const YEARS: i32 = 40;

/// The column of a variable that can be driven by its metadata: of persons or municipalities, no pointer.
pub(crate) fn column(variable: &'static Variable) -> Option<Column> {
    if let Some(column) = texts::column(&variable.name) {
        return Some(column);
    }
    let is_free_text = variable.data_type == DataType::String && variable.code_list().is_none();
    if variable.value_unit_type.is_some() || is_free_text {
        return None;
    }
    let make = match (variable.unit_type.name(), variable.data_type) {
        ("KOMMUNE", DataType::Long | DataType::Double) if variable.temporality == Temporality::Accumulated => {
            municipality
        }
        ("PERSON", _) => person,
        _ => return None,
    };
    let years_at_most = if variable.unit_type.name() == "KOMMUNE" { 200 } else { YEARS };
    Some(Column { name: &variable.name, make, years_at_most, texts: Texts::Listed(&[]) })
}

/// A stream of chance for each variable, apart from those of the simulation.
fn chance(block: &Block, facts: &Facts) -> Chance {
    let name = facts
        .variable
        .name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    Chance::of_stream(block.seed, block.number, name | 1 << 63)
}

/// What a person is like, for one variable.
struct Trait {
    /// Uniform: whether the person takes part.
    share: f64,
    /// Standard normal, half of it ability.
    rank: f64,
    /// Uniform: which day, which spell.
    place: f64,
}

fn traits(block: &Block, facts: &Facts) -> Vec<Trait> {
    let mut chance = chance(block, facts);
    let people = block.people.iter();
    people
        .map(|person| Trait {
            share: chance.unit(),
            rank: 0.5 * person.ability + 0.866 * chance.normal(),
            place: chance.unit(),
        })
        .collect()
}

/// Rows about persons.
fn person(block: &Block, facts: &Facts) -> Vec<Chunk> {
    match facts.variable.data_type {
        _ if texts::is_text(facts) => {
            let valid = Valid::new(facts);
            rows(block, facts, |person, is, day| valid.pick(block, person, is, day))
        }
        DataType::Double => rows(block, facts, |person, is, day| Some(number(block, facts, person, is, day))),
        _ => rows(block, facts, |person, is, day| Some(number(block, facts, person, is, day).round() as i64)),
    }
}

fn rows<V: Value + PartialEq>(
    block: &Block,
    facts: &Facts,
    value: impl Fn(usize, &Trait, i32) -> Option<V>,
) -> Vec<Chunk> {
    let audience = Audience::of(&facts.variable);
    let traits = traits(block, facts);
    let takes_part = |place: usize, day: i32| {
        block.person(place as u32).is_resident_on(day)
            && traits.get(place).is_some_and(|is| is.share < audience.share_on(block, place, day))
    };
    match facts.variable.temporality {
        Temporality::Fixed => {
            let day = day_of(2020, 6, 30);
            let chosen = (0..block.people.len()).filter(|place| {
                let (person, is) = (block.person(*place as u32), &traits[*place]);
                person.entered <= day && is.share < audience.fixed_share(year_of(person.born))
            });
            let (unit, values): (Vec<u32>, Vec<V>) = chosen
                .filter_map(|place| Some((block.first + place as u32, value(place, &traits[place], day)?)))
                .unzip();
            vec![Chunk { unit, value: V::wrap(values, facts), start: Vec::new(), stop: Vec::new() }]
        }
        Temporality::Event => spells(block, facts, &audience, &traits, value),
        temporality => {
            let rows = |(start, stop): (i32, i32)| {
                let chosen = (0..block.people.len()).filter(|place| takes_part(*place, stop));
                let (unit, values): (Vec<u32>, Vec<V>) = chosen
                    .filter_map(|place| Some((block.first + place as u32, value(place, &traits[place], start)?)))
                    .unzip();
                let n = unit.len();
                let stops = if temporality == Temporality::Status { Vec::new() } else { vec![Some(stop); n] };
                Chunk { unit, value: V::wrap(values, facts), start: vec![start; n], stop: stops }
            };
            facts.periods.iter().map(|period| rows(*period)).collect()
        }
    }
}

/// One spell for each who takes part, while of the right age and in the country.
fn spells<V: Value + PartialEq>(
    block: &Block,
    facts: &Facts,
    audience: &Audience,
    traits: &[Trait],
    value: impl Fn(usize, &Trait, i32) -> Option<V>,
) -> Vec<Chunk> {
    let (first, last) = facts.window();
    let mut spells = Spells::new(facts);
    for (place, (unit, person)) in block.units().enumerate() {
        let Some(is) = traits.get(place) else { continue };
        let from = first.max(person.born + audience.ages.0 * 365 + 60).max(person.entered);
        let to = last.min(person.born + audience.ages.1 * 365).min(person.died - 1);
        // A longer data period sees more of a life, so more who ever took part.
        let ever = (audience.share * f64::from((to - from).max(0)) / 1_500.0).min(0.8);
        if from >= to || is.share >= ever {
            continue;
        }
        let start = from + (f64::from(to - from) * is.place) as i32;
        let end = start + 90 + (900.0 * libm::exp(0.8 * is.rank)) as i32;
        let leaves = person.stays.iter().find(|stay| stay.from > start && stay.area == ABROAD);
        let end = leaves.map_or(end, |stay| end.min(stay.from - 1)).min(person.died - 1);
        if person.area_on(start) == ABROAD {
            continue;
        }
        let lasts = if end > last { NEVER } else { end };
        if let Some(value) = value(place, is, start) {
            spells.add(unit, value, start, lasts);
        }
    }
    spells.finish(facts)
}

/// The codes of a variable by the day on which they are valid.
struct Valid {
    /// First day from which the list is so, and the places in the dictionary.
    lists: Vec<(i32, Vec<u32>)>,
    municipalities: Option<Vec<u32>>,
}

impl Valid {
    fn new(facts: &Facts) -> Valid {
        let Some(list) = facts.variable.code_list() else {
            let all = (0..facts.dictionary.len() as u32).collect();
            return Valid { lists: vec![(i32::MIN, all)], municipalities: None };
        };
        let is_fixed = facts.variable.temporality == Temporality::Fixed;
        let mut borders: Vec<i32> = vec![i32::MIN];
        if !is_fixed {
            borders.extend(list.codes.iter().filter_map(|code| code.valid_from).map(|day| day.0));
            borders.extend(list.codes.iter().filter_map(|code| code.valid_until).map(|day| day.0 + 1));
        }
        borders.sort_unstable();
        borders.dedup();
        let at = |border: i32| {
            let mut places: Vec<u32> =
                list.at((!is_fixed).then_some(Day(border))).into_iter().map(|code| facts.code(&code.code)).collect();
            // A spell may go on: of an event's list only codes without an end.
            if facts.variable.temporality == Temporality::Event {
                places.retain(|place| {
                    let text = facts.dictionary.get(*place as usize);
                    list.codes.iter().any(|code| Some(&code.code) == text && code.valid_until.is_none())
                });
            }
            (border, places)
        };
        let is_place = list.codes.iter().any(|code| code.code == "0301");
        let codes = || {
            crate::geography::Geography::built_in().map_or_else(
                |_| Vec::new(),
                |geography| geography.codes().iter().map(|code| facts.code(code)).collect(),
            )
        };
        Valid { lists: borders.into_iter().map(at).collect(), municipalities: is_place.then(codes) }
    }

    fn pick(&self, block: &Block, place: usize, is: &Trait, day: i32) -> Option<u32> {
        let person = block.person(place as u32);
        if let Some(codes) = &self.municipalities {
            let area = person.area_on(day);
            let code = (area != ABROAD).then(|| block.geography.code_at(area, day))?;
            return codes.get(usize::from(code)).copied().filter(|code| *code != u32::MAX);
        }
        let list = self.lists.iter().rev().find(|(from, _)| *from <= day).map(|(_, list)| list)?;
        // Earlier codes are the commoner; the same person keeps about the same place in the list.
        let rank = 0.5 * libm::erfc(-is.rank / std::f64::consts::SQRT_2);
        list.get((list.len() as f64 * rank * rank.sqrt()) as usize).copied()
    }
}

/// A number that the name and the domain of the variable suggest.
fn number(block: &Block, facts: &Facts, place: usize, is: &Trait, day: i32) -> f64 {
    let (name, person): (&str, &Person) = (&facts.variable.name, block.person(place as u32));
    let age = age_on(person.born, day);
    let is_money = matches!(&facts.variable.domain, ValueDomain::Described { measurement_type: Some(kind), .. } if kind == "CURRENCY");
    let has = |part: &str| name.contains(part);
    let in_year = year_of(day).max(1968);
    if has("DATO") {
        return number_of(day_of(in_year, 1, 1) + (is.place * 364.0) as i32) as f64;
    }
    if has("NUDB_AAR") {
        return f64::from((year_of(person.born) + 19 + (is.place * 8.0) as i32).max(1970));
    }
    if has("SKOLEAAR") {
        return f64::from(in_year * 10_000 + in_year + 1);
    }
    if has("BYGGEAAR") || has("_AR") && !has("AREAL") {
        return f64::from(1_900 + (is.place * 120.0) as i32);
    }
    if has("GRAD") || has("UFG") {
        return [40.0, 50.0, 60.0, 80.0, 100.0, 100.0, 100.0][(is.place * 7.0) as usize % 7];
    }
    if has("ALDER") || has("ELDST") || has("YNGST") {
        return f64::from(age.max(0));
    }
    if has("POENG") {
        return (10.0 * (if has("SKALA") { 50.0 } else { 41.0 } + 9.0 * is.rank).clamp(1.0, 90.0)).round() / 10.0;
    }
    if has("AREAL") {
        return (90.0 * libm::exp(0.4 * is.rank)).round();
    }
    if has("ARBEIDSTID") || has("ARBTIM") {
        return (37.5 * (0.4 + 0.7 * is.place).min(1.0) * 10.0).round() / 10.0;
    }
    if is_money || has("BELOP") || has("BID") || has("LAAN") || has("STONAD") || has("BOSTOTTE_") {
        let scale = if is_money { 60e3 } else { 25e3 };
        let growth = libm::exp(0.03 * f64::from(in_year - 2020));
        return (scale * growth * libm::exp(1.1 * is.rank)).round().max(1.0);
    }
    // Counts: small.
    (1.0 + 2.0 * libm::exp(0.6 * is.rank) * is.place).floor()
}

/// Rows about municipalities: made with the first block alone.
fn municipality(block: &Block, facts: &Facts) -> Vec<Chunk> {
    if block.number != 0 {
        return Vec::new();
    }
    let mut chance = chance(block, facts);
    let per_head = libm::exp(1.2 * chance.normal() + 0.5);
    let own: Vec<f64> = block.geography.codes().iter().map(|_| chance.normal()).collect();
    let is_rate = ["AARSINNBYGGER", "120KVM"].iter().any(|part| facts.variable.name.contains(part));
    let rows = |(start, stop): (i32, i32)| {
        let growth = libm::exp(0.035 * f64::from(year_of(start) - 2020));
        let value = |(code, residents): (u16, f64)| {
            let noise = libm::exp(0.25 * own.get(usize::from(code)).copied().unwrap_or(0.0));
            let unit = facts.public_units.get(usize::from(code)).copied()?;
            let amount = if is_rate { 400.0 } else { residents * per_head } * noise * growth;
            Some((unit, amount.round()))
        };
        let mut rows: Vec<(u32, f64)> = block.geography.residents_at(start).into_iter().filter_map(value).collect();
        rows.sort_by_key(|(unit, _)| *unit);
        let (unit, values): (Vec<u32>, Vec<f64>) = rows.into_iter().unzip();
        let n = unit.len();
        let value = match facts.variable.data_type {
            DataType::Double => f64::wrap(values, facts),
            _ => i64::wrap(values.into_iter().map(|value| value as i64).collect(), facts),
        };
        Chunk { unit, value, start: vec![start; n], stop: vec![Some(stop); n] }
    };
    facts.periods.iter().map(|period| rows(*period)).collect()
}
