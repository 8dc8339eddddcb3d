//! A home, folders in the exchange format, and short ways to say what should be found.

use std::fs;
use std::path::{Path, PathBuf};

use ingest::{
    IdentityKey, ImportError, Imported, Report, TableOptions, TableTime, Target, import_exchange, import_table,
};
use registry::{BankVersion, Records, Registry, Selection, Values};
use serde_json::{Value, json};
use tempfile::TempDir;
use variables::{Profile, VersionRequest};

pub const BANK: &str = "no.test.bank";

/// A home and a place for received files.
pub struct House {
    pub folder: TempDir,
    pub registry: Registry,
    pub key: IdentityKey,
}

impl House {
    pub fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let registry = Registry::open(&folder.path().join("home")).unwrap();
        fs::create_dir_all(folder.path().join("received")).unwrap();
        House { folder, registry, key: IdentityKey::new([42; 32]) }
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn received(&self) -> PathBuf {
        self.folder.path().join("received")
    }

    /// Writes a variable's folder.
    pub fn write(&self, name: &str, json: &Value, csv: &str) {
        let folder = self.received().join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(json).unwrap()).unwrap();
        fs::write(folder.join(format!("{name}.csv")), csv).unwrap();
    }

    pub fn import(&self) -> Result<Imported, ImportError> {
        self.import_as(None)
    }

    pub fn import_as(&self, profile: Option<Profile>) -> Result<Imported, ImportError> {
        let target = Target { databank: BANK.to_owned(), profile, tier: None };
        import_exchange(&self.registry, &self.home(), &self.key, &[self.received()], &target, &mut |_| {})
    }

    pub fn table(&self, file: &Path, unit: Option<&str>, time: TableTime) -> Result<Imported, ImportError> {
        let options = TableOptions { databank: BANK.to_owned(), unit: unit.map(str::to_owned), time };
        import_table(&self.registry, &self.home(), &self.key, file, &options, &mut |_| {})
    }

    /// A table with this text.
    pub fn csv(&self, text: &str) -> PathBuf {
        let file = self.received().join("table.csv");
        fs::write(&file, text).unwrap();
        file
    }

    pub fn draft(&self) -> BankVersion {
        self.registry.resolve(BANK, VersionRequest::Draft).unwrap()
    }

    pub fn read(&self, name: &str) -> Records {
        self.draft().read(name, &Selection::All).unwrap()
    }
}

/// The report of a refused import.
pub fn refused(answer: Result<Imported, ImportError>) -> Report {
    match answer {
        Err(ImportError::Invalid(report)) => report,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("the import was accepted"),
    }
}

/// The findings as `line rule`, without files.
pub fn findings(report: &Report) -> Vec<String> {
    let written = |finding: &&ingest::Finding| match finding.line {
        Some(line) => format!("{line} {}", finding.rule.code()),
        None => finding.rule.code().to_owned(),
    };
    report.findings().iter().map(written).collect()
}

/// Values as numbers: whole numbers, places in the dictionary, or units.
pub fn numbers(records: &Records) -> Vec<i64> {
    match &records.value {
        Values::Codes { codes, .. } => (0..codes.len()).map(|row| i64::from(codes.get(row).unwrap())).collect(),
        Values::Long(values) => values.clone(),
        Values::Unit { index, .. } => index.iter().map(|index| i64::from(*index)).collect(),
        Values::Double(_) => panic!("decimal numbers"),
    }
}

fn text(value: &str) -> Value {
    json!([{ "languageCode": "no", "value": value }])
}

/// Metadata of a variable about persons.
pub fn metadata(temporality: &str, measure: Value) -> Value {
    json!({
        "temporalityType": temporality,
        "sensitivityLevel": "PERSON_GENERAL",
        "populationDescription": text("Alle"),
        "subjectFields": [text("BEFOLKNING")],
        "dataRevision": { "description": text("Første") },
        "identifierVariables": [{ "unitType": "PERSON" }],
        "measureVariables": [measure],
    })
}

/// A measure with a description instead of a code list.
pub fn described(data_type: &str) -> Value {
    json!({
        "name": text("Navn"),
        "description": text("Beskrivelse"),
        "dataType": data_type,
        "valueDomain": { "description": text("Verdi") },
    })
}

/// A STRING measure with codes `(code, from, until)` and the sentinel 0.
pub fn coded(codes: &[(&str, &str, Option<&str>)]) -> Value {
    let code = |(code, from, until): &(&str, &str, Option<&str>)| json!({ "code": code, "categoryTitle": text("Kode"), "validFrom": from, "validUntil": until });
    json!({
        "name": text("Navn"),
        "description": text("Beskrivelse"),
        "dataType": "STRING",
        "valueDomain": {
            "codeList": codes.iter().map(code).collect::<Vec<_>>(),
            "sentinelAndMissingValues": [{ "code": "0", "categoryTitle": text("Ukjent") }],
        },
    })
}

/// The folder of inputs that lies beside the project, if it is there.
pub fn shared() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.ancestors().map(|folder| folder.join("shared")).find(|folder| folder.join("samples").is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: no folder `shared` beside the project, so its samples are not read");
    }
    found
}

/// All files below a folder with their bytes, by path.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}
