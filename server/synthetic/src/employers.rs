//! Employers: enterprises and their establishments, by industry.
//!
//! Establishments are numbered through all industries, each industry a run of them as long as its share of jobs; the first
//! of a run are the biggest. An enterprise has the establishments of a stretch, so who works where decides for whom.

/// How many there are, and where their dense indices begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Employers {
    /// Dense index of the first enterprise; the establishments follow the enterprises.
    pub(crate) first: u32,
    pub(crate) enterprises: u32,
    pub(crate) establishments: u32,
}

/// A group of industries (SN2007): share of jobs, and how common it is for each first digit of the occupation.
struct Industry {
    codes: &'static [&'static str],
    /// By first digit of the occupation, 1 to 9.
    occupations: [f64; 9],
    /// Share of establishments.
    share: f64,
    /// Share of its jobs in the state and in municipalities; the rest is private.
    state: f64,
    municipal: f64,
}

const fn industry(
    codes: &'static [&'static str],
    share: f64,
    (state, municipal): (f64, f64),
    occupations: [f64; 9],
) -> Industry {
    Industry { codes, occupations, share, state, municipal }
}

/// Shares follow Statistics Norway's table 13470 roughly.
const INDUSTRIES: [Industry; 13] = [
    industry(
        &["01.110", "01.410", "02.200", "03.111", "03.211"],
        0.04,
        (0.0, 0.0),
        [1.0, 0.2, 0.5, 0.5, 0.3, 60.0, 1.0, 2.0, 4.0],
    ),
    industry(
        &["10.110", "10.710", "24.421", "25.110", "28.920", "30.111"],
        0.08,
        (0.0, 0.0),
        [8.0, 3.0, 9.0, 6.0, 2.0, 2.0, 22.0, 45.0, 8.0],
    ),
    industry(&["35.111", "36.000", "38.110"], 0.02, (0.05, 0.3), [2.0, 1.5, 3.0, 1.5, 0.2, 1.0, 3.0, 4.0, 6.0]),
    industry(
        &["41.200", "42.110", "43.120", "43.210"],
        0.11,
        (0.01, 0.01),
        [7.0, 1.5, 6.0, 3.0, 0.5, 1.0, 48.0, 10.0, 8.0],
    ),
    industry(
        &["45.200", "46.390", "46.740", "47.111", "47.190"],
        0.18,
        (0.0, 0.0),
        [14.0, 3.0, 9.0, 14.0, 32.0, 1.0, 10.0, 6.0, 9.0],
    ),
    industry(
        &["49.410", "50.201", "51.100", "52.100", "53.100"],
        0.06,
        (0.02, 0.02),
        [5.0, 1.0, 5.0, 16.0, 3.0, 0.3, 2.0, 28.0, 6.0],
    ),
    industry(&["55.101", "56.101", "56.210"], 0.05, (0.0, 0.0), [5.0, 0.3, 1.0, 3.0, 12.0, 0.5, 0.5, 0.2, 18.0]),
    industry(
        &["58.210", "61.100", "62.010", "62.020"],
        0.05,
        (0.01, 0.0),
        [9.0, 9.0, 8.0, 3.0, 0.5, 0.1, 0.7, 0.2, 0.3],
    ),
    industry(
        &["64.190", "65.120", "68.209", "69.202"],
        0.08,
        (0.02, 0.01),
        [9.0, 5.0, 12.0, 12.0, 0.5, 0.2, 0.5, 0.2, 2.0],
    ),
    industry(
        &["70.220", "71.121", "78.200", "81.210"],
        0.11,
        (0.01, 0.01),
        [11.0, 9.0, 11.0, 12.0, 4.0, 2.0, 8.0, 4.0, 24.0],
    ),
    industry(&["84.110"], 0.04, (0.62, 0.38), [10.0, 8.0, 14.0, 18.0, 3.0, 2.0, 1.0, 0.5, 4.0]),
    industry(&["85.201", "85.310", "85.421"], 0.06, (0.28, 0.62), [6.0, 27.0, 4.0, 4.0, 9.0, 1.0, 0.5, 0.2, 5.0]),
    industry(
        &["86.211", "86.230", "86.901", "87.302", "88.101", "88.911"],
        0.12,
        (0.24, 0.56),
        [6.0, 22.0, 10.0, 6.0, 36.0, 1.0, 0.5, 0.5, 8.0],
    ),
];

