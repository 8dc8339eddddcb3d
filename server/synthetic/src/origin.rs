//! Countries that people come from, when, and why (rough shares after Statistics Norway's immigration statistics).

use crate::chance::Chance;

/// One country of birth.
pub(crate) struct Origin {
    /// Code of `BEFOLKNING_FODELAND`.
    pub(crate) code: &'static str,
    pub(crate) group: Group,
    /// Weights by period of arrival, see [`PERIODS`].
    weights: [f64; 7],
    /// Weights of [`REASONS`].
    reasons: [f64; 4],
    /// Share of men.
    pub(crate) men: f64,
    /// Shift of schooling, in standard deviations.
    pub(crate) schooling: f64,
}

/// Broad groups: who marries whom, who stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Norway,
    West,
    East,
    Rest,
}

/// First years of the periods of arrival.
const PERIODS: [i32; 7] = [1955, 1980, 1990, 2000, 2005, 2015, 2022];

/// Codes of `BEFOLKNING_INNGRUNN1`.
pub(crate) const REASONS: [&str; 4] = ["ARB", "FAM", "FLU", "UTD"];
/// Place of refuge in [`REASONS`].
pub(crate) const REFUGE: u8 = 2;
/// Place of work in [`REASONS`].
pub(crate) const WORK: u8 = 0;

const fn west(code: &'static str, weights: [f64; 7]) -> Origin {
    Origin { code, group: Group::West, weights, reasons: [5.0, 3.0, 0.0, 2.0], men: 0.52, schooling: 0.35 }
}

const fn east(code: &'static str, weights: [f64; 7], men: f64) -> Origin {
    Origin { code, group: Group::East, weights, reasons: [6.5, 3.0, 0.0, 0.5], men, schooling: -0.1 }
}

const fn family(code: &'static str, weights: [f64; 7], men: f64, schooling: f64) -> Origin {
    Origin { code, group: Group::Rest, weights, reasons: [1.5, 6.0, 0.5, 2.0], men, schooling }
}

const fn refuge(code: &'static str, weights: [f64; 7], schooling: f64) -> Origin {
    Origin { code, group: Group::Rest, weights, reasons: [0.2, 3.0, 6.6, 0.2], men: 0.54, schooling }
}

/// Norway first.
pub(crate) static ORIGINS: [Origin; 36] = [
    Origin { code: "000", group: Group::Norway, weights: [0.0; 7], reasons: [0.0; 4], men: 0.513, schooling: 0.0 },
    west("106", [10.0, 8.0, 9.0, 12.0, 8.0, 5.0, 3.0]),
    west("101", [14.0, 10.0, 6.0, 4.0, 2.5, 1.5, 1.2]),
    west("103", [3.0, 2.0, 2.0, 1.0, 0.6, 0.4, 0.4]),
    west("105", [1.0, 1.0, 1.0, 0.6, 1.0, 0.5, 0.4]),
    west("139", [10.0, 8.0, 4.0, 3.0, 2.5, 2.0, 1.5]),
    west("144", [6.0, 4.0, 4.0, 5.0, 5.0, 3.0, 2.5]),
    west("684", [9.0, 6.0, 3.0, 2.0, 1.5, 1.2, 1.2]),
    west("127", [3.0, 3.0, 2.0, 2.0, 1.5, 1.0, 1.0]),
    west("117", [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
    west("137", [1.0, 1.0, 0.7, 0.7, 1.3, 1.5, 1.3]),
    east("131", [1.0, 3.0, 2.0, 4.0, 20.0, 13.0, 7.0], 0.63),
    east("136", [0.0, 0.0, 0.3, 1.0, 8.0, 5.0, 3.0], 0.58),
    east("124", [0.0, 0.0, 0.2, 0.5, 2.0, 1.0, 0.8], 0.57),
    east("133", [0.0, 0.3, 0.4, 1.0, 3.0, 4.0, 3.0], 0.57),
    east("113", [0.2, 0.3, 0.4, 0.4, 1.2, 1.3, 1.0], 0.55),
    family("140", [0.3, 0.3, 2.0, 4.0, 2.0, 1.0, 1.0], 0.36, 0.4),
    refuge("155", [0.0, 0.0, 11.0, 1.0, 0.3, 0.2, 0.2], 0.0),
    refuge("161", [0.0, 1.0, 6.0, 3.0, 1.0, 0.6, 0.4], -0.4),
    family("143", [4.0, 4.0, 3.0, 3.0, 1.0, 1.0, 1.5], 0.55, -0.7),
    family("534", [12.0, 8.0, 4.0, 4.0, 1.5, 1.7, 1.2], 0.52, -0.6),
    family("444", [2.0, 3.0, 2.0, 2.0, 3.0, 4.0, 4.0], 0.54, 0.7),
    refuge("575", [3.0, 10.0, 3.0, 2.0, 1.0, 1.0, 0.6], -0.4),
    refuge("424", [0.0, 6.0, 5.0, 3.0, 0.7, 0.6, 0.4], -0.2),
    refuge("456", [0.0, 6.0, 4.0, 3.0, 1.2, 1.3, 0.8], 0.2),
    refuge("452", [0.0, 1.0, 8.0, 10.0, 2.5, 1.5, 0.6], -0.5),
    refuge("346", [0.0, 1.0, 6.0, 9.0, 5.0, 3.0, 1.0], -1.2),
    refuge("241", [0.0, 1.0, 1.0, 1.0, 4.0, 5.0, 1.0], -0.9),
    refuge("404", [0.0, 0.0, 1.0, 6.0, 3.0, 3.0, 2.0], -1.0),
    refuge("564", [0.0, 0.0, 0.3, 0.5, 1.5, 14.0, 3.0], -0.5),
    refuge("148", [0.0, 0.0, 0.4, 1.0, 1.0, 1.0, 38.0], 0.4),
    family("428", [1.0, 3.0, 3.0, 3.0, 4.0, 4.0, 3.0], 0.25, 0.2),
    family("568", [0.2, 1.0, 2.0, 5.0, 3.0, 2.5, 1.5], 0.18, -0.6),
    family("484", [0.4, 1.0, 2.0, 3.0, 2.0, 2.0, 1.5], 0.42, 0.4),
    family("303", [4.0, 3.0, 2.0, 1.5, 0.6, 0.6, 0.4], 0.54, -0.6),
    family("725", [1.0, 6.0, 1.5, 0.5, 0.3, 0.3, 0.3], 0.51, 0.0),
];

/// What is known of an origin; an unknown place is Norway.
pub(crate) fn origin(place: u8) -> &'static Origin {
    ORIGINS.get(usize::from(place)).unwrap_or(&ORIGINS[0])
}

/// A country and a reason for somebody who arrives in a year.
pub(crate) fn draw(year: i32, chance: &mut Chance) -> (u8, u8) {
    let period = PERIODS.iter().rposition(|first| *first <= year).unwrap_or(0);
    let weights = ORIGINS.each_ref().map(|origin| origin.weights.get(period).copied().unwrap_or(0.0));
    let place = chance.weighted(&weights);
    let reason = chance.weighted(&origin(place as u8).reasons);
    (place as u8, reason as u8)
}
