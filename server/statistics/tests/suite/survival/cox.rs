//! Cox models against R's `coxph`, `cox.zph` and residuals.

use serde_json::Value;
use statistics::covariance::Covariance;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::rows::Rows;
use statistics::survival::cox::{
    CoxFit, CoxModel, CoxOptions, CoxReweighting, Ties, TimeScale, concordance, fit, proportionality,
};
use statistics::survival::timeline::Codes;

use super::{CLOSED, File, ITERATIVE, Table, against, case};
use crate::suite::precision::{cases, compare};

pub fn design<'a>(columns: &'a [Vec<f64>], n_rows: usize) -> Design<'a> {
    Design { n_rows, blocks: columns.iter().map(|column| Block::Dense(column)).collect(), has_constant: true }
}

fn compare_case(method: &str, expected: &Value, names: &[&str], fit: &CoxFit) {
    let (limits, ratios) = (fit.confidence_intervals(95.0), fit.hazard_ratios(95.0));
    for (i, name) in names.iter().enumerate() {
        let check = |figure: &str, value: f64| against(method, expected, &format!("{figure} {name}"), value, ITERATIVE);
        check("coef", fit.coefficients[i]);
        check("se", fit.standard_errors[i]);
        check("stat", fit.z[i]);
        check("p", fit.p[i]);
        check("ci_low", limits[i].0);
        check("ci_high", limits[i].1);
        check("hr", ratios[i].0);
    }
    against(method, expected, "n", fit.n_observations, CLOSED);
    against(method, expected, "events", fit.n_events, CLOSED);
    against(method, expected, "ll", fit.log_likelihood, CLOSED);
    against(method, expected, "ll_null", fit.log_likelihood_null, CLOSED);
    against(method, expected, "lr_chi2", fit.likelihood_ratio.statistic, ITERATIVE);
    against(method, expected, "score_chi2", fit.score.statistic, ITERATIVE);
    against(method, expected, "wald_chi2", fit.wald.unwrap().statistic, ITERATIVE);
}

fn dense_case(id: &str, file: &File, event: &[f64], time: &str, names: &[&str], options: CoxOptions<'_>) {
    let columns: Vec<Vec<f64>> = names.iter().map(|name| file.get(name)).collect();
    let (design, time, event) = (design(&columns, event.len()), file.get(time), event.to_vec());
    let model = CoxModel::new(&design, &event, &time, None, None, Watch::default()).unwrap();
    let fit = model.fit(options).unwrap();
    let expected = case(id).unwrap();
    compare_case("cox", &expected, names, &fit);
    against("cox", &expected, "concordance", concordance(&model, &fit, None).index().unwrap(), CLOSED);
}

/// A factor's levels but the first as a coded block.
pub fn dummies(codes: &[u32]) -> Vec<u32> {
    codes.iter().map(|code| code.checked_sub(1).unwrap_or(NO_COLUMN)).collect()
}

fn lung() -> Option<(File, Vec<f64>)> {
    let file = File::new("lung")?.filter(|of| !of("ph.ecog").is_nan());
    let event = file.get("status").iter().map(|status| f64::from(u8::from(*status == 2.0))).collect();
    Some((file, event))
}

