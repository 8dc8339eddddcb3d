//! Terms as blocks of a design, and their least-squares fit under weights that are 1 but in a few rows.

use std::ops::Range;

use super::Model;
use crate::design::{Block, Design, NO_COLUMN};
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::few;
use crate::linear::ols::{OlsFit, OlsOptions};
use crate::reweighted::{Changed, Least, Outstanding, Reweighted, RowsOf};
use crate::rows::Rows;

/// The cell of each row in a product of factors.
struct Cells<'a> {
    factors: Vec<super::Factor<'a>>,
    n_rows: usize,
}

impl Rows<u32> for Cells<'_> {
    fn len(&self) -> usize {
        self.n_rows
    }

    fn read(&self, first: usize, output: &mut [u32]) {
        self.fill(output, |factor, part| factor.codes.read(first, part));
    }

    fn gather(&self, rows: &[u32], output: &mut [u32]) {
        self.fill(output, |factor, part| factor.codes.gather(rows, part));
    }
}

impl Cells<'_> {
    fn fill(&self, output: &mut [u32], read: impl Fn(&super::Factor<'_>, &mut [u32])) {
        output.fill(0);
        let mut part = vec![0; output.len()];
        for factor in &self.factors {
            read(factor, &mut part);
            for (cell, code) in output.iter_mut().zip(&part) {
                let is_out = *cell == NO_COLUMN || *code as usize >= factor.n_levels;
                *cell = if is_out { NO_COLUMN } else { *cell * factor.n_levels as u32 + code };
            }
        }
    }
}

/// The product of covariates.
struct Product<'a> {
    covariates: Vec<&'a dyn Rows<f64>>,
    n_rows: usize,
}

impl Rows<f64> for Product<'_> {
    fn len(&self) -> usize {
        self.n_rows
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.fill(output, |covariate, part| covariate.read(first, part));
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.fill(output, |covariate, part| covariate.gather(rows, part));
    }
}

impl Product<'_> {
    fn fill(&self, output: &mut [f64], read: impl Fn(&dyn Rows<f64>, &mut [f64])) {
        output.fill(1.0);
        let mut part = vec![0.0; output.len()];
        for covariate in &self.covariates {
            read(*covariate, &mut part);
            output.iter_mut().zip(&part).for_each(|(product, value)| *product *= value);
        }
    }
}

/// The columns of all terms: an indicator for each cell, times the covariates if any.
pub struct TermRows<'a> {
    terms: Vec<(Cells<'a>, Option<Product<'a>>)>,
    n_rows: usize,
    has_constant: bool,
}

impl<'a> TermRows<'a> {
    /// The columns of a model's terms.
    ///
    /// # Errors
    /// A term of nothing, of variables that are not there, or with a factor twice; columns of different length; more cells than codes
    /// can count.
    pub fn new(model: &Model<'a>) -> Result<Self, FitError> {
        let n_rows = model.y.len();
        let columns_fit = model.factors.iter().all(|factor| factor.codes.len() == n_rows)
            && model.covariates.iter().all(|covariate| covariate.len() == n_rows)
            && model.weights.is_none_or(|weights| weights.len() == n_rows);
        let mut terms = Vec::with_capacity(model.terms.len());
        for term in model.terms {
            let factors: Option<Vec<_>> = term.factors.iter().map(|f| model.factors.get(*f).copied()).collect();
            let covariates: Option<Vec<_>> =
                term.covariates.iter().map(|c| model.covariates.get(*c).copied()).collect();
            let is_repeated = (1..term.factors.len()).any(|i| term.factors[..i].contains(&term.factors[i]));
            let (Some(factors), Some(covariates), false) = (factors, covariates, is_repeated) else {
                return Err(FitError::Shape);
            };
            let n_cells = factors.iter().try_fold(1_u32, |n, f| n.checked_mul(u32::try_from(f.n_levels).ok()?));
            if (factors.is_empty() && covariates.is_empty()) || n_cells.is_none_or(|n| n == NO_COLUMN) {
                return Err(FitError::Shape);
            }
            let product = (!covariates.is_empty()).then_some(Product { covariates, n_rows });
            terms.push((Cells { factors, n_rows }, product));
        }
        if columns_fit {
            Ok(TermRows { terms, n_rows, has_constant: model.has_constant })
        } else {
            Err(FitError::Shape)
        }
    }

    /// The design with a block for each term. Its columns are collinear where terms contain others; least squares drops those.
    pub fn design(&self) -> Design<'_> {
        let blocks = self
            .terms
            .iter()
            .map(|(cells, product)| {
                let values = product.as_ref().map(|product| product as &dyn Rows<f64>);
                match values {
                    Some(values) if cells.factors.is_empty() => Block::Dense(values),
                    values => {
                        let n_columns = cells.factors.iter().map(|factor| factor.n_levels).product();
                        Block::Coded { columns: cells, n_columns, values }
                    }
                }
            })
            .collect();
        Design { n_rows: self.n_rows, blocks, has_constant: self.has_constant }
    }
}

/// The model's least-squares fit, again and again.
///
/// *Leverage* is the diagonal of the hat matrix, *influence* Cook's distance (Cook 1977), as of the linear model that it is; also for
/// tests of means, whose model is one factor.
pub struct Reweighting<'a>(few::Reweighting<'a>);

impl<'a> Reweighting<'a> {
    /// Takes the cross products of `design`, for example of [`TermRows::design`].
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(design: &'a Design<'_>, y: &'a dyn Rows<f64>, watch: Watch<'a>) -> Result<Self, FitError> {
        few::Reweighting::new(design, y, watch).map(Reweighting)
    }

    /// The fit under weights that are 1 but in the rows of `changed`.
    ///
    /// # Errors
    /// Why there is none.
    pub fn fit(&self, changed: &Changed) -> Result<OlsFit, FitError> {
        self.0.fit(changed, OlsOptions::default())
    }
}

/// Influence and leverage are those of least squares.
impl Reweighted for Reweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.0.plain()
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        self.0.influence(rows, influence, leverage);
    }

    fn outstanding(&self, rows: Range<usize>, least: Least, found: &mut Vec<Outstanding>) {
        self.0.outstanding(rows, least, found);
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.0.growth(changed)
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        self.0.leverage(changed, look)
    }
}
