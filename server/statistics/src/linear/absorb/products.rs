//! Cross products of demeaned columns, of group means, and of both, in one pass.

use super::groups::PIECE_ROWS;
use super::kernel::{dot, gram};
use super::plan::Plan;
use super::window::{CodedRows, Window};
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::linear::cross_products::CrossProducts;
use crate::matrix::Matrix;

/// Pieces of a block of the fold.
pub(crate) const PIECES: usize = 128;

/// Products in the inner order: the packed triangle of the local columns, and the lines of the coded ones.
pub(crate) struct Sums {
    pub weight: f64,
    pub local: Vec<f64>,
    pub local_sums: Vec<f64>,
    /// `n_coded × (n_local + n_coded)`, lower triangle.
    pub coded: Matrix,
    pub coded_sums: Vec<f64>,
}

impl Sums {
    pub fn new(plan: &Plan<'_>) -> Self {
        Sums {
            weight: 0.0,
            local: vec![0.0; plan.n_local * (plan.n_local + 1) / 2],
            local_sums: vec![0.0; plan.n_local],
            coded: Matrix::zeros(plan.n_coded, plan.n_local + plan.n_coded),
            coded_sums: vec![0.0; plan.n_coded],
        }
    }

    pub fn merge(&mut self, later: &Sums) {
        self.weight += later.weight;
        let pairs = [
            (&mut self.local, &later.local),
            (&mut self.local_sums, &later.local_sums),
            (&mut self.coded.values, &later.coded.values),
            (&mut self.coded_sums, &later.coded_sums),
        ];
        for (mine, other) in pairs {
            mine.iter_mut().zip(other).for_each(|(m, o)| *m += o);
        }
    }

    /// In the design's order, `y` last.
    pub fn in_design_order(&self, plan: &Plan<'_>) -> CrossProducts {
        let size = plan.order.len();
        let mut result = CrossProducts::zeros(size);
        result.weight = self.weight;
        let mut put = |row: usize, column: usize, value: f64| {
            let (row, column) = (plan.order[row], plan.order[column]);
            result.products[(row, column)] = value;
            result.products[(column, row)] = value;
        };
        for row in 0..plan.n_local {
            for column in 0..=row {
                put(row, column, self.local[row * (row + 1) / 2 + column]);
            }
        }
        for row in 0..plan.n_coded {
            for column in 0..=plan.n_local + row {
                put(plan.n_local + row, column, self.coded[(row, column)]);
            }
        }
        for (at, value) in self.local_sums.iter().chain(&self.coded_sums).enumerate() {
            result.sums[plan.order[at]] = *value;
        }
        result
    }
}

/// What one pass finds, in the design's order (`p + 1`, `y` last).
#[derive(Clone, Debug)]
pub(crate) struct PanelProducts {
    /// Σ over rows of w z̃ z̃' with z̃ demeaned inside groups; no sums, as they are zero.
    pub within: CrossProducts,
    /// Σ over groups of W z̄ z̄' with the group's weight W; means relative to the shift. Absent if not asked for.
    pub between: Option<CrossProducts>,
    /// Σ over groups of z̄ z̄', each once.
    pub means: Option<CrossProducts>,
    /// Σ w.
    pub weight: f64,
    /// Groups with weight.
    pub n_groups: f64,
    /// Σ over groups with weight of 1 / W.
    pub sum_of_shares: f64,
}

impl PanelProducts {
    /// Adds `factor` times those of other rows.
    pub fn add(&mut self, other: &PanelProducts, factor: f64) {
        let add = |mine: &mut CrossProducts, other: &CrossProducts| {
            mine.weight += factor * other.weight;
            mine.sums.iter_mut().zip(&other.sums).for_each(|(m, o)| *m += factor * o);
            mine.products.values.iter_mut().zip(&other.products.values).for_each(|(m, o)| *m += factor * o);
        };
        add(&mut self.within, &other.within);
        if let (Some(mine), Some(other)) = (&mut self.between, &other.between) {
            add(mine, other);
        }
        if let (Some(mine), Some(other)) = (&mut self.means, &other.means) {
            add(mine, other);
        }
        self.weight += factor * other.weight;
        self.n_groups += factor * other.n_groups;
        self.sum_of_shares += factor * other.sum_of_shares;
    }
}

struct Partial {
    within: Sums,
    between: Option<(Sums, Sums)>,
    weight: f64,
    n_groups: f64,
    sum_of_shares: f64,
    /// Sum of a coded column inside the group at hand, and which have one.
    sums: Vec<f64>,
    touched: Vec<usize>,
    by_row: Vec<f64>,
    scratch: Vec<f64>,
    shifted: Vec<f64>,
}

