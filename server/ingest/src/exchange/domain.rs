//! The value domain of a measure: described, or a code list with periods.

use std::collections::HashMap;

use serde_json::Value;
use variables::{Code, CodeList, DataType, Day, ValueDomain};

use super::json::{Document, Fields, Node};
use super::metadata::{multilingual, uris};
use crate::rule::Rule;

const DOMAIN: [&str; 6] = [
    "description",
    "measurementType",
    "measurementUnitDescription",
    "uriDefinition",
    "codeList",
    "sentinelAndMissingValues",
];

/// Reads `valueDomain`; `data_type` is `None` where that was wrong already.
pub(super) fn read(document: &mut Document<'_>, node: &Node<'_>, data_type: Option<DataType>) -> Option<ValueDomain> {
    let fields = document.object(node, &DOMAIN, Rule::FieldUnknown)?;
    uris(document, &fields);
    match fields.maybe("codeList") {
        Some(list) => {
            for field in ["description", "measurementType", "measurementUnitDescription"] {
                if let Some(node) = fields.maybe(field) {
                    document.error(&node, Rule::DomainMixed);
                }
            }
            enumerated(document, &fields, &list, data_type)
        }
        None => {
            if let Some(node) = fields.maybe("sentinelAndMissingValues") {
                document.error(&node, Rule::SentinelWithoutCodes);
            }
            described(document, &fields)
        }
    }
}

fn described(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<ValueDomain> {
    let Some(description) = fields.maybe("description") else {
        document.error(fields.node(), Rule::DomainEmpty);
        return None;
    };
    let description = multilingual(document, &description);
    let measurement_type = fields.maybe("measurementType").and_then(|node| document.remark(&node));
    let measurement_unit = fields.maybe("measurementUnitDescription").and_then(|node| multilingual(document, &node));
    Some(ValueDomain::Described { description: description?, measurement_type, measurement_unit })
}

fn enumerated(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    list: &Node<'_>,
    data_type: Option<DataType>,
) -> Option<ValueDomain> {
    let items = document.list(list);
    let codes: Vec<Option<Code>> = items.iter().map(|item| code(document, item, data_type)).collect();
    check_periods(document, &items, &codes);
    let sentinel: Vec<Option<Code>> = match fields.maybe("sentinelAndMissingValues") {
        Some(node) => {
            let items = document.items(&node);
            let sentinel: Vec<Option<Code>> = items.iter().map(|item| special(document, item, data_type)).collect();
            check_periods(document, &items, &sentinel);
            sentinel
        }
        None => Vec::new(),
    };
    if items.is_empty() {
        return None;
    }
    let codes: Option<Vec<Code>> = codes.into_iter().collect();
    let sentinel: Option<Vec<Code>> = sentinel.into_iter().collect();
    Some(ValueDomain::Enumerated(CodeList { codes: codes?, sentinel: sentinel? }))
}

/// An ordinary code.
fn code(document: &mut Document<'_>, node: &Node<'_>, data_type: Option<DataType>) -> Option<Code> {
    let fields = document.object(node, &["code", "categoryTitle", "validFrom", "validUntil"], Rule::FieldUnknown)?;
    let code = fields.must(document, "code").and_then(|node| text_of(document, &node, data_type));
    let title = fields.must(document, "categoryTitle").and_then(|node| multilingual(document, &node));
    let from = fields.must(document, "validFrom").and_then(|node| day(document, &node));
    let until = match fields.maybe("validUntil") {
        Some(node) => Some(day(document, &node)?),
        None => None,
    };
    if until.is_some_and(|until| from.is_some_and(|from| until < from)) {
        document.error(node, Rule::CodePeriod);
    }
    Some(Code { code: code?, title: title?, valid_from: Some(from?), valid_until: until })
}

/// A sentinel or missing value: always valid.
fn special(document: &mut Document<'_>, node: &Node<'_>, data_type: Option<DataType>) -> Option<Code> {
    let fields = document.object(node, &["code", "categoryTitle"], Rule::FieldUnknown)?;
    let code = fields.must(document, "code").and_then(|node| text_of(document, &node, data_type));
    let title = fields.must(document, "categoryTitle").and_then(|node| multilingual(document, &node));
    Some(Code { code: code?, title: title?, valid_from: None, valid_until: None })
}

/// A code as text; its JSON type must fit the data type.
fn text_of(document: &mut Document<'_>, node: &Node<'_>, data_type: Option<DataType>) -> Option<String> {
    let (text, fits) = match node.value {
        Value::String(text) if text.trim_matches(' ').is_empty() => {
            document.error(node, Rule::TextEmpty);
            return None;
        }
        Value::String(text) => {
            (text.trim_matches(' ').to_owned(), data_type.is_none_or(|kind| kind == DataType::String))
        }
        Value::Number(number) => match number.as_i64() {
            Some(number) => (number.to_string(), data_type.is_none_or(|kind| kind == DataType::Long)),
            None => (String::new(), false),
        },
        _ => {
            document.error(node, Rule::FieldType);
            return None;
        }
    };
    if !fits {
        document.error(node, Rule::CodeType);
    }
    fits.then_some(text)
}

fn day(document: &mut Document<'_>, node: &Node<'_>) -> Option<Day> {
    let found = node.value.as_str().and_then(|text| text.parse().ok());
    if found.is_none() {
        document.error(node, Rule::CodeDate);
    }
    found
}

/// In no period may the same code be valid twice (both ends count).
fn check_periods(document: &mut Document<'_>, items: &[Node<'_>], codes: &[Option<Code>]) {
    let mut places: HashMap<&str, Vec<(Day, Day, usize)>> = HashMap::new();
    for (place, code) in codes.iter().enumerate() {
        if let Some(code) = code {
            let from = code.valid_from.unwrap_or(Day(i32::MIN));
            let until = code.valid_until.unwrap_or(Day(i32::MAX));
            places.entry(&code.code).or_default().push((from, until, place));
        }
    }
    let mut twice = Vec::new();
    for periods in places.values_mut() {
        periods.sort();
        let mut reach: Option<Day> = None;
        for (from, until, place) in periods.iter() {
            if reach.is_some_and(|reach| reach >= *from) {
                twice.push(*place);
            }
            reach = reach.max(Some(*until));
        }
    }
    twice.sort_unstable();
    for item in twice.into_iter().filter_map(|place| items.get(place)) {
        document.error(item, Rule::CodeTwice);
    }
}
