//! Rules of life: parents, residence, civil status, work, and what belongs to persons.

use registry::{BankVersion, RegistryError, Selection};
use variables::{Day, UnitType};

use super::Findings;
use super::facts::{NOBODY, People, dates, has, is_within, longs, of_units, texts, units};

pub(super) fn check(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    parents(bank, people, found)?;
    if has(bank, "BEFOLKNING_DOEDS_DATO") {
        let births = people.born.iter().zip(&people.died).map(|(born, died)| born <= died);
        found.expect("nobody dies before birth", "BEFOLKNING_DOEDS_DATO", births);
    }
    residence(bank, found)?;
    spouses(bank, people, found)?;
    work(bank, found)?;
    things(bank, people, found)?;
    links(bank, found)
}

fn parents(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    for (name, sex) in [("BEFOLKNING_MOR_FNR", 2), ("BEFOLKNING_FAR_FNR", 1)] {
        if !has(bank, name) {
            continue;
        }
        let pairs = units(bank, name, Selection::All)?;
        let sex_of = |unit: u32| people.sex.get(unit as usize).copied().unwrap_or(0);
        found.expect("mothers are women, fathers men", name, pairs.iter().map(|(_, parent)| sex_of(*parent) == sex));
        let years = |child: u32, parent: u32| people.birth_year(child) - people.birth_year(parent);
        let is_apart = pairs.iter().map(|(child, parent)| (15..=50).contains(&years(*child, *parent)));
        found.expect("parents are 15 to 50 years older", name, is_apart);
        // A father may die before the birth, a mother not.
        let margin = if sex == 1 { 300 } else { 0 };
        let lived = pairs.iter().map(|(child, parent)| people.born(*child) - margin <= people.died(*parent));
        found.expect("parents live to have the child", name, lived);
    }
    Ok(())
}

/// Who has a municipality is resident; spells and yearly status agree.
fn residence(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    for day in dates(bank, "BEFOLKNING_KOMMNR_FORMELL") {
        let At { municipality, status, spells } = At::read(bank, day)?;
        if let (Some(municipality), Some(status)) = (&municipality, status) {
            let lives_here = of_units(&municipality.iter().map(|(unit, _)| (*unit, true)).collect::<Vec<_>>(), false);
            let agrees = |(unit, is_resident): &(u32, bool)| {
                lives_here.get(*unit as usize).copied().unwrap_or(false) == *is_resident
            };
            let rule = "residents have a municipality, others not";
            found.expect(rule, "BEFOLKNING_STATUSKODE", status.iter().map(agrees));
        }
        if let (Some(municipality), Some(spells)) = (municipality, spells) {
            let same = municipality.len() == spells.len();
            let each = municipality.iter().zip(&spells).map(|(one, other)| one == other);
            found.expect("spells and status agree", "BOSATTEFDT_BOSTED", each.chain([same]));
        }
    }
    Ok(())
}

/// Where everybody lives on a day, from three variables, each if it is there.
struct At {
    municipality: Option<Vec<(u32, u32)>>,
    status: Option<Vec<(u32, bool)>>,
    spells: Option<Vec<(u32, u32)>>,
}

impl At {
    fn read(bank: &BankVersion, day: Day) -> Result<At, RegistryError> {
        let number = |text: &str| text.parse().unwrap_or(0);
        let read = |name: &str| texts(bank, name, Selection::At(day));
        let has_status = dates(bank, "BEFOLKNING_STATUSKODE").contains(&day);
        Ok(At {
            municipality: read("BEFOLKNING_KOMMNR_FORMELL")?.map(|texts| texts.rows(number)),
            status: read("BEFOLKNING_STATUSKODE")?.filter(|_| has_status).map(|texts| texts.rows(|text| text == "1")),
            spells: read("BOSATTEFDT_BOSTED")?
                .filter(|_| is_within(bank, "BOSATTEFDT_BOSTED", day))
                .map(|texts| texts.rows(number)),
        })
    }
}

/// Spouses have each other, and are married.
fn spouses(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    let name = "BEFOLKNING_EKT_FNR";
    for day in dates(bank, name) {
        let pairs = units(bank, name, Selection::At(day))?;
        let spouse = of_units(&pairs, NOBODY);
        let is_mutual = |(one, other): &(u32, u32)| spouse.get(*other as usize) == Some(one);
        found.expect("spouses have each other", name, pairs.iter().map(is_mutual));
        let year = day.ymd().0;
        let is_grown = |(unit, _): &(u32, u32)| people.birth_year(*unit) <= year - 16;
        found.expect("children do not marry", name, pairs.iter().map(is_grown));
        let civil = texts(bank, "SIVSTANDFDT_SIVSTAND", Selection::At(day))?;
        if let Some(civil) = civil.filter(|_| is_within(bank, "SIVSTANDFDT_SIVSTAND", day)) {
            let married = of_units(&civil.rows(|code| code == "2" || code == "6"), false);
            let is_married = |(unit, _): &(u32, u32)| married.get(*unit as usize) == Some(&true);
            found.expect("who has a spouse is married", name, pairs.iter().map(is_married));
        }
    }
    Ok(())
}

