//! A made-up register whose truth is known: who lives where, and the secrets (near-sets, first lines).
//!
//! Sex × month of birth (792) × municipality (350 of skewed size) × education × civil status are public to attackers; a flag with
//! a prevalence of 20 %, wages (lognormal), incomes (with a Pareto top), jobs and yearly states are what they are after.

pub mod block;
mod jobs;

use std::collections::HashMap;

use crate::draws::Draws;

/// Months of birth.
pub const MONTHS: usize = 792;
/// Municipalities.
pub const PLACES: usize = 350;
/// Levels of education, from 1.
pub const EDUCATIONS: usize = 6;
/// Civil states, from 1.
pub const CIVIL_STATES: usize = 4;
/// Years of the yearly state.
pub const YEARS: [i32; 3] = [2020, 2021, 2022];
/// Share of persons with the secret.
pub const PREVALENCE: f64 = 0.2;

/// The truth, one entry a person.
pub struct Register {
    /// 1 or 2.
    pub sex: Vec<u8>,
    /// 1 … [`EDUCATIONS`].
    pub education: Vec<u8>,
    /// 1 … [`CIVIL_STATES`].
    pub civil: Vec<u8>,
    /// 0 … [`PLACES`] − 1.
    pub place: Vec<u16>,
    /// 0 … [`MONTHS`] − 1.
    pub born: Vec<u16>,
    /// The secret flag.
    pub secret: Vec<bool>,
    /// Whole kroner, lognormal with σ ≈ .7.
    pub wage: Vec<i64>,
    /// The same with a Pareto(1.7) top of 1 %.
    pub income: Vec<i64>,
    /// A number that follows a known line: 10 × month of birth + 200 × a normal number.
    pub line: Vec<f64>,
    /// A secret flag for each of [`YEARS`].
    pub state: Vec<[bool; 3]>,
    /// The person of each job, ascending.
    pub person_of_job: Vec<u32>,
    /// Pay of each job.
    pub pay: Vec<i64>,
    groups: Vec<Vec<u32>>,
    unique: Vec<u32>,
}

impl Register {
    /// A register of so many persons.
    pub fn new(persons: usize, draws: &Draws) -> Self {
        let mut draws = draws.fork("register");
        let borders = place_borders();
        let mut register = Register::empty();
        for _ in 0..persons {
            register.add(&mut draws, &borders);
        }
        let (person_of_job, pay) = jobs::jobs(persons, &mut draws.fork("jobs"));
        register.person_of_job = person_of_job;
        register.pay = pay;
        register.index();
        register
    }

    fn empty() -> Self {
        Register {
            sex: Vec::new(),
            education: Vec::new(),
            civil: Vec::new(),
            place: Vec::new(),
            born: Vec::new(),
            secret: Vec::new(),
            wage: Vec::new(),
            income: Vec::new(),
            line: Vec::new(),
            state: Vec::new(),
            person_of_job: Vec::new(),
            pay: Vec::new(),
            groups: Vec::new(),
            unique: Vec::new(),
        }
    }

    fn add(&mut self, draws: &mut Draws, borders: &[f64]) {
        let sex = 1 + draws.below(2) as u8;
        let education = 1 + draws.below(EDUCATIONS) as u8;
        let born = draws.below(MONTHS) as u16;
        self.sex.push(sex);
        self.education.push(education);
        self.civil.push(1 + draws.below(CIVIL_STATES) as u8);
        let place = draws.uniform();
        self.place.push(borders.partition_point(|border| *border <= place).min(PLACES - 1) as u16);
        self.born.push(born);
        self.secret.push(draws.chance(PREVALENCE));
        let level = 12.9 + 0.1 * (f64::from(education) - 3.5) - 0.15 * (f64::from(sex) - 1.5);
        let wage = (level + 0.67 * draws.normal()).exp();
        self.wage.push(wage as i64);
        let is_top = draws.chance(0.01);
        let top = 2_000_000.0 * (1.0 - draws.uniform()).powf(-1.0 / 1.7);
        self.income.push(if is_top { top } else { wage } as i64);
        self.line.push(10.0 * f64::from(born) + 200.0 * draws.normal());
        self.state.push([(); 3].map(|()| draws.chance(PREVALENCE)));
    }

