//! Models: the estimates as a table, the fit above it.

use leptos::prelude::*;
use text::{Text, t};
use wire::output::{Model, TermEstimate};

use super::numbers;
use super::table::Tests;
use crate::document::{locale, say};

/// Fit statistics in the order that people look for them, with their names.
const FIT: [(&str, Text); 25] = [
    ("r2", t("R²", "R²")),
    ("r2_adj", t("Justert R²", "Adjusted R²")),
    ("pseudo_r2", t("Pseudo-R²", "Pseudo R²")),
    ("r2_within", t("R² innenfor", "R² within")),
    ("r2_between", t("R² mellom", "R² between")),
    ("r2_overall", t("R² samlet", "R² overall")),
    ("rmse", t("RMSE", "RMSE")),
    ("f", t("F", "F")),
    ("f_p", t("p (F)", "p (F)")),
    ("chi2", t("χ²", "χ²")),
    ("chi2_p", t("p (χ²)", "p (χ²)")),
    ("df_resid", t("Frihetsgrader", "Degrees of freedom")),
    ("sigma_u", t("Standardavvik mellom enheter", "Standard deviation between units")),
    ("sigma_e", t("Standardavvik innen enheter", "Standard deviation within units")),
    ("rho", t("Enhetenes andel av variansen", "Share of units in the variance")),
    ("alpha", t("Spredning (alfa)", "Dispersion (alpha)")),
    ("alpha_se", t("Standardfeil (alfa)", "Standard error (alpha)")),
    ("h", t("Båndbredde", "Bandwidth")),
    ("b", t("Båndbredde for skjevhet", "Bandwidth of the bias")),
    ("kappa", t("Kappa (LIML)", "Kappa (LIML)")),
    ("difference", t("Forskjell mellom gruppene", "Difference between the groups")),
    ("ll", t("Log-likelihood", "Log-likelihood")),
    ("ll_null", t("Log-likelihood uten forklaring", "Log-likelihood without regressors")),
    ("aic", t("AIC", "AIC")),
    ("bic", t("BIC", "BIC")),
];

/// A model's released estimates.
#[component]
pub fn ModelView(model: Model, caption: String) -> impl IntoView {
    let locale = locale();
    let label = caption.clone();
    let level = if model.level > 0.0 { numbers::alone(locale, Some(model.level)) } else { "95".to_owned() };
    // Tests by χ² go with z.
    let has_t = model.fit.contains_key("df_resid") && !model.fit.contains_key("chi2");
    let statistic = if has_t { "t" } else { "z" };
    let coefficient = match model.scale.as_deref() {
        Some("odds-ratio") => t("Oddsforhold", "Odds ratio"),
        Some("rate-ratio") => t("Rateforhold", "Incidence-rate ratio"),
        Some("hazard-ratio") => t("Hasardforhold", "Hazard ratio"),
        _ => t("Koeffisient", "Coefficient"),
    };
    let terms = model.terms.iter().map(|term| term_row(&model, term)).collect_view();
    let dropped = (!model.dropped.is_empty()).then(|| {
        view! { <p class="note">{say(t("Utelatt fordi de følger av de andre: ", "Left out because they follow from the others: "))}{model.dropped.join(", ")}</p> }
    });
    view! {
        <dl class="model-fit">{fit(&model)}</dl>
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="ds-table result-table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{model.dependent.clone()}</th>
                        <th scope="col" class="number">{say(coefficient)}</th>
                        <th scope="col" class="number">{say(t("Standardfeil", "Standard error"))}</th>
                        <th scope="col" class="number">{statistic}</th>
                        <th scope="col" class="number">"p"</th>
                        <th scope="col" class="number">{format!("{level} % {}", say(t("konfidensintervall", "confidence interval")))}</th>
                    </tr>
                </thead>
                <tbody>{terms}</tbody>
            </table>
        </div>
        {dropped}
        <Tests tests=model.tests/>
    }
}

fn term_row(model: &Model, term: &TermEstimate) -> impl IntoView + use<> {
    let locale = locale();
    let number = |value| numbers::alone(locale, value);
    let interval = match (term.ci_low, term.ci_high) {
        (Some(_), Some(_)) => format!("{} ; {}", number(term.ci_low), number(term.ci_high)),
        _ => "–".to_owned(),
    };
    let p = numbers::p_value(locale, term.p);
    let statistic = locale.number(term.statistic, 2);
    view! {
        <tr>
            <th scope="row">{term_name(model, term)}</th>
            <td class="number">{number(term.coefficient)}</td>
            <td class="number">{number(term.se)}</td>
            <td class="number">{statistic}</td>
            <td class="number">{p}</td>
            <td class="number">{interval}</td>
        </tr>
    }
}

/// The term as written, with the level's label behind it where there is one.
fn term_name(model: &Model, term: &TermEstimate) -> String {
    let written = match term.term.as_str() {
        "_cons" => say(t("Konstant", "Constant")),
        other => other.to_owned(),
    };
    let equation = term.equation.as_ref().map_or(String::new(), |equation| format!("{equation}: "));
    match model.labels.get(&term.term).filter(|label| !label.is_empty()) {
        Some(label) => format!("{equation}{written} ({label})"),
        None => format!("{equation}{written}"),
    }
}

fn fit(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let mut lines = vec![
        (say(t("Modell", "Model")), model.model.clone()),
        (say(t("Antall", "Observations")), numbers::whole(locale, model.n)),
    ];
    for (name, title) in &FIT {
        if let Some(value) = model.fit.get(*name) {
            let shown =
                if name.ends_with("_p") { numbers::p_value(locale, *value) } else { numbers::alone(locale, *value) };
            lines.push((title.get(locale).to_owned(), shown));
        }
    }
    if !model.covariance.is_empty() {
        lines.push((say(t("Standardfeil", "Standard errors")), model.covariance.clone()));
    }
    lines.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()
}
