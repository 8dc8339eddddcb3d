//! Inputs of tables and charts.

use super::{NumberColumn, Population, RowCodes};
use crate::foresight::Axis;
use crate::normal_form::{ColumnForm, Value};

/// One category of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// The value.
    pub value: Value,
    /// Its label, if it has one.
    pub label: Option<String>,
    /// It is on the variable's code list: metadata. Others are there because their value occurs, which is not to be told.
    pub is_listed: bool,
}

/// A categorical variable.
#[derive(Clone)]
pub struct Dimension {
    /// Name in the dataset.
    pub name: String,
    /// Title.
    pub label: String,
    /// Row → index into `categories`, or [`MISSING`](super::MISSING).
    pub codes: RowCodes,
    /// The code list at the import date, or for a variable without one the values that occur; in the order of rows.
    pub categories: Vec<Category>,
    /// Where the variable comes from.
    pub form: ColumnForm,
    /// Its values are days since 1970-01-01.
    pub is_date: bool,
    /// For a watched filter: the register variables that a user-made column was made from, as far as they are at hand. No answer
    /// depends on them.
    pub made_from: Vec<Origin>,
}

/// A register variable that a column was made from, for the same rows.
#[derive(Clone)]
pub enum Origin {
    /// One with categories.
    Categories(Dimension),
    /// Numbers.
    Numbers(NumberColumn),
}

impl Dimension {
    /// What metadata know of it: the codes of its list.
    pub(crate) fn axis(&self) -> Axis {
        let listed = self.categories.iter().filter(|category| category.is_listed);
        Axis {
            name: self.name.clone(),
            codes: listed.map(|category| category.value.clone()).collect(),
            has_missing: false,
            is_date: self.is_date,
        }
    }

    /// How many of the categories are on its code list; zero without a list.
    pub fn n_listed(&self) -> usize {
        self.categories.iter().filter(|category| category.is_listed).count()
    }
}

/// Which rows of a table are shown, and in what order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableLayout {
    /// Missing is a category.
    pub missing: bool,
    /// Rows (categories of all dimensions but the last) by a column.
    pub row_sort: Option<SortBy>,
    /// Columns (categories of the last dimension) by a row.
    pub column_sort: Option<SortBy>,
    /// Only the first rows after sorting.
    pub top: Option<usize>,
    /// Only the last rows after sorting.
    pub bottom: Option<usize>,
}

/// What to sort by: the codes that name the column (or row); none is the total.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SortBy {
    /// One code a dimension of the other side, in its order.
    pub codes: Vec<String>,
}

/// Measures of a frequency table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountMeasure {
    /// `count`
    Count,
    /// `rowpct`: of the row's total, a row being the categories of all dimensions but the last.
    RowPercent,
    /// `colpct`: of the total of the last dimension's category.
    ColumnPercent,
    /// `cellpct`: of all.
    CellPercent,
}

/// `tabulate`.
#[derive(Clone)]
pub struct FrequencyInput {
    /// The rows.
    pub population: Population,
    /// One or more.
    pub dimensions: Vec<Dimension>,
    /// What is shown, in this order.
    pub measures: Vec<CountMeasure>,
    /// Also a test of independence of rows and columns.
    pub chi2: bool,
    /// Order and selection of rows.
    pub layout: TableLayout,
}

/// Statistics of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Rows with a value.
    Count,
    /// Mean.
    Mean,
    /// Standard deviation, n − 1.
    Std,
    /// Sum.
    Sum,
    /// Percentile, 0 < p < 1: type 7 under `open`, smoothed under `register`.
    Percentile(f64),
    /// Gini coefficient.
    Gini,
    /// p75 − p25.
    Iqr,
    /// Smallest value under `open`, P1 under `register`.
    Min,
    /// Largest value under `open`, P99 under `register`.
    Max,
}

