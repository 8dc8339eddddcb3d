//! Measured figures with their 95 % intervals, and rows of the acceptance table with their verdicts.

/// A measured figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The point estimate.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Trials.
    pub n: usize,
}

/// z of a 95 % interval.
const Z: f64 = 1.959_963_985;

impl Measured {
    /// A share of trials, with Wilson's interval.
    pub fn share(hits: usize, n: usize) -> Measured {
        if n == 0 {
            return Measured { value: f64::NAN, low: 0.0, high: 1.0, n };
        }
        let (p, trials) = (hits as f64 / n as f64, n as f64);
        let (center, width) =
            (p + Z * Z / (2.0 * trials), Z * (p * (1.0 - p) / trials + Z * Z / (4.0 * trials * trials)).sqrt());
        let scale = 1.0 + Z * Z / trials;
        // The ends are exact where there are no hits, or only hits: not off by binary dust.
        let low = if hits == 0 { 0.0 } else { (center - width) / scale };
        let high = if hits == n { 1.0 } else { (center + width) / scale };
        Measured { value: p, low, high, n }
    }

    /// A mean of numbers, with a normal interval.
    pub fn mean(numbers: &[f64]) -> Measured {
        let n = numbers.len();
        if n == 0 {
            return Measured { value: f64::NAN, low: f64::NEG_INFINITY, high: f64::INFINITY, n };
        }
        let mean = numbers.iter().sum::<f64>() / n as f64;
        let variance = numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / (n.max(2) - 1) as f64;
        let half = Z * (variance / n as f64).sqrt();
        Measured { value: mean, low: mean - half, high: mean + half, n }
    }

    /// A difference of two independent figures.
    pub fn minus(self, other: Measured) -> Measured {
        let half = |one: Measured| (one.high - one.low) / 2.0;
        let half = half(self).hypot(half(other));
        let value = self.value - other.value;
        Measured { value, low: value - half, high: value + half, n: self.n.min(other.n) }
    }

    /// The absolute value.
    pub fn abs(self) -> Measured {
        let low = if self.low <= 0.0 && self.high >= 0.0 { 0.0 } else { self.low.abs().min(self.high.abs()) };
        Measured { value: self.value.abs(), low, high: self.low.abs().max(self.high.abs()), n: self.n }
    }

    /// A figure that is not estimated.
    pub fn exact(value: f64, n: usize) -> Measured {
        Measured { value, low: value, high: value, n }
    }
}