impl Partial {
    fn new(plan: &Plan<'_>, has_means: bool) -> Self {
        Partial {
            within: Sums::new(plan),
            between: has_means.then(|| (Sums::new(plan), Sums::new(plan))),
            weight: 0.0,
            n_groups: 0.0,
            sum_of_shares: 0.0,
            sums: vec![0.0; plan.n_coded],
            touched: Vec::new(),
            by_row: Vec::new(),
            scratch: Vec::new(),
            shifted: Vec::new(),
        }
    }
}

impl Accumulator for Partial {
    fn merge(&mut self, later: Self) {
        self.within.merge(&later.within);
        if let (Some((between, means)), Some((b, m))) = (&mut self.between, &later.between) {
            between.merge(b);
            means.merge(m);
        }
        self.weight += later.weight;
        self.n_groups += later.n_groups;
        self.sum_of_shares += later.sum_of_shares;
    }
}

/// One pass. Means are kept if `has_means`.
pub(crate) fn panel_products(plan: &Plan<'_>, has_means: bool, watch: Watch<'_>) -> Result<PanelProducts, Cancelled> {
    let pieces = &plan.groups.pieces;
    let found = fold(
        pieces.len(),
        PIECES.max(plan.order.len() / 8),
        watch,
        || Partial::new(plan, has_means),
        |partial, range| {
            let mut window = Window::new(plan);
            for piece in &pieces[range] {
                window.read(piece);
                partial.absorb(&window);
            }
        },
    )?;
    let (between, means) = match &found.between {
        Some((between, means)) => (Some(between.in_design_order(plan)), Some(means.in_design_order(plan))),
        None => (None, None),
    };
    Ok(PanelProducts {
        within: found.within.in_design_order(plan),
        between,
        means,
        weight: found.weight,
        n_groups: found.n_groups,
        sum_of_shares: found.sum_of_shares,
    })
}

impl Partial {
    fn absorb(&mut self, window: &Window<'_>) {
        let plan = window.plan;
        let (n, n_local) = (window.n, plan.n_local);
        self.weight += if plan.weights.is_some() { window.weights.iter().sum() } else { n as f64 };
        if window.is_first_part {
            self.n_groups += window.sizes.iter().filter(|size| **size > 0.0).count() as f64;
            self.sum_of_shares += window.shares.iter().sum::<f64>();
        }
        if plan.weights.is_some() {
            weighted(&window.values, &window.weights, n, &mut self.scratch);
            gram(&self.scratch, &window.values, PIECE_ROWS, n, n_local, &mut self.within.local);
        } else {
            gram(&window.values, &window.values, PIECE_ROWS, n, n_local, &mut self.within.local);
        }
        let shifted = match (&self.between, window.is_first_part) {
            (Some(_), true) => Some(self.absorb_means(window)),
            _ => None,
        };
        if plan.n_coded > 0 {
            by_row(&window.values, n, n_local, &mut self.by_row);
            let blocks = window.coded_blocks();
            for (group, rows) in window.groups() {
                self.absorb_coded(window, &blocks, group, rows, shifted.as_deref());
            }
        }
        self.shifted = shifted.unwrap_or_default();
    }

    /// Products of the local columns' means; gives the shifted means.
    fn absorb_means(&mut self, window: &Window<'_>) -> Vec<f64> {
        let plan = window.plan;
        let (m, n_local) = (window.ids.len(), plan.n_local);
        let mut shifted = std::mem::take(&mut self.shifted);
        shifted.resize(n_local * PIECE_ROWS, 0.0);
        let columns = shifted.chunks_exact_mut(PIECE_ROWS).zip(window.means.chunks_exact(PIECE_ROWS));
        for ((column, means), shift) in columns.zip(&plan.shift) {
            for ((slot, mean), size) in column.iter_mut().zip(means).zip(&window.sizes) {
                *slot = if *size > 0.0 { *mean - shift } else { 0.0 };
            }
        }
        let Some((between, means)) = &mut self.between else { return shifted };
        means.weight += window.sizes.iter().filter(|size| **size > 0.0).count() as f64;
        between.weight += window.sizes.iter().sum::<f64>();
        let mut products = vec![0.0; means.local.len()];
        gram(&shifted, &shifted, PIECE_ROWS, m, n_local, &mut products);
        means.local.iter_mut().zip(&products).for_each(|(sum, value)| *sum += value);
        for (column, values) in shifted.chunks_exact(PIECE_ROWS).enumerate() {
            means.local_sums[column] += crate::matrix::sum(&values[..m]);
            between.local_sums[column] += dot(&values[..m], &window.sizes);
        }
        if let Some(size) = window.common {
            between.local.iter_mut().zip(&products).for_each(|(sum, value)| *sum += size as f64 * value);
        } else {
            weighted(&shifted, &window.sizes, m, &mut self.scratch);
            gram(&self.scratch, &shifted, PIECE_ROWS, m, n_local, &mut between.local);
        }
        shifted
    }

