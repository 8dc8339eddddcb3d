//! The front page.

use maud::html;
use text::{Locale, t};

use crate::shell::text;
use crate::{Page, Part, address};

const EXAMPLE: &str = "require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
tabulate kjønn, summarize(lønn) mean p50
histogram lønn, bin(30)";

/// The front page.
pub fn page(locale: Locale) -> Page {
    let t = |nb, en| text(locale, t(nb, en));
    let body = html! {
        div.page.home {
            section.intro {
                h1.ds-heading data-size="xl" { (t("Analyser registerdata uten å se noen enkeltperson", "Analyze register data without seeing any person")) }
                p.ds-paragraph data-size="lg" {
                    (t(
                        "Skriv et kort skript, kjør det på hele befolkningen, og få tabeller, modeller og figurer tilbake med en gang. Alt som kommer ut, har gått gjennom et støyfilter.",
                        "Write a short script, run it on the whole population, and get tables, models and charts back at once. Everything that comes out has passed a noise filter.",
                    ))
                }
                p.actions {
                    a.ds-button href=(address::WORKBENCH) rel="external" { (t("Åpne arbeidsbenken", "Open the workbench")) }
                    a.ds-button data-variant="secondary" href=(address::CATALOGUE) { (t("Se i katalogen", "Browse the catalogue")) }
                }
            }
            section.example aria-label=(t("Et eksempel", "An example")) {
                pre.script tabindex="0" { code { (EXAMPLE) } }
                p { a.ds-link href=(address::workbench_with(EXAMPLE)) rel="external" { (t("Prøv dette skriptet", "Try this script")) } }
            }
            section.points {
                @for (title, words) in points() {
                    div { h2.ds-heading data-size="2xs" { (text(locale, title)) } p { (text(locale, words)) } }
                }
            }
        }
    };
    Page { title: t("Registerdata for alle som spør", "Register data for those who ask"), body, part: Part::Public }
}

fn points() -> [(text::Text, text::Text); 3] {
    [
        (
            t("Data blir der de er", "Data stay where they are"),
            t(
                "Du skriver hva som skal regnes ut. Tjenesten regner, og svarer med tall for grupper.",
                "You write what to compute. The service computes, and answers with numbers for groups.",
            ),
        ),
        (
            t("Vern som kan leses", "Protection you can read"),
            t(
                "Ved hvert resultat står det hvilke regler som gjaldt, og hvorfor en celle er skjult.",
                "Beside each result stands which rules applied, and why a cell is hidden.",
            ),
        ),
        (
            t("Samme spørsmål, samme svar", "Same question, same answer"),
            t(
                "Skript, dataversjon og resultat hører sammen. Den som kjører skriptet ditt, får dine tall.",
                "Script, data version and result belong together. Whoever runs your script gets your numbers.",
            ),
        ),
    ]
}
