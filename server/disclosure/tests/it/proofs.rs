//! Proof notes and code belong together: every file of a rule or release names its page, pages have their parts, and the tests that
//! they name exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files of a folder with that ending, by name.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(here().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The pages but for the list of them.
fn pages() -> Vec<PathBuf> {
    files("proofs", "md").into_iter().filter(|page| name(page) != "README.md").collect()
}

/// Files outside the two folders that protect by themselves.
const OTHERS: [&str; 9] =
    ["foresight", "noise_row", "passes", "refusal", "sample", "seed", "weights", "normal_form", "watch"];

#[test]
fn every_file_of_a_rule_or_release_names_a_page_that_exists() {
    let folders = ["src/rule", "src/release", "src/release/model"];
    let mut sources: Vec<PathBuf> = folders.iter().flat_map(|folder| files(folder, "rs")).collect();
    sources.extend(OTHERS.iter().map(|other| here().join(format!("src/{other}.rs"))));
    let mut named = BTreeSet::new();
    for source in sources {
        let text = read(&source);
        let pages: Vec<&str> = text.split("proofs/").skip(1).filter_map(|rest| rest.split(".md").next()).collect();
        assert!(!pages.is_empty(), "{} names no page", source.display());
        for page in pages {
            assert!(here().join(format!("proofs/{page}.md")).exists(), "{}: no page {page}", source.display());
            named.insert(format!("{page}.md"));
        }
    }
    let all: BTreeSet<String> = pages().iter().map(|page| name(page)).collect();
    let idle: Vec<&String> = all.difference(&named).collect();
    assert!(idle.is_empty(), "pages that no code names: {idle:?}");
}

#[test]
fn every_page_has_its_parts_and_stands_in_the_list() {
    let list = read(&here().join("proofs/README.md"));
    for page in pages() {
        let text = read(&page);
        assert!(text.starts_with("# "), "{}", name(&page));
        for part in ["Precondition", "Claim", "Argument", "Residual risk", "Tests"] {
            assert!(text.contains(&format!("**{part}.**")), "{}: no {part}", name(&page));
        }
        assert!(list.contains(&format!("]({})", name(&page))), "{} is not in the list", name(&page));
    }
}

/// The file that a page means: within the crate, its sources, or the server.
fn file(path: &str) -> Option<PathBuf> {
    let server = here().parent()?;
    [here().join(path), here().join("src").join(path), server.join(path)].into_iter().find(|path| path.exists())
}

#[test]
fn every_test_that_a_page_names_exists() {
    for page in pages() {
        let text = read(&page);
        let (_, tests) = text.split_once("**Tests.**").unwrap();
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).filter(|words| words.contains(".rs")).collect();
        assert!(!named.is_empty(), "{} names no test", name(&page));
        for test in named {
            let (path, function) = test.split_once("::").unwrap_or((test, ""));
            let file = file(path).unwrap_or_else(|| panic!("{}: no file {path}", name(&page)));
            let text = read(&file);
            let wanted = if function.is_empty() { "#[test]".to_owned() } else { format!("fn {function}(") };
            assert!(text.contains(&wanted), "{}: {test} is not there", name(&page));
        }
    }
}
