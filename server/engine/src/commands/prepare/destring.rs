//! `destring` — text to numbers. Text is read once a dictionary entry; what is no number is counted by the filter (E.1), and
//! so is what has decimals: neither an error nor a variable's type tells that a few persons have such values.

use disclosure::{Check, ColumnForm, Condition, Kind, Value, Verdict};
use language::call::{Call, Name};
use language::codes;
use wire::output::Rule;

use super::clone_variables::affix;
use crate::column::{Codes, Column, Values};
use crate::command::{Answer, Command, Run};
use crate::commands::dataset::names;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::names::canonical;
use crate::protect::{Feedback, value_check};
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "destring", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    let prefix = affix(call, "prefix");
    let reading = Reading {
        ignored: affix(call, "ignore"),
        mark: if call.option("dpcomma").is_some() { ',' } else { '.' },
        forces: call.option("force").is_some(),
    };
    let mut dataset = Dataset::clone(&active);
    let mut converted = vec![false; active.n_rows()];
    let mut conditions = Vec::new();
    for name in names(call)? {
        let old = active.require(name)?;
        if old.unit_type().is_some() {
            return Err(codes::pseudonym_use(name.span, &name.value).into());
        }
        let Values::Codes(texts) = &old.values else {
            return Err(codes::already_numeric(name.span, &name.value).into());
        };
        let target = match prefix.is_empty() {
            true => canonical(&name.value),
            false => dataset.new_name(&Name { value: format!("{prefix}{}", name.value), span: name.span })?,
        };
        cx.check_cancelled()?;
        let column = reading.column(cx, &active, name, &old, texts)?;
        for (converted, valid) in converted.iter_mut().zip(column.values.valid().iter()) {
            *converted |= valid == Some(true);
        }
        conditions.push(Condition::is_missing(&column.form).not());
        dataset.columns.insert(target, column);
    }
    let form = active.form.keep(&Condition::or(conditions));
    let feedback = Feedback::new(cx, "destring", &dataset)?.asked([Rule::ValueCheck]);
    let answer = feedback.values(form, converted.into())?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// How texts are read.
struct Reading {
    /// Characters that are taken out first.
    ignored: String,
    /// The decimal mark.
    mark: char,
    /// What is no number becomes missing without being counted.
    forces: bool,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Read {
    Blank,
    Whole(i64),
    Decimal(f64),
    NoNumber,
}

impl Reading {
    /// Digits with an optional sign and decimal mark; blanks around them do not count.
    fn read(&self, text: &str) -> Read {
        let kept: String = text.chars().filter(|character| !self.ignored.contains(*character)).collect();
        let kept = kept.trim();
        if kept.is_empty() {
            return Read::Blank;
        }
        let digits = kept.strip_prefix(['-', '+']).unwrap_or(kept);
        let (whole, decimals) = digits.split_once(self.mark).unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + decimals.len() == 0 || !is_digits(whole) || !is_digits(decimals) {
            return Read::NoNumber;
        }
        let sign = if kept.starts_with('-') { "-" } else { "" };
        if decimals.bytes().all(|digit| digit == b'0')
            && let Ok(number) = format!("{sign}0{whole}").parse()
        {
            return Read::Whole(number);
        }
        match format!("{sign}0{whole}.{decimals}0").parse::<f64>() {
            Ok(number) if number.is_finite() => Read::Decimal(number),
            _ => Read::NoNumber,
        }
    }

