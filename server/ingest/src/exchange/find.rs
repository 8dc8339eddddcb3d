//! Finds the variables in the folders that were given, and checks names and files.

use std::fs;
use std::path::{Path, PathBuf};

use registry::is_variable_name;

use crate::report::Report;
use crate::rule::Rule;

/// A variable's folder.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The variable's short name: the folder's.
    pub(crate) name: String,
    /// The folder.
    pub(crate) path: PathBuf,
    /// Whether the metadata file is there.
    pub(crate) has_json: bool,
    /// Bytes of the data file, if it is there.
    pub(crate) bytes: Option<u64>,
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
        if path.is_file() {
            report.file(&path, Rule::NotFolder);
        } else if !path.is_dir() {
            report.file(&path, Rule::NotFound);
        } else if is_variable(&path) {
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

/// Whether a folder is meant as a variable: it has files under its own name, or other JSON or CSV files and no folder inside
/// that has some (a list or a note beside the folders of variables makes no variable).
fn is_variable(path: &Path) -> bool {
    let named = |extension: &str| {
        path.file_name().is_some_and(|name| path.join(format!("{}.{extension}", name.to_string_lossy())).is_file())
    };
    named("json") || named("csv") || holds_files(path) && !subfolders(path).iter().any(|inner| holds_files(inner))
}

/// Whether a folder has a JSON or CSV file.
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

/// Checks one variable's folder.
fn folder(path: &Path, report: &mut Report) -> Option<Folder> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if !is_variable_name(&name) {
        report.file(path, Rule::Name);
    }
    let mut folder = Folder { name, path: path.to_owned(), has_json: false, bytes: None };
    folder.has_json = folder.json().is_file();
    folder.bytes = fs::metadata(folder.csv()).ok().filter(fs::Metadata::is_file).map(|csv| csv.len());
    if !folder.has_json {
        report.file(path, Rule::NoJson);
    }
    if folder.bytes.is_none() {
        report.file(path, Rule::NoCsv);
    }
    Some(folder)
}
