//! `NAME.json` against the strict model of `datastore.md` section 3; all errors at once.

use std::fs;

use serde_json::Value;
use variables::{DataType, Multilingual, Sensitivity, Temporality, UnitType, ValueDomain, Variable};

use super::domain;
use super::find::Folder;
use super::json::{Document, Fields, Node};
use crate::report::Report;
use crate::rule::Rule;

const TOP: [&str; 7] = [
    "temporalityType",
    "sensitivityLevel",
    "populationDescription",
    "spatialCoverageDescription",
    "subjectFields",
    "dataRevision",
    "identifierVariables",
];
const MEASURE: [&str; 7] = ["unitType", "name", "description", "dataType", "format", "uriDefinition", "valueDomain"];

/// What a measure says about its values.
struct Measure {
    title: Multilingual,
    description: Multilingual,
    value_unit_type: Option<UnitType>,
    data_type: DataType,
    format: Option<String>,
    domain: ValueDomain,
}

/// Reads and checks the metadata; `None` if anything is wrong with them.
pub(crate) fn read(folder: &Folder, report: &mut Report) -> Option<Variable> {
    let file = folder.json();
    let Ok(bytes) = fs::read(&file) else {
        report.file(&file, Rule::NotFound);
        return None;
    };
    let parsed: Result<Value, _> = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
    let value = match parsed {
        Ok(value) => value,
        Err(error) => {
            report.line(&file, error.line().max(1) as u64, Rule::JsonSyntax);
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let errors_before = report.count(crate::Severity::Error);
    let mut document = Document { file: &file, text: &text, report };
    let variable = variable(&mut document, &Node::root(&value), &folder.name);
    variable.filter(|_| report.count(crate::Severity::Error) == errors_before)
}

fn variable(document: &mut Document<'_>, root: &Node<'_>, name: &str) -> Option<Variable> {
    let known: Vec<&str> = TOP.iter().copied().chain(["measureVariables"]).collect();
    let top = document.object(root, &known, Rule::FieldIgnored)?;
    let temporality = top.must(document, "temporalityType").and_then(|node| choice(document, &node, &TEMPORALITIES));
    let sensitivity = top.must(document, "sensitivityLevel").and_then(|node| choice(document, &node, &SENSITIVITIES));
    let population = top.must(document, "populationDescription").and_then(|node| multilingual(document, &node));
    if let Some(spatial) = top.maybe("spatialCoverageDescription") {
        multilingual(document, &spatial);
    }
    let subjects = top.must(document, "subjectFields").map(|node| {
        document.list(&node).iter().filter_map(|subject| multilingual(document, subject)).collect::<Vec<_>>()
    });
    let successors = top.must(document, "dataRevision").and_then(|node| revision(document, &node));
    let unit_type = top.must(document, "identifierVariables").and_then(|node| identifier(document, &node));
    let measure = top
        .must(document, "measureVariables")
        .and_then(|node| document.only(&node))
        .and_then(|node| measure(document, &node));
    let measure = measure?;
    Some(Variable {
        name: name.to_owned(),
        title: measure.title,
        description: measure.description,
        unit_type: unit_type?,
        value_unit_type: measure.value_unit_type,
        temporality: temporality?,
        data_type: measure.data_type,
        format: measure.format,
        domain: measure.domain,
        sensitivity: sensitivity?,
        subjects: subjects?,
        population: population?,
        // When there are data is for the registry to say, at release.
        valid_from: None,
        valid_until: None,
        measure_dates: Vec::new(),
        successors: successors?,
        has_data: true,
    })
}

const TEMPORALITIES: [(&str, Temporality); 4] = [
    ("FIXED", Temporality::Fixed),
    ("STATUS", Temporality::Status),
    ("ACCUMULATED", Temporality::Accumulated),
    ("EVENT", Temporality::Event),
];
const SENSITIVITIES: [(&str, Sensitivity); 4] = [
    ("PERSON_GENERAL", Sensitivity::PersonGeneral),
    ("PERSON_SPECIAL", Sensitivity::PersonSpecial),
    ("PUBLIC", Sensitivity::Public),
    ("NONPUBLIC", Sensitivity::Nonpublic),
];
const DATA_TYPES: [(&str, DataType); 4] =
    [("STRING", DataType::String), ("LONG", DataType::Long), ("DOUBLE", DataType::Double), ("DATE", DataType::Date)];

/// `dataRevision`: its description must be there; gives the successors of a discontinued variable.
fn revision(document: &mut Document<'_>, node: &Node<'_>) -> Option<Vec<String>> {
    let fields = document.object(node, &["description", "temporalEnd"], Rule::FieldUnknown)?;
    let description = fields.must(document, "description");
    description.and_then(|node| multilingual(document, &node));
    let Some(end) = fields.maybe("temporalEnd") else { return Some(Vec::new()) };
    let end = document.object(&end, &["description", "successors"], Rule::FieldUnknown)?;
    let description = end.must(document, "description");
    description.and_then(|node| multilingual(document, &node));
    let Some(successors) = end.maybe("successors") else { return Some(Vec::new()) };
    let names = document.list(&successors);
    Some(names.iter().filter_map(|name| document.text(name)).map(str::to_owned).collect())
}

fn identifier(document: &mut Document<'_>, node: &Node<'_>) -> Option<UnitType> {
    let only = document.only(node)?;
    let fields = document.object(&only, &["unitType"], Rule::FieldUnknown)?;
    let unit_type = fields.must(document, "unitType")?;
    known_unit_type(document, &unit_type)
}

fn known_unit_type(document: &mut Document<'_>, node: &Node<'_>) -> Option<UnitType> {
    let found = UnitType::find(document.text(node)?);
    if found.is_none() {
        document.error(node, Rule::UnitTypeUnknown);
    }
    found
}

fn measure(document: &mut Document<'_>, node: &Node<'_>) -> Option<Measure> {
    let fields = document.object(node, &MEASURE, Rule::FieldUnknown)?;
    let title = fields.must(document, "name").and_then(|node| multilingual(document, &node));
    let description = fields.must(document, "description").and_then(|node| multilingual(document, &node));
    uris(document, &fields);
    let format = fields.maybe("format").and_then(|node| document.text(&node).map(str::to_owned));
    let (value_unit_type, data_type, domain) = match fields.maybe("unitType") {
        Some(node) => {
            let unit_type = known_unit_type(document, &node);
            for (field, rule) in [("dataType", Rule::DataTypeWithUnit), ("valueDomain", Rule::DomainWithUnit)] {
                if let Some(node) = fields.maybe(field) {
                    document.error(&node, rule);
                }
            }
            let unit_type = unit_type?;
            let described = Multilingual {
                nb: Some(unit_type.spec().title.nb.to_string()),
                nn: None,
                en: Some(unit_type.spec().title.en.to_string()),
            };
            let domain =
                ValueDomain::Described { description: described, measurement_type: None, measurement_unit: None };
            (Some(unit_type), Some(DataType::Long), Some(domain))
        }
        None => {
            let data_type = match fields.maybe("dataType") {
                Some(node) => choice(document, &node, &DATA_TYPES),
                None => {
                    document.error_at(fields.node(), "dataType", Rule::DataTypeMissing);
                    None
                }
            };
            let domain = match fields.maybe("valueDomain") {
                Some(node) => domain::read(document, &node, data_type),
                None => {
                    document.error_at(fields.node(), "valueDomain", Rule::DomainMissing);
                    None
                }
            };
            (None, data_type, domain)
        }
    };
    Some(Measure {
        title: title?,
        description: description?,
        value_unit_type,
        data_type: data_type?,
        format,
        domain: domain?,
    })
}

/// `uriDefinition`: a list of texts, checked and not kept.
pub(super) fn uris(document: &mut Document<'_>, fields: &Fields<'_>) {
    if let Some(node) = fields.maybe("uriDefinition") {
        for uri in document.list(&node) {
            document.text(&uri);
        }
    }
}

/// One of the words that the model knows.
fn choice<T: Copy>(document: &mut Document<'_>, node: &Node<'_>, known: &[(&str, T)]) -> Option<T> {
    let word = document.text(node)?;
    let found = known.iter().find(|(name, _)| *name == word).map(|(_, choice)| *choice);
    if found.is_none() {
        document.error(node, Rule::FieldChoice);
    }
    found
}

/// A non-empty list of `{languageCode, value}`; of several texts in one language the first counts.
pub(super) fn multilingual(document: &mut Document<'_>, node: &Node<'_>) -> Option<Multilingual> {
    let mut texts = Multilingual::default();
    let (mut no, mut is_whole) = (None, true);
    let entries = document.list(node);
    for entry in &entries {
        let Some(fields) = document.object(entry, &["languageCode", "value"], Rule::FieldUnknown) else {
            is_whole = false;
            continue;
        };
        let language = fields.must(document, "languageCode").and_then(|node| choice(document, &node, &LANGUAGES));
        let value = fields.must(document, "value").and_then(|node| document.text(&node));
        let (Some(language), Some(value)) = (language, value) else {
            is_whole = false;
            continue;
        };
        let slot = match language {
            Language::No => &mut no,
            Language::Nb => &mut texts.nb,
            Language::Nn => &mut texts.nn,
            Language::En => &mut texts.en,
        };
        slot.get_or_insert_with(|| value.to_owned());
    }
    texts.nb = texts.nb.or(no);
    (is_whole && !entries.is_empty()).then_some(texts)
}

#[derive(Clone, Copy)]
enum Language {
    No,
    Nb,
    Nn,
    En,
}

const LANGUAGES: [(&str, Language); 4] =
    [("no", Language::No), ("nb", Language::Nb), ("nn", Language::Nn), ("en", Language::En)];
