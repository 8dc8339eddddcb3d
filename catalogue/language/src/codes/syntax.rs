//! Codes about how a script is written.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `unexpected-character`: A character that no part of the language uses.
pub fn unexpected_character(span: Span, character: &str) -> Diagnostic {
    // Characters that cannot be seen are named by their number.
    let number = character.chars().next().filter(|letter| letter.is_control());
    let character = number.map_or_else(|| character.to_owned(), |letter| format!("U+{:04X}", u32::from(letter)));
    Code::UnexpectedCharacter.at(
        span,
        Text::new(
            format!("tegnet `{character}` hører ikke hjemme her"),
            format!("the character `{character}` does not belong here"),
        ),
    )
}

/// `unterminated-text`: A quoted text runs to the end of its line.
pub fn unterminated_text(span: Span) -> Diagnostic {
    let diagnostic =
        Code::UnterminatedText.at(span, t("teksten mangler sluttanførselstegn", "the text lacks its closing quote"));
    diagnostic.hint(t("skriv et anførselstegn til slutt på samme linje", "write a closing quote on the same line"))
}

/// `unbalanced-parenthesis`: A parenthesis without its partner.
pub fn unbalanced_parenthesis(span: Span) -> Diagnostic {
    let diagnostic =
        Code::UnbalancedParenthesis.at(span, t("parentesen mangler sin make", "the parenthesis lacks its partner"));
    diagnostic.hint(t("skriv like mange `(` som `)`", "write as many `(` as `)`"))
}

/// `unexpected-text`: Something after a complete statement.
pub fn unexpected_text(span: Span, found: &str) -> Diagnostic {
    let diagnostic =
        Code::UnexpectedText.at(span, Text::new(format!("`{found}` er til overs"), format!("`{found}` is left over")));
    diagnostic.hint(t("fjern det, eller sett komma foran tilvalg", "remove it, or put a comma before options"))
}

/// `missing-part`: The grammar expects something that is not there; `part` names it (`et variabelnavn` / `a variable name`).
pub fn missing_part(span: Span, part: &Text) -> Diagnostic {
    let (part_nb, part_en) = (&part.nb, &part.en);
    Code::MissingPart.at(span, Text::new(format!("mangler {part_nb}"), format!("missing {part_en}")))
}

/// `unknown-command`: A word at the start of a line that is no command.
pub fn unknown_command(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownCommand
        .at(span, Text::new(format!("`{name}` er ingen kommando"), format!("`{name}` is not a command")));
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `foreign-command`: A command of Stata or the like that people try; `instead` begins with a verb.
pub fn foreign_command(span: Span, name: &str, instead: &Text) -> Diagnostic {
    let diagnostic = Code::ForeignCommand.at(
        span,
        Text::new(format!("`{name}` hører til et annet språk"), format!("`{name}` belongs to another language")),
    );
    diagnostic.hint(instead.clone())
}

/// `unknown-option`: An option that the command lacks.
pub fn unknown_option(span: Span, name: &str, command: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownOption.at(
        span,
        Text::new(format!("`{command}` har ikke tilvalget `{name}`"), format!("`{command}` has no option `{name}`")),
    );
    diagnostic.hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))))
}

/// `repeated-option`: An option given twice.
pub fn repeated_option(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::RepeatedOption
        .at(span, Text::new(format!("tilvalget `{name}` står to ganger"), format!("the option `{name}` stands twice")));
    diagnostic.hint(t("fjern det ene", "remove one"))
}

/// `excluded-option`: Two options that exclude each other.
pub fn excluded_option(span: Span, name: &str, other: &str) -> Diagnostic {
    let diagnostic = Code::ExcludedOption.at(
        span,
        Text::new(
            format!("`{name}` kan ikke brukes sammen med `{other}`"),
            format!("`{name}` cannot be used together with `{other}`"),
        ),
    );
    diagnostic.hint(t("velg én av dem", "choose one of them"))
}

/// `missing-option`: A required option is not given.
pub fn missing_option(span: Span, command: &str, option: &str) -> Diagnostic {
    let diagnostic = Code::MissingOption.at(
        span,
        Text::new(
            format!("`{command}` må ha tilvalget `{option}`"),
            format!("`{command}` needs the option `{option}`"),
        ),
    );
    diagnostic.hint(Text::new(format!("skriv `, {option}(…)` til slutt"), format!("write `, {option}(…)` at the end")))
}

