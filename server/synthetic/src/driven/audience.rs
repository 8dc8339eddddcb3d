//! Who has a value of a variable, after the register that its name tells.

use variables::Variable;

use crate::block::Block;
use crate::calendar::age_on;
use crate::origin::REFUGE;
use crate::person::Sex;

/// What somebody must be besides of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    Wage,
    Unemployment,
    /// No work and no study.
    Idleness,
    Study,
    Refuge,
    Motherhood,
    MoreOftenMen,
}

/// Those who have a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Audience {
    /// First and last age.
    pub(super) ages: (i32, i32),
    /// Of those, the share.
    pub(super) share: f64,
    needs: Needs,
    /// FIXED values: first and last year of birth, and the share of those born then.
    born: (i32, i32),
    share_of_born: f64,
}

/// By the beginning of the name; the first that fits counts.
const AUDIENCES: [(&str, (i32, i32), f64, Needs); 44] = [
    ("ARBSTATUS_AKT_LO", (15, 74), 1.0, Needs::Wage),
    ("ARBSTATUS_AKT_ALDERSP", (62, 110), 0.9, Needs::Nothing),
    ("ARBSTATUS_AKT_", (15, 89), 0.05, Needs::Nothing),
    ("ARBSTATUS_ARB_", (15, 74), 1.0, Needs::Wage),
    ("ARBSTATUS_PERS_AFP", (62, 75), 0.3, Needs::Nothing),
    ("ARBSTATUS_PERS_NEET", (15, 29), 1.0, Needs::Nothing),
    ("ARBSTATUS_", (15, 89), 1.0, Needs::Nothing),
    ("ARBLONN_PERS_", (15, 74), 1.0, Needs::Wage),
    ("ARBEIDSSOKER_", (16, 66), 1.0, Needs::Unemployment),
    ("ARBSOEK", (18, 66), 0.12, Needs::Nothing),
    ("BEFOLKNING_", (0, 120), 1.0, Needs::Nothing),
    ("BOFORHOLD_", (0, 120), 0.95, Needs::Nothing),
    ("BOSTOTTE_", (18, 100), 0.10, Needs::Idleness),
    ("BARNEVERN_", (0, 22), 0.03, Needs::Nothing),
    ("BARNETR", (18, 50), 0.9, Needs::Motherhood),
    ("INNTEKT_HUSH_", (0, 120), 1.0, Needs::Nothing),
    ("INNTEKT_KODE_", (0, 120), 1.0, Needs::Nothing),
    ("INNTEKT_STUDENTHUSH", (0, 120), 1.0, Needs::Nothing),
    ("INNTEKT_STUDIESTIPEND", (17, 40), 0.7, Needs::Study),
    ("INNTEKT_AFP", (62, 75), 0.3, Needs::Nothing),
    ("INNTEKT_SYKEPENGER", (18, 69), 0.12, Needs::Wage),
    ("INNTEKT_REN", (17, 110), 0.85, Needs::Nothing),
    ("INNTEKT_", (17, 110), 0.25, Needs::Nothing),
    ("SKATT_BA_", (18, 110), 0.06, Needs::Nothing),
    ("SKATT_BRUTTOINNTEKT", (17, 110), 0.95, Needs::Nothing),
    ("SKATT_PI_LONN", (17, 74), 1.0, Needs::Wage),
    ("SKATT_", (17, 110), 0.30, Needs::Nothing),
    ("LAANEKASSEN_UTBETALT", (18, 35), 0.7, Needs::Study),
    ("LAANEKASSEN_", (20, 50), 0.30, Needs::Nothing),
    ("KRIMINALITET_", (15, 75), 0.012, Needs::MoreOftenMen),
    ("NUDB_UTVEKSL", (19, 30), 0.08, Needs::Nothing),
    ("NUDB_VGS_VGPOENG", (18, 21), 0.3, Needs::Nothing),
    ("PENSJ1967", (62, 110), 0.9, Needs::Nothing),
    ("PENSJPOENG", (17, 69), 0.8, Needs::Nothing),
    ("INTRO", (18, 55), 0.8, Needs::Refuge),
    ("VALG_", (18, 110), 0.9, Needs::Nothing),
    ("SOSHJ", (18, 66), 0.35, Needs::Idleness),
    ("KVALIF", (19, 66), 0.05, Needs::Idleness),
    ("ENSLIG", (18, 45), 0.06, Needs::Motherhood),
    ("ETLATBRN", (0, 19), 0.02, Needs::Nothing),
    ("ETLAT", (40, 70), 0.02, Needs::Nothing),
    ("AFP", (62, 67), 0.25, Needs::Nothing),
    ("ARBAVKLAR", (18, 66), 0.06, Needs::Nothing),
    ("", (16, 80), 0.03, Needs::Nothing),
];

/// FIXED variables about school: first and last year of birth of whom they know, and the share.
const COHORTS: [(&str, (i32, i32), f64); 8] = [
    ("BARNEVERN_", (1975, 2024), 0.05),
    ("NUDB_NPKL_", (2008, 2014), 0.85),
    ("NUDB_NP_", (1994, 2010), 0.85),
    ("NUDB_GS_STP", (1986, 2008), 0.9),
    ("NUDB_KURS_GRPOENG", (1986, 2008), 0.93),
    ("NUDB_VGS_STP", (1987, 2006), 0.5),
    ("NUDB_", (1950, 2003), 0.4),
    ("", (1850, 2024), 0.7),
];

impl Audience {
    /// The audience of a variable.
    pub(super) fn of(variable: &Variable) -> Audience {
        let found = AUDIENCES.iter().find(|(prefix, ..)| variable.name.starts_with(prefix));
        let (_, ages, share, needs) = found.copied().unwrap_or(("", (0, 120), 0.0, Needs::Nothing));
        let cohort = COHORTS.iter().find(|(prefix, ..)| variable.name.starts_with(prefix));
        let (_, born, share_of_born) = cohort.copied().unwrap_or(("", (1850, 2024), 0.0));
        Audience { ages, share, needs, born, share_of_born }
    }

    /// The share of a cohort that has a FIXED value.
    pub(super) fn fixed_share(&self, born: i32) -> f64 {
        if (self.born.0..=self.born.1).contains(&born) { self.share_of_born } else { 0.0 }
    }

    /// The chance of a person to have a value on a day.
    pub(super) fn share_on(&self, block: &Block, place: usize, day: i32) -> f64 {
        let person = block.person(place as u32);
        let age = age_on(person.born, day);
        if !(self.ages.0..=self.ages.1).contains(&age) {
            return 0.0;
        }
        let year = || block.working.year(place, day);
        let fits = match self.needs {
            Needs::Nothing | Needs::MoreOftenMen => true,
            Needs::Wage => year().is_employee(),
            Needs::Unemployment => year().is_unemployed(),
            Needs::Idleness => year().is_idle(),
            Needs::Study => year().is_student(),
            Needs::Refuge => person.reason == REFUGE && person.origin != 0 && age_on(person.entered, day) < 4,
            Needs::Motherhood => {
                let youngest = person.children.last().map(|child| block.person(*child).born);
                person.sex == Sex::Woman && youngest.is_some_and(|born| born <= day && age_on(born, day) < 18)
            }
        };
        let sex = match (self.needs, person.sex) {
            (Needs::MoreOftenMen, Sex::Man) => 1.7,
            (Needs::MoreOftenMen, Sex::Woman) => 0.35,
            _ => 1.0,
        };
        if fits { self.share * sex } else { 0.0 }
    }
}
