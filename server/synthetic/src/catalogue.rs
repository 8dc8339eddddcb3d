//! The built-in catalogue: the 732 variables of microdata.no, as far as their public overview tells.
//!
//! *In → out*: the files of `data/` (compiled in) become [`Variable`]s, cleaned as `data/README.md` says. No databank,
//! no files, no Polars are needed. Every variable says `has_data: false`; [`crate::generate`] sets it where it writes values.
//! *Start reading at*: [`catalogue`].

mod dates;
mod domain;
mod source;
mod words;

use std::sync::LazyLock;

use variables::{DataType, Multilingual, Sensitivity, Temporality, UnitType, Variable};

use source::SourceVariable;

/// What compiled-in files look like when somebody broke them; the tests of this crate load them all.
#[derive(Debug, thiserror::Error)]
#[error("the built-in catalogue is damaged: {0}")]
pub struct Damaged(pub(crate) String);

static CATALOGUE: LazyLock<Result<Vec<(String, Variable)>, Damaged>> = LazyLock::new(build);

/// All built-in variables with the databank that each belongs to, in the order of the source.
pub fn catalogue() -> Vec<(String, Variable)> {
    built_in().map(<[_]>::to_vec).unwrap_or_default()
}

/// The same without a copy, or what is wrong with the compiled-in files.
pub(crate) fn built_in() -> Result<&'static [(String, Variable)], &'static Damaged> {
    CATALOGUE.as_deref()
}

/// The variable that points from an episode of care to the person. The overview leaves it out, and without it nobody could
/// be told what is known of episodes: so it exists where episodes have data, beside the 732.
pub(crate) fn episode_pointer() -> Option<&'static Variable> {
    static POINTER: LazyLock<Option<Variable>> = LazyLock::new(|| {
        let (_, episode) = built_in().ok()?.iter().find(|(_, variable)| variable.name == "INNDATO")?;
        let text = |nb: &str, en: &str| Multilingual { nb: Some(nb.to_owned()), nn: None, en: Some(en.to_owned()) };
        Some(Variable {
            name: crate::columns::patients::POINTER.to_owned(),
            title: text("Personen som episoden gjelder", "The person of the episode"),
            description: text(
                "Peker fra episoden til personen. Ikke med i den offentlige variabeloversikten.",
                "Points from the episode to the person. Not in the public overview of variables.",
            ),
            value_unit_type: Some(UnitType::person()),
            data_type: DataType::Long,
            ..episode.clone()
        })
    });
    POINTER.as_ref()
}

fn build() -> Result<Vec<(String, Variable)>, Damaged> {
    let variables = source::read()?;
    let words = words::Words::read()?;
    let domains = domain::Domains::read(&variables)?;
    variables
        .into_iter()
        .map(|variable| {
            let databank = variable.databank.trim_end_matches(":DRAFT").to_owned();
            Ok((databank, variable_of(variable, &words, &domains)?))
        })
        .collect()
}

fn variable_of(source: SourceVariable, words: &words::Words, domains: &domain::Domains) -> Result<Variable, Damaged> {
    let damaged = |what: &str| Damaged(format!("{what} of {}", source.name));
    let unit_type = UnitType::find(&source.unit_type).ok_or_else(|| damaged("unit type"))?;
    let (valid_from, valid_until, measure_dates) = dates::clean(&source).ok_or_else(|| damaged("dates"))?;
    let data_type = match source.data_type.as_str() {
        "STRING" => DataType::String,
        "LONG" => DataType::Long,
        "DOUBLE" => DataType::Double,
        "DATE" => DataType::Date,
        _ => return Err(damaged("data type")),
    };
    let temporality = match source.temporality.as_str() {
        "FIXED" => Temporality::Fixed,
        "STATUS" => Temporality::Status,
        "ACCUMULATED" => Temporality::Accumulated,
        "EVENT" => Temporality::Event,
        _ => return Err(damaged("temporality")),
    };
    let (domain, has_made_up_periods) = domains.of(&source, data_type, words);
    Ok(Variable {
        title: words.title(&source.name, &source.title),
        description: words::description(&source, has_made_up_periods),
        unit_type,
        value_unit_type: value_unit_type(&source.name),
        temporality,
        data_type,
        format: format_of(&source.name).map(str::to_owned),
        domain,
        sensitivity: sensitivity(&source.name, unit_type),
        subjects: words::subjects(&source),
        population: words::population(unit_type),
        valid_from,
        valid_until,
        measure_dates,
        successors: successors(&source.name),
        has_data: false,
        name: source.name,
    })
}

