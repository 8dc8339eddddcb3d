//! Finds the variables in the folders that were given, and checks names and files.

use std::fs;
use std::path::{Path, PathBuf};

use registry::is_variable_name;

use crate::report::Report;
use crate::rule::Rule;

/// A variable's folder with both its files.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The variable's short name: the folder's.
    pub(crate) name: String,
    /// The folder.
    pub(crate) path: PathBuf,
    /// Bytes of the data file.
    pub(crate) bytes: u64,
}

impl Folder {
    pub(crate) fn json(&self) -> PathBuf {
        self.path.join(format!("{}.json", self.name))
    }

    pub(crate) fn csv(&self) -> PathBuf {
        self.path.join(format!("{}.csv", self.name))
    }
}

/// All variable folders under the paths, by name; what is not right goes to the report.
pub(crate) fn find(paths: &[PathBuf], report: &mut Report) -> Vec<Folder> {
    let mut found = Vec::new();
    for path in paths {
        // A path such as `.` or `x/..` has its name only when it is whole.
        let path = match (path.file_name(), fs::canonicalize(path)) {
            (None, Ok(whole)) => whole,
            _ => path.clone(),
        };
        if !path.is_dir() {
            report.file(&path, Rule::NotFound);
        } else if holds_files(&path) {
            found.extend(folder(&path, report));
        } else {
            let mut inner = subfolders(&path);
            inner.sort();
            if inner.is_empty() {
                report.file(&path, Rule::NoVariables);
            }
            found.extend(inner.iter().filter_map(|inner| folder(inner, report)));
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    for pair in found.windows(2) {
        if let [a, b] = pair
            && a.name == b.name
        {
            report.file(&b.path, Rule::TwiceInImport);
        }
    }
    found
}

/// Whether a folder is meant as a variable: it has a JSON or CSV file.
fn holds_files(path: &Path) -> bool {
    let Ok(entries) = fs::read_dir(path) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        path.is_file() && path.extension().is_some_and(|extension| extension == "json" || extension == "csv")
    })
}

fn subfolders(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir() && !is_hidden(path)).collect()
}

/// Checks one variable's folder; `None` if a file is missing.
fn folder(path: &Path, report: &mut Report) -> Option<Folder> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if !is_variable_name(&name) {
        report.file(path, Rule::Name);
    }
    let mut folder = Folder { name, path: path.to_owned(), bytes: 0 };
    let has_json = folder.json().is_file();
    if !has_json {
        report.file(path, Rule::NoJson);
    }
    match fs::metadata(folder.csv()) {
        Ok(csv) if csv.is_file() => folder.bytes = csv.len(),
        _ => {
            report.file(path, Rule::NoCsv);
            return None;
        }
    }
    has_json.then_some(folder)
}
