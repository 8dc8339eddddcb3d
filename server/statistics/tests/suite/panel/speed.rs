//! Ten million rows; a long form (`SKJERM_LONG`).

use std::time::Instant;

use statistics::covariance::Covariance;
use statistics::design::{Block, Design};
use statistics::linear::absorb::Factor;
use statistics::linear::absorb::fit::{AbsorbOptions, fit};
use statistics::panel::{Panel, fixed};

use super::super::shared::draws;

/// `SKJERM_LONG=1` runs all, another value those whose name has it.
fn time(what: &str, work: &dyn Fn()) {
    let wanted = std::env::var("SKJERM_LONG").unwrap_or_default();
    if wanted != "1" && !what.contains(&wanted) {
        return;
    }
    for _ in 0..3 {
        let start = Instant::now();
        work();
        println!("{what}: {:?}", start.elapsed());
    }
}

#[test]
fn ten_million_rows_of_two_million_units_print_their_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run with SKJERM_LONG=1");
        return;
    }
    let (n_units, n_times) = (2_000_000_usize, 5_usize);
    let n = n_units * n_times;
    let mut draw = draws(1);
    let units: Vec<u32> = (0..n).map(|row| (row / n_times) as u32).collect();
    let times: Vec<u32> = (0..n).map(|row| (row % n_times) as u32).collect();
    let x: Vec<Vec<f64>> = (0..5).map(|_| (0..n).map(|_| draw()).collect()).collect();
    let firms: Vec<u32> = {
        let mut firm = 0;
        let mut all = Vec::with_capacity(n);
        for row in 0..n {
            if row % n_times == 0 || draw() < 0.15 {
                firm = (draw() * draw() * 100_000.0) as u32;
            }
            all.push(firm);
        }
        all
    };
    let y: Vec<f64> = (0..n)
        .map(|row| {
            f64::from(units[row] % 97) * 0.1
                + f64::from(firms[row] % 13) * 0.2
                + x.iter().map(|x| x[row]).sum::<f64>()
                + draw()
        })
        .collect();
    let design = Design { n_rows: n, blocks: x.iter().map(|x| Block::Dense(x)).collect(), has_constant: true };
    time("order by unit", &|| drop(Panel::new(&units, n_units).unwrap()));
    let panel = Panel::new(&units, n_units).unwrap();
    let by_unit = Covariance::Cluster { clusters: &units, n_clusters: n_units };
    time("fe", &|| drop(fixed::fit(&design, &y, &panel, fixed::PanelOptions::default()).unwrap()));
    time("fe, clustered by unit", &|| {
        drop(
            fixed::fit(&design, &y, &panel, fixed::PanelOptions { covariance: by_unit, ..Default::default() }).unwrap(),
        );
    });
    let unit = Factor { codes: &units, n_levels: n_units };
    time("absorb unit and year", &|| {
        drop(fit(&design, &y, &[unit, Factor { codes: &times, n_levels: n_times }], AbsorbOptions::default()).unwrap());
    });
    time("absorb unit and firm", &|| {
        let found =
            fit(&design, &y, &[unit, Factor { codes: &firms, n_levels: 100_000 }], AbsorbOptions::default()).unwrap();
        println!("{} iterations", found.n_iterations);
    });
}
