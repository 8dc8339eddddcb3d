//! Ranking of variables for the catalogue's filter and for completion.
