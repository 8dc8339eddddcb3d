//! `endblock`: ends a text.

use std::borrow::Cow;

use text::t;

use crate::commands::build::example;
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status};

/// The specification of `endblock`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("endblock"),
    chapter: Chapter::Session,
    shape: Shape::None,
    arity: (0, Some(0)),
    takes_condition: false,
    syntax: Cow::Borrowed("endblock"),
    purpose: t("Avslutter en tekst.", "Ends a text."),
    description: t("", ""),
    protection: protection::NOTHING,
    options: Cow::Borrowed(&[]),
    examples: Cow::Borrowed(&[
        example(
            t("Slutten på en tekst", "The end of a text"),
            "\
textblock
En merknad.
endblock",
        ),
        example(
            t("Flere tekster", "Several texts"),
            "\
textblock
Første del
endblock
textblock
Andre del
endblock",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
