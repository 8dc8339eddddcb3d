//! Guides: prose in Markdown, a file a language beside this one in `guides/`, with `{names}` where numbers stand. A new guide is a line
//! in [`ALL`] and two files.
//!
//! The app holds none of the texts: their pages are the server's.

mod numbers;

use maud::html;
use text::{Locale, Text, t};

use crate::shell::text;
use crate::{Page, Part, address, markdown};

/// A guide as the index lists it.
pub struct Guide {
    /// In its address.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// What it tells.
    pub purpose: Text,
}

/// Every guide.
pub const ALL: [Guide; 1] = [Guide {
    name: "protection",
    title: t("Slik er resultatene vernet", "How results are protected"),
    purpose: t(
        "Hva støyfilteret gjør, hvor stor støyen er, hva som loves og ikke loves, og hvordan en siterer og arbeider godt med tallene.",
        "What the noise filter does, how large the noise is, what is promised and what is not, how to cite and how to work well with the numbers.",
    ),
}];

/// The guide of a name.
pub fn find(name: &str) -> Option<&'static Guide> {
    const GUIDES: &[Guide] = &ALL;
    GUIDES.iter().find(|guide| guide.name == name)
}

/// A guide's page.
pub fn page(locale: Locale, guide: &Guide) -> Page {
    let title = text(locale, guide.title.clone());
    let body = html! {
        article.page.help-page {
            nav.ds-breadcrumbs aria-label=(text(locale, t("Du er her", "You are here"))) {
                ol { li { a.ds-link href=(address::HELP) { (text(locale, t("Hjelp", "Help"))) } } }
            }
            h1.ds-heading data-size="lg" { (title) }
            p.ds-paragraph.lead { (text(locale, guide.purpose.clone())) }
            div.prose { (markdown::render(&numbers::filled(source(guide.name, locale), locale))) }
        }
    };
    Page { title, body, part: Part::Public }
}

/// A guide as it is written.
fn source(name: &str, locale: Locale) -> &'static str {
    match (name, locale) {
        ("protection", Locale::Nb) => include_str!("guides/protection.nb.md"),
        ("protection", Locale::En) => include_str!("guides/protection.en.md"),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_is_whole_in_both_languages() {
        for guide in &ALL {
            let headings = |locale| source(guide.name, locale).lines().filter(|line| line.starts_with('#')).count();
            assert!(headings(Locale::Nb) > 2 && headings(Locale::Nb) == headings(Locale::En), "{}", guide.name);
            for locale in [Locale::Nb, Locale::En] {
                let html = page(locale, guide).body.into_string();
                assert!(!html.contains('{') && !html.contains('}'), "{}: a name was not filled in", guide.name);
            }
        }
    }

    /// Numbers come from the filter's figures by name: prose that writes one of its own could grow old.
    #[test]
    fn no_number_is_written_in_the_prose() {
        for guide in &ALL {
            for locale in [Locale::Nb, Locale::En] {
                let source = source(guide.name, locale);
                for (at, line) in source.lines().enumerate() {
                    let mut outside = String::new();
                    let mut depth = 0;
                    for letter in line.chars() {
                        match letter {
                            '{' => depth += 1,
                            '}' => depth -= 1,
                            _ if depth == 0 => outside.push(letter),
                            _ => {}
                        }
                    }
                    // Scripts, percentiles and the square of R are no figures of the filter.
                    let words = outside.split('`').step_by(2).flat_map(str::split_whitespace);
                    let numbers: Vec<&str> =
                        words.filter(|word| word.contains(|letter: char| letter.is_ascii_digit())).collect();
                    assert!(numbers.is_empty(), "{} line {}: {numbers:?}", guide.name, at + 1);
                }
            }
        }
    }
}
