//! Notes beside an output: complete for what was asked, and the same whatever the data are.

use disclosure::statistic::{
    BarInput, BarStatistic, CountMeasure, Counted, FeedbackInput, HistogramBins, HistogramInput, HistogramScale,
    Measure, Population, SummaryInput,
};
use disclosure::{Confidential, NamedBody, Profile, Question, Statistic};
use wire::output::Rule;

use super::support::{Random, dimension, filter, form, frequency, magnitude, numbers, persons, population, question};

const COUNTS: [Rule; 2] = [Rule::CountNoise, Rule::MinimumCount];

fn released(statistic: Statistic, question: &Question) -> NamedBody {
    filter().release(Confidential::new(statistic), question).expect("an output").into_inner().remove(0)
}

/// What stands beside an output over some data of 3000 persons, drawn from a seed.
struct Data {
    population: Population,
    codes: Vec<u32>,
    values: Vec<f64>,
    profile: Profile,
}

impl Data {
    fn new(profile: Profile, seed: u64) -> Self {
        let mut random = Random(seed);
        let codes = (0..3000).map(|_| random.below(3)).collect();
        let values = (0..3000).map(|_| 300_000.0 + 90_000.0 * random.normal()).collect();
        Data { population: persons(3000), codes, values, profile }
    }

    fn dimension(&self) -> disclosure::statistic::Dimension {
        dimension(self.profile, "REGION", self.codes.clone(), &["a", "b", "c"])
    }

    fn wage(&self) -> disclosure::statistic::NumberColumn {
        numbers(self.profile, "WAGE", self.values.clone())
    }

    fn histogram(&self, bins: HistogramBins, scale: HistogramScale, normal: bool) -> Statistic {
        let population = self.population.clone();
        Statistic::Histogram(HistogramInput { population, variable: self.wage(), bins, scale, by: None, normal })
    }

    fn table(&self, measures: &[CountMeasure]) -> Statistic {
        let mut input = frequency(&self.population, vec![self.dimension()]);
        input.measures = measures.to_vec();
        Statistic::FrequencyTable(input)
    }

    fn statistics(&self, measures: &[Measure]) -> Statistic {
        Statistic::MagnitudeTable(magnitude(&self.population, vec![self.dimension()], vec![self.wage()], measures))
    }

    fn bars(&self, statistic: BarStatistic) -> Statistic {
        Statistic::Bars(BarInput {
            population: self.population.clone(),
            categories: vec![self.dimension()],
            over: Vec::new(),
            by: Vec::new(),
            statistic,
            settings: Vec::new(),
        })
    }

    fn feedback(&self, asked: Vec<Rule>) -> Statistic {
        let after = Counted { form: form(self.profile, "notes"), population: self.population.clone(), rows: None };
        Statistic::Feedback(Box::new(FeedbackInput {
            dataset: "d".to_owned(),
            variables: Vec::new(),
            action: "generate".to_owned(),
            before: None,
            after: Some(after),
            values: None,
            matched: None,
            asked,
        }))
    }

    fn summary(&self) -> Statistic {
        let (population, variables) = (self.population.clone(), vec![self.wage()]);
        Statistic::Summary(SummaryInput {
            interval: None,
            population,
            by: Vec::new(),
            variables,
            gini: true,
            iqr: true,
        })
    }

    /// Every kind of output with what its rules are.
    fn outputs(&self) -> Vec<(Statistic, Vec<Rule>)> {
        let with = |more: &[Rule]| {
            let mut rules = [COUNTS.as_slice(), more].concat();
            rules.sort();
            rules
        };
        let percentiles = [Rule::Weights, Rule::GroupGate, Rule::PercentileSmoothing, Rule::Rounding];
        let moments = [Rule::Weights, Rule::GroupGate, Rule::Dominance, Rule::Rounding];
        let both = [percentiles.as_slice(), &[Rule::Dominance]].concat();
        vec![
            (self.table(&[CountMeasure::Count]), with(&[])),
            (self.table(&[CountMeasure::Count, CountMeasure::CellPercent]), with(&[Rule::Rounding])),
            (self.statistics(&[Measure::Count]), with(&[])),
            (self.statistics(&[Measure::Mean]), with(&moments)),
            (self.statistics(&[Measure::Percentile(0.5)]), with(&percentiles)),
            (self.summary(), with(&both)),
            (self.bars(BarStatistic::Count), with(&[])),
            (self.bars(BarStatistic::Percent), with(&[Rule::Rounding])),
            (
                self.histogram(HistogramBins::Default, HistogramScale::Frequency, false),
                with(&[percentiles.as_slice(), &[Rule::FixedBins]].concat()),
            ),
            (
                self.histogram(HistogramBins::Default, HistogramScale::Density, true),
                with(&[both.as_slice(), &[Rule::FixedBins]].concat()),
            ),
            (self.histogram(HistogramBins::Discrete(self.dimension()), HistogramScale::Frequency, false), with(&[])),
            (self.feedback(Vec::new()), with(&[Rule::MinimumPopulation])),
            (self.feedback(vec![Rule::WrittenValueFloor]), with(&[Rule::MinimumPopulation, Rule::WrittenValueFloor])),
        ]
    }
}

#[test]
fn every_output_lists_the_rules_that_its_options_bring() {
    let question = question(Profile::Register, "notes");
    for (at, (statistic, rules)) in Data::new(Profile::Register, 1).outputs().into_iter().enumerate() {
        let found = released(statistic, &question);
        assert_eq!(found.protection, rules, "output {at}");
        let noise = found.noise.expect("a register has noise");
        assert_eq!(noise.shifts.is_empty(), !rules.contains(&Rule::Weights), "output {at}");
        assert_eq!((noise.counts.most, noise.counts.counts_rows), (10, false), "output {at}");
    }
}

#[test]
fn notes_do_not_depend_on_values() {
    let question = question(Profile::Register, "notes");
    let notes = |seed| -> Vec<_> {
        let outputs = Data::new(Profile::Register, seed).outputs().into_iter();
        outputs
            .map(|(statistic, _)| released(statistic, &question))
            .map(|found| (found.protection, found.noise))
            .collect()
    };
    assert_eq!(notes(1), notes(2));
}

#[test]
fn open_data_have_no_notes() {
    let question = question(Profile::Open, "notes");
    for (statistic, _) in Data::new(Profile::Open, 1).outputs() {
        let found = released(statistic, &question);
        assert!(found.protection.is_empty() && found.noise.is_none());
    }
}

#[test]
fn numbers_of_rows_are_told_apart_from_numbers_of_persons() {
    let mut data = Data::new(Profile::Register, 3);
    data.population = population((0..3000).map(|row| row / 2).collect(), 1500, true);
    let found = released(data.table(&[CountMeasure::Count]), &question(Profile::Register, "rows"));
    assert!(found.protection.contains(&Rule::Weights), "{:?}", found.protection);
    let noise = found.noise.expect("noise");
    assert!(noise.counts.counts_rows && noise.shifts.is_empty(), "no statistic is shifted");
}

#[test]
fn groups_that_passed_say_so() {
    let mut question = question(Profile::Register, "groups");
    (question.public_units, question.passed_before) = (true, true);
    let data = Data::new(Profile::Register, 4);
    assert_eq!(released(data.table(&[CountMeasure::Count]), &question).protection, [Rule::GroupsPassed]);
    let made = released(data.feedback(vec![Rule::Weights, Rule::GroupGate]), &question);
    assert_eq!(made.protection, [Rule::Weights, Rule::GroupGate, Rule::GroupsPassed]);
    assert!(made.noise.is_none());
}
