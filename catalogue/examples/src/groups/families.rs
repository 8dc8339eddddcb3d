//! Families: parents, siblings, couples and households.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("families"),
    title: t("Familier", "Families"),
    scripts: Cow::Borrowed(&[script!(
        "families",
        "fathers_wage",
        t("Fars lønn", "The father's wage"),
        t(
            "Henger barns lønn sammen med fars? Fars opplysninger kobles på barnet med fars nøkkel.",
            "Do children's wages follow their fathers'? The father's facts are merged onto the child by his key.",
        )
    )]),
};
