//! `tabulate`: a table of frequencies, percentages or statistics of categories.

use std::borrow::Cow;

use text::t;

use crate::commands::build::{example, exclusive, flag, option};
use crate::commands::options::{GINI, IQR};
use crate::commands::protection;
use crate::spec::{Chapter, CommandSpec, Shape, Status, Takes};

/// The specification of `tabulate`.
pub static SPEC: CommandSpec = CommandSpec {
    name: Cow::Borrowed("tabulate"),
    chapter: Chapter::Analyse,
    shape: Shape::Names,
    arity: (1, None),
    takes_condition: true,
    syntax: Cow::Borrowed("tabulate vars [if condition] [, options]"),
    purpose: t(
        "Tabell over antall, prosent eller statistikk for kategorier.",
        "A table of frequencies, percentages or statistics of categories.",
    ),
    description: t(
        "Én variabel gir en liste; den første av to står i radene, den andre i kolonnene; flere nøstes. Radene følger kodene. Manglende verdi vises bare med `missing`. Med `summarize()` viser cellene statistikk for en annen variabel.",
        "One variable gives a list; of two the first stands in the rows, the second in the columns; more are nested. Rows follow the codes. Missing is shown with `missing` only. With `summarize()` the cells show a statistic of another variable.",
    ),
    protection: protection::TABLE,
    options: Cow::Borrowed(&[
        flag("missing", t("Ta med manglende verdi som kategori", "Include missing as a category")),
        flag("nolabels", t("Vis koder i stedet for etiketter", "Show codes rather than labels")),
        flag("freq", t("Vis antall (står uten andre valg)", "Show frequencies (the default)")),
        flag("rowpct", t("Prosent av raden", "Percent of the row")),
        flag("colpct", t("Prosent av kolonnen", "Percent of the column")),
        flag("cellpct", t("Prosent av tabellen", "Percent of the table")),
        flag("chi2", t("Kjikvadrattest for uavhengighet", "Chi-square test of independence")),
        flag("flatten", t("En rad per kombinasjon", "One row a combination")),
        option(
            "rowsort",
            Takes::Codes,
            "",
            t(
                "Sorter radene stigende etter kolonnen med disse kodene, ellers etter summen",
                "Sort rows ascending by the column of these codes, else by the total",
            ),
        ),
        option(
            "colsort",
            Takes::Codes,
            "",
            t(
                "Sorter kolonnene stigende etter raden med disse kodene, ellers etter summen",
                "Sort columns ascending by the row of these codes, else by the total",
            ),
        ),
        exclusive(
            "top",
            Takes::Count { least: 1, most: 10000 },
            "",
            &[Cow::Borrowed("bottom")],
            t("Bare de første radene", "Only the first rows"),
        ),
        exclusive(
            "bottom",
            Takes::Count { least: 1, most: 10000 },
            "",
            &[Cow::Borrowed("top")],
            t("Bare de siste radene", "Only the last rows"),
        ),
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
            t("Kjønn og sivilstand med radprosent", "Sex and civil status with row percentages"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/SIVSTANDFDT_SIVSTAND 2022-12-31 as sivilstand
tabulate kjønn sivilstand, rowpct",
        ),
        example(
            t("Lønn etter kjønn", "Wages by sex"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
tabulate kjønn, summarize(lønn) mean p50",
        ),
        example(
            t("De ti største kommunene", "The ten largest municipalities"),
            "\
require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KOMMNR_FORMELL 2022-01-01 as kommune
tabulate kommune, rowsort() bottom(10)",
        ),
    ]),
    status: Status::Available,
    aliases: Cow::Borrowed(&[]),
};
