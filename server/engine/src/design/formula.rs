//! A model's formula over the columns of a dataset: which columns are needed, and the terms in terms of them.

use language::call::{Factor, FactorKind, Name, Term};

use super::interaction::expand;

/// How a variable enters the model: as numbers or as a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Numbers.
    Numbers,
    /// One level a category.
    Factor,
}

/// A column of the model: a variable in one of its uses.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaColumn {
    /// The variable, with the place where it was first named.
    pub name: Name,
    /// How it is used.
    pub used_as: Use,
}

/// A product of columns; one column for a plain term.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaTerm {
    /// Places in [`Formula::columns`], in the order written.
    pub factors: Vec<usize>,
    /// From `control()`: included, not shown.
    pub is_hidden: bool,
}

/// The dependent variable and the terms, `##` written out, every product once.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The dependent variable first, then every variable of the terms in its uses.
    pub columns: Vec<FormulaColumn>,
    /// Terms in order, `control()` last.
    pub terms: Vec<FormulaTerm>,
    /// Whether there is a constant.
    pub has_constant: bool,
}

impl Formula {
    /// From the parts of a call.
    pub fn new(dependent: &Name, terms: &[Term], control: &[Term], has_constant: bool) -> Self {
        let dependent = FormulaColumn { name: dependent.clone(), used_as: Use::Numbers };
        let mut formula = Formula { columns: vec![dependent], terms: Vec::new(), has_constant };
        for (is_hidden, list) in [(false, terms), (true, control)] {
            for term in list.iter().flat_map(expand) {
                let factors = term.iter().map(|factor| formula.column(factor, term.len() > 1)).collect();
                formula.add(factors, is_hidden);
            }
        }
        formula
    }

    /// The same with a categorical dependent variable.
    pub fn of_outcomes(mut self) -> Self {
        if let Some(dependent) = self.columns.first_mut() {
            dependent.used_as = Use::Factor;
        }
        self
    }

    /// The regressors' columns: all but the dependent one.
    pub fn regressors(&self) -> &[FormulaColumn] {
        self.columns.get(1..).unwrap_or_default()
    }

    /// Whether the model has a term of exactly these columns; of none: the constant.
    pub fn has_term(&self, factors: &[usize]) -> bool {
        if factors.is_empty() {
            return self.has_constant;
        }
        self.terms.iter().any(|term| same_product(&term.factors, factors))
    }

    /// The terms by the places of their columns and how those are used: what tells models of the same columns apart, whatever their names.
    pub fn shape(&self) -> String {
        let used = |column: &usize| match self.columns.get(*column).map(|column| column.used_as) {
            Some(Use::Factor) => format!("i{column}"),
            _ => format!("c{column}"),
        };
        let mut terms: Vec<String> = self
            .terms
            .iter()
            .map(|term| {
                let mut factors: Vec<String> = term.factors.iter().map(used).collect();
                factors.sort();
                factors.join("#")
            })
            .collect();
        terms.sort();
        format!("{} {}", terms.join(" "), if self.has_constant { "constant" } else { "none" })
    }

    fn add(&mut self, factors: Vec<usize>, is_hidden: bool) {
        if !factors.is_empty() && !self.has_term(&factors) {
            self.terms.push(FormulaTerm { factors, is_hidden });
        }
    }

    fn column(&mut self, factor: &Factor, is_product: bool) -> usize {
        let used_as = match factor.kind {
            FactorKind::Categorical => Use::Factor,
            FactorKind::Continuous => Use::Numbers,
            FactorKind::Plain if is_product => Use::Factor,
            FactorKind::Plain => Use::Numbers,
        };
        let name = crate::names::canonical(&factor.name.value);
        let known = self.regressors().iter().position(|column| column.name.value == name && column.used_as == used_as);
        known.map_or_else(
            || {
                let name = Name { value: name, span: factor.name.span };
                self.columns.push(FormulaColumn { name, used_as });
                self.columns.len() - 1
            },
            |place| place + 1,
        )
    }
}

/// Products are equal whatever the order of their factors.
fn same_product(a: &[usize], b: &[usize]) -> bool {
    let sorted = |list: &[usize]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    sorted(a) == sorted(b)
}

#[cfg(test)]
pub(in crate::design) mod tests;
