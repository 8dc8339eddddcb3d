//! How results are protected, in words for people; one text for each kind of result.

use text::{Text, t};

/// Nothing computed from units is shown.
pub(super) const NOTHING: Text =
    t("Viser ingenting som er regnet ut fra enheter.", "Shows nothing that is computed from units.");

/// Counts in the feedback.
pub(super) const COUNTS: Text = t(
    "Antall i svaret er støylagt, og antall under 8 vises ikke.",
    "Counts in the answer carry noise, and counts below 8 are not shown.",
);

/// A population is set or reduced.
pub(super) const POPULATION: Text = t(
    "Antall i svaret er støylagt. Et utvalg under 1000 enheter stopper kjøringen, uten at antallet vises.",
    "Counts in the answer carry noise. A population below 1000 units stops the run, and the number is not shown.",
);

/// Values are made or changed.
pub(super) const VALUES: Text = t(
    "Antall i svaret er støylagt. Verdier som gjelder svært få enheter, beskyttes når de vises.",
    "Counts in the answer carry noise. Values that concern very few units are protected when they are shown.",
);

/// Tables.
pub(super) const TABLE: Text = t(
    "Alle antall er støylagt, likt for samme spørsmål, og antall under 8 skjules. Prosenter regnes av de viste antallene. Summer går ikke alltid opp.",
    "All counts carry noise, the same for the same question, and counts below 8 are hidden. Percentages are computed from the counts shown. Totals need not add up.",
);

/// Means, spreads, percentiles.
pub(super) const STATISTICS: Text = t(
    "Tallene er svakt vektet om med støy. Små utvalg gir ingen tall, og minste og største verdi vises som 1. og 99. persentil.",
    "Numbers are lightly re-weighted with noise. Small populations give no numbers, and least and greatest values are shown as the 1st and 99th percentile.",
);

/// Charts.
pub(super) const CHART: Text = t(
    "Det som tegnes, er de samme støylagte tallene som i en tabell; små celler skjules.",
    "What is drawn are the same noised numbers as in a table; small cells are hidden.",
);

/// Models.
pub(super) const MODEL: Text = t(
    "Beregningen bruker vekter med svak støy, og antall observasjoner er støylagt. Kategorier med få enheter får ingen egen koeffisient.",
    "The estimation uses weights with light noise, and the number of observations carries noise. Categories with few units get no coefficient of their own.",
);

/// Predictions.
pub(super) const PREDICTION: Text = t(
    "Verdiene vises aldri for enkeltenheter; statistikk over dem beskyttes som annen statistikk.",
    "Values are never shown for single units; statistics over them are protected as other statistics.",
);

#[cfg(test)]
mod tests {
    use variables::protection::FIGURES;

    use super::*;

    /// The numbers in these texts are the filter's, or the percentiles that stand for the ends of a range.
    #[test]
    fn numbers_in_texts_are_the_filter_s() {
        let known = [FIGURES.show_min, FIGURES.minimum_population, 1, 99];
        for text in [NOTHING, COUNTS, POPULATION, VALUES, TABLE, STATISTICS, CHART, MODEL, PREDICTION] {
            for words in [&text.nb, &text.en] {
                let numbers = words.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty());
                for number in numbers {
                    assert!(number.parse().is_ok_and(|number: i64| known.contains(&number)), "{number} in {words}");
                }
            }
        }
        assert!(COUNTS.en.contains(&format!("below {}", FIGURES.show_min)));
        assert!(POPULATION.en.contains(&format!("below {}", FIGURES.minimum_population)));
    }
}