/// `option-argument`: An option's parentheses hold something else than it takes.
pub fn option_argument(span: Span, option: &str, wanted: &Text) -> Diagnostic {
    let (wanted_nb, wanted_en) = (&wanted.nb, &wanted.en);
    Code::OptionArgument
        .at(span, Text::new(format!("`{option}` tar {wanted_nb}"), format!("`{option}` takes {wanted_en}")))
}

/// `option-range`: A number outside what the option allows.
pub fn option_range(span: Span, option: &str, least: f64, most: f64) -> Diagnostic {
    Code::OptionRange.at(
        span,
        Text::new(format!("`{option}` går fra {least} til {most}"), format!("`{option}` runs from {least} to {most}")),
    )
}

/// `option-choice`: A word that the option does not know; `choices` is the list for people.
pub fn option_choice(span: Span, option: &str, found: &str, choices: &str) -> Diagnostic {
    let diagnostic = Code::OptionChoice
        .at(span, Text::new(format!("`{option}` kan ikke være `{found}`"), format!("`{option}` cannot be `{found}`")));
    diagnostic.hint(Text::new(format!("velg en av: {choices}"), format!("choose one of: {choices}")))
}

/// `condition-not-allowed`: An `if` where the command takes none.
pub fn condition_not_allowed(span: Span, command: &str) -> Diagnostic {
    let diagnostic = Code::ConditionNotAllowed.at(
        span,
        Text::new(format!("`{command}` tar ingen betingelse med `if`"), format!("`{command}` takes no `if` condition")),
    );
    diagnostic.hint(t(
        "lag utvalget med `keep if` på en kopi av datasettet",
        "select with `keep if` on a copy of the dataset",
    ))
}

/// `condition-after-options`: An `if` behind the comma.
pub fn condition_after_options(span: Span) -> Diagnostic {
    let diagnostic =
        Code::ConditionAfterOptions.at(span, t("`if` står etter tilvalgene", "`if` stands after the options"));
    diagnostic.hint(t("flytt `if` foran kommaet", "move `if` before the comma"))
}

/// `condition-or-names`: `keep` and `drop` with both a list and a condition, or with neither.
pub fn condition_or_names(span: Span, command: &str) -> Diagnostic {
    let diagnostic = Code::ConditionOrNames.at(
        span,
        Text::new(
            format!("`{command}` tar enten variabler eller `if`, ikke begge"),
            format!("`{command}` takes either variables or `if`, not both"),
        ),
    );
    diagnostic.hint(t("del det i to linjer", "split it into two lines"))
}

/// `wrong-argument-count`: Too many or too few names, or arguments of a function.
pub fn wrong_argument_count(span: Span, name: &str, wanted: &Text, found: usize) -> Diagnostic {
    let (wanted_nb, wanted_en) = (&wanted.nb, &wanted.en);
    Code::WrongArgumentCount.at(
        span,
        Text::new(
            format!("`{name}` tar {wanted_nb}, her står {found}"),
            format!("`{name}` takes {wanted_en}, here are {found}"),
        ),
    )
}

/// `single-equals`: `=` inside an expression.
pub fn single_equals(span: Span) -> Diagnostic {
    let diagnostic = Code::SingleEquals.at(span, t("`=` sammenligner ikke", "`=` does not compare"));
    diagnostic.hint(t("skriv `==`", "write `==`"))
}

/// `foreign-operator`: `&&`, `||`, `and`, `or`, `<>`, `~=`, `**`.
pub fn foreign_operator(span: Span, found: &str, instead: &str) -> Diagnostic {
    let diagnostic = Code::ForeignOperator
        .at(span, Text::new(format!("`{found}` er ingen operator her"), format!("`{found}` is not an operator here")));
    diagnostic.hint(Text::new(format!("skriv `{instead}`"), format!("write `{instead}`")))
}

/// `missing-literal`: The lone `.` inside an expression.
pub fn missing_literal(span: Span) -> Diagnostic {
    let diagnostic = Code::MissingLiteral
        .at(span, t("`.` kan ikke sammenlignes eller regnes med", "`.` can neither be compared nor calculated with"));
    diagnostic.hint(t("bruk `sysmiss(variabel)`", "use `sysmiss(variable)`"))
}

