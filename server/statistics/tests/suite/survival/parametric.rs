//! Accelerated failure time models against R's `survreg` and Stata's way of writing them.

use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::survival::aft::{AftFit, AftOptions, AftReweighting, Family, fit};

use super::cox::{design, dummies};
use super::{CLOSED, File, ITERATIVE, Table, against, case};
use crate::suite::precision::{cases, compare};

fn options<'a>(family: Family) -> AftOptions<'a> {
    AftOptions { family, weights: None, watch: Watch::default() }
}

/// In the order of R: constant, columns, ln σ.
fn in_r_order(values: &[f64], fit: &AftFit) -> Vec<f64> {
    let columns = fit.kept.len();
    let mut result = vec![values[columns]];
    result.extend(&values[..columns]);
    result.extend(&values[columns + 1..]);
    result
}

fn compare_case(method: &str, id: &str, names: &[&str], fit: &AftFit) {
    let expected = case(id).unwrap();
    let limits = fit.confidence_intervals(95.0);
    let mut all: Vec<&str> = names.to_vec();
    all.extend(["_cons", "log(scale)"]);
    for (i, name) in all.iter().take(fit.coefficients.len()).enumerate() {
        let check =
            |figure: &str, value: f64| against(method, &expected, &format!("{figure} {name}"), value, ITERATIVE);
        check("coef", fit.coefficients[i]);
        check("se", fit.standard_errors[i]);
        check("stat", fit.z[i]);
        check("p", fit.p[i]);
        check("ci_low", limits[i].0);
        check("ci_high", limits[i].1);
    }
    against(method, &expected, "n", fit.n_observations, CLOSED);
    against(method, &expected, "ll", fit.log_likelihood, CLOSED);
    against(method, &expected, "ll_null", fit.log_likelihood_null, CLOSED);
    if expected.get("shape_p").is_some() {
        against(method, &expected, "scale", fit.scale, ITERATIVE);
        against(method, &expected, "shape_p", fit.shape().0, ITERATIVE);
        let hazards = fit.proportional_hazards().unwrap();
        for (i, name) in all[..=names.len()].iter().enumerate() {
            against(method, &expected, &format!("ph_coef {name}"), hazards.coefficients[i], ITERATIVE);
            against(method, &expected, &format!("ph_se {name}"), hazards.standard_errors[i], ITERATIVE);
        }
        against(method, &expected, "ph_coef ln_p", hazards.log_shape.unwrap().0, ITERATIVE);
        against(method, &expected, "ph_se ln_p", hazards.log_shape.unwrap().1, ITERATIVE);
    }
}

fn further(table: &Table, method: &str, name: &str, fit: &AftFit, x: &[f64]) {
    let mut coefficients = in_r_order(&fit.coefficients, fit);
    if fit.family.has_scale() {
        coefficients.pop();
    }
    table.compare(method, name, "coef", &coefficients, ITERATIVE);
    table.compare(method, name, "se", &in_r_order(&fit.standard_errors, fit), ITERATIVE);
    table.compare(method, name, "scale", &[fit.scale], ITERATIVE);
    table.compare(method, name, "ll", &[fit.log_likelihood_null, fit.log_likelihood], CLOSED);
    let quantiles = [0.5, 0.1].map(|p| fit.time_quantile(x, p, 95.0));
    table.compare(method, name, "uquantile", &quantiles.map(|quantile| quantile.time.ln()), ITERATIVE);
    table.compare(method, name, "uquantilese", &quantiles.map(|quantile| quantile.log_se), ITERATIVE);
}

