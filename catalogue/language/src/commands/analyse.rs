//! Statistics and analysis.

pub mod anova;
pub mod ci;
pub mod correlate;
pub mod normaltest;
pub mod summarize;
pub mod summarize_panel;
pub mod tabulate;
pub mod tabulate_panel;
pub mod transitions_panel;
