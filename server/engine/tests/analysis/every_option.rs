//! Every option of the models under the filter: none is refused on five thousand persons, and each shows numbers.

use wire::output::{Body, Output};

use super::answers::outputs;
use super::people::{REGISTER, register_world};

const PREPARED: &str = "\
generate high = wage > 300000
generate visits = int(age * age / 700)
generate risk = 1 + born - 100 * int(born / 100)
generate months = 1 + age
generate group = region == '01'
";

const PANEL: &str = "\
generate pay_1 = wage
generate pay_2 = wage * 1.1 + age * age
generate pay_3 = wage + 2 * age
generate exper_1 = age
generate exper_2 = age + 1
generate exper_3 = age * age / 40
generate treated_1 = 0
generate treated_2 = 1
generate treated_3 = 1
generate man = sex == '1'
reshape-to-panel pay_ exper_ treated_
";

const MODELS: [&str; 58] = [
    "logit high age i.sex, noconstant",
    "logit high age i.sex, level(90) robust",
    "logit high age i.sex, cluster(born) control(i.region)",
    "logit high age i.sex, mfx(eydx) mfx_at(median)",
    "logit high age group, margins(group)",
    "probit high age i.sex, mfx(dyex) mfx_at(zero) noconstant",
    "probit high age i.sex, level(99) robust control(i.region)",
    "probit high age i.sex, cluster(born) margins()",
    "mlogit education age i.sex, mfx(dydx) mfx_at(mean)",
    "mlogit education age, noconstant level(90) robust",
    "mlogit education age, cluster(born) control(i.sex)",
    "poisson visits age i.sex, noconstant level(90) robust",
    "poisson visits i.sex, cluster(born) control(i.region) irr exposure(risk)",
    "negative-binomial visits i.sex, noconstant level(90) robust",
    "negative-binomial visits i.sex, cluster(born) control(i.region) irr exposure(risk)",
    "regress wage age i.sex, vif margins(group) control(group)",
    "cox high months i.sex, hazard level(90) strata(region)",
    "cox high months i.sex, robust zph",
    "cox high months i.sex, cluster(born) control(i.region)",
    "rdd wage age, cutoff(50) polynomial(2) level(90)",
    "rdd wage age group, cutoff(50) derivate(1)",
    "rdd wage age, cutoff(50) cluster(born)",
    "rdd wage age, cutoff(50) fuzzy(high)",
    "anova wage sex##group, noconstant posthoc",
    "correlate wage age born, covariance pairwise obs sig",
    "ci wage age, level(99)",
    "regress-predict wage age, noconstant\nsummarize predicted",
    "regress-predict wage age, predicted(p) residuals(r) cooksd(c)\nsummarize p r c",
    "logit-predict high age, noconstant probabilities(p) predicted(index) residuals(r)\nsummarize p index r",
    "probit-predict high age, noconstant probabilities(p) predicted(index)\nsummarize p index",
    "mlogit-predict education age, noconstant probabilities(p) predicted(index)\nsummarize p_1 index_2",
    "poisson-predict visits i.sex, noconstant exposure(risk) predicted(p) residuals(r)\nsummarize p r",
    "negative-binomial-predict visits i.sex, noconstant exposure(risk) predicted(p) residuals(r)\nsummarize p r",
    "mlogit-predict education age\nsummarize probabilities_1",
    "regress-panel pay_ exper_, fe level(90)",
    "regress-panel pay_ exper_ man, re noconstant",
    "regress-panel pay_ exper_ man, re cluster(born)",
    "regress-panel pay_ exper_ man, be robust",
    "regress-panel pay_ exper_ man, pooled cluster(born)",
    "regress-panel pay_ exper_ man, pooled robust noconstant",
    "regress-panel pay_ exper_, fe cluster(born)",
    "regress-panel-diff pay_ man treated_, level(90)",
    "regress-panel-diff pay_ man treated_ exper_, robust",
    "regress-panel-diff pay_ man treated_, cluster(born)",
    "hausman pay_ exper_, level(90) sigmamore include_constant",
    "hausman pay_ exper_, noconstant sigmaless",
    "correlate wage age",
    "anova wage sex c.age",
    "ci wage",
    "probit high age, margins(group) control(group)",
    "ivregress wage i.sex (age = born), tsls noconstant level(90)",
    "ivregress wage i.sex (age = born), gmm firststage robust",
    "ivregress-predict wage i.sex (age = born), noconstant tsls\nsummarize predicted",
    "ivregress-predict wage i.sex (age = born), liml\nsummarize predicted",
    "ivregress-predict wage i.sex (age = born), gmm residuals(r)\nsummarize r",
    "oaxaca wage age by sex, robust",
    "oaxaca wage age by sex, noconstant",
    "oaxaca wage age by sex, pool",
];

fn shows_numbers(output: &Output) -> bool {
    match &output.body {
        Body::Model(model) => model.n > 0 && model.terms.iter().all(|term| term.coefficient.is_some()),
        Body::Table(table) => !table.rows.is_empty(),
        _ => false,
    }
}

#[test]
fn every_option_of_every_model_passes_the_filter() {
    let world = register_world();
    let mut failed = Vec::new();
    for command in MODELS {
        let is_of_panel = command.starts_with("regress-panel") || command.starts_with("hausman");
        let panel = if is_of_panel { PANEL } else { "" };
        let all = outputs(&world, &format!("{REGISTER}{PREPARED}{panel}{command}"));
        match all.last() {
            Some(last) if shows_numbers(last) && !last.protection.is_empty() => {}
            Some(last) => failed.push(format!("{command}: {:?}", last.body)),
            None => failed.push(command.to_owned()),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
