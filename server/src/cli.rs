//! The command line as data: what `skjerm --help` documents.

use std::path::PathBuf;

use accounts::Role;
use clap::{Args, Parser, Subcommand, ValueEnum};
use variables::{Day, Profile, Tier};

use crate::memory_amount::MemoryAmount;
use crate::site::Site;

mod secrets;

pub use secrets::{AuditTask, Decision, KeysTask, Passphrase};

/// Analysis of register data without seeing any person
#[derive(Debug, Parser)]
#[command(name = "skjerm", version, about, long_about = LONG, propagate_version = true)]
pub struct Cli {
    /// Folder that holds everything of one installation
    #[arg(long, global = true, env = "SKJERM_HOME", default_value = "./skjerm-home", value_name = "DIR")]
    pub home: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub task: Task,
}

const LONG: &str = "Analysis of register data without seeing any person.

Scripts run over registers that nobody reads; what they answer has passed a noise filter that no switch turns off.
Exit status: 0 fine, 1 the work failed (message on standard error), 2 the call was wrong.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Serve the web app and the API; makes an empty home if there is none
    Serve(Serve),
    /// Load, release and list databanks
    #[command(subcommand)]
    Registry(RegistryTask),
    /// Check a script without data, against the home's catalogue or, without a home, the built-in one
    Check(Check),
    /// Write a script in the house form: blanks, indentation and straight quotes; comments stay
    Fmt(Fmt),
    /// Run a script through the same engine and noise filter as the API
    Run(Run),
    /// Institutions with access
    #[command(subcommand)]
    Institution(InstitutionTask),
    /// Users
    #[command(subcommand)]
    User(UserTask),
    /// The table of commands and functions of the script language
    Language(Json),
    /// Write a consistent copy of the home without its keys (not available yet)
    Backup {
        /// Where to
        dest: PathBuf,
    },
    /// Put a copy back (not available yet)
    Restore {
        /// Where from
        src: PathBuf,
    },
    /// Export, import and rotate the home's keys
    #[command(subcommand)]
    Keys(KeysTask),
    /// The audit log, who did what and when in a hash chain, and accounts under review
    #[command(subcommand)]
    Audit(AuditTask),
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = address)]
    pub listen: String,
    /// Where browsers reach the service (https://HOST), if a proxy stands before it
    #[arg(long, env = "SKJERM_PUBLIC_URL", value_name = "URL", value_parser = site)]
    pub public_url: Option<Site>,
    /// Folder of the built browser app; default: `dist` beside the binary
    #[arg(long, env = "SKJERM_APP", value_name = "DIR")]
    pub app: Option<PathBuf>,
    /// Address and port of /health and /metrics; default: off
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub status_listen: Option<String>,
    /// Memory for sessions, statements at work and what is remembered: a share of the machine's (60%) or an amount (14G, 900M)
    #[arg(long, env = "SKJERM_MEMORY", value_name = "AMOUNT", default_value = "60%")]
    pub memory: MemoryAmount,
}

/// `registry …`.
#[derive(Debug, Subcommand)]
pub enum RegistryTask {
    /// Make a synthetic population and release it, marked synthetic for ever
    Generate {
        /// How many persons are in the register
        #[arg(long, value_name = "N")]
        persons: u64,
        /// The same seed gives the same data
        #[arg(long, default_value_t = 1, value_name = "S")]
        seed: u64,
        /// Which variables get values
        #[arg(long, value_enum, default_value_t = VariableSet::Core)]
        variables: VariableSet,
        /// Release without proving first that the data keep what they promise
        #[arg(long)]
        no_check: bool,
    },
    /// Add variables in the exchange format to a databank's draft: folders NAME/ with NAME.json and NAME.csv
    ///
    /// Everything is checked first. If anything is wrong, every error is told with file, line and rule, and nothing is added.
    Import {
        /// Folders of variables, or folders of such folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The databank's name, such as no.example.bank
        #[arg(long, value_name = "RDN", value_parser = databank)]
        databank: String,
        /// How results are protected; can never become weaker [default: as it is, `register` for a new databank]
        #[arg(long, value_enum)]
        profile: Option<ProfileName>,
        /// How strongly [default: as it is, `ordinary` for a new databank]
        #[arg(long, value_enum)]
        tier: Option<TierName>,
    },
    /// Add the columns of an ordinary CSV file to the draft of an open databank
    ///
    /// Every column becomes a variable named in upper case, with other characters than A-Z, 0-9 and _ turned to _ and a V in
    /// front of what does not begin with a letter. Columns of numbers are LONG, or DOUBLE if one has decimals; all others are
    /// STRING with a code list, also numbers with zeros in front (0301). Empty cells are missing. Cells are separated by comma,
    /// semicolon or tab, as in the header.
    ImportTable(ImportTable),
    /// Take changes back from a databank's draft
    Discard {
        /// Variables; without any, the whole draft
        names: Vec<String>,
        /// The databank's name
        #[arg(long, value_name = "RDN")]
        databank: String,
    },
    /// Turn a databank's draft into the next version
    Release {
        /// The databank's name
        #[arg(long, value_name = "RDN")]
        databank: String,
    },
    /// List databanks, versions, variables
    List(Json),
}

