//! `skjerm`: the one binary.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;

fn main() -> ExitCode {
    // A panic's text can hold anything, a value of a unit too: only its place is told.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => eprintln!("internal failure at {}:{}", place.file(), place.line()),
        None => eprintln!("internal failure"),
    }));
    // A wrong call ends here with status 2 and clap's explanation.
    let cli = Cli::parse();
    server::command::carry_out(cli)
}
