//! `tabulate-panel`: a table with one column for each time of a panel.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, flag, option};
use crate::commands::options::{GINI, IQR};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `tabulate-panel`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("tabulate-panel"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("tabulate-panel vars [if condition] [, options]"),
    purpose: t("Tabell med én kolonne per tidspunkt i et panel.", "A table with one column for each time of a panel."),
    description: t(
        "Det samme som `tabulate vars date@panel`: variablene står i radene, tidspunktene i kolonnene. Datasettet må være et panel. Sortering og utvalg av rader finnes i `tabulate`.",
        "The same as `tabulate vars date@panel`: the variables stand in the rows, the times in the columns. The dataset must be a panel. Sorting and choice of rows are found in `tabulate`.",
    ),
    protection: protection::TABLE,
    options: Cow::Borrowed(&[
        flag("chi2", t("Kjikvadrattest for uavhengighet", "Chi-square test of independence")),
        flag("missing", t("Ta med manglende verdi som kategori", "Include missing as a category")),
        flag("nolabels", t("Vis koder i stedet for etiketter", "Show codes rather than labels")),
        flag("freq", t("Vis antall (står uten andre valg)", "Show frequencies (the default)")),
        flag("rowpct", t("Prosent av raden", "Percent of the row")),
        flag("colpct", t("Prosent av kolonnen", "Percent of the column")),
        flag("cellpct", t("Prosent av tabellen", "Percent of the table")),
        option(
            "summarize",
            Takes::Variables,
            "",
            t("Vis statistikk for disse variablene i cellene", "Show a statistic of these variables in the cells"),
        ),
        flag("mean", t("Gjennomsnitt (står uten andre valg)", "Mean (the default)")),
        flag("std", t("Standardavvik", "Standard deviation")),
        flag("sum", t("Sum", "Sum")),
        flag("p25", t("Nedre kvartil", "Lower quartile")),
        flag("p50", t("Median", "Median")),
        flag("p75", t("Øvre kvartil", "Upper quartile")),
        GINI,
        IQR,
    ]),
    examples: Cow::Borrowed(&[
        example(
            t("Kjønn over tid", "Sex over time"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
tabulate-panel BEFOLKNING_KJOENN",
        ),
        example(
            t("Lønn over tid etter kjønn", "Wages over time by sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset panel
import-panel db/INNTEKT_WLONN db/BEFOLKNING_KJOENN 2019-12-31 2020-12-31 2021-12-31
tabulate-panel BEFOLKNING_KJOENN, summarize(INNTEKT_WLONN) p50",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
