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

/// What a metadata file says, as far as it can be read. Rows are checked against that much even where the rest is wrong, so
/// that its owner sees all errors at once.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) temporality: Option<Temporality>,
    pub(crate) unit_type: Option<UnitType>,
    /// The unit type of a pointer's values.
    pub(crate) value_unit_type: Option<UnitType>,
    pub(crate) data_type: Option<DataType>,
    pub(crate) domain: Option<ValueDomain>,
    /// The variable, if nothing is wrong.
    pub(crate) variable: Option<Variable>,
}

/// What a measure says besides its values.
struct Texts {
    title: Option<Multilingual>,
    description: Option<Multilingual>,
    format: Option<String>,
}

/// Reads and checks the metadata.
pub(crate) fn read(folder: &Folder, report: &mut Report) -> Described {
    let file = folder.json();
    if !folder.has_json {
        return Described::default();
    }
    let Ok(bytes) = fs::read(&file) else {
        report.file(&file, Rule::NotFound);
        return Described::default();
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let parsed: Result<Value, _> = serde_json::from_slice(bytes);
    let value = match parsed {
        Ok(value) => value,
        Err(error) => {
            report.line(&file, error.line().max(1) as u64, Rule::JsonSyntax);
            return Described::default();
        }
    };
    let text = String::from_utf8_lossy(bytes);
    let errors_before = report.count(crate::Severity::Error);
    let mut document = Document::new(&file, &text, report);
    let mut described = described(&mut document, &Node::root(&value), &folder.name).unwrap_or_default();
    if report.count(crate::Severity::Error) != errors_before {
        described.variable = None;
    }
    described
}

fn described(document: &mut Document<'_>, root: &Node<'_>, name: &str) -> Option<Described> {
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
    let mut described = Described { temporality, unit_type, ..Described::default() };
    let measure = top.must(document, "measureVariables").and_then(|node| document.only(&node));
    let texts = measure.and_then(|node| measured(document, &node, &mut described));
    described.variable = whole(name, &described, texts, sensitivity, subjects, population, successors);
    Some(described)
}

/// The variable, if all its parts are there.
fn whole(
    name: &str,
    described: &Described,
    texts: Option<Texts>,
    sensitivity: Option<Sensitivity>,
    subjects: Option<Vec<Multilingual>>,
    population: Option<Multilingual>,
    successors: Option<Vec<String>>,
) -> Option<Variable> {
    let texts = texts?;
    Some(Variable {
        name: name.to_owned(),
        title: texts.title?,
        description: texts.description?,
        unit_type: described.unit_type?,
        value_unit_type: described.value_unit_type,
        temporality: described.temporality?,
        data_type: described.data_type?,
        format: texts.format,
        domain: described.domain.clone()?,
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

/// Reads a measure: its texts are returned, what its values are goes to `described`.
fn measured(document: &mut Document<'_>, node: &Node<'_>, described: &mut Described) -> Option<Texts> {
    let fields = document.object(node, &MEASURE, Rule::FieldUnknown)?;
    let title = fields.must(document, "name").and_then(|node| multilingual(document, &node));
    let description = fields.must(document, "description").and_then(|node| multilingual(document, &node));
    uris(document, &fields);
    let format = fields.maybe("format").and_then(|node| document.remark(&node));
    match fields.maybe("unitType") {
        Some(node) => {
            described.value_unit_type = known_unit_type(document, &node);
            for (field, rule) in [("dataType", Rule::DataTypeWithUnit), ("valueDomain", Rule::DomainWithUnit)] {
                if let Some(node) = fields.maybe(field) {
                    document.error(&node, rule);
                }
            }
            if let Some(unit_type) = described.value_unit_type {
                described.data_type = Some(DataType::Long);
                described.domain = Some(pointer_domain(unit_type));
            }
        }
        None => {
            match fields.maybe("dataType") {
                Some(node) => described.data_type = choice(document, &node, &DATA_TYPES),
                None => document.error_at(fields.node(), "dataType", Rule::DataTypeMissing),
            }
            match fields.maybe("valueDomain") {
                Some(node) => described.domain = domain::read(document, &node, described.data_type),
                None => document.error_at(fields.node(), "valueDomain", Rule::DomainMissing),
            }
        }
    }
    Some(Texts { title, description, format })
}

/// The domain of a pointer to another unit, from the central definition of its type.
fn pointer_domain(unit_type: UnitType) -> ValueDomain {
    let title = &unit_type.spec().title;
    let description = Multilingual { nb: Some(title.nb.to_string()), nn: None, en: Some(title.en.to_string()) };
    ValueDomain::Described { description, measurement_type: None, measurement_unit: None }
}

/// `uriDefinition`: a list of texts, perhaps empty; checked and not kept.
pub(super) fn uris(document: &mut Document<'_>, fields: &Fields<'_>) {
    if let Some(node) = fields.maybe("uriDefinition") {
        for uri in document.items(&node) {
            document.remark(&uri);
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
