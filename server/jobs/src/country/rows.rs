//! The rows of the benchmark: what is prepared and what is timed.

/// The databank and the persons, eleven million of them: everybody has a sex.
const EVERYBODY: &str = "require no.ssb.fdb:1 as fd\ncreate-dataset d\nimport fd/BEFOLKNING_KJOENN as sex\n";

/// Persons with county, wage, family and what regressions need.
const PERSONS: &str = "require no.ssb.fdb:1 as fd
create-dataset d
import fd/BEFOLKNING_KJOENN as sex
import fd/BOSATTEFDT_BOSTED 2016-01-01 as place
generate county = substr(place, 1, 2)
import fd/INNTEKT_WLONN 2016-12-31 as wage
";

/// What a row compares with other programs.
pub enum Compared {
    /// Number of values and their sum of these variables of the dataset `d`.
    Columns(&'static [&'static str]),
    /// Cells of the table that came out last.
    Table,
    /// The coefficients of the model that came out last.
    Model,
}

/// A row.
pub struct Row {
    pub prepare: String,
    pub timed: String,
    pub compared: Compared,
}

impl Row {
    fn new(prepare: &str, timed: &str, compared: Compared) -> Row {
        Row { prepare: prepare.to_owned(), timed: timed.to_owned(), compared }
    }

    /// A row by the name that the issue gives it.
    pub fn named(name: &str) -> Option<Row> {
        Some(match name {
            "a-fixed" => Row::new(EVERYBODY, "import fd/BEFOLKNING_FOEDSELS_AAR_MND as x\n", Compared::Columns(&["x"])),
            "a-event" => {
                Row::new(EVERYBODY, "import fd/BOSATTEFDT_BOSTED 2016-01-01 as x\n", Compared::Columns(&["x"]))
            }
            "a-accumulated" => {
                Row::new(EVERYBODY, "import fd/INNTEKT_WLONN 2016-12-31 as x\n", Compared::Columns(&["x"]))
            }
            "b" => Row::new("", FIRST_USE, Compared::Table),
            "c" => Row::new(PERSONS, "tabulate county sex\n", Compared::Table),
            "d" => {
                let timed = "tabulate county, summarize(wage) mean std p25 p50 p75\n";
                Row::new(PERSONS, timed, Compared::Table)
            }
            "e" => {
                let timed = "clone-dataset d m\nuse m\ncollapse (mean) wage -> local, by(place)\nmerge local into d on place\nuse d\n";
                Row::new(PERSONS, timed, Compared::Columns(&["local"]))
            }
            "f" => {
                let prepare = format!("{PERSONS}import fd/BEFOLKNING_REGSTAT_FAMNR 2016-01-01 as family\n");
                let timed = "aggregate (sum) wage -> together, by(family)\n";
                Row::new(&prepare, timed, Compared::Columns(&["together"]))
            }
            "g" => {
                let prepare = "require no.ssb.fdb:1 as fd\ncreate-dataset d\n";
                let dates: Vec<String> = (2014..=2023).map(|year| format!("{year}-12-31")).collect();
                let variables = "fd/INNTEKT_WLONN fd/INNTEKT_WKAPINNT fd/SIVSTANDFDT_SIVSTAND";
                let timed = format!("import-panel {variables} {}\n", dates.join(" "));
                let columns = &["INNTEKT_WLONN", "INNTEKT_WKAPINNT", "SIVSTANDFDT_SIVSTAND"];
                Row::new(prepare, &timed, Compared::Columns(columns))
            }
            "h" => Row::new(&format!("{PERSONS}{REGRESSION}"), MODEL, Compared::Model),
            "i" => Row::new(&FIRST_USE.replace("summarize wage\n", ""), "tabulate civil sex\n", Compared::Table),
            _ => return grown(name),
        })
    }
}

/// Rows that show what a command costs against the number of variables: `import-4` imports four, `tabulate-4` makes four
/// tables, `regress-4` has four regressors.
fn grown(name: &str) -> Option<Row> {
    let (what, n) = name.split_once('-')?;
    let n: usize = n.parse().ok().filter(|n| (1..=20).contains(n))?;
    let lines = |line: &dyn Fn(usize) -> String| (1..=n).map(line).collect::<String>();
    let born = format!("{EVERYBODY}import fd/BEFOLKNING_FOEDSELS_AAR_MND as born\n");
    Some(match what {
        "import" => {
            let year = |i: usize| 2014 + i % 10;
            let variable = |i: usize| if i <= 10 { "INNTEKT_WLONN" } else { "INNTEKT_WKAPINNT" };
            let timed = lines(&|i| format!("import fd/{} {}-12-31 as x{i}\n", variable(i), year(i)));
            Row::new(EVERYBODY, &timed, Compared::Columns(&[]))
        }
        "tabulate" => {
            let digits = lines(&|i| format!("generate g{i} = floor(born / {i}) - 10 * floor(born / {})\n", 10 * i));
            let timed = lines(&|i| format!("tabulate g{i} sex\n"));
            Row::new(&format!("{born}{digits}"), &timed, Compared::Table)
        }
        "regress" => {
            let waves = lines(&|i| format!("generate x{i} = sin(born * {i})\n"));
            let names: Vec<String> = (1..=n).map(|i| format!("x{i}")).collect();
            let timed = format!("regress y {}\n", names.join(" "));
            Row::new(&format!("{born}generate y = cos(born / 7)\n{waves}"), &timed, Compared::Model)
        }
        _ => return None,
    })
}

/// Six imports, two `generate`, one `keep`, two `tabulate`, one `summarize`.
const FIRST_USE: &str = "require no.ssb.fdb:1 as fd
create-dataset d
import fd/BEFOLKNING_KJOENN as sex
import fd/BEFOLKNING_FOEDSELS_AAR_MND as born
import fd/BOSATTEFDT_BOSTED 2016-01-01 as place
import fd/SIVSTANDFDT_SIVSTAND 2016-01-01 as civil
import fd/INNTEKT_WLONN 2016-12-31 as wage
import fd/NUDB_BU 2016-01-01 as education
generate age = 2016 - floor(born / 100)
generate county = substr(place, 1, 2)
keep if age >= 18 & age < 67
tabulate county sex
summarize wage
tabulate civil sex
";

/// Regressors beside age, sex and county; no income is none.
const REGRESSION: &str = "import fd/BEFOLKNING_FOEDSELS_AAR_MND as born
import fd/SIVSTANDFDT_SIVSTAND 2016-01-01 as civil
import fd/INNTEKT_WKAPINNT 2016-12-31 as capital
import fd/INNTEKT_GJELD 2016-12-31 as debt
import fd/INNTEKT_BANKINNSK 2016-12-31 as deposits
import fd/INNTEKT_FTRYG 2016-12-31 as pension
generate age = 2016 - floor(born / 100)
generate age2 = age * age / 100
generate month = born - 100 * floor(born / 100)
generate man = 0
replace man = 1 if sex == '1'
replace capital = 0 if sysmiss(capital)
replace debt = 0 if sysmiss(debt)
replace deposits = 0 if sysmiss(deposits)
replace pension = 0 if sysmiss(pension)
replace wage = 0 if sysmiss(wage)
keep if !sysmiss(county)
keep if !sysmiss(civil)
";

/// Ten regressors, two of them factors.
const MODEL: &str = "regress wage age age2 man capital debt deposits pension month i.county i.civil\n";
