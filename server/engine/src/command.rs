//! A command: the specification's name bound to the function that runs it.
//!
//! [`Run`] has four kinds, and the type decides the way out: nobody but [`crate::run`] hands anything to the filter.

use std::sync::Arc;

use disclosure::{Confidential, Question, Statistic};
use language::call::Call;
use wire::output::Body;

use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// A command of the engine; its specification has the same name.
pub struct Command {
    /// The name users type.
    pub name: &'static str,
    /// What it does.
    pub run: Run,
}

/// A command that may change the workspace.
pub type Change = fn(&Call, &Context<'_>, &mut Workspace) -> Result<Vec<Answer>, EngineError>;

/// A command that looks at the active dataset.
pub type Look = fn(&Call, &Arc<Dataset>, &Context<'_>) -> Result<Vec<Answer>, EngineError>;

/// What a command does, and so how its answer leaves.
#[derive(Clone, Copy)]
pub enum Run {
    /// Changes the workspace; answers with released counts.
    Transform(Change),
    /// Computes statistics of the active dataset.
    Analyse(Look),
    /// Computes what a chart draws from the active dataset.
    Draw(Look),
    /// Answers from metadata and the script alone.
    Session(Change),
}

/// One output of a command, before the filter.
pub struct Answer {
    /// Tells outputs of one command apart (`mfx`, `margins` …).
    pub name: Option<String>,
    /// What it holds.
    pub content: Content,
    /// Whether it rests on made-up data.
    pub synthetic: bool,
}

/// What an output holds.
pub enum Content {
    /// Something of unit data: only the filter can open it.
    Confidential(Box<Confidential<Statistic>>, Box<Question>),
    /// Made from metadata and the script alone: no unit data went into it.
    Metadata(Body),
}

impl Answer {
    /// A statistic of a question; `synthetic` by [`Context::is_synthetic`] over the question's and the columns' sources.
    pub fn confidential(statistic: Statistic, question: Question, synthetic: bool) -> Answer {
        let content = Content::Confidential(Box::new(Confidential::new(statistic)), Box::new(question));
        Answer { name: None, content, synthetic }
    }

    /// A text or table from metadata and the script.
    pub fn metadata(body: Body) -> Answer {
        Answer { name: None, content: Content::Metadata(body), synthetic: false }
    }

    /// The same output under a name.
    #[must_use]
    pub fn named(self, name: &str) -> Answer {
        Answer { name: Some(name.to_owned()), ..self }
    }
}