/// Employees in November have wages in the year.
fn work(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    let years: Vec<i32> = dates(bank, "INNTEKT_WLONN").iter().map(|day| day.ymd().0).collect();
    for name in ["REGSYS_ARB_ARBMARK_STATUS", "REGSYS_YRKSTAT"] {
        for day in dates(bank, name).into_iter().filter(|day| years.contains(&day.ymd().0)) {
            let wages = of_units(&longs(bank, "INNTEKT_WLONN", Selection::At(day))?, 0);
            let Some(status) = texts(bank, name, Selection::At(day))? else { continue };
            let employees = status.rows(|code| code == "1").into_iter().filter(|(_, is_employee)| *is_employee);
            let has_wage = |(unit, _): (u32, bool)| wages.get(unit as usize).is_some_and(|wage| *wage > 0);
            found.expect("employees have wages", name, employees.map(has_wage));
        }
    }
    Ok(())
}

/// Jobs, courses, vehicles, metering points, persons in accidents and episodes of care belong to persons, and are measured
/// only where they are known.
fn things(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    for unit_type in UnitType::all() {
        let Some(pointer) = unit_type.spec().person_pointer.filter(|pointer| has(bank, pointer)) else { continue };
        let mut known: Vec<bool> = Vec::new();
        for selection in times(bank, pointer) {
            let owners = units(bank, pointer, selection)?;
            let is_person = |(_, person): &(u32, u32)| people.born.get(*person as usize).is_some();
            found.expect("units belong to persons", pointer, owners.iter().map(is_person));
            let last = owners.last().map_or(0, |(unit, _)| *unit as usize + 1);
            known.resize(last.max(known.len()), false);
            for (unit, _) in owners {
                known[unit as usize] = true;
            }
        }
        let variables = bank.variables();
        for variable in variables.iter().filter(|one| one.has_data && one.unit_type == unit_type) {
            for selection in times(bank, &variable.name) {
                let records = bank.read(&variable.name, &selection)?;
                let is_known = |unit: &u32| known.get(*unit as usize) == Some(&true);
                found.expect("measured units exist", &variable.name, records.unit.iter().map(is_known));
            }
        }
    }
    Ok(())
}

/// All of a variable, a date at a time where it has dates.
fn times(bank: &BankVersion, name: &str) -> Vec<Selection> {
    let dates = dates(bank, name);
    if dates.is_empty() { vec![Selection::All] } else { dates.into_iter().map(Selection::At).collect() }
}

/// Persons in accidents point to an accident of the same month; siblings have one mother.
fn links(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    let accidents = "TRAFULYK_PERS_TRAFULYK";
    if ["TRAFULYK_AARMND", "TRAFULYK_PERS_AARMND", accidents].iter().all(|name| has(bank, name)) {
        let months = of_units(&longs(bank, "TRAFULYK_AARMND", Selection::All)?, 0);
        let own = of_units(&longs(bank, "TRAFULYK_PERS_AARMND", Selection::All)?, 0);
        let pairs = units(bank, accidents, Selection::All)?;
        let agrees = |(person, accident): &(u32, u32)| own.get(*person as usize) == months.get(*accident as usize);
        found.expect("accidents have a month", accidents, pairs.iter().map(agrees));
    }
    let siblings = "BEFOLKNING_SOESKEN_FNR";
    if has(bank, siblings) && has(bank, "BEFOLKNING_MOR_FNR") {
        let mothers = of_units(&units(bank, "BEFOLKNING_MOR_FNR", Selection::All)?, NOBODY);
        let groups = units(bank, siblings, Selection::All)?;
        let mother = |unit: u32| mothers.get(unit as usize).copied().unwrap_or(NOBODY);
        let largest = groups.iter().map(|(_, group)| *group as usize + 1).max().unwrap_or(0);
        let mut of_group = vec![NOBODY; largest];
        let has_one = groups.iter().map(|(person, group)| {
            let (known, own) = (&mut of_group[*group as usize], mother(*person));
            if *known == NOBODY {
                *known = own;
            }
            own != NOBODY && *known == own
        });
        found.expect("siblings have one mother", siblings, has_one);
    }
    Ok(())
}
