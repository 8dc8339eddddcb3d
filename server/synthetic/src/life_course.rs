//! The lives of a block of persons, year by year: who arrives, dies, moves, pairs up and has children.
//!
//! *In → out*: persons with birth and arrival go in; the same persons with deaths, stays, unions, civil status,
//! education and children come out.
//! *Invariants*: events of a person carry increasing days; nothing happens to anybody after death; parents are at least
//! sixteen and alive (fathers nine months before the birth).

use crate::calendar::{age_on, year_of, year_start};
use crate::chance::Chance;
use crate::education;
use crate::geography::{Area, Geography};
use crate::mortality;
use crate::origin::ORIGINS;
use crate::person::{Civil, NEVER, NOBODY, Person, Sex};
use crate::population::{FIRST_YEAR, LAST_YEAR};

/// A block of persons on their way through the years.
pub(crate) struct Society<'a> {
    pub(crate) people: Vec<Person>,
    pub(crate) geography: &'a Geography,
    pub(crate) chance: Chance,
    /// Women and men who have arrived, by year of birth from [`FIRST_BIRTH`].
    women: Vec<Vec<u32>>,
    men: Vec<Vec<u32>>,
    /// Those who look for their own sex.
    pub(crate) same_sex: Vec<u32>,
    /// Grown women who have arrived from abroad, by origin: mothers of children who come.
    pub(crate) arrived: Vec<Vec<u32>>,
    /// Everybody by year of entry from [`FIRST_BIRTH`], so that newcomers are found without a search.
    entries: Vec<Vec<u32>>,
}

const FIRST_BIRTH: i32 = 1850;

/// Lives all the lives.
pub(crate) fn live(people: Vec<Person>, geography: &Geography, chance: Chance) -> Vec<Person> {
    let years = usize::try_from(LAST_YEAR - FIRST_BIRTH + 1).unwrap_or(0);
    let mut entries = vec![Vec::new(); years];
    for (index, person) in people.iter().enumerate() {
        if let Some(entry) = entries.get_mut(slot(year_of(person.entered))) {
            entry.push(index as u32);
        }
    }
    let mut society = Society {
        people,
        geography,
        chance,
        women: vec![Vec::new(); years],
        men: vec![Vec::new(); years],
        same_sex: Vec::new(),
        arrived: vec![Vec::new(); ORIGINS.len()],
        entries,
    };
    for year in FIRST_BIRTH..FIRST_YEAR {
        society.enter(year);
    }
    for year in FIRST_YEAR..=LAST_YEAR {
        society.die(year);
        society.move_about(year);
        society.pair_up(year);
        society.enter(year);
    }
    society.people
}

fn slot(year: i32) -> usize {
    usize::try_from(year - FIRST_BIRTH).unwrap_or(0)
}

