//! Further models against statsmodels, and marginal effects against their definition (`reference/glm.csv`, made by `glm.py`).

use std::collections::HashMap;

use statistics::design::{Block, Design, NO_COLUMN};
use statistics::glm::{
    At, Covariance, Discrete, Effect, EffectOptions, GlmFit, GlmOptions, GlmReweighting, MarginalEffect, Model, fit,
};
use statistics::reweighted::Reweighted;

use super::cases::{CRIME, MROZ, columns, dense, dummies};
use crate::suite::precision::{cases, compare};
use crate::suite::survival::{CLOSED, File, ITERATIVE};

struct Table(HashMap<(String, String), Vec<f64>>);

impl Table {
    fn new() -> Self {
        let mut table: HashMap<(String, String), Vec<f64>> = HashMap::new();
        for line in include_str!("../../reference/glm.csv").lines() {
            let cells: Vec<&str> = line.split(',').collect();
            table.entry((cells[0].into(), cells[1].into())).or_default().push(cells[3].parse().unwrap());
        }
        Table(table)
    }

    fn compare(&self, method: &str, case: &str, figure: &str, values: &[f64], tolerance: f64) {
        let reference = &self.0[&(case.to_owned(), figure.to_owned())];
        assert_eq!(values.len(), reference.len(), "{case} {figure}");
        for (at, (value, reference)) in values.iter().zip(reference).enumerate() {
            compare(method, &format!("{figure} {case} {at}"), *value, *reference, tolerance);
        }
    }

    fn compare_fits(&self, method: &str, case: &str, of: impl Fn(Covariance<'static>) -> GlmFit) {
        for (figure, covariance) in [("se", Covariance::Classical), ("robust", Covariance::Robust)] {
            let fitted = of(covariance);
            self.compare(method, case, "coef", &fitted.coefficients, ITERATIVE);
            self.compare(method, case, figure, &fitted.standard_errors, ITERATIVE);
            if self.0.contains_key(&(case.to_owned(), "ll".to_owned())) {
                self.compare(method, case, "ll", &[fitted.log_likelihood], CLOSED);
            }
        }
    }

    fn compare_influence(&self, method: &str, case: &str, of: &GlmReweighting<'_>) {
        let (mut influence, mut leverage) = ([0.0; 40], [0.0; 40]);
        of.influence(0..40, &mut influence, &mut leverage);
        self.compare(method, case, "influence", &influence, 1e-7);
    }
}

fn codes(values: &[f64]) -> (Vec<u32>, usize) {
    let mut distinct = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let code = |value: &f64| distinct.iter().position(|other| other == value).unwrap() as u32;
    (values.iter().map(code).collect(), distinct.len())
}

/// The workers of the sample: education, experience, sector (3 levels), female.
struct Workers {
    education: Vec<f64>,
    experience: Vec<f64>,
    sector: Vec<u32>,
    female: Vec<f64>,
    union: Vec<f64>,
    wage: Vec<f64>,
}

impl Workers {
    fn new() -> Option<Self> {
        let file = File::new("cps1985")?;
        let is = |name: &str, level: &str| -> Vec<f64> {
            let (codes, levels) = file.levels(name);
            codes.iter().map(|code| f64::from(levels[*code as usize] == level)).collect()
        };
        Some(Workers {
            education: file.get("education"),
            experience: file.get("experience"),
            sector: dummies(&file.levels("sector").0),
            female: is("gender", "female"),
            union: is("union", "yes"),
            wage: file
                .get("wage")
                .iter()
                .map(|w| [5.0, 8.0, 12.0].iter().filter(|cut| w >= *cut).count() as f64)
                .collect(),
        })
    }

    fn design(&self) -> Design<'_> {
        let blocks = vec![
            Block::Dense(&self.education),
            Block::Dense(&self.experience),
            Block::Coded { columns: &self.sector, n_columns: 2, values: None },
            Block::Dense(&self.female),
        ];
        Design { n_rows: self.union.len(), blocks, has_constant: true }
    }
}

