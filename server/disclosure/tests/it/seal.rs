//! Code that must not build: the seals are the compiler's, not a habit.
//!
//! Each file of `tests/seal/` names the error that the compiler must give; `control.rs` must build. The compiler is run on the
//! library that this very test links, so it costs seconds, and only error codes are compared, so any release of Rust will do.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Error codes of a snippet; none if it builds.
fn errors(snippet: &Path, disclosure: &Path, serde: &Path) -> Vec<String> {
    let libraries = disclosure.parent().unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition", "2024", "--crate-type", "bin", "--emit", "metadata", "--error-format", "json", "-o"])
        .arg(std::env::temp_dir().join(format!("skjerm-seal-{}.rmeta", std::process::id())))
        .arg("-L")
        .arg(format!("dependency={}", libraries.display()))
        .arg("--extern")
        .arg(format!("disclosure={}", disclosure.display()))
        .arg("--extern")
        .arg(format!("serde={}", serde.display()))
        .arg(snippet)
        .output()
        .expect("the compiler runs");
    let text = String::from_utf8_lossy(&output.stderr);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut codes: Vec<String> = messages
        .filter(|message| message["level"] == "error")
        .map(|message| message["code"]["code"].as_str().unwrap_or("none").to_owned())
        .filter(|code| code != "none")
        .collect();
    if codes.is_empty() && !output.status.success() {
        codes.push(format!("no code: {text}"));
    }
    codes
}

/// Built libraries of a name, newest first.
fn libraries(name: &str) -> Vec<PathBuf> {
    let folder = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|entry| {
            let file = entry.file_name().to_string_lossy().into_owned();
            file.starts_with(&format!("lib{name}-")) && file.ends_with(".rlib")
        })
        .map(|entry| (std::cmp::Reverse(entry.metadata().and_then(|data| data.modified()).unwrap()), entry.path()))
        .collect();
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

#[test]
fn the_seals_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal");
    let control = folder.join("control.rs");
    let (disclosure, serde) = libraries("disclosure")
        .into_iter()
        .flat_map(|disclosure| libraries("serde").into_iter().map(move |serde| (disclosure.clone(), serde)))
        .find(|(disclosure, serde)| errors(&control, disclosure, serde).is_empty())
        .expect("the control builds against the libraries beside this test");
    let mut snippets: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| *path != control)
        .collect();
    snippets.sort();
    assert!(snippets.len() >= 11);
    for snippet in snippets {
        let text = std::fs::read_to_string(&snippet).unwrap();
        let expected = text.lines().next().and_then(|line| line.strip_prefix("//~ ")).expect("an error code");
        assert_eq!(errors(&snippet, &disclosure, &serde), [expected], "{}", snippet.display());
    }
}
