//! Dependency edges between crates (house rule: a crate is a wall), checked by reading `cargo metadata`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths;
use crate::step::cargo;

/// Which crates of the workspace each crate may use.
const EDGES: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("variables", &["text"]),
    ("language", &["text", "variables"]),
    ("examples", &["text"]),
    ("wire", &["text", "language", "variables"]),
    ("pages", &["text", "language", "variables"]),
    ("app", &["text", "language", "variables", "wire", "pages", "examples"]),
    ("statistics", &[]),
    ("disclosure", &["text", "wire"]),
    ("engine", &["text", "language", "variables", "statistics", "disclosure", "wire"]),
    ("registry", &["text", "variables"]),
    ("ingest", &["text", "variables", "registry"]),
    ("synthetic", &["text", "variables", "registry"]),
    ("accounts", &["text"]),
    ("jobs", &["text", "language", "variables", "wire", "engine", "registry", "disclosure", "accounts"]),
    (
        "server",
        &[
            "text",
            "language",
            "variables",
            "wire",
            "pages",
            "examples",
            "jobs",
            "accounts",
            "registry",
            "ingest",
            "synthetic",
        ],
    ),
    ("workspace-hack", &[]),
    ("xtask", &[]),
];

/// Heavy outside crates and the crates that alone may name them.
const ALONE: &[(&str, &[&str])] = &[
    ("polars", &["engine", "registry", "ingest", "synthetic"]),
    ("polars-buffer", &["registry"]),
    ("polars-parquet", &["registry"]),
    ("rusqlite", &["registry", "accounts", "jobs"]),
    ("actix-web", &["server"]),
    ("leptos", &["app"]),
    ("faer", &["statistics"]),
    ("argon2", &["accounts"]),
];

/// Compares the manifests with the tables above; tests may use more.
pub fn run() -> Result<()> {
    let output = cargo()
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(paths::root())
        .output()
        .context("cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata gave no JSON")?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let own: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut wrong = String::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == name) else {
            let _ = writeln!(wrong, "  {name}: not in the table of edges");
            continue;
        };
        for used in uses(package) {
            if own.contains(used) && used != "workspace-hack" && !allowed.contains(&used) {
                let _ = writeln!(wrong, "  {name} -> {used}: an edge that needs a decision record");
            }
            if let Some((_, alone)) = ALONE.iter().find(|(heavy, _)| *heavy == used)
                && !alone.contains(&name)
            {
                let _ = writeln!(wrong, "  {name} -> {used}: only {} may name it", alone.join(", "));
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("dependency edges:\n{wrong}")
}

/// The names of a package's ordinary (not test-only) dependencies.
fn uses(package: &Value) -> impl Iterator<Item = &str> {
    package["dependencies"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
        .filter_map(|dependency| dependency["name"].as_str())
}
