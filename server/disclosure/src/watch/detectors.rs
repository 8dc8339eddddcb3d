//! Detectors over many questions of one account (confidentiality D.5): A counts how many partitions were released that a set can be
//! put together from, B how many splits look random.
//!
//! *In → out*: splits with their sketches, and the time → what the auditor sees. Like the [meter](super::meter) they know no clocks,
//! files and users, and change no answer.

mod averaging;
mod random_splits;

pub use self::averaging::{Averaging, AveragingLimits, AveragingReading, Partition};
pub use self::random_splits::{RandomSplits, RandomSplitsLimits, RandomSplitsReading};
