//! Figures: bar charts and histograms.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("figures"),
    title: t("Figurer", "Figures"),
    scripts: Cow::Borrowed(&[
        script!(
            "figures",
            "bar_charts",
            t("Søylediagrammer", "Bar charts"),
            t(
                "Antall, andeler og statistikk i søyler: side ved side, stablet, liggende, ett diagram per gruppe.",
                "Counts, shares and statistics as bars: side by side, stacked, lying, one chart a group.",
            )
        ),
        script!(
            "figures",
            "histograms",
            t("Histogrammer", "Histograms"),
            t(
                "Fordelinger: bredde eller antall søyler, antall, andel eller tetthet, normalkurve, ett per gruppe.",
                "Distributions: width or number of bars, counts, shares or density, normal curve, one a group.",
            )
        ),
    ]),
};
