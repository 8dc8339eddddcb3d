//! Charts.

pub mod barchart;
pub mod boxplot;
pub mod coefplot;
pub mod hexbin;
pub mod histogram;
pub mod piechart;
pub mod sankey;
