//! The specification of every command, one file each.
//!
//! A file that is not listed in [`ALL`] fails a test, as does a listed command without two examples.

pub mod analyse;
pub mod bindings;
mod build;
pub mod dataset;
pub mod graphics;
pub mod labels;
mod options;
pub mod prepare;
mod protection;
pub mod regression;
pub mod session;
pub mod survival;

use crate::spec::CommandSpec;

/// All commands, chapter by chapter, in the manual's order.
pub static ALL: &[&CommandSpec] = &[
    &dataset::require::SPEC,
    &dataset::create_dataset::SPEC,
    &dataset::delete_dataset::SPEC,
    &dataset::r#use::SPEC,
    &dataset::clone_dataset::SPEC,
    &dataset::clone_units::SPEC,
    &dataset::rename_dataset::SPEC,
    &dataset::reshape_to_panel::SPEC,
    &dataset::reshape_from_panel::SPEC,
    &prepare::import::SPEC,
    &prepare::import_event::SPEC,
    &prepare::import_panel::SPEC,
    &prepare::generate::SPEC,
    &prepare::replace::SPEC,
    &prepare::rename::SPEC,
    &prepare::clone_variables::SPEC,
    &prepare::drop::SPEC,
    &prepare::keep::SPEC,
    &prepare::sample::SPEC,
    &prepare::recode::SPEC,
    &prepare::destring::SPEC,
    &prepare::aggregate::SPEC,
    &prepare::collapse::SPEC,
    &prepare::merge::SPEC,
    &labels::define_labels::SPEC,
    &labels::assign_labels::SPEC,
    &labels::drop_labels::SPEC,
    &labels::list_labels::SPEC,
    &analyse::summarize::SPEC,
    &analyse::summarize_panel::SPEC,
    &analyse::tabulate::SPEC,
    &analyse::tabulate_panel::SPEC,
    &analyse::correlate::SPEC,
    &analyse::ci::SPEC,
    &analyse::normaltest::SPEC,
    &analyse::anova::SPEC,
    &analyse::transitions_panel::SPEC,
    &graphics::barchart::SPEC,
    &graphics::histogram::SPEC,
    &graphics::boxplot::SPEC,
    &graphics::piechart::SPEC,
    &graphics::hexbin::SPEC,
    &graphics::sankey::SPEC,
    &graphics::coefplot::SPEC,
    &regression::regress::SPEC,
    &regression::regress_predict::SPEC,
    &regression::logit::SPEC,
    &regression::logit_predict::SPEC,
    &regression::probit::SPEC,
    &regression::probit_predict::SPEC,
    &regression::mlogit::SPEC,
    &regression::mlogit_predict::SPEC,
    &regression::poisson::SPEC,
    &regression::poisson_predict::SPEC,
    &regression::negative_binomial::SPEC,
    &regression::negative_binomial_predict::SPEC,
    &regression::ivregress::SPEC,
    &regression::ivregress_predict::SPEC,
    &regression::oaxaca::SPEC,
    &regression::rdd::SPEC,
    &regression::regress_mml::SPEC,
    &regression::regress_mml_predict::SPEC,
    &regression::regress_panel::SPEC,
    &regression::regress_panel_predict::SPEC,
    &regression::regress_panel_diff::SPEC,
    &regression::hausman::SPEC,
    &survival::kaplan_meier::SPEC,
    &survival::weibull::SPEC,
    &survival::cox::SPEC,
    &bindings::r#let::SPEC,
    &bindings::r#for::SPEC,
    &bindings::end::SPEC,
    &session::help::SPEC,
    &session::help_function::SPEC,
    &session::history::SPEC,
    &session::variables::SPEC,
    &session::textblock::SPEC,
    &session::endblock::SPEC,
    &session::clear::SPEC,
    &session::save::SPEC,
    &session::edit::SPEC,
    &session::load::SPEC,
    &session::configure::SPEC,
];