/// `date-in-expression`: `2020-01-01` in an expression is arithmetic (language.md 2.4).
pub fn date_in_expression(span: Span, year: i32, month: u32, day: u32) -> Diagnostic {
    let diagnostic = Code::DateInExpression
        .at(span, t("en dato i et uttrykk er et regnestykke med minus", "a date in an expression is a subtraction"));
    diagnostic.hint(Text::new(
        format!("skriv `date({year}, {month}, {day})`"),
        format!("write `date({year}, {month}, {day})`"),
    ))
}

/// `old-spelling`: A spelling that is accepted, though the manual writes it otherwise.
pub fn old_spelling(span: Span, found: &str, instead: &str) -> Diagnostic {
    let diagnostic = Code::OldSpelling
        .at(span, Text::new(format!("`{found}` er en eldre skrivemåte"), format!("`{found}` is an older spelling")));
    diagnostic.hint(Text::new(format!("skriv `{instead}`"), format!("write `{instead}`")))
}

/// `old-spelling`: Options with commas between them.
pub fn comma_between_options(span: Span) -> Diagnostic {
    let diagnostic = Code::OldSpelling.at(span, t("tilvalg skilles med mellomrom", "options are separated by blanks"));
    diagnostic.hint(t("fjern kommaet", "remove the comma"))
}

/// `pasted-character`: A character that a word processor or web page put in the place of a plain one; it is read as that.
pub fn pasted_character(span: Span, found: &str, read_as: &str) -> Diagnostic {
    // A grave accent would end the quotation that it stands in.
    let (found_nb, found_en) = match found {
        "`" => ("aksenttegnet".to_owned(), "the grave accent".to_owned()),
        found => (format!("`{found}`"), format!("`{found}`")),
    };
    let diagnostic = Code::PastedCharacter.at(
        span,
        Text::new(format!("{found_nb} er lest som `{read_as}`"), format!("{found_en} is read as `{read_as}`")),
    );
    diagnostic.hint(Text::new(
        format!("skriv `{read_as}`, eller formater skriptet"),
        format!("write `{read_as}`, or format the script"),
    ))
}

/// `join-of-variables`: `string(a) ++ "_" ++ string(b)`: read as `rowconcat`.
pub fn join_of_variables(span: Span) -> Diagnostic {
    let diagnostic = Code::JoinOfVariables.at(
        span,
        t(
            "`++` setter sammen navn og tekster, ikke innholdet i variabler",
            "`++` joins names and texts, not the contents of variables",
        ),
    );
    diagnostic.hint(t("skriv `rowconcat(…)`", "write `rowconcat(…)`"))
}

/// `block-without-end`: `for` without `end`, `textblock` without `endblock`.
pub fn block_without_end(span: Span, opening: &str, closing: &str) -> Diagnostic {
    let diagnostic = Code::BlockWithoutEnd.at(
        span,
        Text::new(format!("`{opening}` mangler sin `{closing}`"), format!("`{opening}` lacks its `{closing}`")),
    );
    diagnostic.hint(Text::new(
        format!("skriv `{closing}` på en egen linje etter blokken"),
        format!("write `{closing}` on a line of its own after the block"),
    ))
}

/// `end-without-block`: `end` without `for`, `endblock` without `textblock`.
pub fn end_without_block(span: Span, closing: &str, opening: &str) -> Diagnostic {
    let diagnostic = Code::EndWithoutBlock
        .at(span, Text::new(format!("`{closing}` uten `{opening}`"), format!("`{closing}` without `{opening}`")));
    diagnostic.hint(Text::new(
        format!("fjern linjen, eller skriv `{opening}` over den"),
        format!("remove the line, or write `{opening}` above it"),
    ))
}

/// `nesting-too-deep`: A limit that keeps the parser from running out of stack.
pub fn nesting_too_deep(span: Span, limit: usize) -> Diagnostic {
    let diagnostic = Code::NestingTooDeep.at(
        span,
        Text::new(
            format!("parenteser eller løkker er nøstet dypere enn {limit} nivåer"),
            format!("parentheses or loops are nested deeper than {limit} levels"),
        ),
    );
    diagnostic.hint(t("del opp uttrykket", "split the expression"))
}
