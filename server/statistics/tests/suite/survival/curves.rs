//! Kaplan–Meier, Nelson–Aalen and log-rank against R's `survfit` and `survdiff`.

use statistics::fold::Watch;
use statistics::survival::counts::{Counts, counts};
use statistics::survival::curve::Curve;
use statistics::survival::log_rank::{Weighting, log_rank};
use statistics::survival::timeline::Codes;

use super::{CLOSED, File, Table, against, case};
use crate::suite::precision::{cases, compare};

fn known(values: impl Iterator<Item = Option<f64>>) -> Vec<f64> {
    values.map(|value| value.unwrap_or(-1.0)).collect()
}

cases! {
    fn lung_cancer_by_sex() {
        let Some(file) = File::new("lung") else { return };
        let event: Vec<f64> = file.get("status").iter().map(|status| status - 1.0).collect();
        let sex: Vec<u32> = file.get("sex").iter().map(|sex| *sex as u32 - 1).collect();
        let groups = Codes { codes: &sex, n: 2 };
        let tables = counts(&event, &file.get("time"), None, Some(groups), Watch::default()).unwrap();
        let expected = case("km_lung_sex").unwrap();
        let curves: Vec<Curve> = tables.iter().map(|table| Curve::new(table, 95.0)).collect();
        let times: Vec<f64> = expected["time"].as_array().unwrap().iter().map(|time| time.as_f64().unwrap()).collect();
        let longest = curves.iter().filter_map(Curve::last_time).fold(0.0, f64::max);
        for (row, time) in times.iter().enumerate() {
            let curve = &curves[row / (times.len() / 2)];
            let point = curve.at(*time).unwrap();
            let reference = |figure: &str| expected[figure][row].as_f64().unwrap();
            compare("kaplan-meier", "surv", point.survival, reference("surv"), CLOSED);
            compare("kaplan-meier", "se", point.standard_error.unwrap(), reference("se_greenwood"), CLOSED);
            compare("kaplan-meier", "ci_low", point.limits.unwrap().0, reference("ci_low_loglog"), CLOSED);
            compare("kaplan-meier", "ci_high", point.limits.unwrap().1, reference("ci_high_loglog"), CLOSED);
            let at_risk: f64 = curve.points.iter().find(|point| point.time >= *time).unwrap().at_risk;
            compare("kaplan-meier", "n_risk", at_risk, reference("n_risk"), CLOSED);
        }
        for (sex, curve) in curves.iter().enumerate() {
            let reference = |figure: &str| expected[figure][sex].as_f64().unwrap();
            compare("kaplan-meier", "median", curve.median().time.unwrap(), reference("median"), CLOSED);
            compare("kaplan-meier", "rmean", curve.restricted_mean(longest).mean, reference("rmean"), CLOSED);
        }
        let strata = [tables];
        let test = log_rank(&strata, Weighting::default()).unwrap();
        against("log-rank", &expected, "logrank_chi2", test.test.statistic, CLOSED);
        against("log-rank", &expected, "logrank_p", test.test.p, CLOSED);
        for sex in 0..2 {
            compare("log-rank", "observed", test.observed[sex], expected["observed"][sex].as_f64().unwrap(), CLOSED);
            compare("log-rank", "expected", test.expected[sex], expected["expected"][sex].as_f64().unwrap(), CLOSED);
        }
        let peto = log_rank(&strata, Weighting { rho: 1.0, gamma: 0.0 }).unwrap();
        against("log-rank", &expected, "peto_peto_rho1_chi2", peto.test.statistic, CLOSED);
    }

    fn veterans_by_cell_type() {
        let Some(file) = File::new("veteran") else { return };
        let table = Table::new();
        let (event, time) = (file.get("status"), file.get("time"));
        let (codes, levels) = file.levels("celltype");
        let groups = Codes { codes: &codes, n: levels.len() };
        let tables = counts(&event, &time, None, Some(groups), Watch::default()).unwrap();
        let curves: Vec<Curve> = tables.iter().map(|table| Curve::new(table, 95.0)).collect();
        let points = || curves.iter().flat_map(|curve| &curve.points);
        let check = |figure: &str, values: Vec<f64>| table.compare("kaplan-meier", "km", figure, &values, CLOSED);
        check("surv", points().map(|point| point.survival).collect());
        check("lower", known(points().map(|point| point.limits.map(|limits| limits.0))));
        check("upper", known(points().map(|point| point.limits.map(|limits| limits.1))));
        check("risk", points().map(|point| point.at_risk).collect());
        check("cumhaz", points().map(|point| point.cumulative_hazard).collect());
        check("chazse", points().map(|point| point.cumulative_hazard_se).collect());
        let medians: Vec<_> = curves.iter().map(Curve::median).collect();
        check("median", known(medians.iter().map(|median| median.time)));
        check("medianlow", known(medians.iter().map(|median| median.lower)));
        check("medianhigh", known(medians.iter().map(|median| median.upper)));
        let longest = curves.iter().filter_map(Curve::last_time).fold(0.0, f64::max);
        let means: Vec<_> = curves.iter().map(|curve| curve.restricted_mean(longest)).collect();
        check("rmean", means.iter().map(|mean| mean.mean).collect());
        check("rmeanse", means.iter().map(|mean| mean.standard_error).collect());
        let quantiles: Vec<_> =
            curves.iter().flat_map(|curve| [0.1, 0.25, 0.75, 0.9].map(|p| curve.quantile(p))).collect();
        check("quantile", known(quantiles.iter().map(|quantile| quantile.time)));
        check("quantilelow", known(quantiles.iter().map(|quantile| quantile.lower)));
        check("quantilehigh", known(quantiles.iter().map(|quantile| quantile.upper)));
        for rho in [0.0, 1.0, 0.5] {
            let found = log_rank(std::slice::from_ref(&tables), Weighting { rho, gamma: 0.0 }).unwrap();
            table.compare("log-rank", "logrank", &format!("chisq{rho}"), &[found.test.statistic], CLOSED);
            table.compare("log-rank", "logrank", &format!("expected{rho}"), &found.expected, CLOSED);
        }
        let trt = file.get("trt");
        let both: Vec<u32> = codes.iter().zip(&trt).map(|(code, trt)| 2 * code + *trt as u32 - 1).collect();
        let groups = Codes { codes: &both, n: 2 * levels.len() };
        let tables = counts(&event, &time, None, Some(groups), Watch::default()).unwrap();
        let strata: Vec<Vec<Counts>> = tables.chunks(2).map(<[Counts]>::to_vec).collect();
        for (rho, figure) in [(0.0, "stratified"), (1.0, "stratifiedrho")] {
            let found = log_rank(&strata, Weighting { rho, gamma: 0.0 }).unwrap();
            table.compare("log-rank", "logrank", figure, &[found.test.statistic], CLOSED);
        }
    }
}