    fn column(
        &self,
        cx: &Context<'_>,
        dataset: &Dataset,
        name: &Name,
        old: &Column,
        texts: &Codes,
    ) -> Result<Column, EngineError> {
        let read: Vec<Read> = texts.dictionary().iter().map(|text| self.read(text)).collect();
        let codes = texts.to_vec();
        let at = |code: &u32| usize::try_from(*code).ok().and_then(|code| read.get(code)).copied();
        let literal = |text: &str| ColumnForm::literal(Some(Value::text(text)));
        // The question is the same for all who read the variable so, `force` or not.
        let arguments = [old.form.clone(), literal(&self.in_order()), literal(&self.mark.to_string())];
        let asked = ColumnForm::operation("destring", &arguments, Kind::Real);
        let verdict = |check, breaks: fn(Read) -> bool| {
            let rows: Vec<bool> = codes.iter().map(|code| at(code).is_some_and(breaks)).collect();
            value_check(cx, dataset, check, &[&asked], &rows)
        };
        let not_numeric = verdict(Check::NotNumeric, |read| read == Read::NoNumber)?;
        let has_decimals = verdict(Check::NotWhole, |read| matches!(read, Read::Decimal(_)))? == Verdict::Refuse;
        if not_numeric == Verdict::Refuse && !self.forces {
            return Err(codes::not_numeric_content(name.span, &name.value).into());
        }
        let number = |read: Read| match read {
            #[expect(clippy::cast_precision_loss, reason = "values of the language are f64")]
            Read::Whole(number) => Some(number as f64),
            Read::Decimal(number) if has_decimals => Some(number),
            _ => None,
        };
        let values = if has_decimals {
            Values::Double(codes.iter().map(|code| at(code).and_then(number)).collect())
        } else {
            let whole = |read| if let Read::Whole(number) = read { Some(number) } else { None };
            Values::Long(codes.iter().map(|code| at(code).and_then(whole)).collect())
        };
        let kind = if has_decimals { Kind::Real } else { Kind::Whole };
        let of_value = |value: &Value| match value {
            Value::Text(text) => number(self.read(text)).map(Value::number),
            Value::Number(_) => None,
        };
        let form = old.form.each(&of_value).unwrap_or_else(|| ColumnForm::operation("destring", &arguments, kind));
        let titles = old.titles.as_deref().and_then(|titles| self.titles(titles)).map(Into::into);
        Ok(Column { values, form, titles, is_date: false, ..old.clone() })
    }

    /// The ignored characters, each once and in order: which are ignored is what counts.
    fn in_order(&self) -> String {
        let all: std::collections::BTreeSet<char> = self.ignored.chars().collect();
        all.into_iter().collect()
    }

    /// The code list by numbers; of several codes that are one number the first has its say.
    fn titles(&self, old: &CodeTitles) -> Option<CodeTitles> {
        let code = |code: &String| match self.read(code) {
            Read::Whole(number) => Some(number.to_string()),
            Read::Decimal(number) => Some(number.to_string()),
            Read::Blank | Read::NoNumber => None,
        };
        let mut titles = CodeTitles { missing: old.missing.iter().filter_map(code).collect(), ..CodeTitles::default() };
        for (text, title) in &old.titles {
            if let Some(code) = code(text) {
                titles.titles.entry(code).or_insert_with(|| title.clone());
            }
        }
        // A list that stayed as it was is still the user's own of that name.
        titles.name = old.name.clone().filter(|_| titles.titles == old.titles);
        let is_empty = titles.titles.is_empty() && titles.missing.is_empty();
        (!is_empty).then_some(titles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_numbers() {
        let plain = Reading { ignored: String::new(), mark: '.', forces: false };
        for (text, read) in [
            ("0301", Read::Whole(301)),
            ("-5", Read::Whole(-5)),
            ("+5", Read::Whole(5)),
            (" 7 ", Read::Whole(7)),
            ("7.0", Read::Whole(7)),
            ("7.", Read::Whole(7)),
            (".5", Read::Decimal(0.5)),
            ("-0.25", Read::Decimal(-0.25)),
            ("", Read::Blank),
            ("  ", Read::Blank),
            ("9007199254740993", Read::Whole(9_007_199_254_740_993)),
            ("1,5", Read::NoNumber),
            ("1e5", Read::NoNumber),
            ("nan", Read::NoNumber),
            ("inf", Read::NoNumber),
            ("-", Read::NoNumber),
            (".", Read::NoNumber),
            ("1 000", Read::NoNumber),
            ("--1", Read::NoNumber),
            ("١", Read::NoNumber),
        ] {
            assert_eq!(plain.read(text), read, "{text}");
        }
        let comma = Reading { ignored: ". kr".to_owned(), mark: ',', forces: false };
        assert_eq!(comma.read("1 234,50 kr"), Read::Decimal(1234.5));
        assert_eq!(comma.read("1.234"), Read::Whole(1234));
        assert_eq!(comma.read("kr"), Read::Blank);
    }
}
