//! Codes about `let`, `for`, `++` and names made from them.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `unknown-binding`: A `$name` without `let` or `for`.
pub fn unknown_binding(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownBinding.at(
        span,
        Text::new(format!("bindingen `${name}` er ikke laget"), format!("the binding `${name}` has not been made")),
    );
    let diagnostic = diagnostic
        .hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))));
    diagnostic.hint_if(
        nearest
            .is_none()
            .then(|| Text::new(format!("skriv `let {name} = …` over"), format!("write `let {name} = …` above"))),
    )
}

/// `lists-differ`: A `for` header with another number of lists than iterators.
pub fn lists_differ(span: Span, iterators: usize, lists: usize) -> Diagnostic {
    let diagnostic = Code::ListsDiffer.at(
        span,
        Text::new(
            format!("`for` har {iterators} navn og {lists} lister"),
            format!("`for` has {iterators} names and {lists} lists"),
        ),
    );
    diagnostic
        .hint(t("skriv én liste for hvert navn, med komma mellom", "write one list for each name, with commas between"))
}

/// `list-lengths-differ`: Parallel lists of a `for` header with different lengths.
pub fn list_lengths_differ(span: Span, first: usize, other: usize) -> Diagnostic {
    let diagnostic = Code::ListLengthsDiffer.at(
        span,
        Text::new(
            format!("listene i `for` er ulikt lange: {first} og {other}"),
            format!("the lists of `for` differ in length: {first} and {other}"),
        ),
    );
    diagnostic.hint(t("gi listene like mange verdier", "give the lists the same number of values"))
}

/// `not-a-range`: A range whose bounds are no whole numbers.
pub fn not_a_range(span: Span) -> Diagnostic {
    let diagnostic = Code::NotARange.at(
        span,
        t("et område går fra et helt tall til et helt tall", "a range runs from one whole number to another"),
    );
    diagnostic.hint(t("skriv for eksempel `2015 : 2020`", "write for instance `2015 : 2020`"))
}

/// `too-many-iterations`: The limit of unrolled statements.
pub fn too_many_iterations(span: Span, limit: usize) -> Diagnostic {
    let diagnostic = Code::TooManyIterations.at(
        span,
        Text::new(
            format!("skriptet blir lengre enn {limit} kommandoer når løkkene rulles ut"),
            format!("the script grows beyond {limit} commands when its loops are unrolled"),
        ),
    );
    diagnostic.hint(t("korte ned løkkene, eller del skriptet", "shorten the loops, or split the script"))
}

/// `text-too-long`: A limit that keeps `++` and loops from filling the memory.
pub fn text_too_long(span: Span, limit: usize) -> Diagnostic {
    let diagnostic = Code::TextTooLong.at(
        span,
        Text::new(format!("teksten blir lengre enn {limit} tegn"), format!("the text grows beyond {limit} characters")),
    );
    diagnostic.hint(t("bruk kortere tekster og færre `++`", "use shorter texts and fewer `++`"))
}

/// `not-constant`: Something that depends on data where a binding, name or date is made.
pub fn not_constant(span: Span, found: &str) -> Diagnostic {
    let diagnostic = Code::NotConstant.at(
        span,
        Text::new(format!("`{found}` har ingen kjent verdi her"), format!("`{found}` has no known value here")),
    );
    diagnostic.hint(t("bruk tall, tekster og `$bindinger`", "use numbers, texts and `$bindings`"))
}

/// `not-in-bindings`: A function of data in `let`, `++` or a date.
pub fn not_in_bindings(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NotInBindings.at(
        span,
        Text::new(format!("`{name}` kan ikke brukes i en binding"), format!("`{name}` cannot be used in a binding")),
    );
    diagnostic.hint(t("bruk `generate` for verdier i datasettet", "use `generate` for values of the dataset"))
}

/// `not-a-name`: A value where a name is wanted.
pub fn not_a_name(span: Span, found: &str) -> Diagnostic {
    let diagnostic = Code::NotAName
        .at(span, Text::new(format!("`{found}` kan ikke være et navn"), format!("`{found}` cannot be a name")));
    diagnostic.hint(t(
        "bruk bokstaver, sifre og `_`, med en bokstav først",
        "use letters, digits and `_`, with a letter first",
    ))
}

/// `not-a-calculation`: Arithmetic on texts or symbols in a binding.
pub fn not_a_calculation(span: Span, operator: &str) -> Diagnostic {
    let diagnostic = Code::NotACalculation.at(
        span,
        Text::new(format!("`{operator}` regner bare med tall"), format!("`{operator}` calculates with numbers only")),
    );
    diagnostic.hint(t("bruk `++` for å sette sammen tekster", "use `++` to join texts"))
}

/// `undefined-value`: A constant expression such as `1/0`.
pub fn undefined_value(span: Span) -> Diagnostic {
    Code::UndefinedValue.at(span, t("uttrykket har ingen verdi", "the expression has no value"))
}
