//! What a refusal says: the rule with its numbers, and the nearest that passes as a line of a script.

use text::{Locale, Text, t};

use super::Refusal;
use crate::foresight::{Coarsening, Coarser, Nearest, NearestBins};
use crate::statistic::FitFailure;

impl Refusal {
    /// What is wrong.
    pub fn message(&self) -> Text {
        match self {
            Refusal::PopulationTooSmall { minimum } => Text::new(
                format!("populasjonen er mindre enn {minimum} enheter etter støy; datasettet er uendret"),
                format!("the population is below {minimum} units after noise; the dataset is unchanged"),
            ),
            Refusal::TooManyCells { limit, cells, .. } => Text::new(
                format!("tabellen får {} celler, og kan ha {}", whole(Locale::Nb, *cells), whole(Locale::Nb, *limit)),
                format!(
                    "the table would have {} cells and can have {}",
                    whole(Locale::En, *cells),
                    whole(Locale::En, *limit)
                ),
            ),
            Refusal::TooManyDimensions { limit, .. } => Text::new(
                format!("en tabell kan ha høyst {limit} dimensjoner"),
                format!("a table can have at most {limit} dimensions"),
            ),
            Refusal::ModelTooSmall { freedom, per_parameter, parameters, .. } => Text::new(
                format!(
                    "modellen har {parameters} parametre, og trenger minst {freedom} enheter flere enn parametre og {per_parameter} enheter per parameter"
                ),
                format!(
                    "the model has {parameters} parameters and needs at least {freedom} units beyond its parameters and {per_parameter} units per parameter"
                ),
            ),
            Refusal::TooFewEvents { per_parameter, parameters } => Text::new(
                format!(
                    "modellen har {parameters} parametre, og trenger minst {per_parameter} hendelser per parameter"
                ),
                format!(
                    "the model has {parameters} parameters and needs at least {per_parameter} events per parameter"
                ),
            ),
            Refusal::TooFewClusters { range: (least, most) } => Text::new(
                format!("standardfeil etter klynge trenger {least}–{most} klynger; {most} er alltid nok"),
                format!("standard errors by cluster need {least}–{most} clusters; {most} are always enough"),
            ),
            Refusal::NothingToShow { .. } => {
                t("for få enheter til at noe kan vises", "too few units for anything to be shown")
            }
            Refusal::TooManyBins { limit, .. } => Text::new(
                format!("et histogram kan ha høyst {limit} søyler"),
                format!("a histogram can have at most {limit} bars"),
            ),
            Refusal::ValueCheck(check) => check.message(),
            Refusal::Fit(failure) => no_fit(*failure),
        }
    }

    /// What would pass, from metadata, the policy and released numbers only.
    pub fn hints(&self) -> Vec<Text> {
        match self {
            Refusal::PopulationTooSmall { .. } => vec![t(
                "velg et videre utvalg, eller bruk `if` på kommandoen som lager tabellen",
                "choose a wider selection, or use `if` on the command that makes the table",
            )],
            Refusal::TooManyCells { nearest, .. } => vec![of_table(nearest)],
            Refusal::TooManyDimensions { beyond, .. } => vec![Text::new(
                format!("ta bort {}", listed(beyond.iter(), "og")),
                format!("leave out {}", listed(beyond.iter(), "and")),
            )],
            Refusal::ModelTooSmall { most, nearest, .. } => of_model(*most, nearest.as_ref()),
            Refusal::TooFewEvents { .. } => {
                vec![t(
                    "bruk færre eller grovere forklaringsvariabler, eller en lengre periode",
                    "use fewer or coarser regressors, or a longer period",
                )]
            }
            Refusal::TooFewClusters { .. } => {
                vec![t(
                    "velg en finere klyngevariabel, eller bruk `robust`",
                    "choose a finer cluster variable, or use `robust`",
                )]
            }
            Refusal::NothingToShow { units } => vec![Text::new(
                format!("bruk en videre betingelse; {units} enheter med verdi er alltid nok"),
                format!("use a wider condition; {units} units with a value are always enough"),
            )],
            Refusal::TooManyBins { nearest, .. } => vec![of_bins(*nearest)],
            Refusal::ValueCheck(check) => check.hints(),
            Refusal::Fit(FitFailure::NotConverged | FitFailure::Separation | FitFailure::Singular) => {
                vec![t("bruk færre eller grovere forklaringsvariabler", "use fewer or coarser regressors")]
            }
            Refusal::Fit(FitFailure::NotIdentified) => {
                let hint = t(
                    "bruk instrumenter som henger sammen med de endogene variablene, minst like mange som disse",
                    "use instruments that go with the endogenous variables, at least as many as these",
                );
                vec![hint]
            }
            Refusal::Fit(FitFailure::NotTwoGroups) => {
                vec![t(
                    "lag en variabel med to verdier som begge er vanlige",
                    "make a variable of two values, both of them common",
                )]
            }
            Refusal::Fit(_) => Vec::new(),
        }
    }
}

