//! The groups, one file each. A new script is a file in `scripts/` and an entry here.

mod education;
mod events;
mod families;
mod figures;
mod first_steps;
mod jobs;
mod labels;
mod loops;
mod municipalities;
mod other_units;
mod panels;
mod populations;
mod regressions;
mod survival;
mod tables;

use crate::Group;

/// A script of the group's folder.
macro_rules! script {
    ($group:literal, $slug:literal, $title:expr, $purpose:expr) => {
        $crate::Script {
            slug: std::borrow::Cow::Borrowed($slug),
            title: $title,
            purpose: $purpose,
            text: std::borrow::Cow::Borrowed(include_str!(concat!("../../scripts/", $group, "/", $slug, ".script"))),
        }
    };
}
use script;

pub(crate) static GROUPS: &[Group] = &[
    first_steps::GROUP,
    populations::GROUP,
    families::GROUP,
    jobs::GROUP,
    education::GROUP,
    other_units::GROUP,
    municipalities::GROUP,
    panels::GROUP,
    events::GROUP,
    labels::GROUP,
    loops::GROUP,
    tables::GROUP,
    figures::GROUP,
    regressions::GROUP,
    survival::GROUP,
];
