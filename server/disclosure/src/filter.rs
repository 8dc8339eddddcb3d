//! The filter: policy and keys, and the one way from a confidential statistic to released bodies.

use wire::output::Rule;

use crate::confidential::Confidential;
use crate::normal_form::{Condition, Form, Sources};
use crate::policy::{Noise, Policy, Profile, Tier};
use crate::refusal::Refusal;
use crate::release;
use crate::release::groups::GroupValues;
use crate::released::{NamedBody, Released};
use crate::rule::redrawing::{Redrawing, Units};
use crate::rule::value_checks::{self, Check, Verdict};
use crate::rule::value_floor::{self, Floored};
use crate::seed::{Definition, Domain, Keys, Seed};
use crate::statistic::{FittedValues, GroupInput, ModelInput, Population, RowFlags, Statistic};
use crate::tally::SetId;
use crate::watch::{Subject, Watch};

/// What is asked, without any data: the normal form of the rows the command works on.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The dataset's form with the command's own `if`.
    pub form: Form,
    /// The strictest profile of the databanks that the script touched; sources of the form and the columns can only make
    /// it stricter.
    pub profile: Profile,
    /// The rows are units that are public facts (municipalities): exact answers whatever the profile (E.3).
    pub public_units: bool,
    /// The rows are groups of units whose values passed the filter when the groups were made (`collapse` by a category): outputs say so.
    pub passed_before: bool,
}

impl Question {
    /// A question about a form, in a script that touched databanks of this profile.
    pub fn new(form: Form, profile: Profile) -> Self {
        Question { form, profile, public_units: false, passed_before: false }
    }
}

/// The noise filter. Cheap to clone; safe to share between threads.
#[derive(Clone)]
pub struct Filter {
    policy: Policy,
    keys: Keys,
    watch: Option<Watch>,
}

/// How one question is protected. The order is the strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protection {
    /// Exact numbers.
    Exact,
    /// The rules of a tier.
    Rules(Tier),
}

impl Protection {
    pub(crate) fn is_exact(self) -> bool {
        self == Protection::Exact
    }

    /// The same for one question of an output: its tier is that of the variables in it, whatever stands beside it, so that
    /// a question has one answer everywhere.
    pub(crate) fn of(self, sources: &Sources) -> Self {
        match self {
            Protection::Exact => Protection::Exact,
            Protection::Rules(_) => Protection::Rules(sources.tier()),
        }
    }
}

impl Filter {
    /// A filter with the policy in force.
    pub fn new(keys: Keys) -> Self {
        Filter { policy: Policy::CURRENT, keys, watch: None }
    }

