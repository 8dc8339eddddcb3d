//! Codes about statistics and models.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `cluster-in-model`: A cluster or group variable that is also a regressor.
pub fn cluster_in_model(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::ClusterInModel.at(
        span,
        Text::new(
            format!("`{name}` kan ikke både gruppere og forklare"),
            format!("`{name}` cannot both group and explain"),
        ),
    );
    diagnostic.hint(t("ta den ut av modellen eller av `cluster()`", "leave it out of the model or of `cluster()`"))
}

/// `variable-in-model-twice`: A variable both dependent and independent, or repeated.
pub fn variable_in_model_twice(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::VariableInModelTwice.at(
        span,
        Text::new(format!("`{name}` står to ganger i modellen"), format!("`{name}` stands twice in the model")),
    );
    diagnostic.hint(t("fjern den ene", "remove one"))
}

/// `not-in-model`: `margins(d)` of a variable outside the model.
pub fn not_in_model(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NotInModel
        .at(span, Text::new(format!("`{name}` er ikke med i modellen"), format!("`{name}` is not in the model")));
    diagnostic.hint(t("ta den med blant variablene", "list it among the variables"))
}
