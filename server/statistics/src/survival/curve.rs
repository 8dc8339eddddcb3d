//! Survival curves from life tables: Kaplan & Meier (1958), Nelson (1972) and Aalen (1978).

use libm::{exp, log};

use super::counts::Counts;
use crate::distribution::normal;

/// A survival probability this near to the wanted one is it (as in R's `survfit`).
const TOLERANCE: f64 = 1.490_116_119_384_765_6e-8;

/// One time of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The time.
    pub time: f64,
    /// Σw at risk just before it.
    pub at_risk: f64,
    /// Σw of events at it.
    pub events: f64,
    /// Σw of censorings at it.
    pub censored: f64,
    /// Product-limit estimate of surviving beyond it.
    pub survival: f64,
    /// Greenwood's standard error (1926); `None` where nobody survives.
    pub standard_error: Option<f64>,
    /// Limits on the scale `ln(−ln S)` (Kalbfleisch & Prentice 1980); `None` where the curve is 0 or 1, as in R.
    pub limits: Option<(f64, f64)>,
    /// Nelson–Aalen estimate of the cumulative hazard.
    pub cumulative_hazard: f64,
    /// Its standard error (Aalen 1978).
    pub cumulative_hazard_se: f64,
}

/// A survival curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Each time of the life table.
    pub points: Vec<Point>,
    /// Σw of all.
    pub n_observations: f64,
    /// Σw of events.
    pub n_events: f64,
}

/// A quantile of the time to the event with its limits; `None` where a curve never falls so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// Share of those who had the event.
    pub p: f64,
    /// The first time at which survival is at most `1 − p`; the middle of the step where it is just that.
    pub time: Option<f64>,
    /// The same of the lower band.
    pub lower: Option<f64>,
    /// The same of the upper band.
    pub upper: Option<f64>,
}

/// Mean time to the event up to a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// The limit.
    pub limit: f64,
    /// Area under the curve up to it.
    pub mean: f64,
    /// Its standard error (as R's `survfit`: Greenwood's).
    pub standard_error: f64,
}

impl Curve {
    /// The curve of a life table with bands of `level` percent. Tables of rounded or perturbed counts serve too: events beyond the
    /// number at risk count as that number, times with nobody at risk change nothing.
    pub fn new(counts: &Counts, level: f64) -> Self {
        let quantile = normal::upper_quantile(0.5 - level / 200.0);
        let (mut survival, mut greenwood, mut hazard, mut hazard_variance) = (1.0, 0.0, 0.0, 0.0);
        let mut points = Vec::with_capacity(counts.times.len());
        for (at, &time) in counts.times.iter().enumerate() {
            let at_risk = counts.at_risk[at].max(0.0);
            let events = counts.events[at].clamp(0.0, at_risk);
            if events > 0.0 {
                let left = at_risk - events;
                survival *= left / at_risk;
                greenwood += events / (at_risk * left);
                hazard += events / at_risk;
                hazard_variance += events / (at_risk * at_risk);
            }
            let spread = greenwood.sqrt();
            points.push(Point {
                time,
                at_risk,
                events,
                censored: counts.censored[at],
                survival,
                standard_error: (survival > 0.0).then_some(survival * spread),
                limits: log_log(survival, spread, quantile),
                cumulative_hazard: hazard,
                cumulative_hazard_se: hazard_variance.sqrt(),
            });
        }
        Curve { points, n_observations: counts.n(), n_events: counts.n_events() }
    }

    /// The point in force at a time; `None` before the first.
    pub fn at(&self, time: f64) -> Option<&Point> {
        let after = self.points.partition_point(|point| point.time <= time);
        after.checked_sub(1).and_then(|last| self.points.get(last))
    }

    /// A quantile with limits, by the rule of R's `survfit`.
    pub fn quantile(&self, p: f64) -> Quantile {
        let times = |value: &dyn Fn(&Point) -> Option<f64>| first_at_most(&self.points, 1.0 - p, value);
        Quantile {
            p,
            time: times(&|point| Some(point.survival)),
            lower: times(&|point| point.limits.map(|limits| limits.0)),
            upper: times(&|point| point.limits.map(|limits| limits.1)),
        }
    }

    /// The median with its limits.
    pub fn median(&self) -> Quantile {
        self.quantile(0.5)
    }

    /// The last time of the table.
    pub fn last_time(&self) -> Option<f64> {
        self.points.last().map(|point| point.time)
    }

    /// The mean up to `limit`, from time zero (from the first time, if that is negative). R's default limit for several groups is the
    /// last time of all.
    pub fn restricted_mean(&self, limit: f64) -> RestrictedMean {
        let inside = self.points.partition_point(|point| point.time <= limit);
        let points = &self.points[..inside];
        let mut start = points.first().map_or(0.0, |point| point.time.min(0.0));
        let (mut mean, mut survival) = (start, 1.0);
        for point in points {
            mean += (point.time - start) * survival;
            (start, survival) = (point.time, point.survival);
        }
        mean += (limit - start) * survival;
        let (mut area, mut variance, mut end) = (0.0, 0.0, limit);
        for point in points.iter().rev() {
            area += (end - point.time) * point.survival;
            end = point.time;
            let left = point.at_risk - point.events;
            if left > 0.0 {
                variance += area * area * point.events / (point.at_risk * left);
            }
        }
        RestrictedMean { limit, mean, standard_error: variance.sqrt() }
    }
}

fn log_log(survival: f64, spread: f64, quantile: f64) -> Option<(f64, f64)> {
    if survival <= 0.0 || survival >= 1.0 {
        return None;
    }
    let hazard = -log(survival);
    let reach = quantile * spread / hazard;
    Some((exp(-hazard * exp(reach)), exp(-hazard * exp(-reach))))
}

fn first_at_most(points: &[Point], wanted: f64, value: &dyn Fn(&Point) -> Option<f64>) -> Option<f64> {
    let known = || points.iter().filter_map(|point| value(point).map(|value| (point.time, value)));
    let (time, found) = known().find(|(_, value)| *value < wanted + TOLERANCE)?;
    if (found - wanted).abs() >= TOLERANCE {
        return Some(time);
    }
    let next = known().find(|(_, value)| *value < found);
    Some(next.map_or(time, |(next, _)| 0.5 * (time + next)))
}
