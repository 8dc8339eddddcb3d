//! A small dense matrix, row-major; for `p × p` results, never for data.

/// `n_rows × n_columns`, row-major.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub n_rows: usize,
    /// Number of columns.
    pub n_columns: usize,
    /// `n_rows · n_columns` values, row after row.
    pub values: Vec<f64>,
}

impl Matrix {
    /// Zeros.
    pub fn zeros(n_rows: usize, n_columns: usize) -> Self {
        Matrix { n_rows, n_columns, values: vec![0.0; n_rows * n_columns] }
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.n_columns..(row + 1) * self.n_columns]
    }

    /// One row, to write.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.values[row * self.n_columns..(row + 1) * self.n_columns]
    }

    /// `self · vector`.
    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.n_rows).map(|row| dot(self.row(row), vector)).collect()
    }

    /// `self · other`.
    pub fn product(&self, other: &Matrix) -> Matrix {
        let mut result = Matrix::zeros(self.n_rows, other.n_columns);
        for row in 0..self.n_rows {
            for inner in 0..self.n_columns {
                let factor = self[(row, inner)];
                if factor != 0.0 {
                    let target = &mut result.values[row * other.n_columns..(row + 1) * other.n_columns];
                    for (t, o) in target.iter_mut().zip(other.row(inner)) {
                        *t += factor * o;
                    }
                }
            }
        }
        result
    }

    /// The square sub-matrix of these rows and columns.
    pub fn select(&self, indices: &[usize]) -> Matrix {
        let mut result = Matrix::zeros(indices.len(), indices.len());
        for (i, &row) in indices.iter().enumerate() {
            for (j, &column) in indices.iter().enumerate() {
                result[(i, j)] = self[(row, column)];
            }
        }
        result
    }

    /// `self · value`, in place.
    pub fn scale(&mut self, value: f64) {
        self.values.iter_mut().for_each(|v| *v *= value);
    }

    /// Copies the lower triangle into the upper.
    pub fn mirror(&mut self) {
        for row in 0..self.n_rows {
            for column in 0..row {
                self[(column, row)] = self[(row, column)];
            }
        }
    }
}

impl std::ops::Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.values[row * self.n_columns + column]
    }
}

impl std::ops::IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.values[row * self.n_columns + column]
    }
}

/// Inner product with eight running sums: fast, and the same order everywhere.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (a_parts, b_parts) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a_parts.remainder().iter().zip(b_parts.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_parts.zip(b_parts) {
        for lane in 0..8 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    rest + join(lanes)
}

/// The inner products of one vector with four of its length: each as [`dot`] gives it, to the bit.
pub fn dots(a: &[f64], b: [&[f64]; 4]) -> [f64; 4] {
    let mut lanes = [[0.0; 8]; 4];
    let whole = a.len() / 8 * 8;
    let (parts, _) = a.as_chunks::<8>();
    let [b0, b1, b2, b3] = b.map(|b| b.as_chunks::<8>().0);
    for ((((x, y0), y1), y2), y3) in parts.iter().zip(b0).zip(b1).zip(b2).zip(b3) {
        for lane in 0..8 {
            lanes[0][lane] += x[lane] * y0[lane];
            lanes[1][lane] += x[lane] * y1[lane];
            lanes[2][lane] += x[lane] * y2[lane];
            lanes[3][lane] += x[lane] * y3[lane];
        }
    }
    let mut result = [0.0; 4];
    for ((result, lanes), b) in result.iter_mut().zip(lanes).zip(b) {
        let rest: f64 = a[whole..].iter().zip(&b[whole..]).map(|(x, y)| x * y).sum();
        *result = rest + join(lanes);
    }
    result
}

/// Sum with eight running sums.
pub fn sum(a: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let parts = a.chunks_exact(8);
    let rest: f64 = parts.remainder().iter().sum();
    for x in parts {
        for lane in 0..8 {
            lanes[lane] += x[lane];
        }
    }
    rest + join(lanes)
}

fn join(lanes: [f64; 8]) -> f64 {
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
