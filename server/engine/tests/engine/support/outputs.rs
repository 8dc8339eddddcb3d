//! Running scripts and looking at what they gave.

use engine::{Dataset, Event, Workspace};
use language::call::Step;
use language::span::LineIndex;
use language::table::Table;
use wire::output::{Body, DatasetChange, DiagnosticOutput, Output};

use super::TestWorld;

/// What a script gave, and the workspace after it.
pub struct Ran {
    pub outputs: Vec<Output>,
    pub workspace: Workspace,
    pub ok: bool,
}

pub fn run(script: &str) -> Ran {
    run_in(&TestWorld::new(), script)
}

pub fn run_in(world: &TestWorld, script: &str) -> Ran {
    run_steps(world, script, Workspace::default())
}

/// Runs a script in a workspace that is there already.
pub fn run_steps(world: &TestWorld, script: &str, mut workspace: Workspace) -> Ran {
    let table = Table::builtin();
    let parsed = language::parse(script, &table);
    let steps: Vec<Step> = language::expand(&parsed.script, script, &table);
    let mut outputs = Vec::new();
    let mut ok = None;
    engine::run(&steps, &LineIndex::new(script), world, &mut workspace, &mut |event| match event {
        Event::Output(output) => outputs.push(*output),
        Event::Finished { ok: fine } => ok = Some(fine),
        Event::Progress { .. } => {}
    });
    Ran { outputs, workspace, ok: ok.unwrap() }
}

/// The code of the error that a script ends with.
pub fn error_code(script: &str) -> Option<String> {
    let ran = run(script);
    assert_eq!(ran.ok, ran.diagnostic().is_none(), "{script}");
    ran.diagnostic().map(|diagnostic| diagnostic.code.clone())
}

impl Ran {
    pub fn diagnostic(&self) -> Option<&DiagnosticOutput> {
        self.outputs.iter().find_map(|output| match &output.body {
            Body::Diagnostic(diagnostic) => Some(diagnostic),
            _ => None,
        })
    }

    /// The run, which has to have succeeded.
    pub fn fine(self) -> Ran {
        assert!(self.ok, "{:?}", self.diagnostic());
        self
    }

    /// The last change of a dataset.
    pub fn change(&self) -> &DatasetChange {
        let last = self.outputs.iter().rev().find_map(|output| match &output.body {
            Body::Dataset(change) => Some(change),
            _ => None,
        });
        last.expect("a dataset output")
    }

    pub fn dataset(&self, name: &str) -> &Dataset {
        self.workspace.dataset(name).expect("dataset")
    }

    /// A column as its values are written: `.` is missing, numbers in shortest form, units by index.
    pub fn values(&self, dataset: &str, column: &str) -> Vec<String> {
        let column = self.dataset(dataset).find(column).expect("column");
        match &column.values {
            engine::column::Values::Codes(codes) => codes
                .to_vec()
                .into_iter()
                .map(|code| codes.dictionary().get(code as usize).map_or(".".to_owned(), String::clone))
                .collect(),
            engine::column::Values::Units { index, .. } => {
                index.iter().map(|unit| unit.map_or(".".to_owned(), |unit| format!("u{unit}"))).collect()
            }
            values => values
                .numbers()
                .unwrap()
                .into_iter()
                .map(|value| if value.is_nan() { ".".to_owned() } else { format!("{value}") })
                .collect(),
        }
    }

    /// The same in one line.
    pub fn line(&self, column: &str) -> String {
        self.values(self.workspace.active.as_deref().expect("active"), column).join(" ")
    }
}
