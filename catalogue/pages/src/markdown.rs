//! Markdown to HTML for texts of the manual and of scripts. Raw HTML in a text is shown as text, never as HTML.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

/// Renders a text. Headings begin at level 3, so that they stand below the page's own; links open only within `http(s)`
/// and the site itself; pictures become their text.
pub fn render(markdown: &str) -> Markup {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(tame);
    let mut html = String::new();
    push_html(&mut html, events);
    PreEscaped(html)
}

/// Renders a sentence without a paragraph of its own: for a place that is one already.
pub fn inline(markdown: &str) -> Markup {
    let html = render(markdown).into_string();
    let html = html.trim();
    let inside =
        html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|rest| !rest.contains("<p>"));
    PreEscaped(inside.unwrap_or(html).to_owned())
}

fn tame(event: Event<'_>) -> Option<Event<'_>> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if is_harmless(&dest_url) { dest_url } else { CowStr::Borrowed("#") };
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

fn is_harmless(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("https://")
        || lower.starts_with("http://")
        || (lower.starts_with('/') && !lower.starts_with("//"))
        || lower.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, html: &str) {
        assert_eq!(render(markdown).into_string().trim(), html);
    }

    #[test]
    fn headings_stand_below_the_page() {
        check("# A", "<h3>A</h3>");
        check("`x` and **y**", "<p><code>x</code> and <strong>y</strong></p>");
    }

    #[test]
    fn a_sentence_stands_in_a_paragraph_of_another() {
        assert_eq!(inline("`len` & `pos`").into_string(), "<code>len</code> &amp; <code>pos</code>");
        assert_eq!(inline("one\n\ntwo").into_string(), "<p>one</p>\n<p>two</p>");
    }

    #[test]
    fn nothing_in_a_text_becomes_active() {
        check("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>");
        check("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
        check("[x](javascript:alert(1))", r##"<p><a href="#">x</a></p>"##);
        check("![x](https://elsewhere/spy.png)", "<p>x</p>");
        check("[x](//elsewhere)", r##"<p><a href="#">x</a></p>"##);
    }
}