/// Everything that `reference/survival.R` says of a model with these rows.
fn compare_further(
    name: &str,
    columns: &[Vec<f64>],
    event: &Vec<f64>,
    time: &Vec<f64>,
    entry: Option<&dyn Rows<f64>>,
    strata: Option<Codes<'_>>,
    ties: Ties,
) {
    let table = Table::new();
    let n = event.len();
    let design = design(columns, n);
    let model = CoxModel::new(&design, event, time, entry, strata, Watch::default()).unwrap();
    let fit = model.fit(CoxOptions { ties, ..CoxOptions::default() }).unwrap();
    let k = fit.kept.len();
    table.compare("cox", name, "coef", &fit.coefficients, ITERATIVE);
    table.compare("cox", name, "se", &fit.standard_errors, ITERATIVE);
    table.compare("cox", name, "ll", &[fit.log_likelihood_null, fit.log_likelihood], CLOSED);
    table.compare("cox", name, "score", &[fit.score.statistic], ITERATIVE);
    table.compare("cox", name, "wald", &[fit.wald.unwrap().statistic], ITERATIVE);
    let residuals = model.residuals(&fit, None);
    let (mut martingale, mut score) = (vec![0.0; n], vec![0.0; n * k]);
    residuals.martingale(0..n, &mut martingale);
    residuals.score(0..n, &mut score);
    table.compare("cox residuals", name, "martingale", &martingale, ITERATIVE);
    table.compare("cox residuals", name, "scoreresidual", &score, ITERATIVE);
    let dfbeta: Vec<f64> = score.chunks(k).flat_map(|score| fit.covariance.times(score)).collect();
    table.compare("cox residuals", name, "dfbeta", &dfbeta, ITERATIVE);
    let mut schoenfeld = residuals.schoenfeld(0..n);
    schoenfeld.sort_by(|a, b| {
        let stratum = |row: usize| strata.map_or(0, |strata| strata.codes[row]);
        stratum(a.0).cmp(&stratum(b.0)).then(time[a.0].total_cmp(&time[b.0])).then(a.0.cmp(&b.0))
    });
    let mut ours: Vec<Vec<f64>> = schoenfeld.into_iter().map(|(_, residual)| residual).collect();
    // Rows of one time come in no particular order.
    let mut theirs: Vec<Vec<f64>> = table.get(name, "schoenfeld").chunks(k).map(<[f64]>::to_vec).collect();
    for list in [&mut ours, &mut theirs] {
        list.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
    }
    assert_eq!(ours.len(), theirs.len());
    let close = ours.iter().zip(&theirs).filter(|(a, b)| a.iter().zip(*b).all(|(a, b)| (a - b).abs() < 1e-8)).count();
    assert!(close * 10 >= ours.len() * 9, "{name}: {close} of {} Schoenfeld residuals", ours.len());
    if entry.is_none() {
        let found = concordance(&model, &fit, None);
        let pairs = [found.concordant, found.discordant, found.tied_risk];
        table.compare("cox", name, "concordance", &pairs, CLOSED);
    }
    let baseline = model.baseline(&fit);
    table.compare("cox", name, "basehaz", &[baseline.last().unwrap().cumulative_hazard], ITERATIVE);
    let terms: Vec<Vec<usize>> = (0..k).map(|term| vec![term]).collect();
    for (scale, figure) in [
        (TimeScale::KaplanMeier, "zphkm"),
        (TimeScale::Rank, "zphrank"),
        (TimeScale::Identity, "zphidentity"),
        (TimeScale::Log, "zphlog"),
    ] {
        let found = proportionality(&model, &fit, None, scale, &terms).unwrap();
        let mut statistics: Vec<f64> = found.terms.iter().map(|test| test.unwrap().statistic).collect();
        statistics.push(found.global.statistic);
        table.compare("cox proportionality", name, figure, &statistics, ITERATIVE);
    }
}

