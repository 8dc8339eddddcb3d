//! The references of R and Python.

use statistics::covariance::Covariance;
use statistics::linear::absorb::{Factor, fit::AbsorbOptions};
use statistics::linear::{absorb, ols};
use statistics::panel::hausman::{Disturbance, hausman};
use statistics::panel::{Panel, between, did, difference, fixed, random};

use super::super::precision::cases;
use super::{Lines, Table, case, codes, compare_figures, compare_lines};

const WAGEPAN_FE: &[&str] = &["married", "union", "expersq", "d81", "d82", "d83", "d84", "d85", "d86", "d87"];

fn absorbed(fit: &absorb::fit::AbsorbFit) -> Lines<'_> {
    Lines {
        coefficients: &fit.coefficients,
        standard_errors: &fit.standard_errors,
        statistics: &fit.t,
        p: &fit.p,
        intervals: fit.confidence_intervals(95.0),
    }
}

fn fixed_lines(fit: &fixed::FixedFit) -> Lines<'_> {
    Lines {
        coefficients: &fit.coefficients,
        standard_errors: &fit.standard_errors,
        statistics: &fit.t,
        p: &fit.p,
        intervals: fit.confidence_intervals(95.0),
    }
}

const WAGEPAN_RE: &[&str] =
    &["educ", "black", "hisp", "exper", "expersq", "married", "union", "d81", "d82", "d83", "d84", "d85", "d86", "d87"];

fn ols_lines(fit: &ols::OlsFit) -> Lines<'_> {
    Lines {
        coefficients: &fit.coefficients,
        standard_errors: &fit.standard_errors,
        statistics: &fit.t,
        p: &fit.p,
        intervals: fit.confidence_intervals(95.0),
    }
}

fn random_lines(fit: &random::RandomFit) -> Lines<'_> {
    Lines {
        coefficients: &fit.coefficients,
        standard_errors: &fit.standard_errors,
        statistics: &fit.z,
        p: &fit.p,
        intervals: fit.confidence_intervals(95.0),
    }
}

