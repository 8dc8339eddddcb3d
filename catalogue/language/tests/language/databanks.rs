//! Scripts over several databanks.

use language::{NameSource, Resolution, Table, diagnose};
use variables::{Variable, VersionRequest};

use crate::names::sex_coded;

/// Two databanks that have a variable of the same name, each with its own code list.
struct Two([Variable; 2]);

impl NameSource for Two {
    fn databanks(&self) -> Vec<String> {
        vec!["no.a.a".to_owned(), "no.b.b".to_owned()]
    }

    fn resolve(&self, _: &str, _: VersionRequest) -> Resolution {
        Resolution::Found
    }

    fn variable(&self, databank: &str, _: VersionRequest, _: &str) -> Option<&Variable> {
        self.0.get(usize::from(databank == "no.b.b"))
    }

    fn variables(&self, _: &str, _: VersionRequest) -> Vec<&str> {
        vec!["KJOENN"]
    }
}

#[test]
fn each_databank_s_variable_has_its_own_code_list() {
    let two = Two([sex_coded(&["1", "2"]), sex_coded(&["M", "K"])]);
    let script = |databank: &str, code: &str| {
        format!(
            "require no.a.a:1 as a\nrequire no.b.b:1 as b\ncreate-dataset d\nimport a/KJOENN as ka\ncreate-dataset e\n\
             import b/KJOENN as kb\nuse {databank}\nkeep if k{} == '{code}'\n",
            if databank == "d" { "a" } else { "b" }
        )
    };
    for (dataset, code, expected) in [("d", "1", 0), ("d", "M", 1), ("e", "M", 0), ("e", "1", 1)] {
        let found = diagnose(&script(dataset, code), &Table::builtin(), &two);
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, vec!["code-never-occurs"; expected], "{dataset} {code}");
    }
}