const PLACES: [(&str, At<'static>); 4] =
    [("overall", At::Overall), ("mean", At::Means), ("median", At::Medians), ("zero", At::Zero)];
const EFFECTS: [(&str, Effect); 4] =
    [("dydx", Effect::Dydx), ("eyex", Effect::Eyex), ("dyex", Effect::Dyex), ("eydx", Effect::Eydx)];

fn compare_effects(table: &Table, method: &str, case: &str, figure: &str, found: &[MarginalEffect], tolerance: f64) {
    let values: Vec<f64> = found.iter().map(|effect| effect.estimated.value).collect();
    let errors: Vec<f64> = found.iter().map(|effect| effect.estimated.standard_error).collect();
    table.compare(method, case, figure, &values, tolerance);
    table.compare(method, case, &format!("{figure}_se"), &errors, tolerance);
}

cases! {
    fn robust_and_clustered_errors_offsets_and_no_constant() {
        let Some(file) = File::new("mroz") else { return };
        let table = Table::new();
        let x = columns(&file, &MROZ);
        let y = file.get("inlf");
        let (clusters, n_clusters) = codes(&file.get("educ"));
        for (case, model, has_constant) in
            [("logit", Model::Logit, true), ("probit", Model::Probit, true), ("logitnocons", Model::Logit, false)]
        {
            let design = Design { has_constant, ..dense(&x) };
            let of = |covariance: Covariance<'_>| {
                fit(&design, &y, model, GlmOptions { covariance, ..GlmOptions::default() }).unwrap()
            };
            table.compare_fits(case, case, of);
            let clustered = of(Covariance::Cluster { clusters: &clusters, n_clusters });
            table.compare(case, case, "cluster", &clustered.standard_errors, ITERATIVE);
            assert_eq!(clustered.n_clusters, Some(n_clusters));
            if has_constant {
                table.compare_influence(
                    case, case, &GlmReweighting::new(&design, &y, model, GlmOptions::default()).unwrap(),
                );
            } else {
                assert!(clustered.is_wald && clustered.log_likelihood_null.is_none());
            }
        }
    }

    fn counts_with_exposure() {
        let Some(file) = File::new("crime1") else { return };
        let table = Table::new();
        let x = columns(&file, &CRIME);
        let (design, y) = (dense(&x), file.get("narr86"));
        let offset: Vec<f64> = file.get("ptime86").iter().map(|months| (1.0 + months).ln()).collect();
        let (clusters, n_clusters) = codes(&file.get("qemp86"));
        for (case, model) in [("poisson", Model::Poisson), ("nb", Model::NegativeBinomial)] {
            let of = |covariance: Covariance<'_>| {
                let options = GlmOptions { offset: Some(&offset), covariance, ..GlmOptions::default() };
                fit(&design, &y, model, options).unwrap()
            };
            table.compare_fits(case, case, of);
            let clustered = of(Covariance::Cluster { clusters: &clusters, n_clusters });
            table.compare(case, case, "cluster", &clustered.standard_errors, ITERATIVE);
            if model == Model::NegativeBinomial {
                table.compare(case, case, "ll_null", &[of(Covariance::Classical).log_likelihood_null.unwrap()], CLOSED);
            } else {
                let options = GlmOptions { offset: Some(&offset), ..GlmOptions::default() };
                table.compare_influence(case, case, &GlmReweighting::new(&design, &y, model, options).unwrap());
            }
        }
    }

    fn marginal_effects_of_every_kind_and_place() {
        let Some(workers) = Workers::new() else { return };
        let table = Table::new();
        let design = workers.design();
        for (case, y, model) in [
            ("union", &workers.union, Model::Logit),
            ("wages", &workers.wage, Model::Multinomial { n_outcomes: 4, base: 0 }),
        ] {
            let of = |covariance: Covariance<'_>| {
                fit(&design, y, model, GlmOptions { covariance, ..GlmOptions::default() }).unwrap()
            };
            table.compare_fits(case, case, of);
            table.compare_influence(
                case, case, &GlmReweighting::new(&design, y, model, GlmOptions::default()).unwrap(),
            );
            let fitted = of(Covariance::Classical);
            for (place, at) in PLACES {
                for (kind, effect) in EFFECTS {
                    let options = EffectOptions { effect, at, ..EffectOptions::default() };
                    let found = fitted.marginal_effects(&design, options).unwrap();
                    compare_effects(&table, &format!("mfx {case}"), case, &format!("{kind}_{place}"), &found, ITERATIVE);
                }
            }
            let adjusted = fitted.adjusted_predictions(&design, None, EffectOptions::default()).unwrap();
            let values: Vec<f64> = adjusted.iter().map(|found| found.estimated.value).collect();
            let errors: Vec<f64> = adjusted.iter().map(|found| found.estimated.standard_error).collect();
            table.compare("margins", case, "adjusted", &values, ITERATIVE);
            table.compare("margins", case, "adjusted_se", &errors, ITERATIVE);
        }
    }

    fn probit_effects_with_indicators_as_numbers_and_as_changes() {
        let Some(workers) = Workers::new() else { return };
        let table = Table::new();
        let sector = |level: u32| -> Vec<f64> { workers.sector.iter().map(|code| f64::from(*code == level)).collect() };
        let x = [
            workers.education.clone(), workers.experience.clone(), sector(0), sector(1), workers.female.clone(),
        ];
        let design = dense(&x);
        let fitted = fit(&design, &workers.union, Model::Probit, GlmOptions::default()).unwrap();
        for (place, at) in PLACES {
            for (kind, effect) in EFFECTS {
                let options = EffectOptions { effect, at, ..EffectOptions::default() };
                let found = fitted.marginal_effects(&design, options).unwrap();
                compare_effects(&table, "mfx probit", "probit_union", &format!("{kind}_{place}"), &found, ITERATIVE);
            }
            if matches!(at, At::Overall | At::Means) {
                let options = EffectOptions { at, discrete: Discrete::Indicators, ..EffectOptions::default() };
                let found = fitted.marginal_effects(&design, options).unwrap();
                compare_effects(&table, "mfx probit", "probit_union", &format!("change_{place}"), &found, ITERATIVE);
            }
        }
        // The same factor as codes predicts the same.
        let coded = workers.design();
        let other = fit(&coded, &workers.union, Model::Probit, GlmOptions::default()).unwrap();
        compare("probit", "ll_coded", other.log_likelihood, fitted.log_likelihood, CLOSED);
        assert!(workers.sector.contains(&NO_COLUMN));
    }
}
