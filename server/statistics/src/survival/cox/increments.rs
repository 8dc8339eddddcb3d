//! The hazard increments of tied events.

use libm::log;

/// How events at the same time are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// The average over the orders in which tied events may have happened (Efron 1977): R's default.
    #[default]
    Efron,
    /// Every tied event has the whole risk set (Breslow 1974): Stata's default.
    Breslow,
}

/// Sums over the `d` tied events of a cell, `fₗ = l / d`, `qₗ = 1 / (S − fₗ D)` (`f = 0` for Breslow). Events of weight `w` are `w`
/// events; the last of `d` events may be a part of one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Increment {
    pub events: f64,
    /// `Σ q`: the increment of the cumulative hazard.
    pub hazard: f64,
    /// `Σ f q`: what of it an event of the cell does not have.
    pub relief: f64,
    /// `Σ q²`.
    pub q2: f64,
    /// `Σ f q²`.
    pub fq2: f64,
    /// `Σ f² q²`.
    pub ffq2: f64,
    /// `Σ fᵐ q³` for m = 0 … 3.
    pub q3: [f64; 4],
    /// `Σ ln (S − f D)`.
    pub log: f64,
}

impl Increment {
    /// Of a cell with `events` (weighted), risk `all` at risk and risk `dying` of its events.
    pub fn new(events: f64, all: f64, dying: f64, ties: Ties) -> Self {
        if events == 0.0 {
            return Increment::default();
        }
        if ties == Ties::Breslow || events <= 1.0 {
            let q = 1.0 / all;
            let (q2, q3) = (events * q * q, events * q * q * q);
            let (hazard, log) = (events * q, events * log(all));
            return Increment { events, hazard, log, q2, q3: [q3, 0.0, 0.0, 0.0], ..Increment::default() };
        }
        let mut sums = Increment { events, log: events * log(all), ..Increment::default() };
        let share = dying / all;
        let whole = events.floor();
        let mut product = 1.0;
        for l in 0..whole as usize {
            let f = l as f64 / events;
            let left = 1.0 - f * share;
            sums.add(f, 1.0 / (all * left), 1.0);
            product *= left;
            if l % 32 == 31 {
                sums.log += log(product);
                product = 1.0;
            }
        }
        sums.log += log(product);
        let part = events - whole;
        if part > 0.0 {
            let left = 1.0 - whole / events * share;
            sums.add(whole / events, 1.0 / (all * left), part);
            sums.log += part * log(left);
        }
        sums
    }

    #[inline]
    fn add(&mut self, f: f64, q: f64, mass: f64) {
        let q1 = mass * q;
        let (q2, fq1) = (q1 * q, f * q1);
        let (q3, fq2) = (q2 * q, fq1 * q);
        let (fq3, ffq2) = (f * q3, f * fq2);
        self.hazard += q1;
        self.relief += fq1;
        self.q2 += q2;
        self.fq2 += fq2;
        self.ffq2 += ffq2;
        self.q3[0] += q3;
        self.q3[1] += fq3;
        self.q3[2] += f * fq3;
        self.q3[3] += f * f * fq3;
    }
}