/// The unit type of values that are units themselves.
fn value_unit_type(name: &str) -> Option<UnitType> {
    let unit_type = match name {
        "BEFOLKNING_MOR_FNR"
        | "BEFOLKNING_FAR_FNR"
        | "BEFOLKNING_MORMOR_FNR"
        | "BEFOLKNING_MORFAR_FNR"
        | "BEFOLKNING_FARMOR_FNR"
        | "BEFOLKNING_FARFAR_FNR"
        | "BEFOLKNING_EKT_FNR"
        | "BEFOLKNING_SAMB_FNR"
        | "ARBEIDSFORHOLD_PERSON"
        | "NUDB_KURS_FNR"
        | "KJORETOY_KJORETOYID_FNR"
        | "ELHUB_PERS_MALEPUNKTID_FNR"
        | "TRAFULYK_PERS_FNR" => "PERSON",
        "BEFOLKNING_SOESKEN_FNR" => "SOESKEN",
        "BEFOLKNING_REGSTAT_FAMNR" => "FAMILIE",
        "BEFOLKNING_HUSHNR" | "INNTEKT_HUSHNR" => "HUSHOLDNING",
        "REGSYS_FRTK_ID_SSB" | "REGSYS_ORGFOR" => "FORETAK",
        "REGSYS_VIRK_ID_SSB" => "VIRKSOMHET",
        "REGSYS_ORGBED" => "BEDRIFT",
        "TRAFULYK_PERS_TRAFULYK" => "TRAFIKKULYKKE",
        "AGGRSHOPPID" => "NPR_SYKEHUSOPPHOLD",
        _ => return None,
    };
    UnitType::find(unit_type)
}

/// The calendar layout of whole numbers.
fn format_of(name: &str) -> Option<&'static str> {
    match name {
        "BEFOLKNING_FOEDSELS_AAR_MND"
        | "TRAFULYK_AARMND"
        | "TRAFULYK_PERS_AARMND"
        | "KJORETOY_MAALERAVLESNING_AARMND" => Some("YYYYMM"),
        "BEFOLKNING_DOEDS_DATO" | "BEFOLKNING_FORSTDATO" => Some("YYYYMMDD"),
        _ if name.starts_with("NUDB_AAR_") => Some("YYYY"),
        _ => None,
    }
}

/// Own judgment after the categories of GDPR art. 9 and 10: the source does not tell.
fn sensitivity(name: &str, unit_type: UnitType) -> Sensitivity {
    const SPECIAL: [&str; 14] = [
        "KRIMINALITET_",
        "BARNEVERN_",
        "SOSHJ",
        "UFOERP",
        "TIDSUFOERP",
        "FUFOERP",
        "ARBAVKLAR",
        "REHAB",
        "GRUNNST",
        "HJELPST",
        "SYKEFRAVAR",
        "KVALIFST",
        "INNTEKT_KODE218",
        "INNTEKT_SOSIAL",
    ];
    if unit_type.name() == "KOMMUNE" {
        Sensitivity::Public
    } else if unit_type.name().starts_with("NPR_")
        || name == "NPRID"
        || SPECIAL.iter().any(|part| name.starts_with(part))
    {
        Sensitivity::PersonSpecial
    } else {
        Sensitivity::PersonGeneral
    }
}

/// Names that take over where a series ends; only those that the names themselves make plain.
fn successors(name: &str) -> Vec<String> {
    let next = match name {
        "REGSYS_YRKSTAT" => "REGSYS_ARB_ARBMARK_STATUS",
        "REGSYS_ARBKOMM" => "REGSYS_ARB_ARBKOMM",
        "REGSYS_ARBTIM" => "REGSYS_ARB_ARBEIDSTID",
        "REGSYS_ORGBED" => "REGSYS_VIRK_ID_SSB",
        "REGSYS_ORGFOR" => "REGSYS_FRTK_ID_SSB",
        "UFOERP1992FDT_MOTTAK" => "UFOERP2011FDT_MOTTAK",
        "UFOERP1992FDT_UFG" => "UFOERP2011FDT_GRAD",
        "ALDPENSJ1992FDT_MOTTAK" => "ALDPENSJ2011FDT_MOTTAK",
        "AFPO1992FDT_MOTTAK" => "AFPO2011FDT_MOTTAK",
        "AFPP1992FDT_MOTTAK" => "AFPP2011FDT_MOTTAK",
        "ARBSOEK1992FDT_STONAD" => "ARBSOEK2001FDT_HOVED",
        "SKATT_TOPPSKATT" => "SKATT_TRINNSKATT",
        _ => return Vec::new(),
    };
    vec![next.to_owned()]
}

#[cfg(test)]
mod tests;
