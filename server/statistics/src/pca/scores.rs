//! Scores of a component as a column that is computed where it is read.

use super::Components;
use crate::rows::Rows;

/// One component's scores: Σ loading (x − mean) / scale.
pub struct Scores<'a> {
    variables: &'a [&'a dyn Rows<f64>],
    /// Center and factor of each variable.
    steps: Vec<(f64, f64)>,
}

impl<'a> Scores<'a> {
    /// The scores of component `component` (from 0) in the rows of `variables`, which are in the order of the components' loadings.
    pub fn new(components: &Components, component: usize, variables: &'a [&'a dyn Rows<f64>]) -> Self {
        let step = |i: usize| (components.means[i], components.loadings[(i, component)] / components.scales[i]);
        Scores { steps: (0..variables.len().min(components.means.len())).map(step).collect(), variables }
    }
}

impl Rows<f64> for Scores<'_> {
    fn len(&self) -> usize {
        self.variables.first().map_or(0, |variable| variable.len())
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        output.fill(0.0);
        let mut part = vec![0.0; output.len()];
        for (variable, (center, factor)) in self.variables.iter().zip(&self.steps) {
            variable.read(first, &mut part);
            output.iter_mut().zip(&part).for_each(|(sum, x)| *sum += factor * (x - center));
        }
    }
}
