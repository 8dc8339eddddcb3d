//! Row order and thread count never change an answer; a failing command leaves what came before.

use super::answers::{last, outputs};
use super::memory::MemoryWorld;
use super::people::{N_PERSONS, OPEN, REGISTER, draw, open_world, register, register_world};
use wire::output::Body;

const COMMANDS: [&str; 11] = [
    "tabulate sex region education, missing",
    "tabulate region, summarize(wage) mean std sum p25 p50 p75 gini iqr",
    "summarize wage age, gini iqr",
    "barchart (percent) education, over(sex)",
    "histogram wage, bin(20) by(sex)",
    "regress wage age i.sex##i.region, robust",
    "regress wage age c.age#c.age i.education, cluster(born)",
    "generate w1 = wage\ngenerate w2 = wage + age\nreshape-to-panel w\nsummarize-panel w, gini iqr",
    "generate w1 = wage\ngenerate w2 = wage + age\nreshape-to-panel w\ntabulate-panel region, summarize(w) sum p50 freq",
    "generate h1 = wage > 300000\ngenerate h2 = age > 40\ngenerate h3 = 1\nreshape-to-panel h\ntransitions-panel h",
    "generate w1 = wage\ngenerate w2 = age\nreshape-to-panel w\nkeep if w > 50\nreshape-from-panel\nsummarize w1 w2",
];

fn bodies(world: &MemoryWorld) -> Vec<String> {
    let body = |command: &&str| format!("{:?}", last(world, &format!("{REGISTER}{command}")).body);
    COMMANDS.iter().map(body).collect()
}

#[test]
fn the_order_of_persons_does_not_matter() {
    let mut order: Vec<usize> = (0..N_PERSONS).collect();
    order.sort_by_key(|person| draw(*person, 99, 1_000_000));
    let shuffled = MemoryWorld::new(vec![register().in_order(&order)]);
    for ((a, b), command) in bodies(&register_world()).iter().zip(&bodies(&shuffled)).zip(COMMANDS) {
        assert_eq!(a, b, "{command}");
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bodies(&register_world()))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}

#[test]
fn every_output_tells_its_protection() {
    for command in COMMANDS {
        let output = last(&register_world(), &format!("{REGISTER}{command}"));
        assert!(!output.protection.is_empty(), "{command}");
        assert!(output.synthetic, "{command}");
    }
    for command in ["tabulate sex", "summarize pay", "histogram pay", "regress pay kids"] {
        assert!(last(&open_world(), &format!("{OPEN}{command}")).protection.is_empty(), "{command}");
    }
}

/// A script that touches both kinds is filtered as `register`.
#[test]
fn open_data_beside_a_register_are_filtered() {
    let world = MemoryWorld::new(vec![register(), super::people::open()]);
    let script = format!("{OPEN}require test.register:1 as r\ntabulate sex");
    match last_table_or_diagnostic(&world, &script) {
        Body::Table(table) => assert!(!table.notes.is_empty() || table.rows.is_empty(), "{table:?}"),
        Body::Diagnostic(diagnostic) => assert_eq!(diagnostic.code, "population-too-small"),
        other => panic!("{other:?}"),
    }
}

fn last_table_or_diagnostic(world: &MemoryWorld, script: &str) -> Body {
    outputs(world, script).into_iter().last().unwrap().body
}