    /// Group sums and tables of the coded columns in one group, less what their means have in common.
    fn absorb_coded(
        &mut self,
        window: &Window<'_>,
        blocks: &[CodedRows<'_>],
        group: usize,
        rows: std::ops::Range<usize>,
        shifted: Option<&[f64]>,
    ) {
        let plan = window.plan;
        let n_local = plan.n_local;
        self.touched.clear();
        for (at, block) in blocks.iter().enumerate() {
            if !window.varies(at, group) {
                continue;
            }
            for row in rows.clone() {
                let Some((column, number)) = block.column(row) else { continue };
                let value = window.weight(row) * number;
                if value == 0.0 {
                    continue;
                }
                note(&mut self.sums, &mut self.touched, column, value);
                let target = self.within.coded.row_mut(column);
                let dense = &self.by_row[row * n_local..(row + 1) * n_local];
                let (of_local, of_coded) = target.split_at_mut(n_local);
                of_local.iter_mut().zip(dense).for_each(|(t, z)| *t += value * z);
                of_coded[column] += value * number;
                for (other, block) in blocks[..at].iter().enumerate() {
                    if let (true, Some((column, number))) = (window.varies(other, group), block.column(row)) {
                        of_coded[column] += value * number;
                    }
                }
            }
        }
        if let Some(long) = window.long {
            let known = &plan.long[long];
            self.sums.fill(0.0);
            self.touched.clear();
            if !window.is_first_part {
                return;
            }
            for (column, mean) in known.coded.iter().enumerate().filter(|(_, mean)| **mean != 0.0) {
                note(&mut self.sums, &mut self.touched, column, mean * known.size);
            }
        }
        let share = window.shares[group];
        for (at, a) in self.touched.iter().enumerate() {
            for b in &self.touched[..=at] {
                let (a, b) = (*a.max(b), *a.min(b));
                self.within.coded[(a, n_local + b)] -= self.sums[a] * (self.sums[b] * share);
            }
        }
        if let (Some(shifted), Some((between, means))) = (shifted, &mut self.between) {
            for (_, block) in blocks.iter().enumerate().filter(|(at, _)| !window.varies(*at, group)) {
                if let Some((column, _)) = block.column(rows.start) {
                    note(&mut self.sums, &mut self.touched, column, window.sizes[group]);
                }
            }
            let size = window.sizes[group];
            for (at, a) in self.touched.iter().enumerate() {
                let mean = self.sums[*a] * share;
                means.coded_sums[*a] += mean;
                between.coded_sums[*a] += self.sums[*a];
                if !plan.has_all_means {
                    between.coded[(*a, n_local + *a)] += self.sums[*a] * mean;
                    continue;
                }
                for column in 0..n_local {
                    let product = mean * shifted[column * PIECE_ROWS + group];
                    means.coded[(*a, column)] += product;
                    between.coded[(*a, column)] += size * product;
                }
                for b in &self.touched[..=at] {
                    let product = mean * (self.sums[*b] * share);
                    let place = (*a.max(b), n_local + *a.min(b));
                    means.coded[place] += product;
                    between.coded[place] += size * product;
                }
            }
        }
        for column in &self.touched {
            self.sums[*column] = 0.0;
        }
    }
}

/// Adds to the sum of a column and remembers that it has one: `sums` are zero outside `touched`.
#[inline(always)]
pub(crate) fn note(sums: &mut [f64], touched: &mut Vec<usize>, column: usize, value: f64) {
    // A sum may come back to zero and be noted twice, unless it is found again.
    if sums[column] == 0.0 && (!touched.contains(&column)) {
        touched.push(column);
    }
    sums[column] += value;
}

/// Columns times a factor per place.
pub(crate) fn weighted(values: &[f64], factors: &[f64], n: usize, output: &mut Vec<f64>) {
    output.resize(values.len(), 0.0);
    for (target, source) in output.chunks_exact_mut(PIECE_ROWS).zip(values.chunks_exact(PIECE_ROWS)) {
        for ((t, s), w) in target[..n].iter_mut().zip(source).zip(factors) {
            *t = s * w;
        }
    }
}

/// The same columns row after row.
pub(crate) fn by_row(values: &[f64], n: usize, n_columns: usize, output: &mut Vec<f64>) {
    output.resize(n * n_columns, 0.0);
    for (k, values) in values.chunks_exact(PIECE_ROWS).enumerate() {
        for (row, value) in output.chunks_exact_mut(n_columns).zip(values) {
            row[k] = *value;
        }
    }
}
