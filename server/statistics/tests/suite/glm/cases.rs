//! The reference cases of `../shared/reference`.

use serde_json::Value;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::glm::{At, Covariance, EffectOptions, GlmFit, GlmOptions, Model, fit};

use crate::suite::precision::cases;
use crate::suite::survival::{CLOSED, File, ITERATIVE, against, case};

pub const MROZ: [&str; 7] = ["nwifeinc", "educ", "exper", "expersq", "age", "kidslt6", "kidsge6"];
pub const CRIME: [&str; 9] = ["pcnv", "avgsen", "tottime", "ptime86", "qemp86", "inc86", "black", "hispan", "born60"];

pub fn columns(file: &File, names: &[&str]) -> Vec<Vec<f64>> {
    names.iter().map(|name| file.get(name)).collect()
}

pub fn dense(columns: &[Vec<f64>]) -> Design<'_> {
    let blocks = columns.iter().map(|column| Block::Dense(column)).collect();
    Design { n_rows: columns[0].len(), blocks, has_constant: true }
}

/// Columns of the levels but the first.
pub fn dummies(codes: &[u32]) -> Vec<u32> {
    codes.iter().map(|code| if *code == 0 { NO_COLUMN } else { code - 1 }).collect()
}

/// Compares the table of parameters; `names` are the parameters' in the fit's order.
fn compare_parameters(method: &str, expected: &Value, names: &[String], fit: &GlmFit) {
    let limits = fit.confidence_intervals(95.0);
    assert_eq!(names.len(), fit.coefficients.len());
    for (i, name) in names.iter().enumerate() {
        let check = |figure: &str, value: f64| {
            if expected.get(figure).is_some() {
                against(method, expected, &format!("{figure} {name}"), value, ITERATIVE);
            }
        };
        check("coef", fit.coefficients[i]);
        check("se", fit.standard_errors[i]);
        check("stat", fit.z[i]);
        check("p", fit.p[i]);
        check("ci_low", limits[i].0);
        check("ci_high", limits[i].1);
    }
}

fn compare_model(method: &str, expected: &Value, fit: &GlmFit) {
    let check = |figure: &str, value: Option<f64>| {
        if let (Some(value), true) = (value, expected.get(figure).is_some()) {
            against(method, expected, figure, value, CLOSED);
        }
    };
    check("n", Some(fit.n_observations));
    check("ll", Some(fit.log_likelihood));
    check("ll_null", fit.log_likelihood_null);
    check("pseudo_r2", fit.pseudo_r_squared);
    check("lr_chi2", fit.test.filter(|_| !fit.is_wald).map(|test| test.statistic));
    check("aic", Some(fit.aic));
    check("bic", Some(fit.bic));
    if fit.model == Model::Logit || fit.model == Model::Probit {
        check("deviance", Some(-2.0 * fit.log_likelihood));
    }
}

fn names(of: &[&str], more: &[&str]) -> Vec<String> {
    of.iter().chain(more).map(|name| (*name).to_owned()).collect()
}

