//! From the working basis (columns less their centers, constant first) to the design as written.

use super::estimate::Estimate;
use crate::compensated::Sum;
use crate::matrix::Matrix;

/// Where the parameters of the fit stand among the active ones.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// By the fit's parameter: its place among the active ones.
    order: Vec<usize>,
    n_equations: usize,
    /// Kept columns and constant.
    per: usize,
    has_constant: bool,
}

impl Basis {
    /// Of an estimate.
    pub fn new(estimate: &Estimate, has_constant: bool) -> Basis {
        let n_equations = estimate.model.n_equations();
        let per = estimate.columns.kept.len();
        let mut order: Vec<usize> = Vec::with_capacity(n_equations * per + 1);
        for equation in 0..n_equations {
            let start = equation * per;
            let constant = usize::from(has_constant);
            order.extend(start + constant..start + per);
            order.extend(has_constant.then_some(start));
        }
        if estimate.model.has_ancillary() {
            order.push(n_equations * per);
        }
        Basis { order, n_equations, per, has_constant }
    }

    /// Places of the slopes among the fit's parameters.
    pub fn slopes(&self) -> Vec<usize> {
        let n_slopes = self.per - usize::from(self.has_constant);
        (0..self.n_equations).flat_map(|equation| equation * self.per..equation * self.per + n_slopes).collect()
    }

    /// The fit's places of an equation's constants, with those of its slopes.
    fn constants(&self) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
        let n = if self.has_constant { self.n_equations } else { 0 };
        let per = self.per;
        (0..n).map(move |equation| ((equation + 1) * per - 1, equation * per..(equation + 1) * per - 1))
    }

    fn centers(&self, estimate: &Estimate) -> Vec<f64> {
        let p = estimate.centers.len();
        estimate.columns.kept.iter().filter(|column| **column < p).map(|&column| estimate.centers[column]).collect()
    }

    /// Parameters of the design as written.
    pub fn coefficients(&self, estimate: &Estimate) -> Vec<f64> {
        let active = &estimate.factored.active;
        let mut result: Vec<f64> = self.order.iter().map(|&at| estimate.parameters[active[at]]).collect();
        let centers = self.centers(estimate);
        for (constant, slopes) in self.constants() {
            let mut sum = Sum::default();
            sum.add(result[constant]);
            result[slopes].iter().zip(&centers).for_each(|(b, center)| sum.add_product(-b, *center));
            result[constant] = sum.value();
        }
        result
    }

    /// Their covariance from that of the active parameters: rows of constants, then columns.
    pub fn covariance(&self, estimate: &Estimate, working: &Matrix) -> Matrix {
        let mut result = working.select(&self.order);
        let centers = self.centers(estimate);
        let k = self.order.len();
        for by_row in [true, false] {
            for (constant, slopes) in self.constants() {
                for other in 0..k {
                    let at = |own: usize| if by_row { (own, other) } else { (other, own) };
                    let mut sum = Sum::default();
                    sum.add(result[at(constant)]);
                    slopes.clone().zip(&centers).for_each(|(own, center)| sum.add_product(-result[at(own)], *center));
                    result[at(constant)] = sum.value();
                }
            }
        }
        result.mirror();
        result
    }
}
