//! Moves between municipalities, out of the country, and back. Families move together.

use crate::calendar::{age_on, year_start};
use crate::chance::interpolate;
use crate::geography::Area;
use crate::life_course::Society;
use crate::origin::{Group, REFUGE, WORK, origin};
use crate::person::{ABROAD, Person};

/// Chance to move to another municipality in a year, by age; after Statistics Norway's migration statistics.
const MOVES: [(f64, f64); 9] = [
    (17.0, 0.01),
    (19.0, 0.10),
    (23.0, 0.13),
    (27.0, 0.10),
    (32.0, 0.06),
    (40.0, 0.03),
    (55.0, 0.014),
    (75.0, 0.01),
    (95.0, 0.01),
];

impl Society<'_> {
    /// Moves of a year.
    pub(crate) fn move_about(&mut self, year: i32) {
        let first = year_start(year);
        for index in 0..self.people.len() as u32 {
            let person = self.person(index);
            if person.born >= first {
                break;
            }
            if person.entered >= first || person.died <= first || !self.leads(index, first) {
                continue;
            }
            let age = age_on(person.born, first);
            let (leaves, moves) = match person.area() {
                ABROAD => (0.0, return_chance(person, first)),
                _ => (emigration(person, age, first), self.move_chance(index, age)),
            };
            let draw = self.chance.unit();
            if draw >= leaves + moves {
                continue;
            }
            let from = self.person(index).area();
            let to = match (draw < leaves, from) {
                (true, _) => ABROAD,
                (false, ABROAD) => self.geography.anywhere(&mut self.chance),
                (false, from) => self.geography.next(from, &mut self.chance),
            };
            let day = self.some_day(year);
            self.relocate(index, day, to);
        }
    }

    /// Whether a person decides: grown up, and of a couple the one who was born first.
    fn leads(&self, index: u32, day: i32) -> bool {
        let person = self.person(index);
        let is_grown = age_on(person.born, day) >= 18;
        is_grown && person.union().is_none_or(|union| index < union.partner)
    }

    fn move_chance(&self, index: u32, age: i32) -> f64 {
        let person = self.person(index);
        let base = interpolate(&MOVES, f64::from(age));
        let has_small_children =
            person.children.last().is_some_and(|child| age_on(self.person(*child).born, person.born + age * 365) < 16);
        let schooling = if person.final_level() >= 6 { 1.25 } else { 0.85 };
        base * schooling * if has_small_children { 0.5 } else { 1.0 }
    }

    /// Moves a person, the partner and their children below eighteen who live in the same place.
    pub(crate) fn relocate(&mut self, leader: u32, day: i32, to: Area) {
        let from = self.person(leader).area();
        let partner = self.person(leader).union().map(|union| union.partner);
        for adult in [Some(leader), partner].into_iter().flatten() {
            if self.person(adult).area() != from {
                continue;
            }
            self.person_mut(adult).settle(day, to);
            self.bring_children(adult, day, from, to);
        }
    }

    /// Minors who live where the parent did follow.
    pub(crate) fn bring_children(&mut self, parent: u32, day: i32, from: Area, to: Area) {
        for place in 0..self.person(parent).children.len() {
            let child = self.person(parent).children[place];
            let person = self.person(child);
            if person.area() == from && person.born < day && age_on(person.born, day) < 18 {
                self.person_mut(child).settle(day, to);
            }
        }
    }
}

/// Chance to leave the country within a year.
fn emigration(person: &Person, age: i32, day: i32) -> f64 {
    if person.origin == 0 {
        return if (19..35).contains(&age) { 0.004 } else { 0.000_8 };
    }
    let years = age_on(person.entered, day);
    let base = match years {
        ..5 => 0.06,
        5..10 => 0.03,
        _ => 0.009,
    };
    let group = match origin(person.origin).group {
        Group::West => 1.6,
        Group::East => 0.9,
        Group::Norway | Group::Rest => 0.7,
    };
    let reason = match person.reason {
        REFUGE => 0.35,
        WORK => 1.2,
        _ => 1.0,
    };
    base * group * reason
}

/// Chance to come back within a year.
fn return_chance(person: &Person, day: i32) -> f64 {
    let away = person.stays.last().map_or(0, |stay| age_on(stay.from, day));
    let base = if away < 4 { 0.14 } else { 0.03 };
    if person.origin == 0 { base } else { base * 0.3 }
}
