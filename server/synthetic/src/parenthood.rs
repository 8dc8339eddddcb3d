//! Whose child a newborn is: births are given by the cohort's size, mothers are found among those likely to have one.

use crate::calendar::{age_on, year_of};
use crate::chance::interpolate;
use crate::life_course::Society;
use crate::person::{ABROAD, NOBODY, Person, Sex};

/// Mean age of mothers at birth, by year.
const MOTHERS_AGE: [(f64, f64); 6] =
    [(1940.0, 28.5), (1960.0, 27.5), (1975.0, 26.3), (1990.0, 28.0), (2010.0, 30.2), (2024.0, 31.6)];
/// Readiness for another child by number of children.
const READINESS: [f64; 8] = [1.0, 0.95, 0.36, 0.20, 0.12, 0.08, 0.05, 0.02];
/// Days between births of one mother, and between conception and birth.
const SPACING: i32 = 330;
const PREGNANCY: i32 = 266;
/// Few fathers are older, and the register's readers take them for mistakes.
const OLDEST_FATHER: i32 = 48;

impl Society<'_> {
    /// Finds mother and father of somebody born in the country. Without luck both stay unknown.
    pub(crate) fn find_parents(&mut self, child: u32, year: i32) {
        let born = self.person(child).born;
        let Some(mother) = self.find_mother(born, year) else { return };
        let father = self.find_father(mother, born);
        for parent in [mother, father].into_iter().filter(|parent| *parent != NOBODY) {
            self.person_mut(parent).children.push(child);
        }
        // The register of parents begins with those born in 1953 and knows few of the older.
        let known = match year {
            ..1940 => 0.0,
            1940..1953 => 0.3,
            _ => 0.98,
        };
        let knows_parents = self.chance.happens(known);
        let person = self.person_mut(child);
        (person.mother, person.father, person.knows_parents) = (mother, father, knows_parents);
    }

    /// Gives a child from abroad a mother of the same origin who lives in the country on the day of arrival; without luck
    /// none is known.
    pub(crate) fn find_mother_from_abroad(&mut self, child: u32) -> Option<u32> {
        let Person { born, entered, origin, .. } = *self.person(child);
        for _ in 0..40 {
            let candidates = self.arrived.get(usize::from(origin)).map_or(0, Vec::len);
            let place = self.chance.below(candidates);
            let candidate = self.arrived.get(usize::from(origin)).and_then(|women| women.get(place)).copied()?;
            let woman = self.person(candidate);
            let is_of_age = (17..=44).contains(&age_on(woman.born, born));
            if !is_of_age || woman.children.len() >= 4 || !woman.is_resident_on(entered) {
                continue;
            }
            let place = woman.children.iter().take_while(|other| self.person(**other).born <= born).count();
            // Children of one mother are not born within the same year.
            let is_apart = woman.children.iter().all(|other| (self.person(*other).born - born).abs() > SPACING);
            if is_apart {
                self.person_mut(candidate).children.insert(place, child);
                let person = self.person_mut(child);
                (person.mother, person.knows_parents) = (candidate, true);
                return Some(candidate);
            }
        }
        None
    }

    fn find_mother(&mut self, born: i32, year: i32) -> Option<u32> {
        let mean = interpolate(&MOTHERS_AGE, f64::from(year));
        for attempt in 0..60 {
            let spread = if attempt < 30 { 5.0 } else { 7.5 };
            let age = (mean + spread * self.chance.normal()).clamp(16.0, 45.0);
            let place_of = |society: &mut Self, year: i32| {
                let place = society.chance.below(society.born_in(Sex::Woman, year).len());
                society.born_in(Sex::Woman, year).get(place).copied()
            };
            let Some(candidate) = place_of(self, year - age as i32) else { continue };
            let draw = self.chance.unit();
            if self.bears(candidate, born, draw) {
                return Some(candidate);
            }
        }
        None
    }

    fn bears(&self, candidate: u32, born: i32, draw: f64) -> bool {
        let woman = self.person(candidate);
        let age = age_on(woman.born, born);
        let last = woman.children.last().map_or(i32::MIN, |child| self.person(*child).born);
        let is_possible = (16..=45).contains(&age)
            && woman.entered < born
            && woman.died > born
            && woman.area() != ABROAD
            && woman.area_on(born) != ABROAD
            && last < born - SPACING;
        let together = match woman.union_on(born) {
            Some(union) if self.person(union.partner).sex == Sex::Man => 1.0,
            Some(_) => 0.25,
            None => 0.13,
        };
        let readiness = READINESS.get(woman.children.len()).copied().unwrap_or(0.0);
        let schooling = if woman.final_level() >= 6 && age < 24 { 0.25 } else { 1.0 };
        is_possible && draw < together * readiness * schooling
    }

    /// The man she lives with, or one of about her age; sometimes nobody is known.
    fn find_father(&mut self, mother: u32, born: i32) -> u32 {
        let conceived = born - PREGNANCY;
        let could_be = |man: &Person| {
            let is_of_age = (16..=OLDEST_FATHER).contains(&age_on(man.born, conceived));
            man.sex == Sex::Man && man.entered < born && man.died > conceived && is_of_age
        };
        if let Some(union) = self.person(mother).union_on(born) {
            return if could_be(self.person(union.partner)) { union.partner } else { NOBODY };
        }
        if self.chance.happens(0.3) {
            return NOBODY;
        }
        let mothers_year = year_of(self.person(mother).born);
        for _ in 0..6 {
            let year = mothers_year - (2.5 + 3.5 * self.chance.normal()).round() as i32;
            let place = self.chance.below(self.born_in(Sex::Man, year).len());
            let Some(&man) = self.born_in(Sex::Man, year).get(place) else { continue };
            let is_near = self.person(man).mother != mother
                && self.person(mother).father != man
                && !self.are_siblings(man, mother);
            if is_near && could_be(self.person(man)) && self.person(man).union_on(born).is_none() {
                return man;
            }
        }
        NOBODY
    }

    fn are_siblings(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.person(one), self.person(other));
        (one.mother != NOBODY && one.mother == other.mother) || (one.father != NOBODY && one.father == other.father)
    }
}
