//! The table of all commands and functions: what parser, help, editor and engine look names up in.

use serde::{Deserialize, Serialize};

use crate::nearest;
use crate::spec::{CommandSpec, FunctionSpec};

/// Every command and function of the language. Serialised as is by `GET /api/v1/language`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Commands, in the manual's order.
    pub commands: Vec<CommandSpec>,
    /// Functions, in the manual's order.
    pub functions: Vec<FunctionSpec>,
}

impl Table {
    /// The table that this build was made with.
    pub fn builtin() -> Table {
        Table {
            commands: crate::commands::ALL.iter().map(|spec| (*spec).clone()).collect(),
            functions: crate::functions::ALL.iter().flat_map(|group| group.iter()).cloned().collect(),
        }
    }

    /// The command of that name or alias.
    pub fn command(&self, name: &str) -> Option<&CommandSpec> {
        let by_name = self.commands.iter().find(|spec| spec.name == name);
        by_name.or_else(|| self.commands.iter().find(|spec| spec.aliases.iter().any(|alias| alias == name)))
    }

    /// The function of that name; case matters.
    pub fn function(&self, name: &str) -> Option<&FunctionSpec> {
        self.functions.iter().find(|spec| spec.name == name)
    }

    /// The command whose name is nearest to a misspelt one, if one is near.
    pub fn nearest_command(&self, name: &str) -> Option<&str> {
        nearest::nearest(name, self.commands.iter().map(|spec| spec.name.as_ref()))
    }

    /// The function whose name is nearest to a misspelt one, if one is near.
    pub fn nearest_function(&self, name: &str) -> Option<&str> {
        nearest::nearest(name, self.functions.iter().map(|spec| spec.name.as_ref()))
    }
}
