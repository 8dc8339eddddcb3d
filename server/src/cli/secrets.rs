//! The tasks on keys, on the audit log and on accounts under review.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `keys …`.
#[derive(Debug, Subcommand)]
pub enum KeysTask {
    /// Write the keys to a new file (mode 0600), encrypted under a passphrase
    ///
    /// Keep the file and its passphrase apart from copies of the home: with both, whoever has a copy can undo the noise; without
    /// keys, a copy cannot be used.
    Export {
        /// The file; one that is there is never overwritten
        file: PathBuf,
        #[command(flatten)]
        passphrase: Passphrase,
    },
    /// Give the home its keys back from an exported file
    ///
    /// Only a home without a key file takes keys, and only those that it was made with; a new home takes any.
    Import {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        passphrase: Passphrase,
    },
    /// Replace the noise key, after somebody may have learnt it
    ///
    /// Every number that scripts get changes once, and whoever kept old numbers can average the two. The keys of units and of the
    /// identity map stay. No server may run on the home meanwhile.
    Rotate {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Where a passphrase comes from; without either it is asked on the terminal.
#[derive(Debug, Args)]
pub struct Passphrase {
    /// Read the passphrase from the first line of a file; SKJERM_PASSPHRASE holds one itself; else it is asked on the terminal
    #[arg(long, env = "SKJERM_PASSPHRASE_FILE", value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// `audit …`.
#[derive(Debug, Subcommand)]
pub enum AuditTask {
    /// Walk the whole chain, also while a server runs; the exit status is 1 if anything in it does not hold
    ///
    /// Prints how many records there are, from when to when, under which keys, and the hash of the last one. Noted elsewhere, number
    /// and hash show later that nothing before them was taken away.
    Verify,
    /// Where accounts stand, also while a server runs: use of quotas, odometer, events of the meter, flags and reviews
    Accounts {
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Release an account that is under review, closed, or at the odometer's stop; quotas stay as they are
    Release(Decision),
    /// Close an account for runs until it is released; its user can still log in
    Close(Decision),
    /// Begin a new, empty watch.sqlite in the place of one that is lost or cannot be read
    ///
    /// Quotas, odometers and the meter of all accounts begin anew, and the audit log says so. What is there is moved aside, not
    /// deleted. No server may run on the home meanwhile.
    RestartWatch {
        /// Why, for the audit log
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// A decision on an account.
#[derive(Debug, Args)]
pub struct Decision {
    /// E-mail address
    pub email: String,
    /// Why, for the audit log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}
