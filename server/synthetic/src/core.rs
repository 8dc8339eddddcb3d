//! The core: the variables that most scripts use, with as many dates as a whole country can hold on one disk.
//!
//! Ten years of what comes once a year, two of the months; more where the example scripts look further back. What is not
//! here has values with [`crate::Set::All`] only. The same for any number of persons.

use crate::calendar::{month_of, year_of};

/// The dates of which a variable has values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// First and last year.
    years: (i32, i32),
    /// Of a monthly register: the years of which every month is made; of the others some.
    all_months: (i32, i32),
}

/// The months of the other years.
const SOME_MONTHS: [i32; 4] = [1, 3, 9, 11];

/// Everything that the simulation reaches, but of monthly registers some months only.
pub(crate) const ALL: Reach = Reach { years: (i32::MIN, i32::MAX), all_months: (2020, 2023) };

const fn years(first: i32, last: i32) -> Reach {
    Reach { years: (first, last), all_months: (first, last) }
}

/// Names with their dates.
const CORE: [(Reach, &[&str]); 8] = [
    // What has no dates of measurement: once a person, or spells.
    (
        ALL,
        &[
            "BEFOLKNING_KJOENN",
            "BEFOLKNING_FOEDSELS_AAR_MND",
            "BEFOLKNING_DOEDS_DATO",
            "BEFOLKNING_FORSTDATO",
            "BEFOLKNING_MOR_FNR",
            "BEFOLKNING_FAR_FNR",
            "BEFOLKNING_MORMOR_FNR",
            "BEFOLKNING_SOESKEN_FNR",
            "BEFOLKNING_PARITET",
            "BEFOLKNING_FODELAND",
            "BEFOLKNING_FOEDEKOMMNR",
            "BEFOLKNING_INVKAT",
            "BEFOLKNING_LANDBAK3GEN",
            "BEFOLKNING_INNGRUNN1",
            "BOSATTEFDT_BOSTED",
            "SIVSTANDFDT_SIVSTAND",
            "NUDB_BU",
            "NUDB_AAR_FORSTE_FULLF_VS",
            "NUDB_AAR_FORSTE_FULLF_BACH",
            "NUDB_AAR_FORSTE_FULLF_HOV",
            "NUDB_NUS2000_MOR_16",
            "NUDB_NUS2000_FAR_16",
            "NUDB_SOSBAK",
            "NUDB_KURS_FNR",
            "NUDB_KURS_UTD",
            "NUDB_KURS_UTFALL",
            "NUDB_KURS_GRPOENG",
            "UFOERP2011FDT_MOTTAK",
            "UFOERP2011FDT_GRAD",
            "ALDPENSJ2011FDT_MOTTAK",
            "ARBAVKLARPFDT_MOTTAK",
            "ARBSOEK2001FDT_HOVED",
            "SOSHJLPFDT_MOTTAK",
            "BARNETRMOTFDT_ANTBARN",
            "ARBEIDSFORHOLD_PERSON",
            "TRAFULYK_AARMND",
            "TRAFULYK_FARTSGRE",
            "TRAFULYK_FOEREFOR",
            "TRAFULYK_PERS_FNR",
            "TRAFULYK_PERS_TRAFULYK",
            "TRAFULYK_PERS_AARMND",
            "TRAFULYK_PERS_ALDER",
            "TRAFULYK_PERS_KJOENN",
            "TRAFULYK_PERS_TYPE",
        ],
    ),
    // The population on 1 January.
    (
        years(2016, 2025),
        &[
            "BEFOLKNING_STATUSKODE",
            "BEFOLKNING_KOMMNR_FORMELL",
            "BEFOLKNING_EKT_FNR",
            "BEFOLKNING_SAMB_FNR",
            "BEFOLKNING_REGSTAT_FAMNR",
            "BEFOLKNING_REGSTAT_FAMTYP",
            "BEFOLKNING_REGSTAT_HUSHTYP",
            "BEFOLKNING_HUSHNR",
            "BEFOLKNING_PERS_I_HUSHNR",
            "BEFOLKNING_PERS17MIN_I_HUSHNR",
            "BEFOLKNING_BARN_I_HUSH",
            "BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR",
            "BEFOLKNING_BARN_I_REGSTAT_FAMNR",
        ],
    ),
    // Work in November.
    (
        years(2015, 2024),
        &[
            "REGSYS_ARB_ARBMARK_STATUS",
            "REGSYS_ARB_ARBEIDSTID",
            "REGSYS_ARB_YRKE_STYRK08",
            "REGSYS_ARB_ARBKOMM",
            "REGSYS_FRTK_ID_SSB",
            "REGSYS_FRTK_SEKTOR_2014",
            "REGSYS_VIRK_ID_SSB",
            "REGSYS_VIRK_NACE1_SN07",
        ],
    ),
    // Amounts of a year.
    (
        years(2014, 2023),
        &[
            "INNTEKT_WNARINNT",
            "INNTEKT_WKAPINNT",
            "INNTEKT_WOVERFOR",
            "INNTEKT_WSKPLOVF",
            "INNTEKT_WSKFROVF",
            "INNTEKT_WSAMINNT",
            "INNTEKT_WSKATOVF",
            "INNTEKT_UTSKATT",
            "INNTEKT_WIES",
            "INNTEKT_FTRYG",
            "INNTEKT_ALDERSP_FOLKETR",
            "INNTEKT_KODE218",
            "INNTEKT_ARBLED",
            "INNTEKT_FORELDREPENGER",
            "INNTEKT_BARNETRYGD",
            "INNTEKT_SOSIAL",
            "INNTEKT_HUSH_IES_EU",
            "INNTEKT_BANKINNSK",
            "INNTEKT_GJELD",
            "INNTEKT_BER_BRFORM",
            "SKATT_NETTOFORMUE",
        ],
    ),
    // Pay of every year: what trends are made of.
    (ALL, &["INNTEKT_WLONN", "INNTEKT_WYRKINNT"]),
    // Jobs by the month.
    (
        years(2022, 2023),
        &["ARBLONN_LONN_EKV_IALT", "ARBLONN_LONN_FAST", "ARBLONN_ARB_YRKE_STYRK08", "ARBLONN_ARB_ARBEIDSTID"],
    ),
    (years(2020, 2023), &["ARBLONN_ARB_STILLINGSPST"]),
    // Vehicles and electricity.
    (
        Reach { years: (2014, 2023), all_months: (i32::MAX, i32::MAX) },
        &[
            "KJORETOY_KJORETOYID_FNR",
            "KJORETOY_DRIVSTOFF_OMK",
            "KJORETOY_EG_VEKT",
            "KJORETOY_FREG_AR",
            "KJORETOY_KJT_GRUP",
            "ELHUB_PERS_MALEPUNKTID_FNR",
            "ELHUB_PERS_PRISOMRADE",
            "ELHUB_PERS_STROMFORBRUK",
            "ELHUB_PERS_TYPE_STROMFORBRUK",
        ],
    ),
];

