//! How large the filter's noise is in an output, in numbers and as sentences for people and for a paper's methods section.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use text::{Locale, Text};

/// The size of the noise: from policy and metadata, the same whatever the data are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Noise {
    /// Noise of counts, and of what is computed from them.
    pub counts: CountNoise,
    /// How far means and other statistics are typically shifted, by number of units; none where there are no such statistics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<Shift>,
}

/// Noise of counts: mean zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CountNoise {
    /// Standard deviation.
    pub sd: f64,
    /// Mean absolute deviation.
    pub mean_absolute: f64,
    /// Largest deviation.
    pub most: i64,
    /// Least count that is shown.
    pub shown_from: i64,
    /// Rows are counted of which a unit can have several: the noise is one of units, and a number of rows moves by their rows.
    #[serde(default)]
    pub counts_rows: bool,
}

/// A typical shift: the mean absolute one of a mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shift {
    /// Number of units.
    pub units: i64,
    /// In standard errors.
    pub standard_errors: f64,
}

impl Noise {
    /// The size beside a table, in a line.
    pub fn line(&self) -> Text {
        Text::new(self.line_in(Locale::Nb), self.line_in(Locale::En))
    }

    /// Sentences for a methods section.
    pub fn methods(&self) -> Text {
        Text::new(self.methods_in(Locale::Nb), self.methods_in(Locale::En))
    }

    fn line_in(&self, locale: Locale) -> String {
        let CountNoise { most, shown_from, counts_rows, .. } = self.counts;
        let (sd, mean) = (locale.number(Some(self.counts.sd), 1), locale.number(Some(self.counts.mean_absolute), 1));
        let of = match (counts_rows, locale) {
            (false, Locale::Nb) => "Støy i antall",
            (false, Locale::En) => "Noise in counts",
            (true, Locale::Nb) => "Støy i antall enheter",
            (true, Locale::En) => "Noise in counts of units",
        };
        let counts = match locale {
            Locale::Nb => {
                format!("{of}: standardavvik {sd}, i snitt {mean}, høyst ±{most}; vises fra {shown_from}")
            }
            Locale::En => {
                format!("{of}: standard deviation {sd}, on average {mean}, at most ±{most}; shown from {shown_from}")
            }
        };
        if self.shifts.is_empty() {
            return format!("{counts}.");
        }
        let (shifts, units) = self.shifts_in(locale, " / ");
        match locale {
            Locale::Nb => format!("{counts}. Gjennomsnitt flyttes typisk {shifts} standardfeil ved {units} enheter."),
            Locale::En => format!("{counts}. Means typically shift by {shifts} standard errors at {units} units."),
        }
    }

    fn methods_in(&self, locale: Locale) -> String {
        let CountNoise { most, shown_from, counts_rows, .. } = self.counts;
        let (sd, mean) = (locale.number(Some(self.counts.sd), 1), locale.number(Some(self.counts.mean_absolute), 1));
        let mut text = match locale {
            Locale::Nb => format!(
                "Resultatene er hentet fra Skjerm, der støy som hører til spørsmålet verner enkeltpersoner: samme spørsmål til samme data \
                 gir samme tall. Antall har støy med forventning 0 og standardavvik {sd} (i snitt {mean}, høyst {most}), og antall \
                 under {shown_from} vises ikke. Andeler er regnet av slike antall."
            ),
            Locale::En => format!(
                "Results were obtained from Skjerm, where noise that belongs to the question protects individuals: the same question to \
                 the same data gives the same numbers. Counts carry noise with mean 0 and standard deviation {sd} (on average {mean}, at \
                 most {most}), and counts below {shown_from} are not shown. Shares are computed from such counts."
            ),
        };
        if counts_rows {
            text.push_str(match locale {
                Locale::Nb => " Enheter kan ha flere rader; antall rader er regnet med forstyrrede vekter.",
                Locale::En => " Units can have several rows; numbers of rows are computed with perturbed weights.",
            });
        }
        if !self.shifts.is_empty() {
            let (shifts, units) = self.shifts_in(locale, ", ");
            text.push_str(&match locale {
                Locale::Nb => format!(
                    " Andre tall er regnet med forstyrrede vekter, som typisk flytter et gjennomsnitt {shifts} standardfeil ved {units} \
                     enheter."
                ),
                Locale::En => format!(
                    " Other numbers are computed with perturbed weights, which typically shift a mean by {shifts} standard errors at \
                     {units} units."
                ),
            });
        }
        text
    }

    /// The shifts and their numbers of units.
    fn shifts_in(&self, locale: Locale, between: &str) -> (String, String) {
        #[expect(clippy::cast_precision_loss, reason = "numbers of units are far below 2^53")]
        let units = self.shifts.iter().map(|shift| locale.number(Some(shift.units as f64), 0));
        let shifts = self.shifts.iter().map(|shift| locale.number(Some(shift.standard_errors), 2));
        let joined = |parts: &[String]| parts.join(between);
        (joined(&shifts.collect::<Vec<_>>()), joined(&units.collect::<Vec<_>>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(shifts: Vec<Shift>) -> Noise {
        let counts = CountNoise { sd: 2.5, mean_absolute: 2.0, most: 10, shown_from: 8, counts_rows: false };
        Noise { counts, shifts }
    }

    #[test]
    fn counts_have_their_noise_in_a_line() {
        let line = noise(Vec::new()).line();
        assert_eq!(line.nb, "Støy i antall: standardavvik 2,5, i snitt 2,0, høyst ±10; vises fra 8.");
        assert_eq!(line.en, "Noise in counts: standard deviation 2.5, on average 2.0, at most ±10; shown from 8.");
    }

    #[test]
    fn statistics_have_their_shift_in_standard_errors() {
        let shifts = [(1_000, 0.21), (10_000, 0.12)];
        let shifts = shifts.map(|(units, standard_errors)| Shift { units, standard_errors }).to_vec();
        let noise = noise(shifts);
        assert!(
            noise.line().en.ends_with("Means typically shift by 0.21 / 0.12 standard errors at 1,000 / 10,000 units.")
        );
        let methods = noise.methods();
        assert!(
            methods.nb.contains("0,21, 0,12 standardfeil ved 1\u{202f}000, 10\u{202f}000 enheter"),
            "{}",
            methods.nb
        );
        assert!(methods.en.contains("standard deviation 2.5 (on average 2.0, at most 10)"), "{}", methods.en);
    }

    #[test]
    fn rows_are_told_apart_from_units() {
        let mut noise = noise(Vec::new());
        noise.counts.counts_rows = true;
        assert!(noise.line().nb.starts_with("Støy i antall enheter"));
        assert!(noise.methods().en.contains("numbers of rows are computed with perturbed weights"));
    }
}
