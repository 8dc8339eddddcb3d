//! Public blocks: sets of persons that an attacker can describe and whose members are publicly known.

use super::{CIVIL_STATES, MONTHS, PLACES, Register, place_code};
use crate::draws::Draws;

/// Persons of one sex and education, born in some months, living in neighbouring municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Sex.
    pub sex: u8,
    /// Education.
    pub education: u8,
    /// Months of birth, ends included.
    pub born: (u16, u16),
    /// Municipalities, ends included.
    pub places: (u16, u16),
}

impl Block {
    /// The condition that its members meet.
    pub fn condition(&self) -> String {
        format!(
            "sex == '{}' & edu == '{}' & inrange(born, {}, {}) & inrange(place, '{}', '{}')",
            self.sex,
            self.education,
            self.born.0,
            self.born.1,
            place_code(self.places.0),
            place_code(self.places.1)
        )
    }

    /// Its members.
    pub fn members<'a>(&self, register: &'a Register) -> impl Iterator<Item = u32> + 'a {
        let group = register.group(self.sex, self.education);
        let month = |person: &u32| register.born[*person as usize];
        let first = group.partition_point(|person| month(person) < self.born.0);
        let end = group.partition_point(|person| month(person) <= self.born.1);
        let places = self.places.0..=self.places.1;
        let inside = group.get(first..end).unwrap_or_default().iter().copied();
        inside.filter(move |person| places.contains(&register.place[*person as usize]))
    }

    /// Number of members.
    pub fn size(&self, register: &Register) -> usize {
        self.members(register).count()
    }

    /// A random block.
    pub fn random(draws: &mut Draws) -> Block {
        let mut ends = |n: usize| {
            let (one, other) = (draws.below(n) as u16, draws.below(n) as u16);
            (one.min(other), one.max(other))
        };
        let (born, places) = (ends(MONTHS), ends(PLACES));
        Block { sex: 1 + draws.below(2) as u8, education: 1 + draws.below(super::EDUCATIONS) as u8, born, places }
    }

    /// A random block with a size in a range, and without a person.
    pub fn without(
        register: &Register,
        person: u32,
        sizes: std::ops::RangeInclusive<usize>,
        draws: &mut Draws,
    ) -> Option<Block> {
        (0..400).map(|_| Block::random(draws)).find(|block| {
            let mut size = 0;
            let mut holds = false;
            block.members(register).for_each(|member| {
                size += 1;
                holds |= member == person;
            });
            !holds && sizes.contains(&size)
        })
    }

    /// A random block of exactly `size` persons without a person: some months of birth, then as many neighbouring
    /// municipalities as it takes.
    pub fn of_size(register: &Register, person: u32, size: usize, draws: &mut Draws) -> Option<Block> {
        (0..200).find_map(|_| {
            let mut block = Block { places: (0, PLACES as u16 - 1), ..Block::random(draws) };
            // So many months that the block holds as many persons, and some more.
            let months = MONTHS * size / register.group(block.sex, block.education).len().max(1) + draws.below(60);
            let first = draws.below(MONTHS.checked_sub(months).filter(|rest| *rest > 0)?);
            block.born = (first as u16, (first + months) as u16);
            let mut places: Vec<u16> = block.members(register).map(|member| register.place[member as usize]).collect();
            places.sort_unstable();
            let first = draws.below(places.len().checked_sub(size)?.max(1));
            block.places = (*places.get(first)?, *places.get(first + size.max(1) - 1)?);
            let fits = block.size(register) == size && block.members(register).all(|member| member != person);
            fits.then_some(block)
        })
    }
}

/// A block and the same without the month in which only the target of it was born (near-sets 2, "pair form").
pub struct Pair {
    /// With the target.
    pub with: Block,
    /// Without.
    pub without: Block,
}

impl Pair {
    /// A random pair for a person, whose smaller set has at least `least` members.
    pub fn around(register: &Register, person: u32, least: usize, draws: &mut Draws) -> Option<Pair> {
        (0..60).find_map(|_| Pair::once(register, person, draws).filter(|pair| pair.without.size(register) >= least))
    }

    fn once(register: &Register, person: u32, draws: &mut Draws) -> Option<Pair> {
        let (sex, education, _, home, born) = register.traits(person);
        let slice = Block { sex, education, born: (born, born), places: (0, PLACES as u16 - 1) };
        // Municipalities around the target's in which nobody else of the slice lives.
        let (mut low, mut high) = (0, PLACES as u16 - 1);
        for other in slice.members(register).filter(|other| *other != person) {
            let place = register.place[other as usize];
            match place.cmp(&home) {
                std::cmp::Ordering::Less => low = low.max(place + 1),
                std::cmp::Ordering::Greater => high = high.min(place - 1),
                std::cmp::Ordering::Equal => return None,
            }
        }
        let places = (draws.within(low.into(), home.into()) as u16, draws.within(home.into(), high.into()) as u16);
        let is_last = draws.chance(0.5);
        let (full, rest) = if is_last {
            let first = draws.below(usize::from(born).max(1)) as u16;
            ((first, born), (first, born.checked_sub(1)?))
        } else {
            let last = draws.within((born + 1).min(MONTHS as u16 - 1).into(), MONTHS - 1) as u16;
            ((born, last), (born + 1, last))
        };
        let with = Block { sex, education, born: full, places };
        (rest.0 <= rest.1).then(|| Pair { without: Block { born: rest, ..with.clone() }, with })
    }
}

/// A condition that holds for everybody, and that only data tell so: with it a question about the same persons is another one.
pub fn for_everybody(at: usize) -> String {
    format!("born + to_int(sex) < {}", 10_000 + at)
}

/// A random condition on civil status that is true for some.
pub fn some_civil_state(draws: &mut Draws) -> String {
    format!("civil != '{}'", 1 + draws.below(CIVIL_STATES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_differ_by_the_target_only() {
        let register = Register::new(30_000, &Draws::new(3));
        let mut draws = Draws::new(4);
        let targets = register.anybody(100, &mut draws);
        let mut found = 0;
        for target in targets {
            let Some(pair) = Pair::around(&register, target, 30, &mut draws) else { continue };
            let with: Vec<u32> = pair.with.members(&register).collect();
            let without: Vec<u32> = pair.without.members(&register).collect();
            assert_eq!(with.len(), without.len() + 1);
            assert!(with.contains(&target) && without.iter().all(|member| with.contains(member)));
            found += 1;
        }
        assert!(found > 60, "{found}");
    }

    #[test]
    fn blocks_have_the_size_asked_for() {
        let register = Register::new(30_000, &Draws::new(5));
        let mut draws = Draws::new(6);
        for size in [1, 9, 15, 40, 499] {
            let block = Block::of_size(&register, 7, size, &mut draws).unwrap();
            assert_eq!(block.size(&register), size);
        }
    }
}
