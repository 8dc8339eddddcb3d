//! Whether two texts say the same: what stands between a formatter's slip and somebody's script.

use crate::Table;
use crate::call::Step;
use crate::diagnostic::Diagnostic;
use crate::expand::expand;
use crate::parser::parse;

/// Whether both texts give the same steps and the same diagnostics, places and pasted characters left aside.
pub(super) fn is_same(left: &str, right: &str, table: &Table) -> bool {
    let (left, right) = (meaning(left, table), meaning(right, table));
    left.0 == right.0 && left.1 == right.1
}

/// The steps without places, and the codes of the diagnostics.
fn meaning(text: &str, table: &Table) -> (Vec<Step>, Vec<&'static str>) {
    let parsed = parse(text, table);
    let mut codes = codes(&parsed.diagnostics);
    let mut steps = Vec::new();
    for step in expand(&parsed.script, text, table) {
        match step {
            Step::Broken { diagnostics, .. } => codes.extend(self::codes(&diagnostics)),
            step => {
                let mut step = step.without_places();
                step.forget_source();
                steps.push(step);
            }
        }
        codes.push("");
    }
    (steps, codes)
}

/// Formatting makes pasted characters plain, so the remark on them goes.
fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != "pasted-character").collect()
}