/// How well scores tell ones from zeros: the area under the curve, with the interval of Hanley and McNeil (1982).
pub fn auc(ones: &[f64], zeros: &[f64]) -> Measured {
    let mut all: Vec<(f64, bool)> =
        ones.iter().map(|score| (*score, true)).chain(zeros.iter().map(|score| (*score, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (n1, n0) = (ones.len() as f64, zeros.len() as f64);
    let mut rank_sum = 0.0;
    for (first, group) in all.chunk_by(|a, b| a.0 == b.0).scan(0, |at, group| {
        let first = *at;
        *at += group.len();
        Some((first, group))
    }) {
        let rank = first as f64 + (group.len() as f64 + 1.0) / 2.0;
        rank_sum += rank * group.iter().filter(|(_, one)| *one).count() as f64;
    }
    let area = (rank_sum - n1 * (n1 + 1.0) / 2.0) / (n1 * n0);
    let (q1, q2) = (area / (2.0 - area), 2.0 * area * area / (1.0 + area));
    let variance = area * (1.0 - area) + (n1 - 1.0) * (q1 - area * area) + (n0 - 1.0) * (q2 - area * area);
    let half = Z * (variance / (n1 * n0)).max(0.0).sqrt();
    Measured { value: area, low: area - half, high: area + half, n: ones.len() + zeros.len() }
}

/// What a figure must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
    /// In a range.
    Between(f64, f64),
    /// Printed only: the decision names no figure, or says that it is not met.
    Printed,
}

/// The same attack with the rule turned off.
#[derive(Clone, Debug)]
pub struct Off {
    /// What is turned off.
    pub rule: &'static str,
    /// The attacker's success.
    pub measured: Measured,
    /// What it must reach: else the attack means nothing.
    pub least: f64,
}

/// What the figure is.
#[derive(Clone, Debug)]
pub enum Figure {
    /// Measured here.
    Measured(Measured),
    /// It comes with a later issue, or another command measures it.
    Elsewhere(&'static str),
}

/// A row of the acceptance table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Number of the attack: `C.1`, `near-sets 3.3`, `D.9`.
    pub number: &'static str,
    /// What is measured, in a sentence.
    pub what: String,
    /// What a guess without questions reaches.
    pub prior: Option<f64>,
    /// The figure to reach.
    pub limit: Limit,
    /// With the rule off.
    pub off: Option<Off>,
    /// With the filter as it is.
    pub figure: Figure,
    /// What it would cost to hold, where it does not: then the row fails no run.
    pub explained: Option<&'static str>,
}

/// What a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It is over its figure.
    Over,
    /// It is over its figure, and the table says what it would cost.
    Explained,
    /// The attack does not succeed where it should.
    Toothless,
    /// It has no figure to reach.
    Printed,
    /// It is measured elsewhere.
    Elsewhere,
}

impl Row {
    /// A row without a rule to turn off.
    pub fn new(number: &'static str, what: impl Into<String>, limit: Limit, measured: Measured) -> Row {
        Row {
            number,
            what: what.into(),
            prior: None,
            limit,
            off: None,
            figure: Figure::Measured(measured),
            explained: None,
        }
    }

    /// A row that is measured elsewhere.
    pub fn elsewhere(number: &'static str, what: &str, limit: Limit, place: &'static str) -> Row {
        let none = Measured::exact(f64::NAN, 0);
        Row { figure: Figure::Elsewhere(place), ..Row::new(number, what, limit, none) }
    }

    /// With a prior guess.
    #[must_use]
    pub fn prior(mut self, prior: f64) -> Row {
        self.prior = Some(prior);
        self
    }

    /// With the success where the rule is off.
    #[must_use]
    pub fn off(mut self, rule: &'static str, measured: Measured, least: f64) -> Row {
        self.off = Some(Off { rule, measured, least });
        self
    }

    /// With what it would cost to hold.
    #[must_use]
    pub fn explained(mut self, cost: &'static str) -> Row {
        self.explained = Some(cost);
        self
    }

    /// The verdict: the short form goes by the bound of the interval that is kinder to the filter, the long form by the point
    /// estimate (E.7).
    pub fn verdict(&self, long: bool) -> Verdict {
        if self.off.as_ref().is_some_and(|off| off.measured.value.is_nan() || off.measured.value < off.least) {
            return Verdict::Toothless;
        }
        let Figure::Measured(measured) = self.figure else { return Verdict::Elsewhere };
        let (low, high) = if long { (measured.value, measured.value) } else { (measured.low, measured.high) };
        let holds = match self.limit {
            Limit::AtMost(most) => low <= most,
            Limit::AtLeast(least) => high >= least,
            Limit::Between(least, most) => low <= most && high >= least,
            Limit::Printed => return Verdict::Printed,
        };
        match (holds, self.explained) {
            (true, _) => Verdict::Holds,
            (false, Some(_)) => Verdict::Explained,
            (false, None) => Verdict::Over,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_intervals_are_the_textbook_ones() {
        let found = Measured::share(81, 263);
        assert!((found.low - 0.255_3).abs() < 1e-3 && (found.high - 0.366_2).abs() < 1e-3, "{found:?}");
        assert!(Measured::share(0, 50).high > 0.05);
        assert_eq!((Measured::share(0, 972).low, Measured::share(972, 972).high), (0.0, 1.0));
    }

    #[test]
    fn an_area_is_half_for_noise_and_one_for_certainty() {
        assert_eq!(auc(&[2.0, 3.0], &[0.0, 1.0]).value, 1.0);
        assert_eq!(auc(&[1.0, 1.0], &[1.0, 1.0]).value, 0.5);
        assert_eq!(auc(&[0.0, 2.0], &[1.0]).value, 0.5);
    }

    #[test]
    fn verdicts_follow_the_form() {
        let over = Row::new("C.1", "x", Limit::AtMost(0.58), Measured::share(600, 1_000));
        assert_eq!((over.verdict(false), over.verdict(true)), (Verdict::Holds, Verdict::Over));
        let far = Row::new("C.1", "x", Limit::AtMost(0.58), Measured::share(700, 1_000));
        assert_eq!(far.verdict(false), Verdict::Over);
        assert_eq!(far.clone().explained("dear").verdict(false), Verdict::Explained);
        assert_eq!(far.off("noise", Measured::share(500, 1_000), 0.9).verdict(false), Verdict::Toothless);
    }
}
