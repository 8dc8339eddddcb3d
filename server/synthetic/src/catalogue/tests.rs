#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use variables::{Day, Temporality, ValueDomain};

use super::*;

fn find(name: &str) -> Variable {
    built_in().unwrap().iter().find(|(_, variable)| variable.name == name).unwrap().1.clone()
}

#[test]
fn all_732_variables_are_there_once() {
    let all = catalogue();
    assert_eq!(all.len(), 732);
    assert_eq!(all.iter().map(|(_, variable)| &variable.name).collect::<HashSet<_>>().len(), 732);
    assert_eq!(all.iter().filter(|(databank, _)| databank == "no.fhi.npr").count(), 10);
    assert_eq!(all.iter().filter(|(databank, _)| databank == "no.ssb.fdb").count(), 722);
}

#[test]
fn yearly_amounts_have_one_date_a_period() {
    let wage = find("INNTEKT_WLONN");
    assert_eq!(wage.measure_dates.len(), 31);
    assert_eq!(wage.measure_dates[0], Day::from_ymd(1993, 1, 1).unwrap());
    assert_eq!(wage.measure_dates[30], Day::from_ymd(2023, 1, 1).unwrap());
}

#[test]
fn monthly_registers_have_every_month() {
    let pay = find("ARBLONN_LONN_FERIE_TREKK").measure_dates;
    assert!(pay.contains(&Day::from_ymd(2016, 9, 1).unwrap()) && pay.contains(&Day::from_ymd(2022, 11, 1).unwrap()));
    let hours = find("ARBLONN_ARB_ARBEIDSTID").measure_dates;
    assert!(hours.contains(&Day::from_ymd(2022, 11, 16).unwrap()) && hours.windows(2).all(|pair| pair[0] < pair[1]));
    let seeking = find("ARBEIDSSOKER_AS_HOVED").measure_dates;
    assert!(seeking.contains(&Day::from_ymd(2020, 2, 29).unwrap()));
}

#[test]
fn every_dated_measurement_has_dates_within_its_period() {
    for (_, variable) in catalogue() {
        let needs = matches!(variable.temporality, Temporality::Status | Temporality::Accumulated);
        assert_eq!(needs, !variable.measure_dates.is_empty(), "{}", variable.name);
        assert!(variable.measure_dates.is_sorted(), "{}", variable.name);
        let outside = variable.measure_dates.iter().any(|date| {
            variable.valid_from.is_some_and(|from| *date < from)
                || variable.valid_until.is_some_and(|until| *date > until)
        });
        assert!(!outside, "{}", variable.name);
    }
}

#[test]
fn bare_years_become_their_first_and_last_day() {
    let status = find("SIVSTANDFDT_SIVSTAND");
    assert_eq!(status.valid_from, Day::from_ymd(1991, 1, 1));
    assert_eq!(status.valid_until, Day::from_ymd(2023, 12, 31));
    assert_eq!(find("SKATT_TOPPSKATT").measure_dates.len(), 5);
}

#[test]
fn municipality_lists_change_with_the_reforms() {
    let list = find("BEFOLKNING_KOMMNR_FORMELL").code_list().unwrap().clone();
    let has = |code: &str, day: &str| list.at(day.parse().ok()).iter().any(|found| found.code == code);
    assert!(has("1601", "2017-12-31") && !has("1601", "2018-01-01"));
    assert!(has("5001", "2018-01-01") && !has("5001", "2017-12-31"));
    assert!(has("3001", "2020-01-01") && has("3101", "2024-01-01") && !has("3001", "2024-01-01"));
    assert!(has("9999", "1990-01-01"));
}

#[test]
fn pointers_name_the_unit_type_of_their_values() {
    for (name, wanted) in
        [("BEFOLKNING_MOR_FNR", "PERSON"), ("BEFOLKNING_REGSTAT_FAMNR", "FAMILIE"), ("ARBEIDSFORHOLD_PERSON", "PERSON")]
    {
        assert_eq!(find(name).value_unit_type.unwrap().name(), wanted);
    }
    for unit_type in UnitType::all() {
        let Some(pointer) = unit_type.spec().person_pointer else { continue };
        let Some((_, variable)) = built_in().unwrap().iter().find(|(_, variable)| variable.name == pointer) else {
            // The overview lacks the pointer of the patient register's episodes.
            assert_eq!(pointer, "NPR_EPISODE_FNR");
            continue;
        };
        assert_eq!(variable.value_unit_type, Some(UnitType::person()), "{pointer}");
        assert_eq!(variable.unit_type, unit_type, "{pointer}");
    }
}

#[test]
fn some_twenty_lists_say_that_their_periods_are_made_up() {
    let made_up: Vec<_> = catalogue()
        .into_iter()
        .filter(|(_, variable)| variable.description.nb.as_ref().is_some_and(|text| text.contains("oppdiktet")))
        .collect();
    assert!((18..=40).contains(&made_up.len()), "{}", made_up.len());
    for (_, variable) in made_up {
        let ValueDomain::Enumerated(list) = &variable.domain else { unreachable!() };
        assert!(list.codes.iter().any(|code| code.valid_from.is_some() || code.valid_until.is_some()));
    }
}

#[test]
fn no_code_is_valid_twice_on_one_day() {
    for (_, variable) in catalogue() {
        let Some(list) = variable.code_list() else { continue };
        for (place, code) in list.codes.iter().enumerate() {
            let clashes = list.codes[place + 1..].iter().any(|other| {
                other.code == code.code
                    && other.valid_from <= code.valid_until.or(Some(Day(i32::MAX)))
                    && code.valid_from <= other.valid_until.or(Some(Day(i32::MAX)))
            });
            assert!(!clashes, "{} {}", variable.name, code.code);
        }
    }
}

#[test]
fn made_up_periods_and_english_titles_name_existing_codes() {
    let check = |text: &str| {
        for line in text.lines().skip(1) {
            let mut fields = line.split(';');
            let variable = find(fields.next().unwrap());
            let code = fields.next().unwrap();
            let exists = variable.code_list().is_some_and(|list| list.codes.iter().any(|found| found.code == code));
            assert!(code.is_empty() || exists, "{line}");
        }
    };
    check(include_str!("../../data/code_validity.csv"));
    check(include_str!("../../data/english.csv"));
}