cases! {
    fn lung_cancer_by_weibull_and_recidivism_by_exponential() {
        let Some(file) = File::new("lung") else { return };
        let file = file.filter(|of| !of("ph.ecog").is_nan());
        let event: Vec<f64> = file.get("status").iter().map(|status| status - 1.0).collect();
        let names = ["age", "sex", "ph.ecog"];
        let columns: Vec<Vec<f64>> = names.iter().map(|name| file.get(name)).collect();
        let fitted = fit(&design(&columns, event.len()), &event, &file.get("time"), options(Family::Weibull)).unwrap();
        compare_case("weibull", "weibull_lung", &names, &fitted);
        let file = File::new("rossi").unwrap();
        let names = ["fin", "age", "prio"];
        let columns: Vec<Vec<f64>> = names.iter().map(|name| file.get(name)).collect();
        let event = file.get("arrest");
        let fitted =
            fit(&design(&columns, event.len()), &event, &file.get("week"), options(Family::Exponential)).unwrap();
        compare_case("exponential", "exponential_rossi", &names, &fitted);
    }

    fn veterans_by_every_family() {
        let Some(file) = File::new("veteran") else { return };
        let table = Table::new();
        let (event, time) = (file.get("status"), file.get("time"));
        let columns: Vec<Vec<f64>> = ["trt", "karno", "age"].iter().map(|name| file.get(name)).collect();
        let with = design(&columns, event.len());
        let without = design(&[], event.len());
        let x: Vec<f64> = columns.iter().map(|column| column[4]).collect();
        for (family, name) in [
            (Family::Weibull, "weibull"),
            (Family::Exponential, "exponential"),
            (Family::Lognormal, "lognormal"),
            (Family::Loglogistic, "loglogistic"),
        ] {
            further(&table, name, name, &fit(&with, &event, &time, options(family)).unwrap(), &x);
            if family != Family::Loglogistic {
                let fitted = fit(&without, &event, &time, options(family)).unwrap();
                further(&table, name, &format!("{name}0"), &fitted, &[]);
            }
        }
        let (codes, levels) = file.levels("celltype");
        let factor = dummies(&codes);
        let blocks = vec![
            Block::Coded { columns: &factor, n_columns: levels.len() - 1, values: None },
            Block::Dense(&columns[1]),
        ];
        let with_factor = Design { n_rows: event.len(), blocks, has_constant: true };
        let fitted = fit(&with_factor, &event, &time, options(Family::Weibull)).unwrap();
        let mut x = vec![0.0; 4];
        if codes[4] > 0 {
            x[codes[4] as usize - 1] = 1.0;
        }
        x[3] = columns[1][4];
        further(&table, "weibull", "factor", &fitted, &x);
        let stata = fitted.log_likelihood_of_log_time - fitted.log_likelihood;
        let logs: f64 = time.iter().zip(&event).map(|(time, event)| event * time.ln()).sum();
        compare("weibull", "ll_stata", stata, logs, CLOSED);
    }

    fn whole_weights_are_copies_and_few_weights_start_from_the_plain_fit() {
        let Some(file) = File::new("veteran") else { return };
        let (event, time) = (file.get("status"), file.get("time"));
        let columns: Vec<Vec<f64>> = ["trt", "karno", "age"].iter().map(|name| file.get(name)).collect();
        let n = event.len();
        let with = design(&columns, n);
        let changed: Vec<(usize, f64)> = (0..n).step_by(9).map(|row| (row, (row % 4) as f64)).collect();
        let mut weights = vec![1.0; n];
        changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
        let copies: Vec<usize> = (0..n).flat_map(|row| vec![row; weights[row] as usize]).collect();
        let pick = |values: &[f64]| -> Vec<f64> { copies.iter().map(|&row| values[row]).collect() };
        let copied: Vec<Vec<f64>> = columns.iter().map(|column| pick(column)).collect();
        for family in [Family::Weibull, Family::Exponential, Family::Lognormal, Family::Loglogistic] {
            let many = fit(&design(&copied, copies.len()), &pick(&event), &pick(&time), options(family)).unwrap();
            let weighted =
                fit(&with, &event, &time, AftOptions { weights: Some(&weights), ..options(family) }).unwrap();
            let few = AftReweighting::new(&with, &event, &time, options(family)).unwrap().fit(&changed).unwrap();
            for other in [&weighted, &few] {
                for i in 0..many.coefficients.len() {
                    compare("aft weights", "coef", other.coefficients[i], many.coefficients[i], ITERATIVE);
                    compare("aft weights", "se", other.standard_errors[i], many.standard_errors[i], ITERATIVE);
                }
                compare("aft weights", "ll", other.log_likelihood, many.log_likelihood, CLOSED);
            }
        }
    }
}
