//! Codes about statistics and models.

use text::{Text, t};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `too-few-observations`: A statistic over too few; never with a count.
pub fn too_few_observations(span: Span) -> Diagnostic {
    let diagnostic = Code::TooFewObservations
        .at(span, t("for få observasjoner med alle verdier", "too few observations with all values"));
    diagnostic.hint(t(
        "ta ut variabler som ofte mangler, eller utvid utvalget",
        "leave out variables that are often missing, or widen the population",
    ))
}

/// `collinear`: Perfect collinearity.
pub fn collinear(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::Collinear.at(
        span,
        Text::new(
            format!("`{name}` er bestemt av de andre variablene"),
            format!("`{name}` is determined by the other variables"),
        ),
    );
    diagnostic.hint(t("ta den ut av modellen", "leave it out of the model"))
}

/// `not-binary`: A dependent or dummy variable with other values.
pub fn not_binary(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::NotBinary.at(
        span,
        Text::new(format!("`{name}` må ha verdiene 0 og 1"), format!("`{name}` must have the values 0 and 1")),
    );
    diagnostic.hint(Text::new(
        format!("lag den med `generate {name}_01 = …`"),
        format!("make it with `generate {name}_01 = …`"),
    ))
}

/// `not-count-data`: A dependent variable of a count model.
pub fn not_count_data(span: Span, name: &str) -> Diagnostic {
    Code::NotCountData.at(
        span,
        Text::new(format!("`{name}` må ha hele tall fra 0"), format!("`{name}` must hold whole numbers from 0")),
    )
}

/// `constant-variable`: No variation.
pub fn constant_variable(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::ConstantVariable.at(
        span,
        Text::new(format!("`{name}` har samme verdi for alle"), format!("`{name}` has the same value for all")),
    );
    diagnostic.hint(t("ta den ut av modellen", "leave it out of the model"))
}

/// `too-few-categories`: A variable with too few categories for the command.
pub fn too_few_categories(span: Span, name: &str, least: usize) -> Diagnostic {
    Code::TooFewCategories.at(
        span,
        Text::new(
            format!("`{name}` har færre enn {least} kategorier"),
            format!("`{name}` has fewer than {least} categories"),
        ),
    )
}

/// `not-converged`: An iterative estimator that did not settle.
pub fn not_converged(span: Span, iterations: usize) -> Diagnostic {
    let diagnostic = Code::NotConverged.at(
        span,
        Text::new(
            format!("beregningen fant ingen løsning på {iterations} forsøk"),
            format!("the estimation found no solution in {iterations} iterations"),
        ),
    );
    diagnostic.hint(t("prøv en enklere modell", "try a simpler model"))
}

/// `separation`: Perfect prediction.
pub fn separation(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Code::Separation.at(
        span,
        Text::new(
            format!("`{name}` forutsier utfallet fullstendig"),
            format!("`{name}` predicts the outcome perfectly"),
        ),
    );
    diagnostic.hint(t("ta den ut av modellen", "leave it out of the model"))
}

/// `zero-exposure`: `exposure()` with zeros.
pub fn zero_exposure(span: Span, name: &str) -> Diagnostic {
    Code::ZeroExposure
        .at(span, Text::new(format!("`{name}` må være over 0 for alle"), format!("`{name}` must be above 0 for all")))
}

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
