//! The reader's language and its number and date formats.

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Norwegian bokmål, the default.
    #[default]
    Nb,
    /// English.
    En,
}

impl Locale {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::Nb => "nb",
            Locale::En => "en",
        }
    }

    /// Chooses from an `Accept-Language` header: the first language we have, in the order of preference.
    pub fn from_accept_language(header: &str) -> Self {
        let mut wanted: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim();
                let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
                Some((quality, tag))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, tag) in wanted {
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            match primary.as_str() {
                "nb" | "no" | "nn" => return Locale::Nb,
                "en" => return Locale::En,
                _ => {}
            }
        }
        Locale::Nb
    }

    /// What stands before the decimals.
    pub const fn decimal_mark(self) -> char {
        match self {
            Locale::Nb => ',',
            Locale::En => '.',
        }
    }

    /// What stands between groups of three digits: a narrow space that does not break, or a comma.
    pub const fn thousands_mark(self) -> char {
        match self {
            Locale::Nb => '\u{202f}',
            Locale::En => ',',
        }
    }

    /// A number with this language's marks and `decimals` decimals: `12 345,6` and `12,345.6`.
    ///
    /// `None` is shown as a dash.
    pub fn number(self, value: Option<f64>, decimals: usize) -> String {
        let Some(value) = value.filter(|value| value.is_finite()) else { return "–".to_owned() };
        let rounded = format!("{:.*}", decimals, value.abs());
        let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                grouped.push(self.thousands_mark());
            }
            grouped.push(digit);
        }
        let is_zero = rounded.chars().all(|c| c == '0' || c == '.');
        let sign = if value < 0.0 && !is_zero { "−" } else { "" };
        let mark = self.decimal_mark();
        if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{mark}{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_language_follows_quality() {
        assert_eq!(Locale::from_accept_language("de, en;q=0.9, nb;q=0.8"), Locale::En);
        assert_eq!(Locale::from_accept_language("nn-NO,en;q=0.5"), Locale::Nb);
        assert_eq!(Locale::from_accept_language(""), Locale::Nb);
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(Locale::Nb.number(Some(-1234567.891), 2), "−1\u{202f}234\u{202f}567,89");
        assert_eq!(Locale::En.number(Some(-1234567.891), 2), "−1,234,567.89");
        assert_eq!(Locale::En.number(Some(0.004), 2), "0.00");
        assert_eq!(Locale::En.number(Some(-0.004), 2), "0.00");
        assert_eq!(Locale::Nb.number(None, 2), "–");
    }
}
