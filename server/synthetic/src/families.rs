//! Families on a day: a couple or a single person, with children who live there.

use crate::block::Block;
use crate::calendar::age_on;
use crate::local::share_of;
use crate::person::{NOBODY, Person, Sex};

/// Whether somebody of an age still lives with the parents, who has no family of their own: until the twentieth year or up
/// to nine years longer, most of them less.
fn is_at_home(block: &Block, place: u32, age: i32) -> bool {
    let draw = share_of(place as usize, block.number, 9_001);
    f64::from(age) < 19.5 + 8.5 * draw * draw
}

/// A person's place in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// Whose number the family has.
    Reference,
    Partner,
    Child,
}

/// What a family is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) persons: i64,
    /// Below eighteen.
    pub(crate) minors: i64,
    pub(crate) has_partner: bool,
    pub(crate) is_married: bool,
    /// Age of the youngest child, if there are children.
    pub(crate) youngest: Option<i32>,
    /// Age of the oldest adult.
    pub(crate) oldest: i32,
    /// Age of the youngest person.
    pub(crate) least_age: i32,
    pub(crate) partner_sex: Option<Sex>,
    pub(crate) reference_sex: Sex,
}

/// The families of a block on a day.
pub(crate) struct Families {
    /// The reference person's place for each person; [`NOBODY`] for who does not live in the country.
    pub(crate) reference: Vec<u32>,
    pub(crate) position: Vec<Position>,
    /// At the place of each reference person.
    families: Vec<Option<Family>>,
}

impl Families {
    /// Looks who lives with whom.
    pub(crate) fn on(block: &Block, day: i32) -> Families {
        let n = block.people.len();
        let mut reference = vec![NOBODY; n];
        let mut position = vec![Position::Reference; n];
        let mut families: Vec<Option<Family>> = vec![None; n];
        for (place, person) in block.people.iter().enumerate() {
            if person.born > day {
                break;
            }
            if !person.is_resident_on(day) {
                continue;
            }
            let (of, is) = belongs(block, place as u32, person, day, &reference);
            reference[place] = of;
            position[place] = is;
            let age = age_on(person.born, day);
            let family = families[of as usize].get_or_insert(Family {
                persons: 0,
                minors: 0,
                has_partner: false,
                is_married: false,
                youngest: None,
                oldest: 0,
                least_age: age,
                partner_sex: None,
                reference_sex: block.person(of).sex,
            });
            family.persons += 1;
            family.minors += i64::from(age < 18);
            family.least_age = family.least_age.min(age);
            match is {
                Position::Child => family.youngest = Some(family.youngest.map_or(age, |youngest| youngest.min(age))),
                Position::Partner => {
                    family.has_partner = true;
                    family.partner_sex = Some(person.sex);
                    family.is_married = person.union_on(day).is_some_and(|union| union.married <= day);
                    family.oldest = family.oldest.max(age);
                }
                Position::Reference => family.oldest = family.oldest.max(age),
            }
        }
        Families { reference, position, families }
    }

    /// The family of a person, if the person lives in the country.
    pub(crate) fn of(&self, place: usize) -> Option<&Family> {
        let reference = self.reference.get(place)?;
        self.families.get(*reference as usize)?.as_ref()
    }
}

/// Whose family somebody belongs to. Everybody older has been placed: parents and, of a couple, the one born first.
fn belongs(block: &Block, place: u32, person: &Person, day: i32, reference: &[u32]) -> (u32, Position) {
    let lives_here = |other: u32| {
        other != NOBODY && {
            let other = block.person(other);
            other.is_resident_on(day) && other.area_on(day) == person.area_on(day)
        }
    };
    if let Some(union) = person.union_on(day).filter(|union| lives_here(union.partner)) {
        let (of, is) =
            if union.partner < place { (union.partner, Position::Partner) } else { (place, Position::Reference) };
        return (of, is);
    }
    let is_parent = person.children.first().is_some_and(|child| block.person(*child).born <= day);
    if !is_parent && is_at_home(block, place, age_on(person.born, day)) {
        let parent = [person.mother, person.father].into_iter().find(|parent| lives_here(*parent));
        let family = parent.and_then(|parent| reference.get(parent as usize)).filter(|of| **of != NOBODY);
        if let Some(of) = family {
            return (*of, Position::Child);
        }
    }
    (place, Position::Reference)
}

impl Family {
    /// Children of any age who live in the family.
    pub(crate) fn children(&self) -> i64 {
        self.persons - 1 - i64::from(self.has_partner)
    }

    /// The code of `BEFOLKNING_REGSTAT_FAMTYP`.
    pub(crate) fn type_code(&self) -> &'static str {
        let by_age = |codes: [&'static str; 4]| match self.oldest {
            ..30 => codes[0],
            30..45 => codes[1],
            45..67 => codes[2],
            _ => codes[3],
        };
        let is_mother = self.reference_sex == Sex::Woman;
        match (self.youngest, self.has_partner, self.is_married, is_mother) {
            (None, false, ..) => by_age(["1.1.1", "1.1.2", "1.1.3", "1.1.4"]),
            (None, true, true, _) => by_age(["3.1.1", "3.1.2", "3.1.3", "3.1.4"]),
            (None, true, false, _) => by_age(["3.1.5", "3.1.6", "3.1.7", "3.1.8"]),
            (Some(..6), true, true, _) => "2.1.1",
            (Some(..6), true, false, _) => "2.1.2",
            (Some(6..18), true, true, _) => "2.2.1",
            (Some(6..18), true, false, _) => "2.2.2",
            (Some(_), true, true, _) => "3.2.1",
            (Some(_), true, false, _) => "3.2.2",
            (Some(..6), false, _, true) => "2.3.1",
            (Some(..6), false, _, false) => "2.3.2",
            (Some(6..18), false, _, true) => "2.4.1",
            (Some(6..18), false, _, false) => "2.4.2",
            (Some(_), false, _, true) => "3.3.1",
            (Some(_), false, _, false) => "3.3.2",
        }
    }
}
