//! Income, tax and wealth of a year, from work and everything else. Sums add up to the krone.

use crate::calendar::{year_of, year_start};
use crate::chance::{Chance, interpolate};
use crate::person::{Person, Sex};
use crate::work::{Career, Status, WorkYear};

/// The basic amount of the National Insurance ("G"), yearly mean, NOK.
const BASIC_AMOUNT: [(f64, f64); 8] = [
    (1993.0, 37_033.0),
    (2000.0, 48_377.0),
    (2005.0, 60_059.0),
    (2010.0, 74_721.0),
    (2015.0, 89_502.0),
    (2020.0, 100_853.0),
    (2022.0, 110_784.0),
    (2024.0, 122_225.0),
];

/// The amounts of one person and year, NOK. A zero means: no record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Amounts {
    pub(crate) wage: i64,
    pub(crate) business: i64,
    pub(crate) old_age: i64,
    pub(crate) disability: i64,
    pub(crate) unemployment: i64,
    pub(crate) parental: i64,
    pub(crate) child_allowance: i64,
    pub(crate) social: i64,
    pub(crate) capital: i64,
    pub(crate) tax: i64,
    pub(crate) deposits: i64,
    pub(crate) debt: i64,
}

impl Amounts {
    /// How many there are.
    pub(crate) const N: usize = 12;

