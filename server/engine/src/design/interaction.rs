//! `#` and `##`: products of factors, written out.

use language::call::{Factor, FactorKind, Term};

/// The products that a written term stands for: itself, or for `a##b` also every product of fewer factors, in the order
/// `a`, `b`, `a#b`, `c`, `a#c`, `b#c`, `a#b#c`.
pub fn expand(term: &Term) -> Vec<Vec<Factor>> {
    if !term.is_full {
        return vec![term.factors.clone()];
    }
    // A plain name in `##` is categorical in the main effect too (language.md 9.1).
    let factors: Vec<Factor> = term
        .factors
        .iter()
        .map(|factor| match factor.kind {
            FactorKind::Plain => Factor { kind: FactorKind::Categorical, name: factor.name.clone() },
            _ => factor.clone(),
        })
        .collect();
    let n = factors.len().min(16);
    let mut subsets: Vec<u32> = (1..1_u32 << n).collect();
    // By the last factor in it, then by size: each factor joins what came before it.
    subsets.sort_by_key(|subset| (u32::BITS - subset.leading_zeros(), subset.count_ones(), *subset));
    subsets
        .into_iter()
        .map(|subset| {
            factors.iter().zip(0_u32..).filter(|(_, place)| subset >> place & 1 == 1).map(|(f, _)| f.clone()).collect()
        })
        .collect()
}
