//! Codes about text, numbers and pseudonyms.

use text::{Text, t};

use super::Code;
use super::words::ValueType;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `type-mismatch`: A comparison of text with number; names the variable.
pub fn type_mismatch(span: Span, name: &str, is: ValueType, against: ValueType) -> Diagnostic {
    let (is_nb, is_en) = is.named();
    let (against_nb, against_en) = against.named();
    let (fix_nb, fix_en) = is.advice(against);
    let diagnostic = Code::TypeMismatch.at(
        span,
        Text::new(
            format!("`{name}` er {is_nb} og kan ikke settes opp mot {against_nb}"),
            format!("`{name}` is {is_en} and cannot be set against {against_en}"),
        ),
    );
    diagnostic.hint(t(fix_nb, fix_en))
}

/// `number-wanted`: A text variable where numbers are needed.
pub fn number_wanted(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NumberWanted.at(
        span,
        Text::new(
            format!("`{name}` er tekst, her trengs et tall"),
            format!("`{name}` is text, a number is needed here"),
        ),
    );
    diagnostic.hint(Text::new(
        format!("gjør den om til tall med `destring {name}`"),
        format!("turn it into numbers with `destring {name}`"),
    ))
}

/// `text-wanted`: A number where text is needed.
pub fn text_wanted(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::TextWanted.at(
        span,
        Text::new(format!("`{name}` er tall, her trengs tekst"), format!("`{name}` is a number, text is needed here")),
    );
    diagnostic.hint(Text::new(
        format!("gjør den om med `string({name})`"),
        format!("turn it into text with `string({name})`"),
    ))
}

/// `mixed-types`: Literals or expressions of two types without a variable to name.
pub fn mixed_types(span: Span) -> Diagnostic {
    let diagnostic = Code::MixedTypes.at(span, t("tekst og tall kan ikke blandes", "text and numbers cannot be mixed"));
    diagnostic.hint(t("skriv tekster i anførselstegn og tall uten", "write texts in quotes and numbers without"))
}

/// `not-numeric`: A text variable in a command for numbers.
pub fn not_numeric(span: Span, name: &str, command: &str) -> Diagnostic {
    let diagnostic = Code::NotNumeric.at(
        span,
        Text::new(
            format!("`{name}` er tekst, `{command}` trenger tall"),
            format!("`{name}` is text, `{command}` needs numbers"),
        ),
    );
    diagnostic.hint(Text::new(
        format!("gjør den om til tall med `destring {name}`"),
        format!("turn it into numbers with `destring {name}`"),
    ))
}

/// `not-numeric`: `destring` met texts that are no numbers. Told only where the filter allows it (confidentiality.md E.1).
pub fn not_numeric_content(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NotNumeric.at(
        span,
        Text::new(
            format!("`{name}` har tekster som ikke er tall"),
            format!("`{name}` holds texts that are no numbers"),
        ),
    );
    diagnostic.hint(t(
        "skriv `force` for å gjøre dem til manglende, eller `ignore('tegn')` for å fjerne tegn",
        "write `force` to make them missing, or `ignore('characters')` to strip characters",
    ))
}

/// `already-numeric`: `destring` on a number.
pub fn already_numeric(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::AlreadyNumeric
        .at(span, Text::new(format!("`{name}` er tall fra før"), format!("`{name}` is numeric already")));
    diagnostic.hint(t("fjern den fra `destring`", "remove it from `destring`"))
}

/// `interval-on-text`: `lo/hi` in `recode` of a text variable.
pub fn interval_on_text(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::IntervalOnText.at(
        span,
        Text::new(
            format!("`{name}` er tekst og har ingen intervaller"),
            format!("`{name}` is text and has no intervals"),
        ),
    );
    diagnostic.hint(t("skriv kodene hver for seg i anførselstegn", "write the codes one by one in quotes"))
}

/// `pseudonym-use`: A unit identifier outside `by`, `on`, `sysmiss`, `rowmissing`, `rowvalid`, `(count)` (E.11).
pub fn pseudonym_use(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::PseudonymUse.at(
        span,
        Text::new(
            format!("`{name}` er et pseudonym og kan bare være nøkkel"),
            format!("`{name}` is a pseudonym and can only be a key"),
        ),
    );
    diagnostic.hint(t(
        "bruk den i `by()`, `on`, `sysmiss()` eller `(count)`",
        "use it in `by()`, `on`, `sysmiss()` or `(count)`",
    ))
}
