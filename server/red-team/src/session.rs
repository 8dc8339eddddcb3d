//! A user's session: scripts go in, the outputs that a user sees come out. Nothing else of the engine is looked at.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use engine::{Event, Workspace};
use language::Table as Language;
use language::span::LineIndex;
use wire::output::{Body, Cell, DiagnosticOutput, Model, Output, Role, Table};

use crate::draws::Draws;
use crate::trials::each;
use crate::world::RegisterWorld;

static LANGUAGE: LazyLock<Language> = LazyLock::new(Language::builtin);

/// The lines that a session over persons begins with.
pub const PERSONS: &str = "require no.red.team:1 as db\ncreate-dataset d\nimport db/SEX as sex\n\
    import db/EDUCATION as edu\nimport db/CIVIL as civil\nimport db/PLACE as place\nimport db/BORN as born\n\
    import db/SECRET as secret\n";

/// The same with numbers.
pub const NUMBERS: &str = "import db/WAGE as wage\nimport db/INCOME as income\nimport db/LINE as line\n";

/// Persons with their public traits from the ordinary databank and the secret flag from the sensitive one.
pub const SENSITIVE: &str = "require no.red.team:1 as db\nrequire no.red.team.sensitive:1 as health\ncreate-dataset d\n\
    import db/SEX as sex\nimport db/EDUCATION as edu\nimport db/CIVIL as civil\nimport db/PLACE as place\n\
    import db/BORN as born\nimport health/SECRET as secret\n";

/// Lines of a script that one core carries out.
const PART: usize = 40;

/// What a user has in a session.
#[derive(Clone)]
pub struct Session {
    world: RegisterWorld,
    workspace: Workspace,
}

/// What one line of a script answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Its outputs.
    pub outputs: Vec<Output>,
    /// How long it took.
    pub time: Duration,
}

impl Session {
    /// A session after a first script, which has to run to its end.
    pub fn new(world: &RegisterWorld, script: &str) -> Result<Session> {
        let mut session = Session { world: world.clone(), workspace: Workspace::default() };
        session.prepare(script)?;
        Ok(session)
    }

    /// A session over persons with their public traits and the secret flag.
    pub fn of_persons(world: &RegisterWorld) -> Result<Session> {
        Session::new(world, PERSONS)
    }

    /// The same with wages and incomes.
    pub fn of_numbers(world: &RegisterWorld) -> Result<Session> {
        Session::new(world, &format!("{PERSONS}{NUMBERS}"))
    }

    /// Goes on with a script, which has to run to its end; what it made stays.
    pub fn prepare(&mut self, script: &str) -> Result<Vec<Answer>> {
        let lines: Vec<String> = script.lines().map(str::to_owned).collect();
        let (answers, done) = self.run(&lines);
        if done < lines.len() {
            let last = answers.last().and_then(Answer::diagnostic).map(|found| found.message.en.clone());
            bail!("`{}`: {}", lines[done], last.unwrap_or_default());
        }
        Ok(answers)
    }

    /// Asks lines one after the other; a line that is refused stops nobody. What they made is gone afterwards.
    pub fn ask(&self, lines: &[String]) -> Vec<Answer> {
        let mut session = self.clone();
        let mut answers = Vec::with_capacity(lines.len());
        while answers.len() < lines.len() {
            let (mut found, done) = session.run(&lines[answers.len()..]);
            // The line that failed has its answer too.
            found.truncate(done + 1);
            answers.append(&mut found);
        }
        answers
    }

    /// Asks lines of which none depends on another, on all cores.
    pub fn ask_apart(&self, lines: &[String]) -> Vec<Answer> {
        let parts: Vec<&[String]> = lines.chunks(PART).collect();
        each(&parts, &Draws::new(0), |part, _| Some(self.ask(part))).concat()
    }

    /// Asks one line.
    pub fn ask_one(&self, line: &str) -> Answer {
        self.ask(&[line.to_owned()]).pop().unwrap_or_default()
    }

    /// The workspace behind the session: for the truth's side only, never for an attacker.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The world behind the session.
    pub fn world(&self) -> &RegisterWorld {
        &self.world
    }

    /// Runs lines until one fails: their answers, and how many were carried out.
    fn run(&mut self, lines: &[String]) -> (Vec<Answer>, usize) {
        let script = lines.join("\n");
        let parsed = language::parse(&script, &LANGUAGE);
        let steps = language::expand(&parsed.script, &script, &LANGUAGE);
        let mut answers = vec![Answer::default(); lines.len()];
        let (mut started, mut line, mut ok) = (Instant::now(), 0, false);
        engine::run(&steps, &LineIndex::new(&script), &self.world, &mut self.workspace, &mut |event| match event {
            Event::Output(output) => {
                line = output.line.saturating_sub(1);
                let answer = &mut answers[line.min(lines.len() - 1)];
                answer.time = started.elapsed();
                answer.outputs.push(*output);
            }
            Event::Progress { .. } => started = Instant::now(),
            Event::Finished { ok: fine } => ok = fine,
        });
        (answers, if ok { lines.len() } else { line })
    }
}

impl Answer {
    /// The remark that stopped the line.
    pub fn diagnostic(&self) -> Option<&DiagnosticOutput> {
        self.outputs.iter().find_map(|output| match &output.body {
            Body::Diagnostic(diagnostic) => Some(diagnostic),
            _ => None,
        })
    }

    /// The last table, of a chart too.
    pub fn table(&self) -> Option<&Table> {
        self.outputs.iter().rev().find_map(|output| match &output.body {
            Body::Table(table) => Some(table),
            Body::Chart(chart) => Some(&chart.data),
            _ => None,
        })
    }

    /// The model.
    pub fn model(&self) -> Option<&Model> {
        self.outputs.iter().rev().find_map(|output| match &output.body {
            Body::Model(model) => Some(model),
            _ => None,
        })
    }

    /// The released number of units after a command that changes data.
    pub fn units(&self) -> Option<i64> {
        self.outputs.iter().find_map(|output| match &output.body {
            Body::Dataset(change) => change.units,
            _ => None,
        })
    }

    /// A measure of the row with these codes (`*`: total); `None` where hidden or not listed.
    pub fn number(&self, codes: &[&str], measure: &str) -> Option<f64> {
        let table = self.table()?;
        let column = table.columns.iter().position(|column| column.name == measure)?;
        let row = table.rows.iter().find(|row| row.iter().zip(codes).all(|(cell, code)| is_code(cell, code)))?;
        number(row.get(column)?)
    }

    /// A column's number in the last row.
    pub fn last_number(&self, column: &str) -> Option<f64> {
        let table = self.table()?;
        let column = table.columns.iter().position(|found| found.name == column)?;
        number(table.rows.last()?.get(column)?)
    }

    /// The count in the row of totals.
    pub fn count(&self) -> Option<i64> {
        let table = self.table()?;
        let dimensions = table.columns.iter().filter(|column| column.role == Role::Dimension).count();
        let total = vec!["*"; dimensions];
        self.number(&total, "count").map(|count| count as i64)
    }

    /// The count of one category of a table with one dimension.
    pub fn count_of(&self, code: &str) -> Option<i64> {
        self.number(&[code], "count").map(|count| count as i64)
    }
}

fn is_code(cell: &Cell, code: &str) -> bool {
    matches!(cell, Cell::Code(found) if found == code)
}

/// A shown number.
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Null | Cell::Code(_) => None,
    }
}