    /// The amounts in half the memory; nobody has two thousand million of anything.
    pub(crate) fn pack(&self) -> [i32; Amounts::N] {
        let all = [
            self.wage,
            self.business,
            self.old_age,
            self.disability,
            self.unemployment,
            self.parental,
            self.child_allowance,
            self.social,
            self.capital,
            self.tax,
            self.deposits,
            self.debt,
        ];
        all.map(|amount| amount.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// The other way round.
    pub(crate) fn unpack(packed: [i32; Amounts::N]) -> Amounts {
        let [
            wage,
            business,
            old_age,
            disability,
            unemployment,
            parental,
            child_allowance,
            social,
            capital,
            tax,
            deposits,
            debt,
        ] = packed.map(i64::from);
        Amounts {
            wage,
            business,
            old_age,
            disability,
            unemployment,
            parental,
            child_allowance,
            social,
            capital,
            tax,
            deposits,
            debt,
        }
    }

    /// Wages and business: `INNTEKT_WYRKINNT`.
    pub(crate) fn work(&self) -> i64 {
        self.wage + self.business
    }

    /// Pensions of the National Insurance: `INNTEKT_FTRYG`.
    pub(crate) fn insurance(&self) -> i64 {
        self.old_age + self.disability
    }

    /// Taxable transfers: `INNTEKT_WSKPLOVF`.
    pub(crate) fn taxable_transfers(&self) -> i64 {
        self.insurance() + self.unemployment + self.parental
    }

    /// Tax-free transfers: `INNTEKT_WSKFROVF`.
    pub(crate) fn free_transfers(&self) -> i64 {
        self.child_allowance + self.social
    }

    /// All transfers: `INNTEKT_WOVERFOR`.
    pub(crate) fn transfers(&self) -> i64 {
        self.taxable_transfers() + self.free_transfers()
    }

    /// Everything before tax: `INNTEKT_WSAMINNT`.
    pub(crate) fn total(&self) -> i64 {
        self.work() + self.capital + self.transfers()
    }

    /// Everything after tax: `INNTEKT_WIES`.
    pub(crate) fn after_tax(&self) -> i64 {
        self.total() - self.tax
    }
}

/// What a person brings to every year.
pub(crate) struct Means {
    wealth: f64,
    owns_home: bool,
    buys_home_at: i32,
}

/// Draws what stays with a person.
pub(crate) fn means(person: &Person, chance: &mut Chance) -> Means {
    Means {
        wealth: 1.1 * chance.normal() + 0.25 * person.ability,
        owns_home: chance.happens(0.78),
        buys_home_at: 24 + chance.below(14) as i32,
    }
}

/// The amounts of a year. `births`: when the person's children were born; `keeps_children`: the allowance goes to this parent.
pub(crate) fn amounts(
    person: &Person,
    career: &Career,
    year: &WorkYear,
    means: &Means,
    births: &[i32],
    keeps_children: bool,
    chance: &mut Chance,
) -> Amounts {
    let basic = interpolate(&BASIC_AMOUNT, f64::from(year.year));
    let draw = chance.unit();
    let mut amounts = Amounts { wage: year.wage, business: year.business, ..Amounts::default() };
    amounts.old_age = old_age(person, career, year, basic);
    amounts.disability = disability(career, year, basic);
    amounts.unemployment = unemployment(year, basic, draw);
    if person.sex == Sex::Woman && year.wage as f64 > 0.5 * basic && has_birth_in(births, year.year) {
        amounts.parental = (0.55 * year.potential.min(6.0 * basic) * year.hours * year.present) as i64;
    }
    if keeps_children {
        let minors = births.iter().filter(|born| (0..18).contains(&(year.year - year_of(**born)))).count();
        let rate = interpolate(&[(1993.0, 10_900.0), (2018.0, 11_640.0), (2023.0, 16_000.0)], f64::from(year.year));
        amounts.child_allowance = (minors as f64 * rate * year.present) as i64;
    }
    let has_nothing = amounts.work() <= 0 && amounts.taxable_transfers() == 0 && !year.is_student;
    if has_nothing && (18..=66).contains(&year.age) && draw < 0.35 {
        amounts.social = (basic * (0.4 + 1.1 * draw / 0.35) * year.present) as i64;
    }
    wealth(&mut amounts, year, means, chance);
    amounts.tax = tax(&amounts, basic);
    amounts
}

fn has_birth_in(births: &[i32], year: i32) -> bool {
    births.iter().any(|born| year_of(*born) == year)
}

/// The part of the year after a day.
fn part_after(day: i32, year: i32) -> f64 {
    let (first, next) = (year_start(year), year_start(year + 1));
    f64::from((next - day.clamp(first, next)).max(0)) / f64::from(next - first)
}

fn old_age(person: &Person, career: &Career, year: &WorkYear, basic: f64) -> i64 {
    let part = part_after(career.retired, year.year).min(year.present);
    // Half of the earlier pay above the least pension, up to some seven basic amounts of pay.
    let earned = (0.42 * year.potential.min(7.1 * basic) - 0.2 * basic).max(0.0);
    let full = if person.origin == 0 { 1.0 } else { 0.6 };
    (part * full * (1.75 * basic + earned * 0.8)) as i64
}

fn disability(career: &Career, year: &WorkYear, basic: f64) -> i64 {
    let part = part_after(career.disabled, year.year) - part_after(career.retired.max(career.disabled), year.year);
    let full = (0.66 * year.potential.min(6.0 * basic)).max(2.3 * basic);
    let still_works = (year.wage as f64 / year.potential.max(1.0)).min(1.0);
    (part.min(year.present).max(0.0) * full * (1.0 - 0.7 * still_works)) as i64
}

fn unemployment(year: &WorkYear, basic: f64, draw: f64) -> i64 {
    let was_out = year.months < 12 && (20..=66).contains(&year.age) && !year.is_student;
    let gets = match year.status {
        Some(Status::Unemployed) => draw < 0.6,
        Some(Status::Employee) if year.months > 0 => draw < 0.25,
        _ => false,
    };
    if !was_out || !gets {
        return 0;
    }
    let idle = f64::from(12 - year.months) / 12.0 * 0.7;
    (0.624 * year.potential.min(6.0 * basic) * idle * year.present) as i64
}

fn wealth(amounts: &mut Amounts, year: &WorkYear, means: &Means, chance: &mut Chance) {
    let age = f64::from(year.age);
    let scale = year.potential.max(100e3);
    let grown = libm::exp(-2.6 + 0.042 * (age - 18.0).clamp(0.0, 55.0) + means.wealth + 0.15 * chance.normal());
    amounts.deposits = (0.9 * scale * grown) as i64;
    if means.owns_home && year.age >= means.buys_home_at {
        let since = f64::from(year.age - means.buys_home_at);
        amounts.debt = (2.7 * scale * libm::exp(-0.035 * since + 0.15 * chance.normal())) as i64;
    } else if year.age > 20 && year.age < 40 {
        amounts.debt = (0.35 * scale * chance.unit()) as i64;
    }
    let interest = interpolate(
        &[(1993.0, 0.05), (2008.0, 0.045), (2015.0, 0.012), (2021.0, 0.005), (2024.0, 0.03)],
        f64::from(year.year),
    );
    let dividends =
        if means.wealth > 1.9 { 0.3 * scale * libm::exp(chance.normal() + means.wealth - 1.9) } else { 0.0 };
    amounts.capital = (interest * amounts.deposits as f64 + dividends) as i64;
}

/// A plain progressive tax: a free part, a flat rate, and steps above six and ten basic amounts.
fn tax(amounts: &Amounts, basic: f64) -> i64 {
    let income = (amounts.work() + amounts.taxable_transfers()).max(0) as f64;
    let above = |limit: f64| (income - limit * basic).max(0.0);
    let capital = 0.24 * amounts.capital.max(0) as f64;
    (0.31 * above(1.1) + 0.11 * above(6.2) + 0.05 * above(10.0) + capital) as i64
}