/// Where a job is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Employer {
    /// Places among the establishments and enterprises.
    pub(crate) establishment: u32,
    pub(crate) enterprise: u32,
    industry: u8,
}

/// Who owns an employer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    State,
    Municipality,
    Private,
}

impl Employers {
    /// Employers for so many persons: one establishment for twenty who ever lived here.
    pub(crate) fn for_persons(persons: u64) -> (u32, u32) {
        let establishments = (persons / 20).max(60) as u32;
        (establishments * 4 / 5, establishments)
    }

    /// The employer of a job, from the first digit of its occupation and two uniform draws.
    pub(crate) fn pick(&self, occupation: u8, which: f64, size: f64) -> Employer {
        let place = usize::from(occupation.clamp(1, 9)) - 1;
        let total: f64 = INDUSTRIES.iter().map(|industry| industry.occupations[place]).sum();
        let mut left = which * total;
        let mut chosen = INDUSTRIES.len() - 1;
        for (index, industry) in INDUSTRIES.iter().enumerate() {
            left -= industry.occupations[place];
            if left < 0.0 {
                chosen = index;
                break;
            }
        }
        let before: f64 = INDUSTRIES[..chosen].iter().map(|industry| industry.share).sum();
        let border = |share: f64| (f64::from(self.establishments) * share + 1e-6) as u32;
        let (from, to) = (border(before), border(before + INDUSTRIES[chosen].share));
        // The square: a few of the run employ the most.
        let at = from + (f64::from(to - from) * size * size) as u32;
        let establishment = at.min(self.establishments - 1);
        let enterprise =
            (u64::from(establishment) * u64::from(self.enterprises) / u64::from(self.establishments)) as u32;
        Employer { establishment, enterprise, industry: chosen as u8 }
    }

    /// The dense index of an enterprise.
    pub(crate) fn enterprise(&self, employer: Employer) -> u32 {
        self.first + employer.enterprise
    }

    /// The dense index of an establishment.
    pub(crate) fn establishment(&self, employer: Employer) -> u32 {
        self.first + self.enterprises + employer.establishment
    }
}

impl Employer {
    fn group(self) -> &'static Industry {
        &INDUSTRIES[usize::from(self.industry) % INDUSTRIES.len()]
    }

    /// The industry (SN2007) of the establishment.
    pub(crate) fn industry(self) -> &'static str {
        let codes = self.group().codes;
        codes[self.establishment as usize % codes.len()]
    }

    /// The owner, the same for all of an enterprise.
    pub(crate) fn owner(self) -> Owner {
        let share = crate::local::share_of(self.enterprise as usize, 0, 77);
        let group = self.group();
        if share < group.state {
            Owner::State
        } else if share < group.state + group.municipal {
            Owner::Municipality
        } else {
            Owner::Private
        }
    }

    /// Uniform, the same for all of an enterprise.
    pub(crate) fn kind(self) -> f64 {
        crate::local::share_of(self.enterprise as usize, 0, 78)
    }
}

/// Every industry that an employer can have.
#[cfg(test)]
pub(crate) fn industries() -> impl Iterator<Item = &'static str> {
    INDUSTRIES.iter().flat_map(|industry| industry.codes.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn industries_are_on_the_list_and_shares_sum_to_one() {
        let catalogue = crate::catalogue();
        let list = catalogue.iter().find(|(_, one)| one.name == "REGSYS_VIRK_NACE1_SN07").map(|(_, one)| one.clone());
        let list = list.and_then(|variable| variable.code_list().cloned());
        for code in industries() {
            assert!(list.iter().any(|list| list.codes.iter().any(|one| one.code == code)), "{code}");
        }
        let sum: f64 = INDUSTRIES.iter().map(|industry| industry.share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn an_establishment_has_one_enterprise_and_one_industry() {
        let employers = Employers { first: 0, enterprises: 80, establishments: 100 };
        let mut known = std::collections::HashMap::new();
        for draw in 0..5_000 {
            let (which, size) = (f64::from(draw % 97) / 97.0, f64::from(draw % 83) / 83.0);
            let employer = employers.pick((draw % 9) as u8 + 1, which, size);
            let of = (employer.enterprise, employer.industry());
            assert_eq!(*known.entry(employer.establishment).or_insert(of), of);
        }
        assert!(known.len() > 60);
    }
}
