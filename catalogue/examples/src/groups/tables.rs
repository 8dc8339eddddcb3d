//! Tables: every option of tabulate.

use std::borrow::Cow;

use text::t;

use super::script;
use crate::Group;

pub(super) const GROUP: Group = Group {
    key: Cow::Borrowed("tables"),
    title: t("Tabeller", "Tables"),
    scripts: Cow::Borrowed(&[
        script!(
            "tables",
            "percentages",
            t("Prosenter", "Percentages"),
            t(
                "Rad-, kolonne- og celleprosent i samme tabell, med manglende verdi og kjikvadrattest.",
                "Row, column and cell percentages in one table, with missing values and a chi-square test.",
            )
        ),
        script!(
            "tables",
            "statistics_in_cells",
            t("Statistikk i cellene", "Statistics in the cells"),
            t(
                "Gjennomsnitt, median, sum og spredning i stedet for antall, for én eller flere variabler.",
                "Mean, median, sum and spread rather than counts, for one or more variables.",
            )
        ),
        script!(
            "tables",
            "sorting_and_cutting",
            t("Sortere og avgrense", "Sorting and cutting"),
            t(
                "Store tabeller: sorter rader og kolonner, vis de største eller minste, og lag en flat tabell.",
                "Large tables: sort rows and columns, show the largest or smallest, and make a flat table.",
            )
        ),
        script!(
            "tables",
            "many_dimensions",
            t("Flere dimensjoner", "Several dimensions"),
            t(
                "Tre og fire kjennetegn i én tabell: hvordan de nøstes, og når det blir for tynt.",
                "Three and four characteristics in one table: how they nest, and when it becomes too thin.",
            )
        ),
    ]),
};
