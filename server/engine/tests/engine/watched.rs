//! Scripts that are watched: what they are noted for, and that it changes no answer.

use disclosure::{Keys, Notes, Watcher};
use wire::output::Output;

use crate::support::{REGISTER, TestWorld, run_in};

/// The notes of a script, and what it gave.
fn watched(script: &str) -> (Notes, Vec<Output>) {
    let watcher = Watcher::default();
    let world = TestWorld::new().watched_by(&watcher);
    let ran = run_in(&world, &format!("{REGISTER}{script}")).fine();
    (watcher.take(), ran.outputs)
}

fn unwatched(script: &str) -> Vec<Output> {
    run_in(&TestWorld::new(), &format!("{REGISTER}{script}")).fine().outputs
}

const WORK: &str = "import db/FOEDT as født\nimport db/KOMMUNE 2022-01-01 as sted\nimport db/LONN 2022-06-30 as lønn\n\
    generate alder = 2022 - int(født / 100)\nrecode alder (min/39 = 1) (40/max = 2), prefix('r_')\n\
    generate høy = 1 if lønn > 300000\nkeep if alder >= 20\ntabulate sted kjønn\n\
    tabulate r_alder kjønn if kjønn == '1', summarize(lønn)\nsummarize lønn\nbarchart (mean) lønn, over(r_alder)\n\
    histogram lønn, by(kjønn)\nregress lønn alder i.kjønn\ncollapse (mean) lønn, by(sted)\n";

#[test]
fn a_watched_script_gives_what_it_gives_unwatched() {
    let (notes, outputs) = watched(WORK);
    assert_eq!(outputs, unwatched(WORK));
    assert_eq!(notes.n_models, 1);
    assert!(notes.cells.len() > 40, "{}", notes.cells.len());
    assert!(notes.cells.iter().any(|cell| cell.is_small), "places of a made-up register");
    // Populations, rules, the rows of `if`, and the categories of the recode in two populations.
    assert!(notes.sets.len() > 8, "{}", notes.sets.len());
    assert_eq!(notes.splits.len(), 2);
}

#[test]
fn remainders_look_random_and_recodes_do_not() {
    let (notes, _) =
        watched("import db/LONN 2022-06-30 as lønn\ngenerate rest = lønn - 7 * int(lønn / 7)\ntabulate rest\n");
    let rest = notes.splits[0].information().unwrap();
    assert!(rest < 0.02, "{rest}");
    let (notes, _) = watched(
        "import db/LONN 2022-06-30 as lønn\ngenerate klasse = int(lønn / 100000)\ntabulate klasse if kjønn == '1'\n",
    );
    let class = notes.splits[0].information().unwrap();
    assert!(class > 0.5, "{class}");
    let keys = Keys::new([7; 32], [8; 32]);
    let cells = notes.splits[0].released(&keys).cells;
    assert!(cells.iter().map(|cell| cell.n()).sum::<u64>() > 1000);
}

#[test]
fn splits_whose_sources_are_gone_are_not_judged() {
    let (notes, _) = watched(
        "import db/LONN 2022-06-30 as lønn\ngenerate rest = lønn - 7 * int(lønn / 7)\ndrop lønn\ntabulate rest\n",
    );
    assert_eq!(notes.splits[0].information(), None);
}
