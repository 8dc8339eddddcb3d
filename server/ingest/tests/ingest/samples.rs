//! The four variables that the exchange format's own tools use as samples.

use ingest::{Rule, Severity};
use registry::{Selection, Values};
use variables::{Day, Temporality};

use crate::support::{House, numbers, shared};

#[test]
fn the_four_samples_load() {
    let Some(shared) = shared() else { return };
    let house = House::new();
    let samples = shared.join("samples/exchange");
    let target = ingest::Target { databank: crate::support::BANK.to_owned(), profile: None, tier: None };
    let imported = ingest::import_exchange(
        &house.registry,
        &house.home(),
        &house.key,
        std::slice::from_ref(&samples),
        &target,
        &mut |_| {},
    )
    .unwrap();
    let names: Vec<(&str, u64)> = imported.variables.iter().map(|added| (added.name.as_str(), added.rows)).collect();
    assert_eq!(
        names,
        [
            ("BEFOLKNING_BOSTED", 21),
            ("BEFOLKNING_INNTEKT", 21),
            ("BEFOLKNING_KJOENN", 100),
            ("BEFOLKNING_SIVILSTAND", 21)
        ]
    );
    // The FIXED sample follows the old rule, with a stop date on every line.
    assert_eq!(imported.report.count(Severity::Warning), 100);
    let kjoenn = samples.join("BEFOLKNING_KJOENN/BEFOLKNING_KJOENN.csv");
    assert_eq!(imported.report.total(&kjoenn, Rule::FixedStop), 100);
    assert_eq!(imported.report.lines(text::Locale::En).len(), 6, "a warning that all rows earn is told a few times");

    let draft = house.draft();
    let kinds: Vec<Temporality> = draft.variables().iter().map(|variable| variable.temporality).collect();
    assert_eq!(kinds, [Temporality::Status, Temporality::Accumulated, Temporality::Fixed, Temporality::Event]);
    let at = |name: &str, day: &str| {
        let records = draft.read(name, &Selection::At(day.parse().unwrap())).unwrap();
        let Values::Codes { codes, dictionary } = &records.value else { panic!("texts") };
        let text = |row| dictionary[codes.get(row).unwrap() as usize].clone();
        (0..records.unit.len()).map(|row| (records.unit[row], text(row))).collect::<Vec<_>>()
    };
    // Units count from the first line of the first variable by name: …001 of BEFOLKNING_BOSTED is 0.
    assert_eq!(at("BEFOLKNING_BOSTED", "1920-01-01"), [(0, "0".to_owned())]);
    assert_eq!(at("BEFOLKNING_BOSTED", "1926-01-01").len(), 20);
    assert_eq!(at("BEFOLKNING_BOSTED", "1926-01-02"), []);
    assert_eq!(at("BEFOLKNING_INNTEKT", "1922-06-01"), [(0, "100120".to_owned()), (7, "100125".to_owned())]);
    assert_eq!(at("BEFOLKNING_SIVILSTAND", "1926-02-05")[..3], [(0, "1".into()), (1, "2".into()), (2, "5".into())]);
    assert!(draft.variable("BEFOLKNING_SIVILSTAND").unwrap().measure_dates.is_empty());
    let window = Selection::Window { from: Day(-16_040), to: Day(-16_030) };
    assert!(!numbers(&draft.read("BEFOLKNING_SIVILSTAND", &window).unwrap()).is_empty());
}
