//! `require` — connects a version of a databank to an alias (language.md 5.1).

use language::call::{Arguments, Call};
use language::codes;
use language::names::version_request;
use variables::{DataVersion, Profile};
use wire::output::{Body, WireText};

use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::{Workspace, used_databank, version_text};
use crate::world::WorldError;

/// The command.
pub const COMMAND: Command = Command { name: "require", run: Run::Session(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Require { databank, version, alias } = &call.arguments else {
        return Err(EngineError::Internal("require"));
    };
    let name = &databank.value;
    let Some(request) = version_request(&version.value) else {
        return Err(codes::unknown_version(version.span, name, &version.value, &[]).into());
    };
    let bank = cx.world.databank(name, request).map_err(|error| match error {
        WorldError::UnknownDatabank { known } => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            codes::unknown_databank(databank.span, name, &known).into()
        }
        WorldError::UnknownVersion { available } => {
            let available: Vec<String> = available.iter().map(DataVersion::to_string).collect();
            let available: Vec<&str> = available.iter().map(String::as_str).collect();
            codes::unknown_version(version.span, name, &version.value, &available).into()
        }
        WorldError::NoAccess => codes::no_access(databank.span, name).into(),
        WorldError::Internal(id) => EngineError::World(id),
    })?;
    let used = used_databank(bank.as_ref());
    let (version, alias) = (version_text(bank.as_ref()), alias.value.clone());
    let synthetic = used.synthetic;
    let (mark_nb, mark_en) = if synthetic { (" (syntetiske data)", " (synthetic data)") } else { ("", "") };
    let (open_nb, open_en) = match bank.profile() {
        Profile::Open => (", åpne data", ", open data"),
        Profile::Register => ("", ""),
    };
    let markdown = WireText {
        nb: format!("Koblet `{name}` versjon {version} til `{alias}`{open_nb}{mark_nb}."),
        en: format!("Connected `{name}` version {version} as `{alias}`{open_en}{mark_en}."),
    };
    if !workspace.used.contains(&used) {
        workspace.used.push(used);
    }
    workspace.has_register |= bank.profile() == Profile::Register;
    workspace.databanks.insert(alias, bank);
    Ok(vec![Answer { synthetic, ..Answer::metadata(Body::Text { markdown }) }])
}