cases! {
    fn random_effects() {
        for (name, data, unit, y, terms) in [
            ("panel_re_wagepan", "wagepan", "nr", "lwage", WAGEPAN_RE),
            ("panel_re_grunfeld", "grunfeld", "firm", "inv", &["value", "capital"]),
        ] {
            let Some(table) = Table::read(data) else { return };
            let (units, n_units) = codes(table.column(unit));
            let panel = Panel::new(&units, n_units).unwrap();
            let fit = random::fit(&table.design(terms, true), table.column(y), &panel, random::RandomOptions::default()).unwrap();
            let mut names = terms.to_vec();
            names.push("_cons");
            for engine in ["R", "python"] {
                let expected = case(name, engine);
                compare_lines("panel re", &expected, &names, &random_lines(&fit));
                compare_figures("panel re", &expected, &[("n", fit.n_observations), ("df_resid", fit.df_residual)]);
                if expected["theta"].is_number() {
                    let figures = [("theta", fit.theta.0), ("sigma2_u", fit.sigma_u * fit.sigma_u), ("sigma2_e", fit.sigma_e * fit.sigma_e)];
                    compare_figures("panel re", &expected, &figures);
                }
            }
            // plm prints the R² of the transformed rows; Stata's three are compared with statsmodels in the laws.
            compare_figures("panel re", &case(name, "R"), &[("r2", fit.r_squared_transformed)]);
        }
    }

    fn between_effects() {
        // The reference leaves years out: in a balanced panel their means do not vary.
        let wagepan = &WAGEPAN_RE[..7];
        for (name, data, unit, y, terms) in [
            ("panel_be_wagepan", "wagepan", "nr", "lwage", wagepan),
            ("panel_be_grunfeld", "grunfeld", "firm", "inv", &["value", "capital"]),
        ] {
            let Some(table) = Table::read(data) else { return };
            let (units, n_units) = codes(table.column(unit));
            let panel = Panel::new(&units, n_units).unwrap();
            let fit = between::fit(&table.design(terms, true), table.column(y), &panel, fixed::PanelOptions::default()).unwrap();
            let lines = Lines {
                coefficients: &fit.coefficients,
                standard_errors: &fit.standard_errors,
                statistics: &fit.t,
                p: &fit.p,
                intervals: fit.confidence_intervals(95.0),
            };
            let mut names = terms.to_vec();
            names.push("_cons");
            for engine in ["R", "python"] {
                let expected = case(name, engine);
                compare_lines("panel be", &expected, &names, &lines);
                compare_figures("panel be", &expected, &[("n", fit.n_units), ("df_resid", fit.df_residual), ("r2", fit.r_squared.between.unwrap())]);
            }
        }
    }

    fn hausman_of_grunfeld() {
        let Some(table) = Table::read("grunfeld") else { return };
        let (units, n_units) = codes(table.column("firm"));
        let panel = Panel::new(&units, n_units).unwrap();
        let design = table.design(&["value", "capital"], true);
        let y = table.column("inv");
        let fixed = fixed::fit(&design, y, &panel, fixed::PanelOptions::default()).unwrap();
        let random = random::fit(&design, y, &panel, random::RandomOptions::default()).unwrap();
        let found = hausman(&fixed, &random, Disturbance::Own, false).unwrap();
        assert!(found.is_positive);
        for engine in ["R", "python"] {
            let figures = [("chi2", found.chi_squared.unwrap()), ("df", found.df), ("p", found.p.unwrap())];
            compare_figures("hausman", &case("hausman_grunfeld", engine), &figures);
        }
        // On one disturbance variance the difference is positive by construction.
        for disturbance in [Disturbance::Efficient, Disturbance::Consistent] {
            assert!(hausman(&fixed, &random, disturbance, false).unwrap().is_positive);
        }
    }

    fn first_differences_of_wagepan() {
        let Some(table) = Table::read("wagepan") else { return };
        let ((units, n_units), (years, _)) = (codes(table.column("nr")), codes(table.column("year")));
        let panel = Panel::new(&units, n_units).unwrap();
        let pairs = difference::Differences::new(&panel, &years).unwrap();
        let terms = ["married", "union", "expersq"];
        let y = table.column("lwage");
        let levels = table.design(&terms, true);
        let columns = pairs.columns(&levels, y).unwrap();
        let fit = ols::fit(&columns.design(), columns.y(), ols::OlsOptions::default()).unwrap();
        for engine in ["R", "python"] {
            let expected = case("panel_fd_wagepan", engine);
            compare_lines("panel fd", &expected, &["married", "union", "expersq", "_cons"], &ols_lines(&fit));
            compare_figures("panel fd", &expected, &[("n", fit.n_observations), ("df_resid", fit.df_residual)]);
        }
        compare_figures("panel fd", &case("panel_fd_wagepan", "R"), &[("r2", fit.r_squared)]);
    }

    fn differences_in_differences_of_kielmc() {
        let Some(table) = Table::read("kielmc") else { return };
        let design = table.design(&[], true);
        let (group, treated) = (table.column("y81"), table.column("nearinc"));
        let found = did::pooled(&design, table.column("rprice"), group, treated, ols::OlsOptions::default()).unwrap();
        assert_eq!(found.atet, did::ATET);
        let fit = &found.fit;
        for engine in ["R", "python"] {
            let expected = case("did_kielmc", engine);
            compare_lines("did pooled", &expected, &["y81", "nearinc", "y81:nearinc", "_cons"], &ols_lines(fit));
            let figures = [
                ("n", fit.n_observations),
                ("r2", fit.r_squared),
                ("r2_adj", fit.r_squared_adjusted),
                ("rmse", fit.rmse),
                ("F", fit.f_statistic.unwrap()),
                ("F_p", fit.f_p.unwrap()),
                ("F_df1", fit.df_model),
                ("F_df2", fit.df_residual),
                ("ll", fit.log_likelihood),
                ("df_resid", fit.df_residual),
            ];
            compare_figures("did pooled", &expected, &figures);
        }
    }

    fn pooled_with_clusters() {
        let Some(table) = Table::read("wagepan") else { return };
        let (units, n_units) = codes(table.column("nr"));
        let mut names = WAGEPAN_RE.to_vec();
        names.push("_cons");
        for (name, covariance) in [
            ("panel_pooled_wagepan", Covariance::Classical),
            ("ols_wagepan_pooled", Covariance::Classical),
            ("ols_wagepan_pooled_cluster_nr", Covariance::Cluster { clusters: &units, n_clusters: n_units }),
        ] {
            let options = ols::OlsOptions { covariance, ..ols::OlsOptions::default() };
            let fit = ols::fit(&table.design(WAGEPAN_RE, true), table.column("lwage"), options).unwrap();
            let lines = ols_lines(&fit);
            for engine in ["R", "python"] {
                let expected = case(name, engine);
                compare_lines("panel pooled", &expected, &names, &lines);
                compare_figures("panel pooled", &expected, &[("n", fit.n_observations), ("r2", fit.r_squared)]);
            }
        }
    }

    fn heteroskedasticity_consistent_covariances() {
        let Some(table) = Table::read("hprice1") else { return };
        let terms = ["lotsize", "sqrft", "bdrms"];
        let design = table.design(&terms, true);
        let kinds = [
            ("ols_hprice1_hc0", Covariance::Hc0),
            ("ols_hprice1_hc1", Covariance::Hc1),
            ("ols_hprice1_hc2", Covariance::Hc2),
            ("ols_hprice1_hc3", Covariance::Hc3),
        ];
        for (name, covariance) in kinds {
            let options = ols::OlsOptions { covariance, ..ols::OlsOptions::default() };
            let fit = ols::fit(&design, table.column("price"), options).unwrap();
            let lines = ols_lines(&fit);
            let names = ["lotsize", "sqrft", "bdrms", "_cons"];
            for engine in ["R", "python"] {
                compare_lines(name, &case(name, engine), &names, &lines);
            }
            // The reference's F is the classical one in all four.
            let figures =
                [("n", fit.n_observations), ("r2", fit.r_squared), ("r2_adj", fit.r_squared_adjusted), ("rmse", fit.rmse), ("ll", fit.log_likelihood), ("df_resid", fit.df_residual)];
            compare_figures(name, &case(name, "R"), &figures);
        }
    }

    fn fixed_effects_of_wagepan() {
        let Some(table) = Table::read("wagepan") else { return };
        let (units, n_units) = codes(table.column("nr"));
        let panel = Panel::new(&units, n_units).unwrap();
        let fit = fixed::fit(&table.design(WAGEPAN_FE, true), table.column("lwage"), &panel, fixed::PanelOptions::default()).unwrap();
        for engine in ["R", "python"] {
            let expected = case("panel_fe_wagepan", engine);
            compare_lines("panel fe", &expected, WAGEPAN_FE, &fixed_lines(&fit));
            compare_figures("panel fe", &expected, &[("n", fit.n_observations), ("df_resid", fit.df_residual), ("r2", fit.r_squared.within.unwrap())]);
        }
        compare_figures("panel fe", &case("panel_fe_wagepan", "python"), &[("sigma_e", fit.sigma_e)]);
    }

    fn fixed_effects_of_grunfeld() {
        let Some(table) = Table::read("grunfeld") else { return };
        let (units, n_units) = codes(table.column("firm"));
        let panel = Panel::new(&units, n_units).unwrap();
        let terms = ["value", "capital"];
        let fit = fixed::fit(&table.design(&terms, true), table.column("inv"), &panel, fixed::PanelOptions::default()).unwrap();
        for engine in ["R", "python"] {
            let expected = case("panel_fe_grunfeld", engine);
            compare_lines("panel fe", &expected, &terms, &fixed_lines(&fit));
            compare_figures("panel fe", &expected, &[("n", fit.n_observations), ("df_resid", fit.df_residual), ("r2", fit.r_squared.within.unwrap())]);
            compare_figures("panel fe", &case("f_test_individual_effects_grunfeld", engine), &[("F", fit.unit_test.unwrap().f)]);
        }
    }

    fn two_way_effects_of_wagepan() {
        let Some(table) = Table::read("wagepan") else { return };
        let ((units, n_units), (years, n_years)) = (codes(table.column("nr")), codes(table.column("year")));
        let terms = ["married", "union", "expersq"];
        let factors = [Factor { codes: &units, n_levels: n_units }, Factor { codes: &years, n_levels: n_years }];
        let fit = absorb::fit::fit(&table.design(&terms, false), table.column("lwage"), &factors, AbsorbOptions::default()).unwrap();
        for engine in ["R", "python"] {
            let expected = case("panel_twfe_wagepan", engine);
            compare_lines("absorb", &expected, &terms, &absorbed(&fit));
            compare_figures("absorb", &expected, &[("n", fit.n_observations), ("df_resid", fit.df_residual)]);
        }
        compare_figures("absorb", &case("panel_twfe_wagepan", "R"), &[("r2", fit.r_squared_within)]);
    }

    fn differences_in_differences_of_organ_donations() {
        let Some(path) = super::super::shared::shared("reference/data/organ_donations.csv") else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let mut names: Vec<String> = Vec::new();
        let (mut states, mut quarters, mut rate, mut treated) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let state = names.iter().position(|name| name == cells[0]).unwrap_or(names.len());
            if state == names.len() {
                names.push(cells[0].to_owned());
            }
            states.push(state as u32);
            let quarter: u32 = cells[3].parse().unwrap();
            quarters.push(quarter - 1);
            rate.push(cells[2].parse::<f64>().unwrap());
            treated.push(f64::from(u8::from(cells[0] == "California" && quarter > 3)));
        }
        let factors = [Factor { codes: &states, n_levels: names.len() }, Factor { codes: &quarters, n_levels: 6 }];
        let design = statistics::design::Design { n_rows: rate.len(), blocks: vec![statistics::design::Block::Dense(&treated)], has_constant: false };
        let covariance = Covariance::Cluster { clusters: &states, n_clusters: names.len() };
        let fit = absorb::fit::fit(&design, &rate, &factors, AbsorbOptions { covariance, ..AbsorbOptions::default() }).unwrap();
        for engine in ["R", "python"] {
            let expected = case("did_twfe_organ_donations", engine);
            compare_lines("did two-way", &expected, &["treated"], &absorbed(&fit));
            compare_figures("did two-way", &expected, &[("n", fit.n_observations)]);
        }
    }
}
