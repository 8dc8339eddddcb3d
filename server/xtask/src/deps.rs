//! Dependency edges between crates (house rule: a crate is a wall), checked by reading `cargo metadata`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

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
    ("red-team", &["language", "variables", "wire", "engine", "disclosure"]),
    ("workspace-hack", &[]),
    ("xtask", &[]),
];

/// Where commands get records from.
const REDRAWN: &str = "server/engine/src/redrawn.rs";

/// The crates that may make a filter with a policy of their own: the filter's, and the attacks that turn rules off.
const OWN_POLICY: &[&str] = &["server/disclosure/", "server/red-team/", "server/xtask/src/deps.rs"];

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
    ways_past_the_filter(&mut wrong)?;
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("dependency edges:\n{wrong}")
}

/// No service runs under another policy than the one in force: nobody else calls what makes one (decision 13). No command reads
/// records but those that were re-drawn (decision 17).
fn ways_past_the_filter(wrong: &mut String) -> Result<()> {
    let listed =
        Command::new("git").args(["ls-files", "*.rs"]).current_dir(paths::root()).output().context("git is missing")?;
    for file in String::from_utf8_lossy(&listed.stdout).lines() {
        let text = std::fs::read_to_string(paths::root().join(file)).unwrap_or_default();
        if text.contains("with_policy") && !OWN_POLICY.iter().any(|place| file.starts_with(place)) {
            let _ = writeln!(wrong, "  {file}: a filter with a policy of its own");
        }
        if text.contains("world.read(") && file.starts_with("server/engine/src/") && file != REDRAWN {
            let _ = writeln!(wrong, "  {file}: records that were not re-drawn");
        }
    }
    Ok(())
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
