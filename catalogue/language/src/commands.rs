//! The specification of every command, one file each.

use crate::spec::CommandSpec;

/// All commands, chapter by chapter.
pub static ALL: &[&CommandSpec] = &[];
