//! Places to live: the municipalities of 1988, the codes that each had later, and how people move between them.
//!
//! A person lives in an *area* (a municipality of 1988). What a register shows on a day is the code that was in force there
//! that day, so joined and renumbered municipalities come out right without moving anybody.

use std::sync::LazyLock;

use variables::Day;

use crate::catalogue::Damaged;
use crate::chance::Chance;

/// The number of an area.
pub(crate) type Area = u16;

/// All areas.
#[derive(Debug)]
pub(crate) struct Geography {
    areas: Vec<AreaRecord>,
    /// Running sums of the areas' weights.
    cumulated: Vec<f64>,
    /// Areas of each county of 2019, with running sums of weights.
    counties: Vec<(Vec<Area>, Vec<f64>)>,
    /// Every code that any area ever had, sorted.
    codes: Vec<String>,
}

#[derive(Debug)]
struct AreaRecord {
    weight: f64,
    county: usize,
    /// First day and place in the sorted codes, from 1988 on.
    codes: Vec<(i32, u16)>,
}

static GEOGRAPHY: LazyLock<Result<Geography, Damaged>> = LazyLock::new(Geography::read);

impl Geography {
    /// The compiled-in geography.
    pub(crate) fn built_in() -> Result<&'static Geography, &'static Damaged> {
        GEOGRAPHY.as_ref()
    }

    fn read() -> Result<Geography, Damaged> {
        let mut rows: Vec<(f64, Vec<(i32, &str)>)> = Vec::new();
        for line in include_str!("../data/municipality_areas.csv").lines().skip(1) {
            let damaged = || Damaged(format!("municipality_areas.csv: {line}"));
            let mut fields = line.split(';').skip(1);
            let weight = fields.next().and_then(|text| text.parse().ok()).ok_or_else(damaged)?;
            let codes: Option<Vec<(i32, &str)>> = fields
                .next()
                .unwrap_or_default()
                .split(' ')
                .map(|part| part.split_once('=').and_then(|(day, code)| Some((day.parse::<Day>().ok()?.0, code))))
                .collect();
            let codes = codes.filter(|codes| !codes.is_empty()).ok_or_else(damaged)?;
            rows.push((weight, codes));
        }
        let mut codes: Vec<String> =
            rows.iter().flat_map(|(_, codes)| codes.iter().map(|(_, code)| (*code).to_owned())).collect();
        codes.sort();
        codes.dedup();
        Ok(Geography::of(&rows, codes))
    }

