//! Days in other spellings where a time is wanted: `31.12.2020`, `2020-1-1`, `20200101`, `2020`.

use text::Text;
use variables::Day;

use super::cursor::Cursor;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lexer::{Symbol, TokenKind};

/// What is wrong with a time made of digits and separators only, if one comes next; it names the day that was meant.
pub(super) fn odd_date(cursor: &Cursor<'_>) -> Option<Diagnostic> {
    let first = cursor.peek().filter(|token| matches!(token.kind, TokenKind::Number | TokenKind::Word))?;
    let mut span = first.span;
    let mut ahead = 1;
    while let Some(token) = cursor.peek_at(ahead).filter(|_| cursor.touches(ahead)) {
        let belongs = match token.kind {
            TokenKind::Number | TokenKind::Word => true,
            TokenKind::Symbol(symbol) => matches!(symbol, Symbol::Minus | Symbol::Slash | Symbol::Dot),
            _ => false,
        };
        if !belongs {
            return None;
        }
        span = span.to(token.span);
        ahead += 1;
    }
    if cursor
        .peek_at(ahead)
        .is_some_and(|token| matches!(token.kind, TokenKind::Symbol(symbol) if symbol != Symbol::Comma))
    {
        return None;
    }
    let written = cursor.text.get(span.start..span.end)?;
    let meant = meant(written);
    let is_number = ahead == 1 && first.kind == TokenKind::Number;
    if meant.is_none() && is_number {
        return None;
    }
    let advice = meant.map(|day| Text::new(format!("skriv `{day}`"), format!("write `{day}`")));
    Some(codes::not_a_date(span, written).advised(advice))
}

/// The day that digits and separators tell, the year first or last.
fn meant(written: &str) -> Option<Day> {
    let parts: Vec<&str> = written.split(|letter: char| !letter.is_ascii_digit()).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        [one] if one.len() == 8 => (one.get(..4)?, one.get(4..6)?, one.get(6..)?),
        [one] if one.len() == 6 => (one.get(..4)?, one.get(4..)?, "1"),
        [one] if one.len() == 4 => (*one, "1", "1"),
        [year, month] if year.len() == 4 => (*year, *month, "1"),
        _ => return None,
    };
    let year = number(year).filter(|year| (1800..2200).contains(year))?;
    Day::from_ymd(i32::try_from(year).ok()?, number(month)?, number(day)?)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn the_day_is_found_in_other_spellings() {
        for (written, day) in [
            ("31.12.2020", "2020-12-31"),
            ("2020-1-1", "2020-01-01"),
            ("1/2/2020", "2020-02-01"),
            ("20201231", "2020-12-31"),
            ("202006", "2020-06-01"),
            ("2020", "2020-01-01"),
            ("2020.06", "2020-06-01"),
        ] {
            assert_eq!(meant(written).map(|day| day.to_string()).as_deref(), Some(day), "{written}");
        }
        for written in ["12", "2020-13-01", "99999", "1.2.3.4", "0"] {
            assert_eq!(meant(written), None, "{written}");
        }
    }
}
