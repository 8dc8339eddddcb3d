//! `skjerm`: the one binary.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;
use tikv_jemallocator::Jemalloc;

/// Columns come and go by the hundred megabytes: this allocator keeps freed memory for a while instead of asking the system for
/// fresh pages each time (how it is set up stands in `.cargo/config.toml`).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    // A panic's text can hold anything, a value of a unit too: only its place is told.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => eprintln!("internal failure at {}:{}", within_crate(place.file()), place.line()),
        None => eprintln!("internal failure"),
    }));
    // A wrong call ends here with status 2 and clap's explanation.
    let cli = Cli::parse();
    server::command::carry_out(cli)
}

/// A source file's path from its crate's folder on: where that lies on the building machine is nobody's business.
fn within_crate(file: &str) -> &str {
    match file.rfind("/src/") {
        Some(source) => {
            file.get(..source).and_then(|before| file.get(before.rfind('/').map_or(0, |at| at + 1)..)).unwrap_or(file)
        }
        None => file.rsplit('/').next().unwrap_or(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_name_the_crate_and_not_the_machine() {
        for (file, shown) in [
            (
                "/builder/.cargo/registry/src/index/polars-core-0.55.2/src/frame/mod.rs",
                "polars-core-0.55.2/src/frame/mod.rs",
            ),
            ("server/engine/src/run.rs", "engine/src/run.rs"),
            ("src/main.rs", "main.rs"),
            ("/rustc/0123abcd/library/core/src/option.rs", "core/src/option.rs"),
        ] {
            assert_eq!(within_crate(file), shown);
        }
    }
}
