//! A linear model of five million rows; a long form: `cargo xtask bench-regress`.

use std::time::Instant;

use statistics::covariance::Covariance;
use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::linear::few::Reweighting;
use statistics::linear::ols::{OlsOptions, fit};
use statistics::reweighted::Reweighted;

use super::shared::draws;

#[test]
fn ten_regressors_on_five_million_rows_print_their_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-regress`");
        return;
    }
    let n = 5_000_000;
    let mut draw = draws(1);
    let x: Vec<Vec<f64>> = (0..8).map(|_| (0..n).map(|_| draw()).collect()).collect();
    let factors: Vec<Vec<u32>> =
        [19.0, 40.0].iter().map(|levels| (0..n).map(|_| (draw() * levels) as u32).collect()).collect();
    let y: Vec<f64> = (0..n).map(|row| 1.0 + x.iter().map(|x| x[row]).sum::<f64>() + draw()).collect();
    let mut blocks: Vec<Block<'_>> = x.iter().map(|x| Block::Dense(x)).collect();
    blocks.push(Block::Coded { columns: &factors[0], n_columns: 19, values: None });
    blocks.push(Block::Coded { columns: &factors[1], n_columns: 40, values: None });
    let design = Design { n_rows: n, blocks, has_constant: true };
    let time = |what: &str, work: &dyn Fn()| {
        for _ in 0..3 {
            let start = Instant::now();
            work();
            println!("{what}: {:?}", start.elapsed());
        }
    };
    time("fit", &|| drop(fit(&design, &y, OlsOptions::default()).unwrap()));
    time("fit, robust", &|| {
        drop(fit(&design, &y, OlsOptions { covariance: Covariance::Hc1, ..OlsOptions::default() }).unwrap());
    });
    time("cross products", &|| drop(Reweighting::new(&design, &y, Watch::default()).unwrap()));
    let reweighting = Reweighting::new(&design, &y, Watch::default()).unwrap();
    let (mut leverage, mut influence) = (vec![0.0; n], vec![0.0; n]);
    let cells = std::cell::RefCell::new((&mut leverage, &mut influence));
    time("influence, one thread", &|| {
        let (leverage, influence) = &mut *cells.borrow_mut();
        reweighting.influence(0..n, influence, leverage);
    });
    time("another fit", &|| drop(reweighting.fit(&[(5, 0.0), (77, 2.0)], OlsOptions::default()).unwrap()));
}