/// `registry import-table`.
#[derive(Debug, Args)]
pub struct ImportTable {
    /// A CSV file with a header
    pub file: PathBuf,
    /// The databank's name, such as my.teaching.data
    #[arg(long, value_name = "RDN", value_parser = databank)]
    pub databank: String,
    /// Only `open` databanks are made so
    #[arg(long, value_parser = ["open"], default_value = "open")]
    pub profile: String,
    /// The column that names units; without it the row number does
    #[arg(long, value_name = "COLUMN")]
    pub unit: Option<String>,
    /// One date for all values: STATUS variables
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "time")]
    pub date: Option<Day>,
    /// The column with a year or an ISO date: STATUS variables
    #[arg(long, value_name = "COLUMN")]
    pub time: Option<String>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The script, or `-` for standard input
    pub file: PathBuf,
    /// Write {"diagnostics":[…]}
    #[arg(long)]
    pub json: bool,
}

/// `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// The script, rewritten in place, or `-` for standard input to standard output
    pub file: PathBuf,
    /// Change nothing; fail if the script is not in the house form
    #[arg(long)]
    pub check: bool,
}

/// `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// The script, or `-` for standard input
    pub file: PathBuf,
    /// Write the document as JSON
    #[arg(long)]
    pub json: bool,
    /// Run in the name of a user; default: the local account `operator`
    #[arg(long = "as", value_name = "USER")]
    pub user: Option<String>,
}

/// `institution …`.
#[derive(Debug, Subcommand)]
pub enum InstitutionTask {
    /// Add an institution
    Add {
        /// Its name
        name: String,
        /// Its organization number, nine digits
        #[arg(long, value_name = "N")]
        orgnr: String,
    },
    /// List institutions
    List(Json),
}

/// `user …`.
#[derive(Debug, Subcommand)]
pub enum UserTask {
    /// Add a user; without a password an invitation link is printed
    Add {
        /// E-mail address
        email: String,
        /// Name or organization number of the institution
        #[arg(long, value_name = "NAME")]
        institution: String,
        /// What the user may do
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
        /// The name that people read
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// Read the password from standard input, one line
        #[arg(long)]
        password_stdin: bool,
        /// Where browsers reach the service: the beginning of the invitation link
        #[arg(long, env = "SKJERM_PUBLIC_URL", default_value = "http://localhost:8080", value_name = "URL")]
        public_url: String,
    },
    /// List users
    List(Json),
    /// Shut a user out at once
    Disable {
        /// E-mail address
        email: String,
    },
}

/// A listing that can be JSON.
#[derive(Debug, Args)]
pub struct Json {
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Names of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    /// The full noise filter
    Register,
    /// Public data: exact results
    Open,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Profile {
        match name {
            ProfileName::Register => Profile::Register,
            ProfileName::Open => Profile::Open,
        }
    }
}

/// Names of tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TierName {
    /// The ordinary noise row
    Ordinary,
    /// Health, crime: a wider row
    Sensitive,
}

impl From<TierName> for Tier {
    fn from(name: TierName) -> Tier {
        match name {
            TierName::Ordinary => Tier::Ordinary,
            TierName::Sensitive => Tier::Sensitive,
        }
    }
}

/// Which variables the generator gives values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VariableSet {
    /// Those of the simulated life course
    Core,
    /// All that the generator can make
    All,
}

fn role(text: &str) -> Result<Role, accounts::right::NotARole> {
    match text {
        "administrator" | "institution-admin" => Ok(Role::InstitutionAdministrator),
        name => name.parse(),
    }
}

fn databank(text: &str) -> Result<String, String> {
    if registry::is_databank_name(text) {
        return Ok(text.to_owned());
    }
    Err("lower-case letters and digits, two or more parts with a dot between".to_owned())
}

/// `HOST:PORT`.
fn address(text: &str) -> Result<String, String> {
    let is_address = text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if is_address { Ok(text.to_owned()) } else { Err("an address is written HOST:PORT, as 127.0.0.1:8080".to_owned()) }
}

fn site(text: &str) -> Result<Site, String> {
    Site::at(text).ok_or_else(|| "the public address is https://HOST or http://HOST, without a path".to_owned())
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "a date is written YYYY-MM-DD".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn addresses_are_checked_before_anything_is_done() {
        for good in ["127.0.0.1:8080", "[::1]:0", "localhost:80"] {
            assert_eq!(address(good).as_deref(), Ok(good));
        }
        for bad in ["8080", ":8080", "localhost", "localhost:99999", "localhost:x"] {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert!(site("https://skjerm.example").is_ok() && site("skjerm.example").is_err());
    }

    #[test]
    fn the_home_can_stand_before_and_after_the_command() {
        for words in [["skjerm", "--home", "h", "language"], ["skjerm", "language", "--home", "h"]] {
            let cli = Cli::try_parse_from(words).ok();
            assert_eq!(cli.map(|cli| cli.home), Some(PathBuf::from("h")), "{words:?}");
        }
    }
}