cases! {
    fn labour_force_by_logit_and_probit() {
        let Some(file) = File::new("mroz") else { return };
        let x = columns(&file, &MROZ);
        let (design, y) = (dense(&x), file.get("inlf"));
        let names = names(&MROZ, &["_cons"]);
        for (model, method) in [(Model::Logit, "logit"), (Model::Probit, "probit")] {
            let fitted = fit(&design, &y, model, GlmOptions::default()).unwrap();
            let expected = case(&format!("{method}_mroz")).unwrap();
            compare_parameters(method, &expected, &names, &fitted);
            compare_model(method, &expected, &fitted);
        }
        let options = GlmOptions { covariance: Covariance::Robust, ..GlmOptions::default() };
        let robust = fit(&design, &y, Model::Logit, options).unwrap();
        compare_parameters("logit robust", &case("logit_mroz_robust").unwrap(), &names, &robust);
        let fitted = fit(&design, &y, Model::Logit, GlmOptions::default()).unwrap();
        let expected = case("logit_mroz_oddsratio").unwrap();
        for (name, ratio) in names.iter().zip(fitted.exponentials(95.0)) {
            let check =
                |figure: &str, value| against("odds ratios", &expected, &format!("{figure} {name}"), value, ITERATIVE);
            check("coef", ratio.value);
            check("se", ratio.standard_error);
            check("ci_low", ratio.limits.0);
            check("ci_high", ratio.limits.1);
        }
    }

    fn arrests_by_poisson_and_negative_binomial() {
        let Some(file) = File::new("crime1") else { return };
        let x = columns(&file, &CRIME);
        let (design, y) = (dense(&x), file.get("narr86"));
        let cons = names(&CRIME, &["_cons"]);
        let poisson = fit(&design, &y, Model::Poisson, GlmOptions::default()).unwrap();
        let expected = case("poisson_crime1").unwrap();
        compare_parameters("poisson", &expected, &cons, &poisson);
        compare_model("poisson", &expected, &poisson);
        let (pearson, deviance) =
            poisson.goodness_of_fit(&design, &y, (None, None), Watch::default()).unwrap();
        against("poisson", &expected, "pearson_chi2", pearson, ITERATIVE);
        against("poisson", &expected, "deviance", deviance, CLOSED);
        let options = GlmOptions { covariance: Covariance::Robust, ..GlmOptions::default() };
        let robust = fit(&design, &y, Model::Poisson, options).unwrap();
        compare_parameters("poisson robust", &case("poisson_crime1_robust").unwrap(), &cons, &robust);
        let nb = fit(&design, &y, Model::NegativeBinomial, GlmOptions::default()).unwrap();
        let expected = case("nb2_crime1").unwrap();
        compare_parameters("nb2", &expected, &names(&CRIME, &["_cons", "lnalpha"]), &nb);
        compare_model("nb2", &expected, &nb);
        let alpha = nb.ancillary(95.0).unwrap().value;
        against("nb2", &expected, "alpha", alpha, ITERATIVE);
        against("nb2", &expected, "theta", 1.0 / alpha, ITERATIVE);
        let test = nb.dispersion_test.unwrap();
        crate::suite::precision::compare(
            "nb2", "alpha_chi2", test.statistic, 2.0 * (nb.log_likelihood - poisson.log_likelihood), CLOSED,
        );
    }

    fn occupation_by_multinomial_logit() {
        let Some(file) = File::new("cps1985") else { return };
        let (occupation, levels) = file.levels("occupation");
        // R's order of the levels, the base first.
        let order = ["worker", "technical", "services", "office", "sales", "management"];
        let place = |code: u32| order.iter().position(|name| *name == levels[code as usize]).unwrap() as f64;
        let y: Vec<f64> = occupation.iter().map(|code| place(*code)).collect();
        let (gender, _) = file.levels("gender");
        let gender = dummies(&gender);
        let (education, experience) = (file.get("education"), file.get("experience"));
        let blocks = vec![
            Block::Dense(&education),
            Block::Dense(&experience),
            Block::Coded { columns: &gender, n_columns: 1, values: None },
        ];
        let design = Design { n_rows: y.len(), blocks, has_constant: true };
        let fitted = fit(&design, &y, Model::Multinomial { n_outcomes: 6, base: 0 }, GlmOptions::default()).unwrap();
        let names: Vec<String> = (2..=6)
            .flat_map(|outcome| {
                ["education", "experience", "gendermale", "_cons"].map(|name| format!("{outcome}:{name}"))
            })
            .collect();
        let expected = case("mlogit_cps1985_occupation").unwrap();
        compare_parameters("mlogit", &expected, &names, &fitted);
        compare_model("mlogit", &expected, &fitted);
    }

    fn marginal_effects_on_labour_force() {
        let Some(file) = File::new("mroz") else { return };
        let x = columns(&file, &MROZ);
        let (design, y) = (dense(&x), file.get("inlf"));
        let fitted = fit(&design, &y, Model::Logit, GlmOptions::default()).unwrap();
        let expected = case("margins_logit_mroz").unwrap();
        let overall = fitted.marginal_effects(&design, EffectOptions::default()).unwrap();
        let at_means = EffectOptions { at: At::Means, ..EffectOptions::default() };
        let at_means = fitted.marginal_effects(&design, at_means).unwrap();
        for (i, name) in MROZ.iter().enumerate() {
            let check =
                |figure: &str, value| against("mfx", &expected, &format!("{figure} {name}"), value, ITERATIVE);
            let (effect, limits) = (overall[i].estimated, overall[i].estimated.limits(95.0));
            check("coef", effect.value);
            check("se", effect.standard_error);
            check("stat", effect.z);
            check("p", effect.p);
            check("ci_low", limits.0);
            check("ci_high", limits.1);
            check("at_means_coef", at_means[i].estimated.value);
            check("at_means_se", at_means[i].estimated.standard_error);
        }
    }

    fn affairs_by_tobit() {
        let Some(file) = File::new("affairs") else { return };
        let of = ["age", "yearsmarried", "religiousness", "occupation", "rating"];
        let x = columns(&file, &of);
        let model = Model::Tobit { lower: 0.0, upper: f64::INFINITY };
        let fitted = fit(&dense(&x), &file.get("affairs"), model, GlmOptions::default()).unwrap();
        let expected = case("tobit_affairs").unwrap();
        compare_parameters("tobit", &expected, &names(&of, &["_cons", "log(scale)"]), &fitted);
        compare_model("tobit", &expected, &fitted);
        against("tobit", &expected, "scale", fitted.ancillary(95.0).unwrap().value, ITERATIVE);
    }
}
