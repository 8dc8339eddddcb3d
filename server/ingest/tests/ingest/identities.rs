//! Raw identifiers: one unit each, over imports and variables, and nowhere in clear.

use ingest::{IdentityKey, ImportError, Target};
use registry::{Addition, Values};
use serde_json::json;
use variables::{Profile, Tier};

use crate::support::{BANK, House, coded, described, files, findings, metadata, numbers};

fn pointer(unit_type: &str) -> serde_json::Value {
    let mut measure = described("LONG");
    let fields = measure.as_object_mut().unwrap();
    fields.remove("dataType");
    fields.remove("valueDomain");
    fields.insert("unitType".into(), json!(unit_type));
    measure
}

#[test]
fn an_identifier_is_one_unit_in_all_imports() {
    let house = House::new();
    house.write("A", &metadata("FIXED", described("LONG")), "01017011111;1;;;\n01017022222;2;;;\n");
    house.import().unwrap();
    house.write("B", &metadata("FIXED", pointer("PERSON")), "01017033333;01017022222;;;\n01017011111;01017044444;;;\n");
    std::fs::remove_dir_all(house.received().join("A")).unwrap();
    house.import().unwrap();
    let mothers = house.read("B");
    assert_eq!(mothers.unit, [0, 2]);
    assert!(matches!(&mothers.value, Values::Unit { space, .. } if space == "FNR"));
    // …2222 was there since A; …3333 and …4444 came in this order.
    assert_eq!(numbers(&mothers), [3, 1]);
    assert_eq!(house.registry.units("FNR").unwrap().len(), 4);
}

#[test]
fn no_raw_identifier_is_in_any_file_of_the_home() {
    let house = House::new();
    let identifiers: Vec<String> = (0..200).map(|n| format!("0101{:07}", 7_000_000 + n * 13)).collect();
    let csv: String = identifiers.iter().zip(1..).map(|(identifier, n)| format!("{identifier};{n};;;\n")).collect();
    house.write("A", &metadata("FIXED", described("LONG")), &csv);
    let csv: String =
        identifiers.iter().rev().map(|identifier| format!("{identifier};{};;;\n", identifiers[3])).collect();
    house.write("B", &metadata("FIXED", pointer("FAMILIE")), &csv);
    let csv: String = identifiers.iter().map(|identifier| format!("{identifier};0;2020-01-01;;\n")).collect();
    house.write("C", &metadata("EVENT", coded(&[("1", "2000-01-01", None)])), &csv);
    house.import().unwrap();
    house.registry.draft(BANK).unwrap().release(&Default::default()).unwrap();

    let home = files(&house.home());
    assert!(home.iter().any(|(path, _)| path.ends_with("identity/FNR.map")));
    for (path, bytes) in &home {
        for identifier in &identifiers {
            let number: u64 = identifier.parse().unwrap();
            for needle in [identifier.as_bytes(), &number.to_le_bytes(), &number.to_be_bytes()] {
                assert!(
                    !bytes.windows(needle.len()).any(|found| found == needle),
                    "{} holds an identifier",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn another_key_opens_nothing() {
    let house = House::new();
    house.write("A", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    house.import().unwrap();
    house.write("B", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    let other = IdentityKey::new([1; 32]);
    let target = Target { databank: BANK.to_owned(), profile: None, tier: None };
    let paths = [house.received().join("B")];
    let answer = ingest::import_exchange(&house.registry, &house.home(), &other, &paths, &target, &mut |_| {});
    assert!(matches!(answer, Err(ImportError::IdentityMap)));
}

#[test]
fn received_units_never_meet_generated_ones() {
    let house = House::new();
    house.registry.create_databank(BANK, Profile::Register, Tier::Ordinary, true).unwrap();
    let draft = house.registry.draft(BANK).unwrap();
    assert_eq!(draft.reserve_units("FNR", "synthetic", 100).unwrap(), 0..100);
    house.write("A", &metadata("FIXED", described("LONG")), "1;1;;;\n2;2;;;\n");
    let imported = house.import().unwrap();
    assert_eq!(findings(&imported.report), ["databank-synthetic"]);
    assert_eq!(house.read("A").unit, [100, 101]);
    assert_eq!(draft.reserve_units("FNR", "other", 10).unwrap(), 102..112);
    house.write("B", &metadata("FIXED", described("LONG")), "3;1;;;\n2;2;;;\n");
    std::fs::remove_dir_all(house.received().join("A")).unwrap();
    house.import().unwrap();
    assert_eq!(house.read("B").unit, [101, 112]);
    draft.commit(Addition::default()).unwrap();
}

#[test]
fn municipalities_are_public_codes() {
    let house = House::new();
    let mut json = metadata("STATUS", described("DOUBLE"));
    json["identifierVariables"] = json!([{ "unitType": "KOMMUNE" }]);
    house.write("A", &json, "0301;1.5;2020-01-01;2020-01-01;\n1103;2.5;2020-01-01;2020-01-01;\n");
    house.import_as(Some(Profile::Open)).unwrap();
    let units = house.registry.units("KOMMUNENR").unwrap();
    assert_eq!(units.codes().unwrap().to_vec(), ["0301", "1103"]);
    assert!(!house.home().join("identity/KOMMUNENR.map").exists());
}

#[test]
fn open_databanks_have_identities_of_their_own() {
    let house = House::new();
    house.write("A", &metadata("FIXED", described("LONG")), "1;1;;;\n");
    house.import_as(Some(Profile::Open)).unwrap();
    assert_eq!(house.registry.units("FNR").unwrap().len(), 0);
    assert_eq!(house.registry.units("open:no.test.bank:FNR").unwrap().len(), 1);
}

#[test]
fn the_same_files_give_the_same_data_files_in_every_home() {
    let import = || {
        let house = House::new();
        let csv: String = (0..5000).rev().map(|n| format!("{:011};{};;;\n", n * 7919 % 5000, n % 17)).collect();
        house.write("A", &metadata("FIXED", described("STRING")), &csv);
        house.write(
            "B",
            &metadata("EVENT", described("DOUBLE")),
            "00000000003;1.5;2020-01-01;;\n00000000001;2;2020-01-01;;\n",
        );
        house.import().unwrap();
        let data = house.home().join("data");
        files(&data)
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(&data).unwrap().to_owned(), bytes))
            .collect::<Vec<_>>()
    };
    let first = import();
    assert_eq!(first.len(), 4);
    assert!(first == import());
}
