//! Regression models and predictions.

pub mod hausman;
pub mod ivregress;
pub mod ivregress_predict;
pub mod logit;
pub mod logit_predict;
pub mod mlogit;
pub mod mlogit_predict;
pub mod negative_binomial;
pub mod negative_binomial_predict;
pub mod oaxaca;
pub mod poisson;
pub mod poisson_predict;
pub mod probit;
pub mod probit_predict;
pub mod rdd;
pub mod regress;
pub mod regress_mml;
pub mod regress_mml_predict;
pub mod regress_panel;
pub mod regress_panel_diff;
pub mod regress_panel_predict;
pub mod regress_predict;
