//! A million rows; a long form (`SKJERM_LONG`).

use std::time::Instant;

use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::reweighted::Reweighted;
use statistics::survival::aft::{AftOptions, fit as fit_aft};
use statistics::survival::counts::counts;
use statistics::survival::cox::{CoxModel, CoxOptions, CoxReweighting, Ties, concordance, fit};
use statistics::survival::curve::Curve;
use statistics::survival::timeline::Codes;

use super::super::shared::open_draws;

fn time(what: &str, work: &dyn Fn()) {
    for _ in 0..3 {
        let start = Instant::now();
        work();
        println!("{what}: {:?}", start.elapsed());
    }
}

#[test]
fn a_million_survivals_print_their_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run with SKJERM_LONG=1");
        return;
    }
    let n = 1_000_000;
    let mut draw = open_draws(1);
    let x: Vec<Vec<f64>> = (0..5).map(|_| (0..n).map(|_| 2.0 * draw() - 1.0).collect()).collect();
    let exact: Vec<f64> =
        (0..n).map(|row| -draw().ln() * 1000.0 * (-0.5 * x.iter().map(|x| x[row]).sum::<f64>()).exp()).collect();
    let end: Vec<f64> = (0..n).map(|_| 3000.0 * draw()).collect();
    let event: Vec<f64> = exact.iter().zip(&end).map(|(t, c)| f64::from(u8::from(t <= c))).collect();
    let continuous: Vec<f64> = exact.iter().zip(&end).map(|(t, c)| t.min(*c)).collect();
    let whole: Vec<f64> = continuous.iter().map(|t| t.ceil()).collect();
    let blocks = x.iter().map(|x| Block::Dense(x)).collect();
    let design = Design { n_rows: n, blocks, has_constant: true };
    let watch = Watch::default();
    let breslow = CoxOptions { ties: Ties::Breslow, ..CoxOptions::default() };
    time("cox, 1 M x 5, Efron", &|| drop(fit(&design, &event, &whole, CoxOptions::default(), watch).unwrap()));
    time("cox, 1 M x 5, Breslow", &|| drop(fit(&design, &event, &whole, breslow, watch).unwrap()));
    time("cox, continuous times", &|| drop(fit(&design, &event, &continuous, CoxOptions::default(), watch).unwrap()));
    let model = || CoxModel::new(&design, &event, &whole, None, None, watch).unwrap();
    let few = CoxReweighting::new(model(), CoxOptions::default()).unwrap();
    time("cox, a few changed weights", &|| drop(few.fit(&[(5, 0.0), (77, 2.0)]).unwrap()));
    time("cox, leverage under a few", &|| few.leverage(&[(5, 0.0), (77, 2.0)], &mut |_| {}).unwrap());
    let plain = few.unweighted().unwrap();
    time("cox, concordance", &|| assert!(concordance(few.model(), plain, None).index().is_some()));
    time("cox, influence, one thread", &|| {
        few.influence(0..n, &mut vec![0.0; n], &mut vec![0.0; n]);
    });
    time("weibull, 1 M x 5", &|| drop(fit_aft(&design, &event, &whole, AftOptions::default()).unwrap()));
    let many = 5_000_000;
    let (long_event, long_time): (Vec<f64>, Vec<f64>) = (0..many).map(|row| (event[row % n], whole[row % n])).unzip();
    let groups: Vec<u32> = (0..many).map(|row| (row % 4) as u32).collect();
    time("kaplan-meier, 5 M", &|| {
        drop(Curve::new(&counts(&long_event, &long_time, None, None, watch).unwrap()[0], 95.0));
    });
    time("kaplan-meier, 5 M, 4 groups", &|| {
        drop(counts(&long_event, &long_time, None, Some(Codes { codes: &groups, n: 4 }), watch).unwrap());
    });
    let long_time: Vec<f64> = (0..many).map(|row| continuous[row % n]).collect();
    time("kaplan-meier, 5 M, continuous times", &|| {
        drop(Curve::new(&counts(&long_event, &long_time, None, None, watch).unwrap()[0], 95.0));
    });
}
