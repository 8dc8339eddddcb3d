//! Rules for every variable: units increase, spells of a unit are apart, codes are valid when they are used, and nobody has a
//! row before birth or after death.

use registry::{BankVersion, Records, RegistryError, Selection, Values};
use variables::{Day, Temporality, Variable};

use super::Findings;
use super::facts::{NEVER, People};
use crate::columns::HORIZON;
use crate::threads::in_threads;

/// Variables that tell of the dead and the emigrated too.
const OF_EVERYBODY: [&str; 1] = ["BEFOLKNING_STATUSKODE"];

pub(super) fn check(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    let variables = bank.variables();
    let variables: Vec<&Variable> = variables.iter().filter(|variable| variable.has_data).collect();
    let each = in_threads(variables, |variable| of_variable(bank, variable, people), |_| {})?;
    each.into_iter().for_each(|one| found.merge(one));
    Ok(())
}

/// Every rule of one variable.
fn of_variable(bank: &BankVersion, variable: &Variable, people: &People) -> Result<Findings, RegistryError> {
    let mut found = Findings::default();
    let name = &variable.name;
    let coverage = bank.true_coverage(name)?;
    found.expect("a variable with data has rows", name, [coverage.rows > 0]);
    let valid = Valid::of(variable);
    match variable.temporality {
        Temporality::Fixed | Temporality::Event => {
            let records = bank.read(name, &Selection::All)?;
            rows(variable, &records, None, (people, &valid), &mut found);
        }
        Temporality::Status | Temporality::Accumulated => {
            let apart = coverage.periods.windows(2).map(|pair| matches!(pair, [one, next] if one.stop < next.start));
            found.expect("periods of a unit do not overlap", name, apart);
            for period in &coverage.periods {
                let records = bank.read(name, &Selection::At(period.start))?;
                rows(variable, &records, Some((period.start.0, period.stop.0)), (people, &valid), &mut found);
            }
        }
    }
    Ok(found)
}

/// The rules about rows of one period, or of all times.
fn rows(
    variable: &Variable,
    records: &Records,
    period: Option<(i32, i32)>,
    (people, valid): (&People, &Valid),
    found: &mut Findings,
) {
    let name = &variable.name;
    let n = records.unit.len();
    let start = |row: usize| match (period, &records.start) {
        (Some((start, _)), _) => Some(start),
        (None, Some(starts)) => starts.get(row).copied(),
        (None, None) => None,
    };
    let stop = |row: usize| match (period, &records.stop) {
        (Some((_, stop)), _) => Some(stop),
        (None, Some(stops)) => stops.get(row).copied().flatten(),
        (None, None) => None,
    };
    let unit = |row: usize| records.unit.get(row).copied().unwrap_or(u32::MAX);
    if variable.temporality == Temporality::Event {
        found.expect("units increase", name, (1..n).map(|row| unit(row - 1) <= unit(row)));
        let apart = |row: usize| unit(row - 1) != unit(row) || stop(row - 1).is_some_and(|end| Some(end) < start(row));
        found.expect("periods of a unit do not overlap", name, (1..n).map(apart));
        let in_order = |row: usize| stop(row).is_none_or(|stop| start(row) <= Some(stop));
        found.expect("no period ends before it begins", name, (0..n).map(in_order));
    } else {
        found.expect("units increase", name, (1..n).map(|row| unit(row - 1) < unit(row)));
    }
    if variable.temporality != Temporality::Fixed {
        let from = variable.valid_from.map_or(i32::MIN, |day| day.0);
        let until = variable.valid_until.map_or(NEVER, |day| day.0);
        let is_within = |row: usize| start(row).is_some_and(|start| (from..=until).contains(&start));
        found.expect("data lie within the variable's period", name, (0..n).map(is_within));
        if variable.unit_type.name() == "PERSON" && people.knows_births() && !OF_EVERYBODY.contains(&name.as_str()) {
            let is_born = |row: usize| stop(row).or(start(row)).is_some_and(|day| people.born(unit(row)) <= day);
            let is_spell = variable.temporality == Temporality::Event;
            let is_born = |row: usize| {
                if is_spell { start(row).is_some_and(|day| people.born(unit(row)) <= day) } else { is_born(row) }
            };
            found.expect("nothing before birth", name, (0..n).map(is_born));
            // A spell that is ongoing at the end of the data belongs to somebody who is alive then.
            let end_of_data = until.min(HORIZON);
            let is_alive = |row: usize| {
                let (died, first) = (people.died(unit(row)), start(row).unwrap_or(NEVER));
                // Amounts of the year of death are the dead person's.
                let is_yearly = variable.temporality == Temporality::Accumulated;
                let lasts = stop(row).map_or(died > end_of_data, |stop| is_yearly || stop < died);
                if is_yearly { first <= died } else { first < died && lasts }
            };
            found.expect("nothing after death", name, (0..n).map(is_alive));
        }
    }
    if let (Some(valid), Values::Codes { codes, .. }) = (&valid.0, &records.value) {
        let is_valid = |row: usize| {
            let intervals = codes.get(row).and_then(|code| valid.get(code as usize));
            let holds =
                |day: i32| intervals.is_some_and(|all| all.iter().any(|(from, to)| (*from..=*to).contains(&day)));
            match (start(row), stop(row)) {
                (None, _) => intervals.is_some_and(|all| !all.is_empty()),
                (Some(start), stop) => holds(start) && stop.is_none_or(holds),
            }
        };
        found.expect("codes are valid at their date", name, (0..n).map(is_valid));
    }
}

/// By place in the dictionary: the days on which the code is valid. `None`: there is no code list.
struct Valid(Option<Vec<Vec<(i32, i32)>>>);

impl Valid {
    fn of(variable: &Variable) -> Valid {
        Valid(variable.code_list().map(|list| {
            let days = |from: Option<Day>, until: Option<Day>| {
                (from.map_or(i32::MIN, |day| day.0), until.map_or(i32::MAX, |day| day.0))
            };
            let of = |text: &String| {
                let codes = list.codes.iter().chain(&list.sentinel).filter(|code| code.code == *text);
                codes.map(|code| days(code.valid_from, code.valid_until)).collect()
            };
            list.dictionary().iter().map(of).collect()
        }))
    }
}