    /// A filter with another policy (tests of rules, audits of old versions).
    pub fn with_policy(keys: Keys, policy: Policy) -> Self {
        Filter { policy, keys, watch: None }
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The secrets, for deriving record keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Who takes notes of what it releases.
    pub(crate) fn watch(&self) -> Option<&Watch> {
        self.watch.as_ref()
    }

    /// The same filter with another tie to a watcher.
    pub(crate) fn with_watch(&self, watch: Watch) -> Self {
        Filter { policy: self.policy.clone(), keys: self.keys.clone(), watch: Some(watch) }
    }

    /// What is drawn for a question about a set.
    pub(crate) fn seed(&self, domain: Domain, definition: &Definition, set: SetId) -> Seed {
        match self.policy.noise {
            Noise::OfQuestion | Noise::Nothing => self.keys.seed(domain, definition, set),
            Noise::OfSet => self.keys.seed(domain, &definition.forgotten(), set),
        }
    }

    /// The only way out. A command may give several outputs.
    pub fn release(
        &self,
        statistic: Confidential<Statistic>,
        question: &Question,
    ) -> Result<Released<Vec<NamedBody>>, Refusal> {
        let statistic = statistic.open();
        let filter = &*self.for_output();
        filter.note_statistic(&statistic, question);
        let mut bodies = match statistic {
            Statistic::FrequencyTable(input) => release::frequency_table::release(filter, &input, question)?,
            Statistic::MagnitudeTable(input) => release::magnitude_table::release(filter, &input, question)?,
            Statistic::Summary(input) => release::summary::release(filter, &input, question)?,
            Statistic::Bars(input) => release::bars::release(filter, input, question)?,
            Statistic::Histogram(input) => release::histogram::release(filter, &input, question)?,
            Statistic::Model(input) => release::model::release(filter, &input, question)?,
            Statistic::Pairs(input) => release::pairs::release(filter, &input, question)?,
            Statistic::Feedback(input) => release::feedback::release(filter, *input, question)?,
        };
        if question.passed_before {
            bodies.iter_mut().for_each(|body| body.protection.push(Rule::GroupsPassed));
        }
        Ok(Released::new(bodies))
    }

    /// The population rule: `Err` if the released number of units is below the minimum; then the dataset stays as it was.
    /// [`Filter::release`] of a [`FeedbackInput`](crate::statistic::FeedbackInput) checks it too.
    pub fn minimum_population(&self, question: &Question, population: &Population) -> Result<(), Refusal> {
        crate::rule::minimum_population::check(self, question, population)
    }

    /// The keyed floor of a condition that writes: the `if` of `generate`, `replace` and `recode`, a recode rule, a
    /// comparison or logical function in a right-hand side.
    ///
    /// `yes` marks the rows where the condition is true, `no` those on its other side (for an `if`: all others; for a
    /// comparison as a value: where it is false). The engine treats the sides as told, silently.
    pub fn floor(
        &self,
        question: &Question,
        condition: &Condition,
        population: &Population,
        yes: &Confidential<RowFlags>,
        no: Option<&Confidential<RowFlags>>,
    ) -> Floored {
        let yes = yes.peek();
        if no.is_none() {
            self.note_sets(|| Subject::of_condition(self, question, condition, population, yes));
        }
        value_floor::floor(self, question, condition, population, yes, no.map(Confidential::peek))
    }

    /// A check on values: `breaking` holds the rows that break it.
    pub fn value_check(
        &self,
        question: &Question,
        check: Check,
        columns: &[&crate::ColumnForm],
        breaking: &Confidential<Population>,
    ) -> Verdict {
        value_checks::decide(self, question, check, columns, breaking.peek())
    }

    /// Whose values of a variable of the sensitive tier are another unit's, for everybody and for ever: drawn for the name that the
    /// variable had first.
    pub fn redrawing(&self, variable: &str, units: Units<'_>) -> Redrawing {
        Redrawing::new(&self.policy, &self.keys, variable, units)
    }

    /// Values of groups that are public facts from here on: `collapse` and `aggregate` by a category that is no
    /// pseudonymised unit (E.3). Hidden groups are left out of a collapsed dataset and missing in an aggregated one.
    pub fn group_values(
        &self,
        input: Confidential<GroupInput>,
        question: &Question,
    ) -> Result<Released<GroupValues>, Refusal> {
        let input = input.open();
        let filter = &*self.for_output();
        filter.note_sets(|| Subject::of_groups(filter, &input, question));
        release::groups::release(filter, &input, question).map(Released::new)
    }

    /// Predicted values, residuals and the like for the rows of a dataset, from a fit under the model's weights. They stay in the
    /// dataset, where what is told of them passes the filter again (confidentiality D.6).
    ///
    /// # Errors
    /// The model is refused as one that is shown would be.
    pub fn model_columns(
        &self,
        input: Confidential<ModelInput>,
        question: &Question,
    ) -> Result<Vec<FittedValues>, Refusal> {
        let statistic = Statistic::Model(input.open());
        let filter = &*self.for_output();
        filter.note_statistic(&statistic, question);
        match &statistic {
            Statistic::Model(input) => release::model::columns(filter, input, question),
            _ => Ok(Vec::new()),
        }
    }

    /// How a question over these sources is protected.
    pub(crate) fn protection(&self, question: &Question, sources: &Sources) -> Protection {
        if question.public_units || question.profile.max(sources.profile()) == Profile::Open {
            Protection::Exact
        } else {
            Protection::Rules(sources.tier())
        }
    }
}
