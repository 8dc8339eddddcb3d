//! One made-up person: what happens to her or him, in days.

use crate::geography::Area;

/// A day that never comes.
pub(crate) const NEVER: i32 = i32::MAX;
/// No person.
pub(crate) const NOBODY: u32 = u32::MAX;
/// Where somebody is who lives in another country.
pub(crate) const ABROAD: Area = Area::MAX;

/// Registered sex; the number is the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Man = 1,
    Woman = 2,
}

/// Civil status; the number is the code of `SIVSTANDFDT_SIVSTAND`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Civil {
    Single = 1,
    Married = 2,
    Widowed = 3,
    Divorced = 4,
    Separated = 5,
    Partner = 6,
    SeparatedPartner = 7,
    DivorcedPartner = 8,
    SurvivingPartner = 9,
}

/// A completed education: level (first digit of NUS2000) and field (second digit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Degree {
    pub(crate) level: u8,
    pub(crate) field: u8,
    /// When it was completed.
    pub(crate) day: i32,
}

/// Living in an area, or [`ABROAD`], from a day until the next stay.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub(crate) from: i32,
    pub(crate) area: Area,
}

/// Living together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Union {
    pub(crate) from: i32,
    /// Last day; [`NEVER`] while it lasts.
    pub(crate) to: i32,
    pub(crate) partner: u32,
    /// The wedding; [`NEVER`]: not married.
    pub(crate) married: i32,
}

/// A person; indices of others are places in the same block.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) born: i32,
    /// [`NEVER`]: alive at the end.
    pub(crate) died: i32,
    /// First day in the register: birth, or arrival from abroad.
    pub(crate) entered: i32,
    pub(crate) sex: Sex,
    /// Place in `origin::ORIGINS`; 0 is Norway.
    pub(crate) origin: u8,
    /// Place in `origin::REASONS`, for those born abroad.
    pub(crate) reason: u8,
    /// Looks for a partner of the same sex.
    pub(crate) same_sex: bool,
    /// Mother and father in the model, or [`NOBODY`].
    pub(crate) mother: u32,
    pub(crate) father: u32,
    /// Whether the register knows the parents.
    pub(crate) knows_parents: bool,
    /// Standard normal, half inherited: schooling and pay follow it.
    pub(crate) ability: f64,
    /// Completed and planned education, by day. Empty: unknown.
    pub(crate) degrees: Vec<Degree>,
    /// Stays, by day. What lies before 1986 is kept in one.
    pub(crate) stays: Vec<Stay>,
    /// Civil status from a day on, by day.
    pub(crate) civil: Vec<(i32, Civil)>,
    /// Unions, by day.
    pub(crate) unions: Vec<Union>,
    pub(crate) children: Vec<u32>,
    /// No new union before this day.
    pub(crate) free_from: i32,
}

/// What lies before this day (1986-01-01) is not told apart: no register variable reaches further back.
pub(crate) const MEMORY_STARTS: i32 = 5844;

impl Person {
    /// Where the person lives on a day; [`ABROAD`] also before birth.
    pub(crate) fn area_on(&self, day: i32) -> Area {
        self.stays.iter().rev().find(|stay| stay.from <= day).map_or(ABROAD, |stay| stay.area)
    }

    /// Where the person lives as far as the simulation has come.
    pub(crate) fn area(&self) -> Area {
        self.stays.last().map_or(ABROAD, |stay| stay.area)
    }

    /// Alive and living in the country.
    pub(crate) fn is_resident_on(&self, day: i32) -> bool {
        self.entered <= day && day < self.died && self.area_on(day) != ABROAD
    }

    /// Moves; nothing happens if a later move is known, or after death.
    pub(crate) fn settle(&mut self, day: i32, area: Area) {
        if day >= self.died || day < self.entered {
            return;
        }
        match self.stays.last_mut() {
            Some(last) if last.area == area || last.from >= day => {}
            Some(last) if last.from < MEMORY_STARTS && day < MEMORY_STARTS => *last = Stay { from: day, area },
            _ => self.stays.push(Stay { from: day, area }),
        }
    }

    /// Takes a new civil status; nothing happens after death.
    pub(crate) fn become_civil(&mut self, day: i32, civil: Civil) {
        let is_later = self.civil.last().is_none_or(|(last, _)| *last < day);
        if is_later && day < self.died {
            self.civil.push((day, civil));
        }
    }

    /// Civil status on a day.
    pub(crate) fn civil_on(&self, day: i32) -> Civil {
        self.civil.iter().rev().find(|(from, _)| *from <= day).map_or(Civil::Single, |(_, civil)| *civil)
    }

    /// The union that lasts.
    pub(crate) fn union(&self) -> Option<Union> {
        self.unions.last().copied().filter(|union| union.to == NEVER)
    }

    /// The union on a day.
    pub(crate) fn union_on(&self, day: i32) -> Option<Union> {
        self.unions.iter().rev().copied().find(|union| union.from <= day && day <= union.to)
    }

    /// Highest education completed before a day.
    pub(crate) fn degree_on(&self, day: i32) -> Option<Degree> {
        self.degrees.iter().rev().copied().find(|degree| degree.day <= day)
    }

    /// The level that the person will reach; lower secondary if unknown.
    pub(crate) fn final_level(&self) -> u8 {
        self.degrees.last().map_or(2, |degree| degree.level)
    }
}
