//! `sample` — a random subset, reproducible by seed.
//!
//! Under `register` at most eight draws exist per dataset, nested over sizes, and shares move to the nearest of a fixed list
//! with a released size of at least the minimum population (`confidentiality.md` E.9); the feedback says which.

use disclosure::{Form, Profile};
use language::call::{Arguments, Call, Spanned};
use language::codes;
use polars::prelude::BooleanChunked;
use wire::output::{Body, WireText};

use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::functions::number_text;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "sample", run: Run::Transform(run) };

/// The shares that `register` data can be sampled to.
const SHARES: [f64; 15] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Draws per dataset.
const DRAWS: u64 = 8;

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Sample { amount, seed } = &call.arguments else { return Err(EngineError::Internal("sample")) };
    let active = cx.active()?;
    let draw = checked_seed(seed)?;
    let asked = asked_share(cx, amount, &active)?;
    let is_open = cx.question(&active).profile == Profile::Open || cx.question(&active).public_units;
    let places = cx.filter().sample_places(&active.form, draw % DRAWS, &cx.population(&active)?);
    let (dataset, share) = if is_open {
        (sampled(&active, &places, asked, draw % DRAWS)?, asked)
    } else {
        nearest_share(cx, &active, &places, asked, draw % DRAWS)?
    };
    let feedback = Feedback::new(cx, "sample", &dataset)?.before(&active)?.answer();
    let (share, draw) = (number_text(share), number_text(seed.value));
    let markdown = WireText {
        nb: format!("Trukket andelen {share} med frø {draw}."),
        en: format!("Drew the share {share} with seed {draw}."),
    };
    workspace.put(dataset);
    Ok(vec![feedback, Answer::metadata(Body::Text { markdown })])
}

fn checked_seed(seed: &Spanned<f64>) -> Result<u64, EngineError> {
    if seed.value.fract() != 0.0 || !(1.0..9.0e15).contains(&seed.value) {
        return Err(codes::wrong_seed(seed.span).into());
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive whole number, checked above"
    )]
    Ok(seed.value as u64)
}

/// A fraction strictly between 0 and 1, or a count above 1000 as a share of the released number of rows.
#[expect(clippy::cast_precision_loss, reason = "row counts are below 2^53")]
fn asked_share(cx: &Context<'_>, amount: &Spanned<f64>, dataset: &Dataset) -> Result<f64, EngineError> {
    if amount.value > 0.0 && amount.value < 1.0 {
        Ok(amount.value)
    } else if amount.value > 1000.0 && amount.value.fract() == 0.0 {
        let size = Feedback::new(cx, "sample", dataset)?.released_rows()?;
        Ok((amount.value / size.max(1) as f64).min(1.0))
    } else {
        Err(codes::wrong_amount(amount.span).into())
    }
}

/// The nearest listed share whose sample has a large enough released size.
fn nearest_share(
    cx: &Context<'_>,
    dataset: &Dataset,
    places: &[f64],
    asked: f64,
    draw: u64,
) -> Result<(Dataset, f64), EngineError> {
    let mut shares = SHARES;
    shares.sort_by(|a, b| (a - asked).abs().total_cmp(&(b - asked).abs()).then(a.total_cmp(b)));
    let mut last = None;
    for share in shares {
        let candidate = sampled(dataset, places, share, draw)?;
        match cx.filter().minimum_population(&cx.question(&candidate), &cx.population(&candidate)?) {
            Ok(()) => return Ok((candidate, share)),
            Err(refusal) => last = Some(refusal),
        }
    }
    Err(last.map_or(EngineError::Internal("sample"), EngineError::Refusal))
}

fn sampled(dataset: &Dataset, places: &[f64], share: f64, draw: u64) -> Result<Dataset, EngineError> {
    let mask: BooleanChunked = places.iter().map(|place| Some(*place < share)).collect();
    let form = Form::population("sample", &[&number_text(share), &draw.to_string()], &[], &[&dataset.form]);
    Ok(Dataset { form, ..dataset.filter(&mask)? })
}
