//! Tidiness as a check: file lengths, machine paths, the shape of the top level.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths;

/// Lines that a source file may have.
const LINE_BUDGET: usize = 400;

/// Files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// Top-level names besides dot-files (contract section 1).
const TOP_LEVEL: &[&str] = &[
    "app",
    "server",
    "catalogue",
    "style",
    "e2e",
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "ARCHITECTURE.md",
    "LICENSE",
];

/// Checks every file that git knows and lists all that is wrong.
pub fn run() -> Result<()> {
    let root = paths::root();
    let listed = Command::new("git").args(["ls-files"]).current_dir(&root).output().context("git is missing")?;
    let files = String::from_utf8_lossy(&listed.stdout).into_owned();
    let mut wrong = String::new();
    for file in files.lines() {
        check_place(file, &mut wrong);
        if is_source(file)
            && let Ok(text) = std::fs::read_to_string(root.join(file))
        {
            check_text(file, &text, &mut wrong);
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("untidy:\n{wrong}")
}

fn is_source(file: &str) -> bool {
    ["rs", "ts", "css", "toml", "md"].iter().any(|ending| Path::new(file).extension().is_some_and(|e| e == *ending))
}

fn check_place(file: &str, wrong: &mut String) {
    let top = file.split('/').next().unwrap_or(file);
    if !top.starts_with('.') && !TOP_LEVEL.contains(&top) {
        let _ = writeln!(wrong, "  {file}: the top level holds only what the contract names");
    }
}

fn check_text(file: &str, text: &str, wrong: &mut String) {
    let is_prose = file.ends_with(".md") || file.ends_with(".toml");
    let lines = text.lines().count();
    if !is_prose && lines > LINE_BUDGET && !LONGER.iter().any(|(longer, _)| *longer == file) {
        let _ = writeln!(wrong, "  {file}: {lines} lines, the budget is {LINE_BUDGET}");
    }
    let this_file = file.ends_with("xtask/src/tidy.rs");
    for (number, line) in text.lines().enumerate() {
        let sleeping = ["#[ignore", "todo!(", "unimplemented!(", "FIXME", "XXX"];
        if !this_file && let Some(word) = sleeping.iter().find(|word| line.contains(**word)) {
            let _ = writeln!(wrong, "  {file}:{}: `{word}` has no place here", number + 1);
        }
        if !this_file && ["/home/", "/root/", "/work/"].iter().any(|path| line.contains(path)) {
            let _ = writeln!(wrong, "  {file}:{}: a path of one machine", number + 1);
        }
    }
}