fn no_fit(failure: FitFailure) -> Text {
    match failure {
        FitFailure::NoRegressors => t("ingen forklaringsvariabel er igjen", "no regressor is left"),
        FitFailure::ConstantDependent => {
            t("den avhengige variabelen varierer ikke", "the dependent variable does not vary")
        }
        FitFailure::NotConverged => t("estimeringen konvergerte ikke", "the estimation did not converge"),
        FitFailure::Separation => t("utfallet predikeres fullstendig", "the outcome is predicted perfectly"),
        FitFailure::NotIdentified => {
            t("instrumentene identifiserer ikke modellen", "the instruments do not identify the model")
        }
        FitFailure::NotTwoGroups => t(
            "gruppevariabelen har ikke to verdier med nok enheter",
            "the group variable has not two values with enough units",
        ),
        FitFailure::Singular => t("modellen kan ikke løses", "the model cannot be solved"),
        FitFailure::Cancelled => t("avbrutt", "cancelled"),
    }
}

fn of_table(nearest: &Nearest) -> Text {
    let (nb, en) = (in_words(nearest, Locale::Nb), in_words(nearest, Locale::En));
    Text::new(
        format!("{nb}: da får tabellen høyst {} celler", whole(Locale::Nb, nearest.size)),
        format!("{en}: then the table has at most {} cells", whole(Locale::En, nearest.size)),
    )
}

fn of_model(most: usize, nearest: Option<&Nearest>) -> Vec<Text> {
    if most == 0 {
        return vec![t("bruk en større populasjon", "use a larger population")];
    }
    let allowed = Text::new(
        format!("antallet enheter tillater {most} parametre"),
        format!("the number of units allows {most} parameters"),
    );
    let way = match nearest {
        Some(nearest) => Text::new(in_words(nearest, Locale::Nb), in_words(nearest, Locale::En)),
        None => t(
            "bruk færre eller grovere faktorvariabler, eller en større populasjon",
            "use fewer or coarser factor variables, or a larger population",
        ),
    };
    vec![allowed, way]
}

fn of_bins(nearest: NearestBins) -> Text {
    match nearest {
        NearestBins::Count(n) => Text::new(format!("skriv `bin({n})`"), format!("write `bin({n})`")),
        NearestBins::Width(width) => Text::new(format!("skriv `width({width})`"), format!("write `width({width})`")),
    }
}

/// Changes as a script writes them.
fn in_words(nearest: &Nearest, locale: Locale) -> String {
    let one = |change: &Coarser| {
        let variable = &change.variable;
        let Some(line) = line(change) else {
            return Text::new(format!("ta bort `{variable}`"), format!("leave out `{variable}`"))
                .get(locale)
                .to_owned();
        };
        let (from, to) = (whole(locale, change.from), whole(locale, change.to));
        let words = Text::new(
            format!("gjør `{variable}` grovere med `{line}` ({to} kategorier i stedet for {from})"),
            format!("make `{variable}` coarser by `{line}` ({to} categories instead of {from})"),
        );
        words.get(locale).to_owned()
    };
    let all: Vec<String> = nearest.changes.iter().map(one).collect();
    all.join(t(" og ", " and ").get(locale))
}

/// The line that makes a coarser variable; `None` if it is to be left out.
fn line(change: &Coarser) -> Option<String> {
    let variable = &change.variable;
    let stem = variable.replace('@', "_");
    Some(match change.by {
        Coarsening::Characters(length) => format!("generate {stem}_{length} = substr({variable}, 1, {length})"),
        Coarsening::WithoutDigits(digits) => {
            let step = 10_i64.pow(digits);
            format!("generate {stem}_{step} = int({variable} / {step})")
        }
        Coarsening::Year => format!("generate {stem}_year = year({variable})"),
        Coarsening::LeftOut => return None,
    })
}

fn listed<'a>(names: impl Iterator<Item = &'a String>, and: &str) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn whole(locale: Locale, number: usize) -> String {
    locale.number(Some(number as f64), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_table_is_said_as_a_line_of_a_script() {
        let change = |variable: &str, by, to| Coarser { variable: variable.to_owned(), by, from: 360, to };
        let nearest = Nearest {
            changes: vec![
                change("kommune", Coarsening::Characters(2), 15),
                change("date@panel", Coarsening::Year, 4),
                change("x", Coarsening::LeftOut, 1),
            ],
            size: 4800,
        };
        let hint = of_table(&nearest);
        assert_eq!(
            hint.en,
            "make `kommune` coarser by `generate kommune_2 = substr(kommune, 1, 2)` (15 categories instead of 360) and make \
             `date@panel` coarser by `generate date_panel_year = year(date@panel)` (4 categories instead of 360) and leave out \
             `x`: then the table has at most 4,800 cells"
        );
        assert!(hint.nb.starts_with("gjør `kommune` grovere"), "{}", hint.nb);
    }

    #[test]
    fn names_are_listed() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(listed(names.iter(), "and"), "`a`, `b` and `c`");
        assert_eq!(listed(names[..1].iter(), "and"), "`a`");
    }
}
