//! A hundred rewritings of ten questions: order, `drop` and `keep`, De Morgan, `recode` and flags, the command's own `if`, a
//! table's margin and cell against a filter, dimensions swapped. Each must give the number of the first.

use anyhow::Result;

use super::{at_most_none, none};
use crate::Stage;
use crate::measure::{Measured, Row};
use crate::register::block::for_everybody;
use crate::register::{MONTHS, PLACES, place_code};
use crate::session::Session;

/// A question in parts: sex, a span of months, municipalities up to one.
struct Parts {
    sex: String,
    months: String,
    places: String,
    low: usize,
    high: usize,
    place: String,
    code: usize,
}

/// One way to ask: lines, of which the last is a table, and the codes of the cell to read.
type Spelling = (Vec<String>, Vec<String>);

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_persons(stage.small())?;
    let mut draws = stage.draws("spellings");
    let (mut differing, mut all, mut others_equal, mut others) = (0, 0, 0, 0);
    for _ in 0..stage.effort.of(10, 100) {
        let (low, high) = (draws.within(1, MONTHS / 3), draws.within(MONTHS / 2, MONTHS - 2));
        let place = place_code(draws.within(PLACES / 3, PLACES - 2) as u16);
        let code = 1 + draws.below(2);
        let parts = Parts {
            sex: format!("sex == '{code}'"),
            months: format!("inrange(born, {low}, {high})"),
            places: format!("place <= '{place}'"),
            low,
            high,
            place,
            code,
        };
        let found: Vec<Option<i64>> = spellings(&parts).iter().map(|spelling| ask(&session, spelling)).collect();
        all += found.len() - 1;
        differing += found[1..].iter().filter(|one| **one != found[0]).count();
        // The same set under another definition has another draw, so that equality means something.
        for at in 0..6 {
            let line = format!(
                "tabulate secret if {} & {} & {} & {}",
                parts.sex,
                parts.months,
                parts.places,
                for_everybody(at)
            );
            others += 1;
            others_equal += usize::from(ask(&session, &(vec![line], vec!["1".to_owned()])) == found[0]);
        }
    }
    let what = "equal normal forms in 100 rewritings and more: answers that differ";
    let row = Row::new("near-sets 7", what, at_most_none(), none(differing, all));
    let others = Measured::share(others - others_equal, others);
    Ok(vec![row.off("other definitions of the same set, for the comparison", others, 0.7)])
}

fn ask(session: &Session, (lines, codes): &Spelling) -> Option<i64> {
    let answers = session.ask(lines);
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    answers.last()?.number(&codes, "count").map(|count| count as i64)
}

fn spellings(parts: &Parts) -> Vec<Spelling> {
    let Parts { sex, months, places, low, high, place, code } = parts;
    let (below, above) = (low - 1, high + 1);
    let table = "tabulate secret".to_owned();
    let one = vec!["1".to_owned()];
    let filtered = |lines: &[String]| (lines.iter().cloned().chain([table.clone()]).collect(), one.clone());
    vec![
        filtered(&[format!("keep if {sex} & {months} & {places}")]),
        filtered(&[format!("keep if {places} & {sex} & {months}")]),
        filtered(&[format!("keep if {sex}"), format!("keep if {places}"), format!("keep if {months}")]),
        filtered(&[format!("keep if !(!({sex}) | !({months}) | !({places}))")]),
        filtered(&[
            format!("drop if !({sex})"),
            format!("drop if born < {low} | born > {high} | sysmiss(born)"),
            format!("drop if place > '{place}' | sysmiss(place)"),
        ]),
        filtered(&[
            format!("generate f = {months}"),
            format!("generate g = {places}"),
            format!("keep if f & {sex} & g == 1"),
        ]),
        (vec![format!("tabulate secret if {sex} & {months} & {places}")], one.clone()),
        filtered(&[format!("keep if born >= {low} & {high} >= born & !(place > '{place}') & inlist(sex, '{code}')")]),
        filtered(&[
            format!("recode born (min/{below} = 0) ({low}/{high} = 1) ({above}/max = 0), prefix('r_')"),
            format!("keep if r_born == 1 & {sex} & {places}"),
        ]),
        filtered(&[
            "clone-dataset d e".to_owned(),
            "use e".to_owned(),
            "rename born month_of_birth".to_owned(),
            format!("keep if month_of_birth > {below} & month_of_birth < {above} & {sex} & {places}"),
        ]),
        (vec![format!("tabulate secret sex if {months} & {places}")], vec!["1".to_owned(), code.to_string()]),
    ]
}