cases! {
    fn lung_cancer_with_efrons_and_breslows_ties() {
        let Some((file, event)) = lung() else { return };
        let names = ["age", "sex", "ph.ecog"];
        dense_case("cox_lung_efron", &file, &event, "time", &names, CoxOptions::default());
        let breslow = CoxOptions { ties: Ties::Breslow, ..CoxOptions::default() };
        dense_case("cox_lung_breslow", &file, &event, "time", &names, breslow);
    }

    fn recidivism_has_many_ties() {
        let Some(file) = File::new("rossi") else { return };
        let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
        dense_case("cox_rossi_efron", &file, &file.get("arrest"), "week", &names, CoxOptions::default());
    }

    fn veterans_with_a_factor_and_by_strata() {
        let Some(file) = File::new("veteran") else { return };
        let (event, time) = (file.get("status"), file.get("time"));
        let (codes, levels) = file.levels("celltype");
        let factor = dummies(&codes);
        let dense: Vec<Vec<f64>> =
            ["trt", "karno", "diagtime", "age", "prior"].iter().map(|name| file.get(name)).collect();
        let mut blocks: Vec<Block<'_>> = dense.iter().map(|column| Block::Dense(column)).collect();
        blocks.insert(1, Block::Coded { columns: &factor, n_columns: levels.len() - 1, values: None });
        let with_factor = Design { n_rows: event.len(), blocks, has_constant: true };
        let fitted = fit(&with_factor, &event, &time, CoxOptions::default(), Watch::default()).unwrap();
        let names = ["trt", "celltypelarge", "celltypesmallcell", "celltypesquamous", "karno", "diagtime", "age", "prior"];
        compare_case("cox", &case("cox_veteran_efron").unwrap(), &names, &fitted);
        let columns: Vec<Vec<f64>> = ["trt", "karno", "age"].iter().map(|name| file.get(name)).collect();
        let design = design(&columns, event.len());
        let strata = Codes { codes: &codes, n: levels.len() };
        let model = CoxModel::new(&design, &event, &time, None, Some(strata), Watch::default()).unwrap();
        let fitted = model.fit(CoxOptions::default()).unwrap();
        let expected = case("cox_veteran_strata").unwrap();
        compare_case("cox", &expected, &["trt", "karno", "age"], &fitted);
        against("cox", &expected, "concordance", concordance(&model, &fitted, None).index().unwrap(), CLOSED);
    }

    fn hazards_of_recidivism_are_tested_for_proportionality() {
        let Some(file) = File::new("rossi") else { return };
        let names = ["fin", "age", "prio"];
        let columns: Vec<Vec<f64>> = names.iter().map(|name| file.get(name)).collect();
        let (event, time) = (file.get("arrest"), file.get("week"));
        let design = design(&columns, event.len());
        let model = CoxModel::new(&design, &event, &time, None, None, Watch::default()).unwrap();
        let fit = model.fit(CoxOptions::default()).unwrap();
        let terms = [vec![0], vec![1], vec![2]];
        let found = proportionality(&model, &fit, None, TimeScale::Rank, &terms).unwrap();
        let expected = case("cox_rossi_ph_test").unwrap();
        for (name, test) in names.iter().zip(&found.terms) {
            against("cox proportionality", &expected, &format!("chisq {name}"), test.unwrap().statistic, ITERATIVE);
            against("cox proportionality", &expected, &format!("p {name}"), test.unwrap().p, ITERATIVE);
        }
        against("cox proportionality", &expected, "chisq GLOBAL", found.global.statistic, ITERATIVE);
        against("cox proportionality", &expected, "p GLOBAL", found.global.p, ITERATIVE);
    }

    fn residuals_and_tests_agree_with_r() {
        let Some((file, event)) = lung() else { return };
        let columns: Vec<Vec<f64>> = ["age", "sex", "ph.ecog"].iter().map(|name| file.get(name)).collect();
        compare_further("efron", &columns, &event, &file.get("time"), None, None, Ties::Efron);
        compare_further("breslow", &columns, &event, &file.get("time"), None, None, Ties::Breslow);
        let file = File::new("rossi").unwrap();
        let columns: Vec<Vec<f64>> = ["fin", "age", "prio"].iter().map(|name| file.get(name)).collect();
        compare_further("ties", &columns, &file.get("arrest"), &file.get("week"), None, None, Ties::Efron);
        let file = File::new("veteran").unwrap();
        let columns: Vec<Vec<f64>> = ["trt", "karno", "age"].iter().map(|name| file.get(name)).collect();
        let (codes, levels) = file.levels("celltype");
        let strata = Some(Codes { codes: &codes, n: levels.len() });
        compare_further("strata", &columns, &file.get("status"), &file.get("time"), None, strata, Ties::Efron);
    }

    fn delayed_entry_agrees_with_r() {
        let Some(file) = File::new("veteran") else { return };
        let file = file.filter(|of| of("time") > 1.0);
        let columns: Vec<Vec<f64>> = ["trt", "karno"].iter().map(|name| file.get(name)).collect();
        let time = file.get("time");
        let entry: Vec<f64> =
            file.get("age").iter().zip(&time).map(|(age, time)| (age / 1000.0f64).min(time - 1.0) * 30.0).collect();
        let event = file.get("status");
        // R drops rows that would enter no earlier than they leave.
        let valid: Vec<usize> = (0..time.len()).filter(|&row| entry[row] < time[row]).collect();
        let pick = |values: &[f64]| -> Vec<f64> { valid.iter().map(|&row| values[row]).collect() };
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| pick(column)).collect();
        let (time, event, entry) = (pick(&time), pick(&event), pick(&entry));
        compare_further("entry", &columns, &event, &time, Some(&entry), None, Ties::Efron);
        compare_further("entrybreslow", &columns, &event, &time, Some(&entry), None, Ties::Breslow);
    }

    fn robust_and_clustered_errors_agree_with_r() {
        let Some((file, event)) = lung() else { return };
        let table = Table::new();
        let columns: Vec<Vec<f64>> = ["age", "sex", "ph.ecog"].iter().map(|name| file.get(name)).collect();
        let whole = design(&columns, event.len());
        let robust = CoxOptions { covariance: Covariance::Hc1, ..CoxOptions::default() };
        let fitted = fit(&whole, &event, &file.get("time"), robust, Watch::default()).unwrap();
        table.compare("cox robust", "robust", "se", &fitted.standard_errors, ITERATIVE);
        table.compare("cox robust", "robust", "wald", &[fitted.wald.unwrap().statistic], ITERATIVE);
        let file = file.filter(|of| !of("inst").is_nan());
        let event: Vec<f64> = file.get("status").iter().map(|status| status - 1.0).collect();
        let columns: Vec<Vec<f64>> = ["age", "sex", "ph.ecog"].iter().map(|name| file.get(name)).collect();
        let whole = design(&columns, event.len());
        let clusters: Vec<u32> = file.get("inst").iter().map(|inst| *inst as u32).collect();
        let covariance = Covariance::Cluster { clusters: &clusters, n_clusters: 40 };
        let options = CoxOptions { covariance, ..CoxOptions::default() };
        let fitted = fit(&whole, &event, &file.get("time"), options, Watch::default()).unwrap();
        table.compare("cox robust", "cluster", "coef", &fitted.coefficients, ITERATIVE);
        table.compare("cox robust", "cluster", "se", &fitted.standard_errors, ITERATIVE);
        assert_eq!(fitted.n_clusters, Some(18));
    }

    fn a_factor_is_one_term_of_the_proportionality_test() {
        let Some(file) = File::new("veteran") else { return };
        let table = Table::new();
        let (event, time) = (file.get("status"), file.get("time"));
        let (codes, _) = file.levels("celltype");
        let factor = dummies(&codes);
        let (trt, karno) = (file.get("trt"), file.get("karno"));
        let blocks = vec![
            Block::Dense(&trt),
            Block::Coded { columns: &factor, n_columns: 3, values: None },
            Block::Dense(&karno),
        ];
        let design = Design { n_rows: event.len(), blocks, has_constant: true };
        let model = CoxModel::new(&design, &event, &time, None, None, Watch::default()).unwrap();
        let fit = model.fit(CoxOptions::default()).unwrap();
        let terms = [vec![0], vec![1, 2, 3], vec![4]];
        let found = proportionality(&model, &fit, None, TimeScale::KaplanMeier, &terms).unwrap();
        let mut tests: Vec<_> = found.terms.iter().map(|test| test.unwrap()).collect();
        tests.push(found.global);
        let of = |value: &dyn Fn(&statistics::hypothesis::Test) -> f64| tests.iter().map(value).collect::<Vec<_>>();
        table.compare("cox proportionality", "zphterm", "chisq", &of(&|test| test.statistic), ITERATIVE);
        table.compare("cox proportionality", "zphterm", "df", &of(&|test| test.df), CLOSED);
    }

    fn weights_that_are_whole_are_copies_of_rows() {
        let Some((file, event)) = lung() else { return };
        let names = ["age", "sex", "ph.ecog"];
        let columns: Vec<Vec<f64>> = names.iter().map(|name| file.get(name)).collect();
        let n = event.len();
        let weights: Vec<f64> = (0..n).map(|row| [1.0, 1.0, 0.0, 2.0, 3.0][row % 5]).collect();
        let copies: Vec<usize> = (0..n).flat_map(|row| vec![row; weights[row] as usize]).collect();
        let pick = |values: &[f64]| -> Vec<f64> { copies.iter().map(|&row| values[row]).collect() };
        let copied: Vec<Vec<f64>> = columns.iter().map(|column| pick(column)).collect();
        let time = file.get("time");
        for ties in [Ties::Efron, Ties::Breslow] {
            for covariance in [Covariance::Classical, Covariance::Hc1] {
                let options = CoxOptions { ties, covariance, weights: None };
                let (first, second) = (design(&columns, n), design(&copied, copies.len()));
                let weighted =
                    fit(&first, &event, &time, CoxOptions { weights: Some(&weights), ..options }, Watch::default());
                let (weighted, many) =
                    (weighted.unwrap(), fit(&second, &pick(&event), &pick(&time), options, Watch::default()).unwrap());
                for i in 0..3 {
                    compare("cox weights", "coef", weighted.coefficients[i], many.coefficients[i], ITERATIVE);
                    compare("cox weights", "se", weighted.standard_errors[i], many.standard_errors[i], ITERATIVE);
                }
                compare("cox weights", "ll", weighted.log_likelihood, many.log_likelihood, CLOSED);
                compare("cox weights", "score", weighted.score.statistic, many.score.statistic, ITERATIVE);
            }
        }
    }

    fn a_few_changed_weights_give_the_fit_from_nothing() {
        let Some((file, event)) = lung() else { return };
        let columns: Vec<Vec<f64>> = ["age", "sex", "ph.ecog"].iter().map(|name| file.get(name)).collect();
        let (design, time) = (design(&columns, event.len()), file.get("time"));
        let changed = [(3, 0.0), (10, 2.0), (50, 0.5), (51, 1.7)];
        let mut weights = vec![1.0; event.len()];
        changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
        let model = CoxModel::new(&design, &event, &time, None, None, Watch::default()).unwrap();
        let direct = model.fit(CoxOptions { weights: Some(&weights), ..CoxOptions::default() }).unwrap();
        let few = CoxReweighting::new(model, CoxOptions::default()).unwrap().fit(&changed).unwrap();
        for i in 0..3 {
            compare("cox weights", "coef", few.coefficients[i], direct.coefficients[i], 1e-10);
            compare("cox weights", "se", few.standard_errors[i], direct.standard_errors[i], 1e-9);
        }
    }
}
