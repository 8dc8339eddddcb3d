//! Keys of statements, by which an edited script goes on from the first change ([`crate::remembered`]).
//!
//! The key of a statement is everything that it depends on: the statements before it, itself with bindings put in, the
//! databank versions that the script gets, and the profile that the whole script is filtered with. Where it stands is no
//! part of it, nor are comments, blank lines and textblocks: they may change and everything after them is still known.
//!
//! Commands that reach outside the session are no exception to the keys: what they do or read there changes nothing that later
//! statements see. Repeating a prefix carries them out again ([`reaches_outside`]), which does nothing twice.

use engine::commands::session::{self, configure};
use language::call::{Arguments, Call, Step};
use language::names::version_request;
use language::parser::in_one_line;
use language::span::LineIndex;
use variables::{Profile, VersionRequest};

use crate::remembered::Key;

/// Whether a step has a key: textblocks have none, they only show themselves.
pub fn has_key(step: &Step) -> bool {
    !matches!(step, Step::Text { .. })
}

/// The keys of the statements of a script that have one, and whether the whole script is filtered as `register`.
///
/// `resolve` says which version of a databank a request gets now, with its profile. There are no keys from a draft on: a
/// draft changes without changing its name.
pub fn keys(
    steps: &[Step],
    lines: &LineIndex<'_>,
    policy: u32,
    resolve: impl Fn(&str, VersionRequest) -> Option<(String, Profile)>,
) -> (Vec<Key>, bool) {
    let required: Vec<Option<(VersionRequest, String, Profile)>> =
        steps.iter().map(|step| required(step, &resolve)).collect();
    let is_register = required.iter().flatten().any(|(_, _, profile)| *profile == Profile::Register);
    let mut hasher = blake3::Hasher::new();
    hasher.update(&policy.to_le_bytes());
    hasher.update(&[u8::from(is_register)]);
    let mut keys = Vec::with_capacity(steps.len());
    for (step, required) in steps.iter().zip(required).filter(|(step, _)| has_key(step)) {
        let version = match required {
            Some((VersionRequest::Draft, ..)) => break,
            Some((_, version, _)) => version,
            None => String::new(),
        };
        // The history holds each statement as written, so its text is a part of what it makes.
        let source = in_one_line(lines.text(step.span()));
        // A step's debug form holds all that it says.
        for part in [format!("{:?}", step.without_places()), source, version] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        keys.push(*hasher.finalize().as_bytes());
    }
    (keys, is_register)
}

/// Whether a script asks to be run without what is remembered (`configure nocache`, wherever it stands).
pub fn is_off(steps: &[Step]) -> bool {
    steps.iter().any(|step| matches!(step, Step::Call(call) if configure::is_nocache(call)))
}

/// Whether a statement does or reads something outside the session (`save`, `edit`, `load`). It changes nothing that the statements
/// below see, so their keys hold; it is carried out again itself.
pub fn reaches_outside(step: &Step) -> bool {
    matches!(step, Step::Call(call) if session::reaches_outside(&call.command))
}

fn required(
    step: &Step,
    resolve: impl Fn(&str, VersionRequest) -> Option<(String, Profile)>,
) -> Option<(VersionRequest, String, Profile)> {
    let Step::Call(Call { arguments: Arguments::Require { databank, version, .. }, .. }) = step else { return None };
    let request = version_request(&version.value)?;
    let (version, profile) = resolve(&databank.value, request)?;
    Some((request, version, profile))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use language::Table;

    use super::*;

    fn keys_of(script: &str, version: &str, profile: Profile) -> Vec<[u8; 32]> {
        let table = Table::builtin();
        let steps = language::expand(&language::parse(script, &table).script, script, &table);
        keys(&steps, &LineIndex::new(script), 1, |_, _| Some((version.to_owned(), profile))).0
    }

    fn common(one: &[[u8; 32]], other: &[[u8; 32]]) -> usize {
        one.iter().zip(other).take_while(|(one, other)| one == other).count()
    }

    const SCRIPT: &str = "require no.a.b:1 as db\ncreate-dataset d\nlet y = 2\nimport db/X as x\ngenerate z = x * $y\n";

    #[test]
    fn an_edited_script_shares_the_statements_before_the_edit() {
        let first = keys_of(SCRIPT, "1.0.0.0", Profile::Open);
        assert_eq!(first.len(), 5);
        let edited = keys_of(&SCRIPT.replace("x * $y", "x + $y"), "1.0.0.0", Profile::Open);
        assert_eq!(common(&first, &edited), 4);
        let bound = keys_of(&SCRIPT.replace("y = 2", "y = 3"), "1.0.0.0", Profile::Open);
        assert_eq!(common(&first, &bound), 2);
        let longer = keys_of(&format!("{SCRIPT}tabulate z\n"), "1.0.0.0", Profile::Open);
        assert_eq!(common(&first, &longer), 5);
    }

    #[test]
    fn comments_blank_lines_and_textblocks_change_nothing() {
        let first = keys_of(SCRIPT, "1.0.0.0", Profile::Open);
        let told = "# om lønn\n\nrequire no.a.b:1 as db // banken\ntextblock\n## Tittel\nendblock\ncreate-dataset d\r\n\n\n\
                    let y = 2\n  import db/X \\ // mer\n as x\n// her\n   generate z = x * $y   \n";
        assert_eq!(keys_of(told, "1.0.0.0", Profile::Open), first);
        let other = keys_of(&told.replace("Tittel", "Ny tittel"), "1.0.0.0", Profile::Open);
        assert_eq!(other, first);
        let respelled = keys_of(&SCRIPT.replace("x * $y", "x*$y"), "1.0.0.0", Profile::Open);
        assert_eq!(common(&first, &respelled), 4, "the history would tell the old spelling");
    }

    #[test]
    fn iterations_of_a_loop_are_known_one_by_one() {
        let looped = |until: u32| {
            let script = format!("create-dataset d\nfor i in 1 : {until}\n  generate x ++ $i = $i\nend\ntabulate x1\n");
            keys_of(&script, "1.0.0.0", Profile::Open)
        };
        assert_eq!(common(&looped(2), &looped(5)), 3);
    }

    #[test]
    fn versions_profiles_and_drafts_separate() {
        let first = keys_of(SCRIPT, "1.0.0.0", Profile::Open);
        assert_eq!(common(&first, &keys_of(SCRIPT, "1.1.0.0", Profile::Open)), 0);
        assert_eq!(common(&first, &keys_of(SCRIPT, "1.0.0.0", Profile::Register)), 0);
        assert_eq!(keys_of(&SCRIPT.replace("b:1", "b:DRAFT"), "DRAFT", Profile::Open).len(), 0);
    }
}