impl Society<'_> {
    /// A person of the block; indices come from the block itself.
    pub(crate) fn person(&self, index: u32) -> &Person {
        &self.people[index as usize]
    }

    /// The same, to be changed.
    pub(crate) fn person_mut(&mut self, index: u32) -> &mut Person {
        &mut self.people[index as usize]
    }

    /// Those of a sex who were born in a year and have arrived.
    pub(crate) fn born_in(&self, sex: Sex, year: i32) -> &[u32] {
        let cohorts = if sex == Sex::Woman { &self.women } else { &self.men };
        if year < FIRST_BIRTH { &[] } else { cohorts.get(slot(year)).map_or(&[], Vec::as_slice) }
    }

    /// A day of the year, at random.
    pub(crate) fn some_day(&mut self, year: i32) -> i32 {
        let length = year_start(year + 1) - year_start(year);
        year_start(year) + self.chance.below(length as usize) as i32
    }

    /// Births and arrivals of a year.
    fn enter(&mut self, year: i32) {
        let entering = self.entries.get_mut(slot(year)).map(std::mem::take).unwrap_or_default();
        for index in entering {
            if self.person(index).origin == 0 {
                self.be_born(index, year);
            } else {
                self.arrive(index);
            }
            let Person { sex, born, same_sex, .. } = *self.person(index);
            let cohorts = if sex == Sex::Woman { &mut self.women } else { &mut self.men };
            if let Some(cohort) = cohorts.get_mut(slot(year_of(born))) {
                cohort.push(index);
            }
            if same_sex {
                self.same_sex.push(index);
            }
        }
    }

    fn be_born(&mut self, index: u32, year: i32) {
        self.find_parents(index, year);
        let mother = self.person(index).mother;
        let father = self.person(index).father;
        let ability = |index: u32| (index != NOBODY).then(|| self.person(index).ability);
        let (mothers, fathers) = (ability(mother), ability(father));
        let born = self.person(index).born;
        let homes = match mother {
            NOBODY => vec![(born, self.geography.anywhere(&mut self.chance))],
            // The child lives with the mother, and follows what she already did later in this year.
            mother => self.homes_from(mother, born),
        };
        let died_young = year >= mortality::FIRST_YEAR && self.chance.happens(mortality::infant_hazard(year));
        let died = if died_young { born + self.chance.between(0, 300) } else { NEVER };
        let person = &mut self.people[index as usize];
        if died < year_start(LAST_YEAR + 1) {
            person.died = died;
        }
        person.become_civil(born, Civil::Single);
        for (day, area) in homes {
            person.settle(day, area);
        }
        education::inherit(person, mothers, fathers, &mut self.chance);
        education::plan(person, &mut self.chance);
    }

    fn arrive(&mut self, index: u32) {
        let (entered, age) = {
            let person = self.person(index);
            (person.entered, age_on(person.born, person.entered))
        };
        // Children come to their mother, where one is found; others where there is room.
        let mother = if age < 18 { self.find_mother_from_abroad(index) } else { None };
        let homes = match mother {
            Some(mother) => self.homes_from(mother, entered),
            None => vec![(entered, self.geography.anywhere(&mut self.chance))],
        };
        let person = &mut self.people[index as usize];
        person.become_civil(entered, Civil::Single);
        for (day, area) in homes {
            person.settle(day, area);
        }
        person.free_from = entered;
        education::plan(person, &mut self.chance);
        let Person { sex, origin, .. } = *self.person(index);
        if let (true, Some(arrived)) = (sex == Sex::Woman && age >= 18, self.arrived.get_mut(usize::from(origin))) {
            arrived.push(index);
        }
    }

    /// Where somebody lives on a day, and after what already happened later in the year.
    fn homes_from(&self, index: u32, day: i32) -> Vec<(i32, Area)> {
        let person = self.person(index);
        let later = person.stays.iter().filter(|stay| stay.from > day).map(|stay| (stay.from, stay.area));
        std::iter::once((day, person.area_on(day))).chain(later).collect()
    }

    /// Deaths of a year, and what they make of the partners.
    fn die(&mut self, year: i32) {
        if year < mortality::FIRST_YEAR {
            return;
        }
        let (first, next) = (year_start(year), year_start(year + 1));
        let mut dying = Vec::new();
        for index in 0..self.people.len() {
            let person = &self.people[index];
            if person.born >= first {
                break;
            }
            if person.entered >= first || person.died != NEVER {
                continue;
            }
            if self.chance.happens(mortality::hazard(person, year - 1 - year_of(person.born), year)) {
                self.people[index].died = first + self.chance.below((next - first) as usize) as i32;
                dying.push(index as u32);
            }
        }
        for index in dying {
            self.leave_behind(index);
        }
    }

    /// Ends the union of somebody who dies.
    fn leave_behind(&mut self, index: u32) {
        let day = self.person(index).died;
        let Some(union) = self.person(index).union() else { return };
        let partner = union.partner;
        if self.person(partner).died < day {
            // The partner died before, in the same year, and has ended the union.
            return;
        }
        self.end_union(index, day);
        self.end_union(partner, day);
        // Neither is free for somebody else in what went before in this year.
        self.person_mut(index).free_from = NEVER;
        let survivor = self.person_mut(partner);
        survivor.free_from = survivor.free_from.max(day + 200);
        if union.married <= day {
            let left = match self.person(partner).civil_on(day) {
                Civil::Partner => Civil::SurvivingPartner,
                _ => Civil::Widowed,
            };
            let survivor = self.person_mut(partner);
            survivor.become_civil(day, left);
            survivor.free_from = day + 500;
        }
    }

    /// Writes the last day of the lasting union.
    pub(crate) fn end_union(&mut self, index: u32, day: i32) {
        if let Some(union) = self.person_mut(index).unions.last_mut().filter(|union| union.to == NEVER) {
            union.to = day.max(union.from);
        }
    }
}
