//! The frame of every page: head, header, main, footer, and how the app is started.
//!
//! The app is started by one module script (`boot.js`) that reads from `<html data-part>` which part to load: the content
//! security policy allows no inline script.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::{Deserialize, Serialize};
use text::{Locale, Text, t};

use crate::{Page, Part, address};

/// Where the server answers with [`ICON`].
pub const ICON_PATH: &str = "/icon.svg";

/// The site's icon, an SVG document.
pub const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1f4e5f"/><path d="M4 11V8m4 3V4m4 7V6" stroke="#fff" stroke-width="2" fill="none"/></svg>"##;

/// Addresses of the app's files as built, with hashed names: the manifest that `cargo xtask app` writes beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assets {
    /// The style sheet (`app/js/style.css`).
    #[serde(rename = "style.css")]
    pub style: String,
    /// A classic script that sets the theme before the first paint (`app/js/theme.ts`).
    #[serde(rename = "theme.js")]
    pub theme: String,
    /// The module that starts the app (`app/js/boot.ts`); it loads everything else itself.
    #[serde(rename = "boot.js")]
    pub boot: String,
    /// The table of commands and functions, for an app without its server.
    #[serde(rename = "language.json", default)]
    pub language: String,
}

/// What the frame needs to know.
pub struct Shell<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// The nonce of this answer's content security policy.
    pub nonce: &'a str,
    /// The path asked for, without query.
    pub path: &'a str,
    /// The query asked for, without `?`: the other language shows the same filtered list.
    pub query: &'a str,
    /// The app's files; `None`: plain HTML only (a static copy, or a server without a built app).
    pub assets: Option<&'a Assets>,
}

/// The whole document.
pub fn document(shell: &Shell<'_>, page: &Page) -> String {
    let locale = shell.locale;
    let markup = html! {
        (DOCTYPE)
        html lang=(locale.tag()) data-size="sm" data-color-scheme="auto" data-part=(part_name(page.part)) data-language=[shell.assets.map(|assets| assets.language.as_str())] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="csp-nonce" content=(shell.nonce);
                title { (page.title) " – Skjerm" }
                @if let Some(assets) = shell.assets { (files(assets)) }
            }
            body {
                a.ds-skip-link href="#main" rel="external" { (text(locale, t("Hopp til hovedinnhold", "Skip to main content"))) }
                (header(shell))
                main id="main" tabindex="-1" {
                    div id="static" { (page.body) }
                }
                (footer(locale))
            }
        }
    };
    markup.into_string()
}

fn files(assets: &Assets) -> Markup {
    html! {
        link rel="icon" type="image/svg+xml" href=(ICON_PATH);
        script src=(assets.theme) {}
        link rel="stylesheet" href=(assets.style);
        script type="module" src=(assets.boot) {}
    }
}

/// How `boot.ts` calls the parts of the app.
fn part_name(part: Part) -> &'static str {
    match part {
        Part::Public => "public",
        Part::Workbench => "workbench",
    }
}

fn header(shell: &Shell<'_>) -> Markup {
    let locale = shell.locale;
    let places = [
        (address::CATALOGUE, t("Katalog", "Catalogue"), false),
        (address::HELP, t("Hjelp", "Help"), false),
        (address::WORKBENCH, t("Arbeidsbenk", "Workbench"), true),
    ];
    html! {
        header.site-header {
            a.site-name href="/" rel=[(shell.path == address::WORKBENCH).then_some("external")] { (logo()) "Skjerm" }
            nav aria-label=(text(locale, t("Hovedmeny", "Main menu"))) {
                ul.site-menu {
                    @for (href, title, is_workbench) in places {
                        // The two parts of the app are separate documents: a link from one to the other loads anew.
                        li { a href=(href) rel=[(is_workbench != (shell.path == address::WORKBENCH)).then_some("external")]
                            aria-current=[is_within(shell.path, href).then_some("page")] { (text(locale, title)) } }
                    }
                }
            }
            div.site-tools {
                (language_switch(locale, shell.query))
                button.theme-switch type="button" id="theme-switch" hidden
                    data-light=(text(locale, t("Bytt til lyst tema", "Switch to light theme")))
                    data-dark=(text(locale, t("Bytt til mørkt tema", "Switch to dark theme"))) {
                    span aria-hidden="true" { "◐" }
                }
                div id="account" {
                    a.account-link href=(address::LOGIN) rel="external" { (text(locale, t("Logg inn", "Log in"))) }
                }
            }
        }
    }
}

fn is_within(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn language_switch(locale: Locale, query: &str) -> Markup {
    let (other, name) = match locale {
        Locale::Nb => (Locale::En, "English"),
        Locale::En => (Locale::Nb, "Norsk"),
    };
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang=")).collect();
    let language = format!("lang={}", other.tag());
    parts.push(&language);
    html! { a.language-switch href={ "?" (parts.join("&")) } rel="external" lang=(other.tag()) hreflang=(other.tag()) { (name) } }
}

fn footer(locale: Locale) -> Markup {
    html! {
        footer.site-footer {
            p {
                (text(locale, t(
                    "Skjerm er et åpent system for analyse av registerdata. Ingen rader om enkeltpersoner forlater tjenesten: du får bare tall som har gått gjennom et støyfilter.",
                    "Skjerm is an open system for the analysis of register data. No row about a person leaves the service: all you get are numbers that have passed a noise filter.",
                )))
            }
        }
    }
}

fn logo() -> Markup {
    PreEscaped(
        r#"<svg class="site-logo" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="3"/><path d="M4 11V8m4 3V4m4 7V6"/></svg>"#
            .to_owned(),
    )
}

/// A text in the reader's language, owned, for templates.
pub(crate) fn text(locale: Locale, text: Text) -> String {
    text.get(locale).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_marks_the_place_and_its_pages() {
        assert!(is_within("/catalogue", "/catalogue"));
        assert!(is_within("/catalogue/no.ssb.fdb/1.0.0.0", "/catalogue"));
        assert!(!is_within("/catalogues", "/catalogue"));
    }

    #[test]
    fn the_language_switch_keeps_the_rest_of_the_address() {
        for (query, expected) in
            [("", "?lang=en"), ("lang=nb", "?lang=en"), ("q=%C3%B8l&lang=nb", "?q=%C3%B8l&lang=en")]
        {
            let html = language_switch(Locale::Nb, query).into_string().replace("&amp;", "&");
            assert!(html.contains(&format!(r#"href="{expected}""#)), "{html}");
        }
    }

    #[test]
    fn a_document_has_no_inline_script_and_carries_the_nonce() {
        let assets = Assets { boot: "/assets/boot-1.js".into(), ..Assets::default() };
        let shell = Shell { locale: Locale::En, nonce: "n0nce", path: "/", query: "", assets: Some(&assets) };
        let html = document(&shell, &crate::home::page(Locale::En));
        assert!(html.contains(r#"<meta name="csp-nonce" content="n0nce">"#));
        assert!(html.contains(r#"<html lang="en""#));
        for script in html.split("<script").skip(1) {
            let inside =
                script.split_once('>').and_then(|(_, rest)| rest.split_once("</script>")).map(|(inside, _)| inside);
            assert_eq!(inside, Some(""), "{script}");
        }
    }
}
