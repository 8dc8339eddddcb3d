//! Scripts in the sources of tests: texts in Rust files, each with the function that it stands in, and `.script` files.

use std::path::{Path, PathBuf};

/// A text that may be a script.
pub struct Found {
    /// The test, or for a script file its name.
    pub test: String,
    /// The text; of a format text without its placeholders.
    pub text: String,
}

/// Folders whose texts run through the engine, from the workspace's root.
const FOLDERS: [&str; 4] = ["server/engine/tests", "server/jobs/tests", "server/tests", "catalogue/examples/scripts"];

/// Every text of every test source.
pub fn scripts() -> Vec<Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    assert!(files.len() > 20, "the sources of tests are not where they were");
    let mut all = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        if file.extension().is_some_and(|extension| extension == "script") {
            all.push(Found { test: format!("{name}.script"), text });
        } else {
            all.extend(texts(&name, &text).into_iter().map(|(test, text)| Found { test, text }));
        }
    }
    all
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() && !path.ends_with("coverage") {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "script") {
            files.push(path);
        }
    }
}

/// Texts of a Rust source, each with the last function that began before it, or else the file's name.
fn texts(file: &str, source: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut function = format!("{file}.rs");
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(after) = rest.strip_prefix("fn ") {
            function = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rest = after;
        } else if let Some((text, after)) = raw_text(rest) {
            all.push((function.clone(), without_placeholders(text)));
            rest = after;
        } else if first == '"' {
            let (text, after) = quoted_text(&rest[1..]);
            all.push((function.clone(), without_placeholders(&text)));
            rest = after;
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest = &rest[3..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    all
}

/// `r"…"` and `r#"…"#`.
fn raw_text(rest: &str) -> Option<(&str, &str)> {
    let body = rest.strip_prefix('r')?;
    let hashes = body.chars().take_while(|c| *c == '#').count();
    let body = body[hashes..].strip_prefix('"')?;
    body.split_once(&format!("\"{}", "#".repeat(hashes)))
}

/// The text up to its closing quote, escapes put in, and what follows it.
fn quoted_text(body: &str) -> (String, &str) {
    let mut text = String::new();
    let mut characters = body.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '"' => return (text, &body[place + 1..]),
            '\\' => match characters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((place, '\n')) => {
                    // A continued text goes on at its next letter.
                    let after = body[place + 1..].trim_start();
                    characters = body.char_indices();
                    let skip = body[..body.len() - after.len()].chars().count();
                    characters.nth(skip - 1);
                }
                Some((_, other)) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    (text, "")
}

fn without_placeholders(text: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for character in text.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain
}

#[test]
fn texts_of_a_source_are_found_with_their_functions() {
    let source = "fn one() { run(\"keep a\\n\\\n   drop b\"); }\n// \"no\"\nfn two() { let q = '\"'; go(&format!(r#\"{OPEN}use \"x\"\"#)) }";
    let expected = [("one", "keep a\ndrop b"), ("two", "use \"x\"")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(texts("file", source), expected);
}
