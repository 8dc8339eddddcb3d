//! Couples: who finds whom, weddings, separations, divorces; and whose child a newborn is.

use crate::calendar::{age_on, day_of, year_of, year_start};
use crate::chance::interpolate;
use crate::life_course::Society;
use crate::origin::{Group, origin};
use crate::person::{ABROAD, Civil, NEVER, Person, Sex, Union};

/// Chance of a single woman to find somebody within a year, by age.
const MEETINGS: [(f64, f64); 10] = [
    (16.0, 0.0),
    (18.0, 0.05),
    (21.0, 0.17),
    (25.0, 0.24),
    (30.0, 0.20),
    (36.0, 0.14),
    (45.0, 0.10),
    (55.0, 0.06),
    (65.0, 0.03),
    (80.0, 0.004),
];
/// How much more readily people paired up in earlier years.
const HASTE: [(f64, f64); 3] = [(1950.0, 1.8), (1975.0, 1.3), (1995.0, 1.0)];
/// Share of couples that marry at once, by year.
const WEDDING_FIRST: [(f64, f64); 5] = [(1965.0, 0.95), (1975.0, 0.75), (1985.0, 0.3), (1995.0, 0.14), (2024.0, 0.10)];
/// Chance of a marriage to break within a year, by year.
const DIVORCES: [(f64, f64); 5] = [(1955.0, 0.002), (1970.0, 0.004), (1985.0, 0.009), (2005.0, 0.011), (2024.0, 0.009)];

