//! Functions against other programs' values (`tests/reference_values/functions.py` makes the files).

use std::collections::BTreeMap;

use engine::functions::calendar::{civil, day_number, day_of_year, iso_week, weekday};

use crate::support::{OPEN, run};

#[test]
fn mathematics_agrees_with_values_at_twenty_digits() {
    let rows: Vec<Vec<&str>> = include_str!("../reference_values/mathematics.csv")
        .lines()
        .skip(1)
        .map(|row| row.split(',').collect())
        .collect();
    let mut script = OPEN.to_owned();
    for (place, row) in rows.iter().enumerate() {
        script.push_str(&format!("generate v{place} = {}({})\n", row[0], row[1].replace(' ', ", ")));
    }
    let ran = run(&script).fine();
    let mut worst: BTreeMap<&str, f64> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let found: f64 = ran.values("d", &format!("v{place}"))[0].parse().unwrap();
        let expected: f64 = row[2].parse().unwrap();
        let difference = ((found - expected) / expected).abs();
        assert!(difference <= 1e-10, "{row:?}: got {found:e}, relative difference {difference:.1e}");
        let most = worst.entry(row[0]).or_insert(0.0);
        *most = most.max(difference);
    }
    assert!(worst.len() >= 13);
    for (function, difference) in worst {
        println!("{function}: at most {difference:.1e}");
    }
}

#[test]
fn dates_agree_with_the_calendar_of_python() {
    let mut n = 0;
    for row in include_str!("../reference_values/dates.csv").lines().skip(1) {
        let parts: Vec<i64> = row.split(',').map(|part| part.parse().unwrap()).collect();
        let [day, year, month, of_month, week, of_week, of_year] = parts[..] else { panic!("{row}") };
        assert_eq!(civil(day), (year, month, of_month), "{row}");
        assert_eq!(day_number(year, month, of_month), Some(day), "{row}");
        assert_eq!((iso_week(day), weekday(day), day_of_year(day)), (week, of_week, of_year), "{row}");
        n += 1;
    }
    assert!(n > 1000, "{n}");
}
