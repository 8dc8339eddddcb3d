use std::collections::BTreeSet;
use std::path::Path;

use language::{Table, parse};

use crate::{Group, library};

#[test]
fn every_file_is_in_the_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut files = BTreeSet::new();
    for group in std::fs::read_dir(folder).unwrap() {
        let group = group.unwrap();
        for file in std::fs::read_dir(group.path()).unwrap() {
            let file = file.unwrap().path();
            files.insert((
                group.file_name().to_string_lossy().into_owned(),
                file.file_stem().unwrap().to_string_lossy().into_owned(),
            ));
        }
    }
    let listed: BTreeSet<_> = library()
        .iter()
        .flat_map(|group| group.scripts.iter().map(|script| (group.key.to_string(), script.slug.to_string())))
        .collect();
    assert_eq!(listed, files);
}

#[test]
fn slugs_are_unique_and_texts_are_there() {
    let library = library();
    let mut slugs = BTreeSet::new();
    for script in library.iter().flat_map(|group| group.scripts.iter()) {
        assert!(slugs.insert(script.slug.clone()), "{} occurs twice", script.slug);
        for text in [&script.title, &script.purpose] {
            assert!(!text.nb.is_empty() && !text.en.is_empty(), "{}", script.slug);
        }
        let lines = script.text.lines().count();
        assert!((10..=80).contains(&lines), "{} has {lines} lines", script.slug);
        assert!(script.text.starts_with("//"), "{} does not begin by telling what it is for", script.slug);
    }
}

#[test]
fn every_script_parses() {
    let table = Table::builtin();
    for script in library().iter().flat_map(|group| group.scripts.iter()) {
        let parsed = parse(&script.text, &table);
        assert!(parsed.diagnostics.is_empty(), "{}: {:?}", script.slug, parsed.diagnostics);
    }
}

#[test]
fn what_is_sent_is_read_again() {
    let json = serde_json::to_string(&library()).unwrap();
    let back: Vec<Group> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, library().into_owned());
}
