//! Code lists.

use super::coverage;
use super::prepare::value_text;
use super::{Labels, State};
use crate::call::{Call, LabelSource, Name, Spanned, Value};
use crate::codes;
use crate::nearest::nearest;

impl State<'_> {
    pub(super) fn define_labels(&mut self, list: &Name, labels: &[(Spanned<Value>, Spanned<String>)]) {
        let labels = labels.iter().map(|(code, label)| (value_text(&code.value), label.value.clone())).collect();
        self.lists.insert(list.value.clone(), labels);
    }

    fn list(&mut self, name: &Name) -> Option<Labels> {
        if let Some(found) = self.lists.get(&name.value) {
            return Some(found.clone());
        }
        if !self.is_uncertain {
            let near = nearest(&name.value, self.lists.keys().map(String::as_str)).map(str::to_owned);
            self.report(codes::unknown_code_list(name.span, &name.value, near.as_deref()));
        }
        None
    }

    pub(super) fn assign_labels(&mut self, call: &Call, variable: &Name, list: &Name) {
        let dataset = self.active_name(call);
        let known = self.variable(call, variable).is_some();
        let labels = self.list(list);
        if let (true, Some(column)) =
            (known, self.datasets.get_mut(&dataset).and_then(|found| found.columns_mut().get_mut(&variable.value)))
        {
            column.labels = labels;
        }
    }

    pub(super) fn drop_labels(&mut self, lists: &[Name]) {
        for name in lists {
            self.list(name);
            self.lists.shift_remove(&name.value);
        }
    }

    pub(super) fn list_labels(&mut self, list: &LabelSource) {
        match list {
            LabelSource::List(name) => drop(self.list(name)),
            LabelSource::Register { source, date } => {
                let problem = self
                    .register_variable(source)
                    .and_then(|variable| date.as_ref().and_then(|date| coverage::outside(variable, date)));
                if let Some(problem) = problem {
                    self.report(problem);
                }
            }
        }
    }
}

/// The codes that someone may have meant who wrote `wanted`: that of this label, the nearest ones, or all of a short list.
pub(super) fn meant<'a>(wanted: &str, labels: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
    const SHORT: usize = 6;
    let small = wanted.trim().to_lowercase();
    let pair = |(code, label): &'a (String, String)| (code.as_str(), label.as_str());
    let by_label = |fits: &dyn Fn(&str) -> bool| -> Vec<(&'a str, &'a str)> {
        labels.iter().filter(|(_, label)| !small.is_empty() && fits(&label.to_lowercase())).map(pair).collect()
    };
    let same = by_label(&|label| label == small);
    let begins = by_label(&|label| label.starts_with(&small));
    let zeros = small.trim_start_matches('0');
    let padded: Vec<_> = labels
        .iter()
        .filter(|(code, _)| !zeros.is_empty() && code.trim_start_matches('0').to_lowercase() == zeros)
        .map(pair)
        .collect();
    for found in [same, padded, begins] {
        if !found.is_empty() && found.len() <= SHORT {
            return found;
        }
    }
    if labels.len() <= SHORT {
        return labels.iter().map(pair).collect();
    }
    let near = nearest(wanted, labels.iter().map(|(code, _)| code.as_str()));
    labels.iter().filter(|(code, _)| Some(code.as_str()) == near).map(pair).collect()
}