    fn of(rows: &[(f64, Vec<(i32, &str)>)], codes: Vec<String>) -> Geography {
        let in_2019 = crate::calendar::day_of(2019, 12, 31);
        let mut names: Vec<String> = Vec::new();
        let mut geography =
            Geography { areas: Vec::new(), cumulated: Vec::new(), counties: Vec::new(), codes: Vec::new() };
        let mut sum = 0.0;
        for (area, (weight, periods)) in rows.iter().enumerate() {
            let code = periods.iter().take_while(|(from, _)| *from <= in_2019).last().map_or("", |(_, code)| code);
            let name = code.get(..2).unwrap_or_default().to_owned();
            let county = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                geography.counties.push((Vec::new(), Vec::new()));
                names.len() - 1
            });
            if let Some((members, sums)) = geography.counties.get_mut(county) {
                members.push(area as Area);
                sums.push(sums.last().copied().unwrap_or(0.0) + weight);
            }
            sum += weight;
            geography.cumulated.push(sum);
            let place = |code: &str| codes.binary_search_by(|known| known.as_str().cmp(code)).unwrap_or(0) as u16;
            let codes = periods.iter().map(|(from, code)| (*from, place(code))).collect();
            geography.areas.push(AreaRecord { weight: *weight, county, codes });
        }
        geography.codes = codes;
        geography
    }

    /// Every code that an area ever had, sorted.
    pub(crate) fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The number of areas.
    pub(crate) fn n_areas(&self) -> usize {
        self.areas.len()
    }

    /// Somewhere in the country, in proportion to the residents.
    pub(crate) fn anywhere(&self, chance: &mut Chance) -> Area {
        let at = chance.unit() * self.cumulated.last().copied().unwrap_or(0.0);
        self.cumulated.partition_point(|sum| *sum <= at).min(self.areas.len() - 1) as Area
    }

    /// Where somebody moves from an area: as often within the county as out of it.
    pub(crate) fn next(&self, from: Area, chance: &mut Chance) -> Area {
        if chance.happens(0.5) {
            return self.anywhere(chance);
        }
        let county = self.areas.get(usize::from(from)).map_or(0, |area| area.county);
        let Some((members, sums)) = self.counties.get(county) else { return from };
        let at = chance.unit() * sums.last().copied().unwrap_or(0.0);
        members.get(sums.partition_point(|sum| *sum <= at)).copied().unwrap_or(from)
    }

    /// The code of an area on a day, as a place in [`Geography::codes`]; before 1988 that of 1988.
    pub(crate) fn code_at(&self, area: Area, day: i32) -> u16 {
        let Some(record) = self.areas.get(usize::from(area)) else { return 0 };
        let after = record.codes.partition_point(|(from, _)| *from <= day);
        record.codes.get(after.saturating_sub(1)).map_or(0, |(_, code)| *code)
    }

    /// The codes in force on a day with the residents of 2019 behind each, by code.
    pub(crate) fn residents_at(&self, day: i32) -> Vec<(u16, f64)> {
        let mut sums = std::collections::BTreeMap::new();
        for (area, record) in self.areas.iter().enumerate() {
            *sums.entry(self.code_at(area as Area, day)).or_insert(0.0) += record.weight;
        }
        sums.into_iter().collect()
    }

    /// The codes of an area over a closed period: first day, last day, place of the code.
    pub(crate) fn codes_over(&self, area: Area, from: i32, to: i32, mut give: impl FnMut(i32, i32, u16)) {
        let Some(record) = self.areas.get(usize::from(area)) else { return };
        let mut start = from;
        while start <= to {
            let after = record.codes.partition_point(|(first, _)| *first <= start);
            let end = record.codes.get(after).map_or(to, |(next, _)| to.min(next - 1));
            give(start, end, self.code_at(area, start));
            if end == to {
                return;
            }
            start = end + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use variables::ValueDomain;

    use super::*;
    use crate::calendar::{day_of, year_start};

    #[test]
    fn every_code_is_valid_on_every_new_years_day() {
        let geography = Geography::built_in().unwrap();
        let catalogue = crate::catalogue();
        let (_, variable) = catalogue.iter().find(|(_, one)| one.name == "BEFOLKNING_KOMMNR_FORMELL").unwrap();
        let ValueDomain::Enumerated(list) = &variable.domain else { unreachable!() };
        for year in 1988..=2025 {
            let valid: std::collections::HashSet<&str> =
                list.at(Some(Day(year_start(year)))).into_iter().map(|code| code.code.as_str()).collect();
            for area in 0..geography.areas.len() {
                let code = geography.code_at(area as Area, year_start(year));
                assert!(valid.contains(geography.codes()[usize::from(code)].as_str()), "{year} {area}");
            }
        }
    }

    #[test]
    fn a_reform_splits_a_period_and_nothing_else() {
        let geography = Geography::built_in().unwrap();
        let oslo = geography.codes().iter().position(|code| code == "0301").unwrap() as u16;
        let moss = geography.codes().iter().position(|code| code == "0104").unwrap() as u16;
        let pieces = |wanted: u16| {
            let area = (0..448).find(|area| geography.code_at(*area, 0) == wanted).unwrap();
            let mut pieces = Vec::new();
            geography.codes_over(area, day_of(2015, 3, 1), day_of(2024, 6, 30), |from, to, code| {
                pieces.push((Day(from).to_string(), Day(to).to_string(), geography.codes()[usize::from(code)].clone()));
            });
            pieces
        };
        assert_eq!(pieces(oslo).len(), 1);
        let moss: Vec<String> =
            pieces(moss).into_iter().map(|(from, to, code)| format!("{from} {to} {code}")).collect();
        assert_eq!(moss, ["2015-03-01 2019-12-31 0104", "2020-01-01 2023-12-31 3002", "2024-01-01 2024-06-30 3103"]);
    }
}
