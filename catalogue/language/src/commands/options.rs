//! Options that several commands share, each written once (a third copy makes a recipe).

use std::borrow::Cow;

use text::t;

use crate::commands::build::{exclusive, flag, option};
use crate::spec::{OptionSpec, Takes};

/// Standard errors that allow dependence within groups.
pub(super) const CLUSTER: OptionSpec = exclusive(
    "cluster",
    Takes::Variable,
    "",
    &[Cow::Borrowed("robust")],
    t(
        "Standardfeil som tåler avhengighet innen disse gruppene",
        "Standard errors that allow dependence within these groups",
    ),
);

/// Terms that are in the model and not in its table.
pub(super) const CONTROL: OptionSpec =
    option("control", Takes::Terms, "", t("Ledd som er med, men ikke vises", "Terms that are included but not shown"));

/// The exposure of a count.
pub(super) const EXPOSURE: OptionSpec = option(
    "exposure",
    Takes::Variable,
    "",
    t("Eksponering: logaritmen er et ledd med koeffisient 1", "Exposure: its logarithm is a term with coefficient 1"),
);

/// The Gini coefficient beside other statistics.
pub(super) const GINI: OptionSpec = flag("gini", t("Legg til Gini-koeffisienten", "Add the Gini coefficient"));

/// The interquartile range beside other statistics.
pub(super) const IQR: OptionSpec = flag("iqr", t("Legg til kvartilbredden", "Add the interquartile range"));

/// The confidence level of intervals.
pub(super) const LEVEL: OptionSpec = option(
    "level",
    Takes::Number { least: 10.0, most: 99.99 },
    "95",
    t("Konfidensnivå i prosent", "Confidence level in percent"),
);

/// Which marginal effect.
pub(super) const MFX: OptionSpec = option(
    "mfx",
    Takes::Choice(Cow::Borrowed(&[
        Cow::Borrowed("dydx"),
        Cow::Borrowed("eyex"),
        Cow::Borrowed("dyex"),
        Cow::Borrowed("eydx"),
    ])),
    "dydx",
    t("Marginale effekter eller elastisiteter", "Marginal effects or elasticities"),
);

/// Where marginal effects are computed.
pub(super) const MFX_AT: OptionSpec = option(
    "mfx_at",
    Takes::Choice(Cow::Borrowed(&[
        Cow::Borrowed("overall"),
        Cow::Borrowed("mean"),
        Cow::Borrowed("median"),
        Cow::Borrowed("zero"),
    ])),
    "overall",
    t("Hvor effektene regnes ut", "Where effects are computed"),
);

/// Without a constant.
pub(super) const NOCONSTANT: OptionSpec = flag("noconstant", t("Uten konstantledd", "Without a constant"));

/// The name of predicted values.
pub(super) const PREDICTED: OptionSpec =
    option("predicted", Takes::MaybeNewName, "predicted", t("Navn på predikert verdi", "Name of the predicted value"));

/// The name of residuals.
pub(super) const RESIDUALS: OptionSpec =
    option("residuals", Takes::MaybeNewName, "", t("Navn på residualene", "Name of the residuals"));

/// Heteroskedasticity-robust standard errors.
pub(super) const ROBUST: OptionSpec = exclusive(
    "robust",
    Takes::Nothing,
    "",
    &[Cow::Borrowed("cluster")],
    t("Robuste standardfeil", "Robust standard errors"),
);