impl Society<'_> {
    /// Weddings, separations and new couples of a year.
    pub(crate) fn pair_up(&mut self, year: i32) {
        let first = year_start(year);
        for index in 0..self.people.len() as u32 {
            let person = self.person(index);
            if person.born >= first - 16 * 365 {
                break;
            }
            if person.entered >= first || person.died <= first {
                continue;
            }
            match person.union() {
                Some(union) if index < union.partner => self.go_on(index, union, year),
                Some(_) => {}
                None => self.look_around(index, year),
            }
        }
    }

    /// A couple marries, parts, or stays as it is.
    fn go_on(&mut self, index: u32, union: Union, year: i32) {
        let partner = union.partner;
        let is_married = union.married != NEVER;
        let has_children = !self.person(index).children.is_empty();
        let breaks = match (is_married, has_children) {
            (true, _) => interpolate(&DIVORCES, f64::from(year)),
            (false, true) => 0.03,
            (false, false) => 0.065,
        };
        let years = year - year_of(union.from);
        let marries = match (is_married, has_children) {
            (true, _) => 0.0,
            _ if years > 12 => 0.03,
            (false, true) => 0.08,
            (false, false) => 0.055,
        };
        let draw = self.chance.unit();
        let day = self.some_day(year);
        let is_possible = day > union.from + 30 && day < self.person(index).died && day < self.person(partner).died;
        if !is_possible || draw >= breaks + marries {
            return;
        }
        if draw < breaks { self.part(index, union, day) } else { self.marry(index, partner, day) }
    }

    fn marry(&mut self, index: u32, partner: u32, day: i32) {
        let is_same_sex = self.person(index).sex == self.person(partner).sex;
        let civil = match (is_same_sex, day) {
            (false, _) => Civil::Married,
            (true, day) if day >= day_of(2009, 1, 1) => Civil::Married,
            (true, day) if day >= day_of(1993, 8, 1) => Civil::Partner,
            (true, _) => return,
        };
        for spouse in [index, partner] {
            self.person_mut(spouse).become_civil(day, civil);
            if let Some(union) = self.person_mut(spouse).unions.last_mut() {
                union.married = day;
            }
        }
    }

    /// A couple parts; who was married is separated first and divorced a year later. One of them may move away.
    fn part(&mut self, index: u32, union: Union, day: i32) {
        let was_married = union.married != NEVER;
        let divorced = day + 370 + self.chance.between(0, 120);
        for one in [index, union.partner] {
            // The day of the separation is the first on which they are no couple.
            self.end_union(one, day - 1);
            let person = self.person_mut(one);
            person.free_from = day + 200;
            if was_married {
                let (first, then) = match person.civil_on(day) {
                    Civil::Partner => (Civil::SeparatedPartner, Civil::DivorcedPartner),
                    _ => (Civil::Separated, Civil::Divorced),
                };
                person.become_civil(day, first);
                person.become_civil(divorced, then);
                person.free_from = divorced + 30;
            }
        }
        if self.chance.happens(0.35) {
            let leaver = if self.person(index).sex == Sex::Man { index } else { union.partner };
            let from = self.person(leaver).area();
            if from != ABROAD {
                let to = self.geography.next(from, &mut self.chance);
                self.person_mut(leaver).settle(day + 20, to);
            }
        }
    }

    /// Somebody single may find somebody. Women look, and those who look for their own sex.
    fn look_around(&mut self, index: u32, year: i32) {
        let day = self.some_day(year);
        let person = self.person(index);
        if !person.same_sex && person.sex == Sex::Man || !is_free(person, day) {
            return;
        }
        let age = age_on(person.born, day);
        let haste = interpolate(&HASTE, f64::from(year)) * if person.same_sex { 0.5 } else { 1.0 };
        let chance_to_meet = haste * interpolate(&MEETINGS, f64::from(age));
        if !self.chance.happens(chance_to_meet) {
            return;
        }
        if let Some(partner) = self.find_partner(index, day) {
            self.move_in(index, partner, day);
        }
    }

    fn find_partner(&mut self, index: u32, day: i32) -> Option<u32> {
        let Person { same_sex, sex, born, .. } = *self.person(index);
        for attempt in 0..24 {
            let candidate = if same_sex {
                let place = self.chance.below(self.same_sex.len());
                self.same_sex.get(place).copied()
            } else {
                let other = if sex == Sex::Woman { Sex::Man } else { Sex::Woman };
                // In small cohorts the near ages are soon used up: the search widens.
                let spread = if attempt < 10 { 3.6 } else { 7.0 };
                let year = year_of(born) - (2.4 + spread * self.chance.normal()).round() as i32;
                let place = self.chance.below(self.born_in(other, year).len());
                self.born_in(other, year).get(place).copied()
            };
            let Some(candidate) = candidate.filter(|candidate| *candidate != index) else { continue };
            let draw = self.chance.unit();
            if self.suits(index, candidate, day, draw) {
                return Some(candidate);
            }
        }
        None
    }

    /// Whether two could become a couple: free, no near kin, and the likelier the more they have in common.
    fn suits(&self, index: u32, candidate: u32, day: i32, draw: f64) -> bool {
        let (one, other) = (self.person(index), self.person(candidate));
        let is_kin = one.mother == candidate
            || one.father == candidate
            || other.mother == index
            || other.father == index
            || (one.mother == other.mother && one.mother != crate::person::NOBODY)
            || (one.father == other.father && one.father != crate::person::NOBODY);
        let wants = one.same_sex == other.same_sex && (one.sex == other.sex) == one.same_sex;
        if is_kin || !wants || other.union().is_some() || !is_free(other, day) || age_on(other.born, day) < 17 {
            return false;
        }
        let far = origin(one.origin).group != origin(other.origin).group;
        let levels = f64::from(one.final_level().abs_diff(other.final_level()));
        draw < if far { 0.25 } else { 1.0 } * libm::exp(-0.22 * levels)
    }

    /// Two become a couple and live where one of them lived; children below eighteen come along.
    fn move_in(&mut self, index: u32, partner: u32, day: i32) {
        let (home, mover) = if self.chance.happens(0.5) { (index, partner) } else { (partner, index) };
        let (from, to) = (self.person(mover).area(), self.person(home).area());
        let last_move = self.person(mover).stays.last().map_or(day, |stay| stay.from);
        if from == ABROAD || to == ABROAD || last_move >= day {
            return;
        }
        self.person_mut(mover).settle(day, to);
        self.bring_children(mover, day, from, to);
        for (one, other) in [(index, partner), (partner, index)] {
            self.person_mut(one).unions.push(Union { from: day, to: NEVER, partner: other, married: NEVER });
        }
        let is_traditional = [index, partner].iter().any(|one| origin(self.person(*one).origin).group == Group::Rest);
        let at_once = interpolate(&WEDDING_FIRST, f64::from(year_of(day)));
        if self.chance.happens(if is_traditional { at_once.max(0.8) } else { at_once }) {
            self.marry(index, partner, day);
        }
    }
}

/// Alive, in the country, and over the last one.
fn is_free(person: &Person, day: i32) -> bool {
    person.entered < day && day < person.died && person.free_from < day && person.area() != ABROAD
}
