//! Decompositions of differences as scripts: R's figures, and what the filter leaves.

use wire::output::{Body, Model, Output, Table};

use super::answers::{close, diagnostic, outputs, value};
use super::people::{REGISTER, register_world};
use super::reference::{databank, digits, results};

fn shown(outputs: &[Output]) -> Model {
    let found = outputs.iter().find_map(|output| match &output.body {
        Body::Model(model) => Some(model.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{outputs:?}"))
}

fn named(outputs: &[Output], name: &str) -> Table {
    match outputs.iter().find(|output| output.name.as_deref() == Some(name)).map(|output| &output.body) {
        Some(Body::Table(table)) => table.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn wages_of_men_and_women_differ_as_in_r() {
    let Some((world, import)) = databank("cps1985") else { return };
    let script = format!("{import}generate lwage = ln(wage)\ngenerate member = union == 'yes'\n");
    let all = |options: &str| {
        outputs(&world, &format!("{script}oaxaca lwage education experience member by gender{options}"))
    };
    let expected = results("oaxaca_cps1985_gender");
    let found = all("");
    let three = shown(&found);
    assert_eq!((three.n, three.terms.len(), three.covariance.as_str()), (534, 3, "classical"));
    for term in &three.terms {
        digits(term.coefficient, &expected["threefold"][&term.term], 1e-9, &term.term);
        assert!(term.se.unwrap() > 0.0 && term.p.is_some());
    }
    digits(three.fit["difference"], &expected["gap"], 1e-9, "gap");
    let detail = named(&found, "detail");
    assert_eq!((detail.rows.len(), named(&found, "groups").rows.len()), (10, 2));
    let endowments: f64 = (0..3).map(|row| value(&detail, row, "effect")).sum();
    close(endowments, three.terms[0].coefficient.unwrap(), 1e-9);
    let two = shown(&all(", pool robust"));
    assert_eq!((two.terms.len(), two.covariance.as_str()), (2, "HC1"));
    for term in &two.terms {
        let expected = &expected["twofold_pooled_with_group_dummy"][&term.term];
        digits(term.coefficient, expected, 1e-9, &term.term);
    }
    assert_eq!(shown(&all(", noconstant")).terms.len(), 3);
    for (command, code) in [
        ("oaxaca lwage education", "missing-part"),
        ("oaxaca lwage education by gender union", "wrong-argument-count"),
        ("oaxaca lwage education by occupation", "singular-design"),
    ] {
        assert_eq!(diagnostic(&world, &format!("{script}{command}")).code, code, "{command}");
    }
}

#[test]
fn under_the_filter_parts_are_perturbed_and_rounded() {
    let world = register_world();
    for options in ["", ", pool robust"] {
        let all = outputs(&world, &format!("{REGISTER}oaxaca wage age i.education by sex{options}"));
        let found = shown(&all);
        assert!(found.terms.iter().all(|term| term.coefficient.is_some()), "{found:?}");
        let rules = format!("{:?}", all.last().unwrap().protection);
        assert!(rules.contains("Weights"), "{rules}");
    }
}
