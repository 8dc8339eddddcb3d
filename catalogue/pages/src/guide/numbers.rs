//! The numbers in guides: names in the prose, values from the filter's published figures.

use text::Locale;
use variables::Tier;
use variables::protection::{FIGURES, TierFigures};

/// A text with every `{name}` replaced by its number in the reader's language.
pub fn filled(source: &str, locale: Locale) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, behind)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            rest = behind;
            break;
        };
        match number(name, locale) {
            Some(number) => text.push_str(&number),
            // A name that nobody knows stays visible; a test rules it out.
            None => text.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The number of a name; names of a tier's figures begin with `sensitive_` for the sensitive one.
fn number(name: &str, locale: Locale) -> Option<String> {
    match name.strip_prefix("sensitive_") {
        Some(name) => of_tier(name, locale, &TierFigures::of(Tier::Sensitive)),
        None => of_all(name, locale).or_else(|| of_tier(name, locale, &TierFigures::of(Tier::Ordinary))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures of the policy are small")]
fn of_all(name: &str, locale: Locale) -> Option<String> {
    let whole = |number: i64| locale.number(Some(number as f64), 0);
    let count = |number: usize| locale.number(Some(number as f64), 0);
    Some(match name {
        "show_min" => whole(FIGURES.show_min),
        "below_show_min" => whole(FIGURES.show_min - 1),
        "minimum_population" => whole(FIGURES.minimum_population),
        "max_cells" => count(FIGURES.max_cells),
        "max_dimensions" => count(FIGURES.max_dimensions),
        "few_values" => count(FIGURES.few_values),
        "spread_minimum" => whole(FIGURES.spread_minimum),
        "range_minimum" => whole(FIGURES.range_minimum),
        "share_base" => whole(FIGURES.share_base),
        "share_whole_below" => whole(FIGURES.share_whole_below),
        "moved" => count(FIGURES.moved),
        "level_rank" => count(FIGURES.level_rank),
        "floor" => between(FIGURES.floor),
        "clamp_width" => locale.number(Some(FIGURES.clamp_width), 0),
        "clamp_rank" => count(FIGURES.clamp_rank),
        "max_leverage" => locale.number(Some(FIGURES.max_leverage), 1),
        "model_freedom" => whole(FIGURES.model_freedom),
        "units_per_parameter" => whole(FIGURES.units_per_parameter),
        "max_bins" => count(FIGURES.max_bins),
        "dominance_percent" => locale.number(Some(FIGURES.dominance_percent), 0),
        "redrawn_percent" => locale.number(Some(FIGURES.redrawn_percent), 0),
        "dominance_two" => locale.number(Some(100.0 * FIGURES.dominance_two), 0),
        _ => return None,
    })
}

#[expect(clippy::cast_precision_loss, reason = "figures of the policy are small")]
fn of_tier(name: &str, locale: Locale, figures: &TierFigures) -> Option<String> {
    let decimals = |number: f64, decimals: usize| locale.number(Some(number), decimals);
    if let Some(questions) = name.strip_prefix("accuracy_") {
        return Some(decimals(100.0 * figures.accuracy(questions.parse().ok()?), 0));
    }
    if let Some(place) = name.strip_prefix("shift_") {
        let (_, shift) = figures.shifts.get(place.parse::<usize>().ok()?)?;
        return Some(decimals(*shift, 2));
    }
    if let Some(place) = name.strip_prefix("units_") {
        let (units, _) = figures.shifts.get(place.parse::<usize>().ok()?)?;
        return Some(decimals(*units as f64, 0));
    }
    Some(match name {
        "variance" => decimals(figures.variance, 1),
        "sd" => decimals(figures.sd(), 1),
        "difference_sd" => decimals((2.0 * figures.variance).sqrt(), 1),
        "mean_absolute" => decimals(figures.mean_absolute, 1),
        "most" => decimals(figures.most as f64, 0),
        "gate" => between(figures.gate),
        "top" => decimals(figures.top as f64, 0),
        "factor_low" => decimals(100.0 * figures.factor.0, 0),
        "factor_high" => decimals(100.0 * figures.factor.1, 0),
        "questions_for_nine_in_ten" => decimals((6.57 * figures.variance).round(), 0),
        _ => return None,
    })
}

fn between((least, most): (u32, u32)) -> String {
    format!("{least}–{most}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_numbers_of_the_reader_s_language() {
        let text = "from {show_min}, {max_cells} cells, sd {sd} and {sensitive_sd}, {accuracy_1} %, {shift_0} at {units_0}, {gate}";
        assert_eq!(filled(text, Locale::En), "from 8, 5,000 cells, sd 2.5 and 3.2, 58 %, 0.21 at 1,000, 10–19");
        assert!(filled(text, Locale::Nb).contains("5\u{202f}000 cells, sd 2,5 and 3,2"));
        assert_eq!(filled("{nobody} knows {", Locale::En), "{nobody} knows ");
    }

    #[test]
    fn nine_in_ten_are_right_after_so_many_questions() {
        let figures = TierFigures::of(Tier::Ordinary);
        let questions: f64 =
            number("questions_for_nine_in_ten", Locale::En).and_then(|text| text.parse().ok()).unwrap_or(0.0);
        assert!((figures.accuracy(questions) - 0.9).abs() < 0.01);
    }
}
