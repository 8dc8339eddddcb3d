//! C.4: tables of counts and means. The true counts are those near the shown ones for which Σ n·mean of the cells is N·mean of
//! the margin; where only one choice fits, every sum is known.

use anyhow::Result;

use super::hit_rate;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};
use crate::trials::times;

/// Largest deviation of a count.
const MOST: i64 = 10;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_weights()))?);
    let found = pinned(&on, stage.effort.of(60, 5_000), &stage.draws("means"));
    let without = pinned(&off, 30, &stage.draws("means off"));
    let what = "tables whose true counts follow from counts and means: share pinned rightly";
    let row = Row::new("C.4", what, Limit::AtMost(0.02), found).prior(0.0);
    Ok(vec![row.off("true means beside noised counts", without, 0.9)])
}

fn pinned(session: &Session, tables: usize, draws: &Draws) -> Measured {
    let register = session.world().register().clone();
    let hits = times(tables, &draws.fork("tables"), |draws| {
        let block = Block::without(&register, u32::MAX, 100..=600, draws)?;
        let line = format!("tabulate civil if {} & civil != '4', summarize(wage) mean freq", block.condition());
        let answer = session.ask_one(&line);
        Some(Cells::of(&answer)?.fitting() == Some(truth(&register, &block)))
    });
    hit_rate(&hits)
}

fn truth(register: &Register, block: &Block) -> [i64; 3] {
    let mut counts = [0; 3];
    for person in block.members(register) {
        if let Some(count) = counts.get_mut(usize::from(register.civil[person as usize]) - 1) {
            *count += 1;
        }
    }
    counts
}

/// Counts and means of three cells and their margin.
struct Cells {
    counts: [i64; 3],
    means: [f64; 3],
    margin: f64,
    total: i64,
}

impl Cells {
    fn of(answer: &Answer) -> Option<Cells> {
        let mut cells = Cells { counts: [0; 3], means: [0.0; 3], margin: answer.number(&["*"], "mean")?, total: 0 };
        cells.total = answer.number(&["*"], "count")? as i64;
        for (at, code) in ["1", "2", "3"].into_iter().enumerate() {
            cells.counts[at] = answer.number(&[code], "count")? as i64;
            cells.means[at] = answer.number(&[code], "mean")?;
        }
        Some(cells)
    }

    /// The only counts that fit, if there are such.
    fn fitting(&self) -> Option<[i64; 3]> {
        let mut found = None;
        let span = |count: i64| (count - MOST).max(1)..=count + MOST;
        for a in span(self.counts[0]) {
            for b in span(self.counts[1]) {
                for c in span(self.counts[2]) {
                    let n = a + b + c;
                    if (n - self.total).abs() > MOST {
                        continue;
                    }
                    let sum = a as f64 * self.means[0] + b as f64 * self.means[1] + c as f64 * self.means[2];
                    // Means are shown with so many digits that rounding is far below a krone, or with four.
                    let slack = n as f64 * self.margin * self.digits();
                    if (sum - n as f64 * self.margin).abs() <= slack {
                        if found.is_some() {
                            return None;
                        }
                        found = Some([a, b, c]);
                    }
                }
            }
        }
        found
    }

    /// Half of the last shown digit, as a share.
    fn digits(&self) -> f64 {
        let is_rounded = self.means.iter().all(|mean| {
            let scale = 10_f64.powf(mean.abs().log10().floor() - 3.0);
            (mean / scale - (mean / scale).round()).abs() < 1e-6
        });
        if is_rounded { 5e-4 } else { 1e-13 }
    }
}
