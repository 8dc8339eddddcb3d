//! The groups, one file each. A new script is a file in `scripts/` and an entry here.

mod families;
mod first_steps;
mod populations;

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

pub(crate) static GROUPS: &[Group] = &[first_steps::GROUP, populations::GROUP, families::GROUP];
