//! An amount of memory as operators write it: a share of the machine's, or bytes.

use std::str::FromStr;

use jobs::memory;

/// An amount of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryAmount {
    /// Per cent of what this process may have.
    Percent(u64),
    /// Bytes.
    Bytes(u64),
}

/// Not an amount of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnAmount;

impl std::fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("memory is written 60% (1% to 90%) or as an amount from 64M, as 900M or 14G")
    }
}

impl std::error::Error for NotAnAmount {}

/// Less than this serves nobody.
const LEAST: u64 = 64 << 20;

impl FromStr for MemoryAmount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        if let Some(share) = text.strip_suffix('%') {
            let share = share.trim().parse().ok().filter(|share| (1..=90).contains(share));
            return share.map(MemoryAmount::Percent).ok_or(NotAnAmount);
        }
        let (number, unit) =
            text.trim().split_at(text.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
        let factor: u64 = match unit.to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
            "" => 1,
            "K" => 1 << 10,
            "M" => 1 << 20,
            "G" => 1 << 30,
            "T" => 1 << 40,
            _ => return Err(NotAnAmount),
        };
        let bytes = number.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
        bytes.filter(|bytes| *bytes >= LEAST).map(MemoryAmount::Bytes).ok_or(NotAnAmount)
    }
}

impl MemoryAmount {
    /// In bytes, on this machine.
    pub fn bytes(self) -> u64 {
        match self {
            MemoryAmount::Percent(share) => memory::of_machine() / 100 * share,
            MemoryAmount::Bytes(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_amounts_are_read() {
        assert_eq!("60%".parse(), Ok(MemoryAmount::Percent(60)));
        for (text, bytes) in [("14G", 14 << 30), ("900 M", 900 << 20), ("2GiB", 2 << 30), ("70000000", 70_000_000)] {
            assert_eq!(text.parse(), Ok(MemoryAmount::Bytes(bytes)), "{text}");
        }
        for bad in ["", "0%", "91%", "G", "14X", "-1G", "1.5G", "63M", "99999999999T"] {
            assert_eq!(bad.parse::<MemoryAmount>(), Err(NotAnAmount), "{bad}");
        }
    }
}
