//! The rules that received files are checked against: a stable code, how grave, and words in both languages.
//!
//! Texts say what is expected, never what was found: found values belong to people.

use text::{Text, t};

use crate::report::Severity;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $severity:ident $code:literal $nb:literal $en:literal;)*) => {
        /// A rule of the exchange format or of tables.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])* $name,)*
        }

        impl Rule {
            /// The stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Rule::$name => $code,)* }
            }

            /// How grave a breach is.
            pub const fn severity(self) -> Severity {
                match self { $(Rule::$name => Severity::$severity,)* }
            }

            /// What the rule wants.
            pub const fn text(self) -> Text {
                match self { $(Rule::$name => t($nb, $en),)* }
            }

            /// Every rule.
            pub const ALL: &'static [Rule] = &[$(Rule::$name,)*];
        }
    };
}

rules! {
    // Names and files
    /// The folder's name is no variable name.
    Name Error "variable-name" "navnet på en variabel har bare A–Z, 0–9 og _, og begynner med en bokstav"
        "the name of a variable has only A–Z, 0–9 and _, and begins with a letter";
    /// The same variable twice in one import.
    TwiceInImport Error "variable-twice" "variabelen er med to ganger i samme import"
        "the variable occurs twice in one import";
    /// The draft has something of that name.
    AlreadyDrafted Error "already-in-draft"
        "utkastet har alt en endring av variabelen; utgi den (registry release) eller forkast den (registry discard) først"
        "the draft already holds a change of the variable; release it (registry release) or discard it (registry discard) first";
    /// Received data in a databank of made-up ones.
    SyntheticBank Warning "databank-synthetic" "databanken er merket som syntetisk; merket blir stående, også for det som legges til"
        "the databank is marked synthetic; the mark stays, also for what is added";
    /// Neither a variable folder nor a folder of such.
    NoVariables Error "no-variables" "fant ingen mappe NAVN med NAVN.json og NAVN.csv"
        "found no folder NAME with NAME.json and NAME.csv";
    /// No such path.
    NotFound Error "not-found" "finnes ikke, eller kan ikke leses" "does not exist, or cannot be read";
    /// A file where a folder is wanted.
    NotFolder Error "not-a-folder" "er en fil; oppgi mappen NAVN som har NAVN.json og NAVN.csv"
        "is a file; give the folder NAME that has NAME.json and NAME.csv";
    /// NAME.json is missing.
    NoJson Error "json-missing" "metadatafilen NAVN.json mangler" "the metadata file NAME.json is missing";
    /// NAME.csv is missing.
    NoCsv Error "csv-missing" "datafilen NAVN.csv mangler" "the data file NAME.csv is missing";

    // Metadata
    /// No JSON.
    JsonSyntax Error "json-syntax" "filen er ikke gyldig JSON i UTF-8" "the file is not valid JSON in UTF-8";
    /// A field that must be there.
    FieldMissing Error "field-missing" "feltet mangler" "the field is missing";
    /// A field that is not of the model.
    FieldUnknown Error "field-unknown" "feltet finnes ikke i modellen" "the model has no such field";
    /// A top-level field that is not of the model.
    FieldIgnored Warning "field-ignored" "feltet finnes ikke i modellen og er ikke brukt"
        "the model has no such field; it is not used";
    /// Another JSON type.
    FieldType Error "field-type" "feltet har feil JSON-type" "the field has the wrong JSON type";
    /// A word that is not in the list.
    FieldChoice Error "field-choice" "verdien er ikke en av dem modellen kjenner" "the value is not one that the model knows";
    /// An empty text.
    TextEmpty Error "text-empty" "teksten kan ikke være tom" "the text cannot be empty";
    /// An empty list.
    ListEmpty Error "list-empty" "listen må ha minst ett element" "the list needs at least one element";
    /// A list that must have exactly one element.
    ListNotOne Error "list-not-one" "listen må ha nøyaktig ett element" "the list needs exactly one element";
    /// No unit type of the central list.
    UnitTypeUnknown Error "unit-type-unknown" "ukjent enhetstype" "unknown unit type";
    /// `dataType` beside `unitType`.
    DataTypeWithUnit Error "data-type-with-unit-type" "dataType kan ikke stå sammen med unitType i en måling"
        "dataType cannot stand together with unitType in a measure";
    /// `valueDomain` beside `unitType`.
    DomainWithUnit Error "value-domain-with-unit-type" "valueDomain kan ikke stå sammen med unitType i en måling"
        "valueDomain cannot stand together with unitType in a measure";
    /// A measure without `dataType`.
    DataTypeMissing Error "data-type-missing" "målingen mangler dataType" "the measure lacks dataType";
    /// A measure without `valueDomain`.
    DomainMissing Error "value-domain-missing" "målingen mangler valueDomain" "the measure lacks valueDomain";
    /// Described and enumerated at once.
    DomainMixed Error "value-domain-mixed" "feltet kan ikke stå sammen med codeList"
        "the field cannot stand together with codeList";
    /// Sentinel values without a code list.
    SentinelWithoutCodes Error "sentinel-without-code-list" "sentinelAndMissingValues kan bare stå sammen med codeList"
        "sentinelAndMissingValues can stand only together with codeList";
    /// Neither described nor enumerated.
    DomainEmpty Error "value-domain-empty" "valueDomain må ha enten codeList eller description"
        "valueDomain needs either codeList or description";
    /// A date of a code.
    CodeDate Error "code-date" "datoen må være en kalenderdag ÅÅÅÅ-MM-DD" "the date must be a calendar day YYYY-MM-DD";
    /// A code's period that ends before it begins.
    CodePeriod Error "code-period" "koden slutter å gjelde før den begynner" "the code ends before it begins";
    /// A code of another type than the variable.
    CodeType Error "code-type" "kodens JSON-type må passe til dataType: tekst til STRING, heltall til LONG"
        "the code's JSON type must fit dataType: text for STRING, whole number for LONG";
    /// A code twice at one time.
    CodeTwice Error "code-twice" "samme kode gjelder to ganger i samme tidsrom" "the same code is valid twice at one time";

    // Data file
    /// No row.
    CsvEmpty Error "csv-empty" "datafilen er tom" "the data file is empty";
    /// A line without end.
    LineLong Error "line-too-long" "linjen er lengre enn 1 MiB" "the line is longer than 1 MiB";
    /// Bytes that are no UTF-8.
    NotUtf8 Error "not-utf-8" "linjen er ikke UTF-8" "the line is not UTF-8";
    /// An empty line.
    RowEmpty Error "row-empty" "tom linje" "empty line";
    /// More or fewer than five fields.
    FieldCount Error "field-count" "linjen må ha nøyaktig fem felt skilt med semikolon"
        "the line needs exactly five fields separated by semicolons";
    /// A quotation mark that is not closed on the line.
    Quote Error "quote" "et anførselstegn er ikke lukket på samme linje" "a quotation mark is not closed on its line";
    /// Text in the reserved fifth field.
    Attributes Warning "attributes-ignored" "femte felt er reservert og blir ikke brukt"
        "the fifth field is reserved and is not used";
    /// Empty identifier.
    IdentifierEmpty Error "identifier-empty" "første felt (enhet) er tomt" "the first field (unit) is empty";
    /// No code of a unit type whose units are public.
    IdentifierCode Error "identifier-not-code" "første felt er ikke en kode for enhetstypen (kommunenummer har fire sifre)"
        "the first field is not a code of the unit type (municipality numbers have four digits)";
    /// Empty value.
    ValueEmpty Error "value-empty" "andre felt (verdi) er tomt" "the second field (value) is empty";
    /// No whole number.
    ValueLong Error "value-not-long" "verdien er ikke et heltall på 64 biter" "the value is not a whole number of 64 bits";
    /// No decimal number.
    ValueDouble Error "value-not-double" "verdien er ikke et endelig desimaltall" "the value is not a finite decimal number";
    /// A comma where a point belongs.
    DecimalComma Error "decimal-comma" "desimaltegnet må være punktum, ikke komma" "the decimal mark must be a point, not a comma";
    /// No date.
    ValueDate Error "value-not-date" "verdien er ikke en kalenderdag ÅÅÅÅ-MM-DD" "the value is not a calendar day YYYY-MM-DD";
    /// A code that the list never has.
    CodeUnknown Error "code-unknown" "verdien er ikke i kodelisten" "the value is not in the code list";
    /// A code that the list has at another time.
    CodeNotValid Error "code-not-valid" "koden gjelder ikke på linjens startdato" "the code is not valid on the line's start date";

    // Time
    /// No date where one must be.
    StartDate Error "start-not-date" "tredje felt (start) må være en kalenderdag ÅÅÅÅ-MM-DD"
        "the third field (start) must be a calendar day YYYY-MM-DD";
    /// No date where one must be.
    StopDate Error "stop-not-date" "fjerde felt (stopp) må være en kalenderdag ÅÅÅÅ-MM-DD"
        "the fourth field (stop) must be a calendar day YYYY-MM-DD";
    /// FIXED with a start.
    FixedStart Error "fixed-start" "en FIXED-variabel har ingen startdato: tredje felt må være tomt"
        "a FIXED variable has no start date: the third field must be empty";
    /// FIXED with a stop.
    FixedStop Warning "fixed-stop-ignored" "en FIXED-variabel har ingen stoppdato: fjerde felt er ikke brukt (utgått regel)"
        "a FIXED variable has no stop date: the fourth field is not used (deprecated)";
    /// STATUS with two dates.
    StatusDates Error "status-dates-differ" "i en STATUS-variabel er start og stopp samme dag"
        "in a STATUS variable start and stop are the same day";
    /// ACCUMULATED of a day or less.
    AccumulatedPeriod Error "accumulated-period" "i en ACCUMULATED-variabel er start før stopp"
        "in an ACCUMULATED variable start is before stop";
    /// EVENT that ends before it begins.
    EventPeriod Error "event-period" "i en EVENT-variabel er start ikke etter stopp" "in an EVENT variable start is not after stop";
    /// FIXED: unit twice.
    UnitTwice Error "unit-twice" "enheten er alt på en tidligere linje" "the unit is on an earlier line already";
    /// STATUS: unit twice on a date.
    UnitDateTwice Error "unit-date-twice" "enheten har alt en linje med denne datoen" "the unit already has a line with this date";
    /// Periods of a unit that overlap.
    Overlap Error "overlap" "enhetens tidsrom overlapper en annen linje (begge ender er med; et åpent tidsrom overlapper alt som følger)"
        "the unit's period overlaps another line (both ends count; an open period overlaps all that follows)";

    // Tables
    /// `import-table` makes `open` databanks only.
    TableNeedsOpen Error "table-needs-open" "en tabell kan bare legges i en åpen databank (--profile open)"
        "a table can go only into an open databank (--profile open)";
    /// The table has no header.
    HeaderMissing Error "header-missing" "tabellen har ingen linje med kolonnenavn" "the table has no line of column names";
    /// A column without a name.
    ColumnUnnamed Error "column-unnamed" "kolonnen har ikke noe navn" "the column has no name";
    /// Two columns make one variable.
    ColumnTwice Error "column-twice" "to kolonner får samme variabelnavn; gi en av dem et annet navn"
        "two columns get the same variable name; give one of them another name";
    /// A column that was asked for is not there.
    ColumnUnknown Error "column-unknown" "tabellen har ingen slik kolonne" "the table has no such column";
    /// A name that needed a letter in front.
    ColumnPrefixed Note "column-prefixed" "variabelnavnet fikk V foran, siden det må begynne med en bokstav"
        "the variable's name got a V in front, since it must begin with a letter";
    /// A column without a single value.
    ColumnEmpty Note "column-empty" "kolonnen har ingen verdier" "the column has no values";
    /// Digits that are a code.
    ColumnZeros Note "column-leading-zeros" "kolonnen har tall med nuller foran og ble STRING, så nullene blir med; første er på denne linjen"
        "the column has numbers with leading zeros and became STRING, so that the zeros are kept; the first is on this line";
    /// Numbers written with a comma.
    ColumnComma Note "column-decimal-comma" "kolonnen ser ut til å ha tall med desimalkomma og ble STRING; skriv tallene med punktum"
        "the column seems to have numbers with a decimal comma and became STRING; write the numbers with a point";
    /// A column with numbers and texts.
    ColumnMixed Note "column-mixed" "kolonnen har både tall og tekst og ble STRING; første tekst er på denne linjen"
        "the column has both numbers and texts and became STRING; the first text is on this line";
    /// A row with more or fewer fields than the header.
    RowFields Error "row-fields" "linjen har ikke like mange felt som linjen med kolonnenavn"
        "the line has not as many fields as the line of column names";
    /// An empty unit.
    TableUnitEmpty Error "table-unit-empty" "enhetskolonnen er tom på denne linjen" "the unit column is empty on this line";
    /// No time.
    TableTimeWrong Error "table-time" "tidskolonnen må ha et årstall eller en dato ÅÅÅÅ-MM-DD"
        "the time column must hold a year or a date YYYY-MM-DD";
    /// A unit twice.
    TableUnitTwice Error "table-unit-twice" "enheten er alt på en tidligere linje; oppgi en tidskolonne eller en annen enhet"
        "the unit is on an earlier line already; name a time column or another unit";
    /// A unit twice at a time.
    TableUnitTimeTwice Error "table-unit-time-twice" "enheten har alt en linje med dette tidspunktet"
        "the unit already has a line at this time";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_texts_end_without_a_period() {
        let codes: HashSet<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        assert_eq!(codes.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            let text = rule.text();
            assert!(!text.nb.ends_with('.') && !text.en.ends_with('.') && text.nb != text.en, "{}", rule.code());
        }
    }
}