/// The dates of a variable of the core; `None`: it is not of the core. Figures of municipalities cost nothing: all are.
pub(crate) fn reach(name: &str, is_about_municipalities: bool) -> Option<Reach> {
    let found = CORE.iter().find(|(_, names)| names.contains(&name)).map(|(reach, _)| *reach);
    found.or(is_about_municipalities.then_some(ALL))
}

impl Reach {
    /// Whether there are values of a date; of a month, where the register is monthly.
    pub(crate) fn holds(self, day: i32, is_monthly: bool) -> bool {
        let year = year_of(day);
        let is_within = |(first, last): (i32, i32)| first <= year && year <= last;
        is_within(self.years) && (!is_monthly || is_within(self.all_months) || SOME_MONTHS.contains(&month_of(day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day_of;

    #[test]
    fn every_name_is_in_the_catalogue_once() {
        let catalogue = crate::catalogue();
        let names: Vec<&str> = CORE.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for name in &names {
            assert!(catalogue.iter().any(|(_, variable)| variable.name == *name), "{name}");
            assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
        assert!(names.len() >= 40);
    }

    #[test]
    fn of_monthly_registers_some_months_are_made() {
        let reach = years(2022, 2023);
        assert!(reach.holds(day_of(2022, 7, 16), true) && !reach.holds(day_of(2021, 7, 16), true));
        assert!(ALL.holds(day_of(2005, 3, 1), true) && !ALL.holds(day_of(2005, 4, 1), true));
        assert!(ALL.holds(day_of(2005, 4, 1), false));
    }
}