    fn index(&mut self) {
        let mut groups = vec![Vec::new(); 2 * EDUCATIONS];
        let mut seen: HashMap<(u8, u8, u8, u16, u16), u32> = HashMap::new();
        for person in 0..self.len() as u32 {
            groups[self.group_of(person)].push(person);
            *seen.entry(self.traits(person)).or_default() += 1;
        }
        for group in &mut groups {
            group.sort_by_key(|person| self.born[*person as usize]);
        }
        self.unique = (0..self.len() as u32).filter(|person| seen[&self.traits(*person)] == 1).collect();
        self.groups = groups;
    }

    /// Number of persons.
    pub fn len(&self) -> usize {
        self.sex.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.sex.is_empty()
    }

    fn group_of(&self, person: u32) -> usize {
        let person = person as usize;
        (usize::from(self.sex[person]) - 1) * EDUCATIONS + usize::from(self.education[person]) - 1
    }

    /// The persons of one sex and education, by month of birth.
    pub fn group(&self, sex: u8, education: u8) -> &[u32] {
        &self.groups[(usize::from(sex) - 1) * EDUCATIONS + usize::from(education) - 1]
    }

    /// The public traits of a person.
    pub fn traits(&self, person: u32) -> (u8, u8, u8, u16, u16) {
        let person = person as usize;
        (self.sex[person], self.education[person], self.civil[person], self.place[person], self.born[person])
    }

    /// The condition that only this person meets, if the person's traits are unique.
    pub fn only(&self, person: u32) -> String {
        let (sex, education, civil, place, born) = self.traits(person);
        format!(
            "sex == '{sex}' & edu == '{education}' & civil == '{civil}' & place == '{}' & born == {born}",
            place_code(place)
        )
    }

    /// Random persons with unique traits, with and without a property by turns: accuracies on them are balanced.
    pub fn balanced(&self, n: usize, draws: &mut Draws, property: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut order = self.unique.clone();
        draws.shuffle(&mut order);
        let (with, without): (Vec<u32>, Vec<u32>) = order.into_iter().partition(|person| property(*person as usize));
        with.into_iter().zip(without).flat_map(|(one, other)| [one, other]).take(n).collect()
    }

    /// Random persons with unique traits.
    pub fn anybody(&self, n: usize, draws: &mut Draws) -> Vec<u32> {
        let mut order = self.unique.clone();
        draws.shuffle(&mut order);
        order.truncate(n);
        order
    }
}

/// The code of the first municipality, as a number.
pub const FIRST_PLACE: f64 = 1000.0;

/// The code of a municipality.
pub fn place_code(place: u16) -> String {
    format!("{}", FIRST_PLACE + f64::from(place))
}

/// Upper ends of the municipalities' shares: from 4 % to .004 % of the population.
fn place_borders() -> Vec<f64> {
    let weight = |rank: usize| (-6.897 * (rank as f64 / (PLACES - 1) as f64).powf(0.63)).exp();
    let total: f64 = (0..PLACES).map(weight).sum();
    let mut sum = 0.0;
    // Large and small ones stand mixed: 191 is prime to 350.
    (0..PLACES)
        .map(|place| {
            sum += weight(place * 191 % PLACES) / total;
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_has_the_shape_of_the_decision() {
        let register = Register::new(100_000, &Draws::new(1));
        let share = register.secret.iter().filter(|secret| **secret).count() as f64 / 100_000.0;
        assert!((share - PREVALENCE).abs() < 0.01, "{share}");
        let mut sizes = vec![0; PLACES];
        register.place.iter().for_each(|place| sizes[usize::from(*place)] += 1);
        let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        assert!(*least < 15 && (3_500..5_000).contains(most), "{least} {most}");
        let mean = register.wage.iter().map(|wage| (*wage as f64).ln()).sum::<f64>() / 100_000.0;
        let variance = register.wage.iter().map(|wage| ((*wage as f64).ln() - mean).powi(2)).sum::<f64>() / 100_000.0;
        assert!((variance.sqrt() - 0.7).abs() < 0.02, "{variance}");
        let targets = register.balanced(1_000, &mut Draws::new(2), |person| register.secret[person]);
        assert_eq!(targets.iter().filter(|person| register.secret[**person as usize]).count(), 500);
    }
}
