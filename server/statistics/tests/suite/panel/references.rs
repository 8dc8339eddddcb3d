//! The references of R and Python.

use statistics::covariance::Covariance;
use statistics::design::{Block, Design};
use statistics::linear::absorb::{Factor, fit::AbsorbOptions};
use statistics::linear::{absorb, ols};
use statistics::panel::hausman::{Disturbance, hausman};
use statistics::panel::{Panel, between, did, difference, fixed, lagrange, random};

use super::super::precision::{cases, compare};
use super::{CLOSED_FORM, Lines, Table, case, codes, compare_figures, compare_lines};

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
            // plm prints the R² of the transformed rows; Stata's three have no reference here.
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

    /// An unbalanced panel: rows of wagepan whose number times 7919 leaves more than 2 when divided by 11. Figures of pyfixest 0.60.0 (iterated to
    /// 1e-6 only, so compared to 1e-7 where its own error allows) and linearmodels 7.1.
    fn unbalanced_panels() {
        let Some(table) = Table::read("wagepan") else { return };
        let rows: Vec<usize> = (0..4_360).filter(|row| row * 7919 % 11 > 2).collect();
        let take = |name: &str| -> Vec<f64> { rows.iter().map(|row| table.column(name)[*row]).collect() };
        let ((units, n_units), (years, n_years)) = (codes(&take("nr")), codes(&take("year")));
        let y = take("lwage");
        let columns: Vec<Vec<f64>> = ["married", "union", "expersq", "hours"].iter().map(|name| take(name)).collect();
        let blocks = columns.iter().map(|column| Block::Dense(column)).collect();
        let design = Design { n_rows: rows.len(), blocks, has_constant: false };
        let factors = [Factor { codes: &units, n_levels: n_units }, Factor { codes: &years, n_levels: n_years }];
        let by_unit = Covariance::Cluster { clusters: &units, n_clusters: n_units };
        let by_year = Covariance::Cluster { clusters: &years, n_clusters: n_years };
        let by_both = Covariance::TwoWay { first: (&units, n_units), second: (&years, n_years) };
        let expected = [0.04072456690504571, 0.05757015921235039, -0.006652414307931866, -0.00017060784621462867];
        let kinds = [
            ("iid", Covariance::Classical, [0.022887015340932237, 0.022886454884056426, 0.0008818051412825238, 1.6489443799013704e-05]),
            ("hetero", Covariance::Hc1, [0.022155071046155623, 0.022475534940263546, 0.0008742902495107518, 2.0429304451515373e-05]),
            ("unit", by_unit, [0.02455522838207138, 0.025401462631563457, 0.0010729411323292556, 2.375021110993397e-05]),
            ("year", by_year, [0.010278101867659943, 0.02498872731936139, 0.0008247869648135835, 3.537488711391832e-05]),
            ("both", by_both, [0.017624013478992808, 0.02783671488048653, 0.0010735032592293927, 3.5840883930306916e-05]),
        ];
        for (name, covariance, se) in kinds {
            let options = AbsorbOptions { covariance, ..AbsorbOptions::default() };
            let fit = absorb::fit::fit(&design, &y, &factors, options).unwrap();
            assert_eq!(fit.is_eigen_fixed, name == "both");
            for i in 0..4 {
                compare("absorb, unbalanced", &format!("coef {name}"), fit.coefficients[i], expected[i], 1e-7);
                // Two-way, pyfixest leaves a negative eigenvalue as it is; setting it to zero shows in the last regressor.
                if name != "both" || i < 3 {
                    compare("absorb, unbalanced", &format!("se {name}"), fit.standard_errors[i], se[i], 1e-7);
                }
            }
        }
        let columns: Vec<Vec<f64>> = ["educ", "married", "union", "exper"].iter().map(|name| take(name)).collect();
        let blocks = columns.iter().map(|column| Block::Dense(column)).collect();
        let design = Design { n_rows: rows.len(), blocks, has_constant: true };
        let panel = Panel::new(&units, n_units).unwrap();
        let harmonic = (
            false,
            [0.1111660523712209, 0.0832467443399803, 0.1009630149340766, 0.06242440875175964, -0.13035019485236515],
            [0.008922076856583017, 0.02025046427642697, 0.020952777509345294, 0.003109180212915661, 0.11113685415321338],
            [0.10347770854570135, 0.12986827976219545],
        );
        let small = (
            true,
            [0.11124300936277327, 0.08256467238331475, 0.10015619266126954, 0.06255658227077988, -0.13161986408401707],
            [0.009043794099404203, 0.020276242304802888, 0.020963475070445013, 0.003105963062252813, 0.11250689909355121],
            [0.10786839663078412, 0.12986827976219545],
        );
        for (is_small_sample, coefficients, se, variances) in [harmonic, small] {
            let options = random::RandomOptions { is_small_sample, ..random::RandomOptions::default() };
            let fit = random::fit(&design, &y, &panel, options).unwrap();
            let method = "panel re, unbalanced";
            compare(method, "sigma2_u", fit.sigma_u * fit.sigma_u, variances[0], CLOSED_FORM);
            compare(method, "sigma2_e", fit.sigma_e * fit.sigma_e, variances[1], CLOSED_FORM);
            for i in 0..5 {
                compare(method, "coef", fit.coefficients[i], coefficients[i], CLOSED_FORM);
                compare(method, "se", fit.standard_errors[i], se[i], CLOSED_FORM);
            }
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
            let pooled = ols::fit(&table.design(&terms, true), table.column("inv"), ols::OlsOptions::default()).unwrap();
            let residuals = pooled.residuals(&table.design(&terms, true), table.column("inv"));
            let test = lagrange::breusch_pagan(&panel, &residuals, None).unwrap();
            let figures = [("F", fit.unit_test.unwrap().f), ("bp_lm", test.chi_squared)];
            compare_figures("panel tests", &case("f_test_individual_effects_grunfeld", engine), &figures);
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
        let design = Design { n_rows: rate.len(), blocks: vec![Block::Dense(&treated)], has_constant: false };
        let covariance = Covariance::Cluster { clusters: &states, n_clusters: names.len() };
        let fit = absorb::fit::fit(&design, &rate, &factors, AbsorbOptions { covariance, ..AbsorbOptions::default() }).unwrap();
        for engine in ["R", "python"] {
            let expected = case("did_twfe_organ_donations", engine);
            compare_lines("did two-way", &expected, &["treated"], &absorbed(&fit));
            compare_figures("did two-way", &expected, &[("n", fit.n_observations)]);
        }
    }
}