impl Measure {
    /// The column's name in tables: `mean`, `p25` …
    pub fn name(self) -> String {
        match self {
            Measure::Count => "count".to_owned(),
            Measure::Mean => "mean".to_owned(),
            Measure::Std => "std".to_owned(),
            Measure::Sum => "sum".to_owned(),
            Measure::Percentile(p) => format!("p{}", (p * 1000.0).round() / 10.0),
            Measure::Gini => "gini".to_owned(),
            Measure::Iqr => "iqr".to_owned(),
            Measure::Min => "min".to_owned(),
            Measure::Max => "max".to_owned(),
        }
    }
}

/// `tabulate …, summarize()`.
#[derive(Clone)]
pub struct MagnitudeInput {
    /// The rows.
    pub population: Population,
    /// One or more.
    pub dimensions: Vec<Dimension>,
    /// The summarized variables; several make a dimension `variable` first.
    pub variables: Vec<NumberColumn>,
    /// What is shown, in this order (`Count` for `freq`: units with a value).
    pub measures: Vec<Measure>,
    /// Order and selection of rows; sorting uses the first measure.
    pub layout: TableLayout,
}

/// A confidence interval of a mean.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    /// Level in percent.
    pub level: f64,
    /// Upper quantile of Student's distribution: share above it, degrees of freedom.
    pub quantile: fn(f64, f64) -> f64,
}

/// `summarize`: one row a variable; `summarize-panel`: one row a variable and time.
#[derive(Clone)]
pub struct SummaryInput {
    /// Confidence intervals of means instead of percentiles.
    pub interval: Option<Interval>,
    /// The rows.
    pub population: Population,
    /// What each variable's rows are split by, if anything; no totals.
    pub by: Vec<Dimension>,
    /// The variables.
    pub variables: Vec<NumberColumn>,
    /// `gini` asked for.
    pub gini: bool,
    /// `iqr` asked for.
    pub iqr: bool,
}

/// What the bars show.
#[derive(Clone)]
pub enum BarStatistic {
    /// Number of units in each category.
    Count,
    /// Percent of units: of all, or within each `over` and `by` group.
    Percent,
    /// A statistic of each variable.
    Of {
        /// Mean, min, max, median (`Percentile(0.5)`), sum or sd.
        measure: Measure,
        /// The variables; several make a dimension `variable` first.
        variables: Vec<NumberColumn>,
    },
}

/// `barchart`.
#[derive(Clone)]
pub struct BarInput {
    /// The rows.
    pub population: Population,
    /// The bars' categories (count and percent): one or more.
    pub categories: Vec<Dimension>,
    /// Groups.
    pub over: Vec<Dimension>,
    /// Panels.
    pub by: Vec<Dimension>,
    /// What the bars show.
    pub statistic: BarStatistic,
    /// How it is drawn, as the command gave it (`stack`, `horizontal`).
    pub settings: Vec<(String, String)>,
}

/// Bins of a histogram.
#[derive(Clone)]
pub enum HistogramBins {
    /// The default number.
    Default,
    /// About this many.
    Count(usize),
    /// About this wide.
    Width(f64),
    /// One bar a value: the variable as a dimension.
    Discrete(Dimension),
}

/// The height of bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistogramScale {
    /// Area 1.
    #[default]
    Density,
    /// Counts.
    Frequency,
    /// Heights sum to 1.
    Fraction,
    /// Heights sum to 100.
    Percent,
}

impl HistogramScale {
    /// The column's name.
    pub fn name(self) -> &'static str {
        match self {
            HistogramScale::Density => "density",
            HistogramScale::Frequency => "count",
            HistogramScale::Fraction => "fraction",
            HistogramScale::Percent => "percent",
        }
    }
}

/// `histogram`.
#[derive(Clone)]
pub struct HistogramInput {
    /// The rows.
    pub population: Population,
    /// The variable.
    pub variable: NumberColumn,
    /// The bins.
    pub bins: HistogramBins,
    /// The height.
    pub scale: HistogramScale,
    /// Panels.
    pub by: Option<Dimension>,
    /// Mean and standard deviation for a normal curve.
    pub normal: bool,
}
