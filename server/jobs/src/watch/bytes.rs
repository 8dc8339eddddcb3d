//! Numbers and texts as bytes, for what is kept sealed.

/// Writes.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// A number.
    pub fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// A key.
    pub fn wide(&mut self, number: u128) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// A text, or anything else with its length.
    pub fn block(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Keys, each with a number.
    pub fn pairs(&mut self, pairs: &[(u128, u64)]) {
        self.number(pairs.len() as u64);
        for (key, number) in pairs {
            self.wide(*key);
            self.number(*number);
        }
    }

    /// What was written.
    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

/// Reads in the order of writing; `None`: there is no such thing there.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// From the beginning.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    /// A number.
    pub fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// A key.
    pub fn wide(&mut self) -> Option<u128> {
        self.array().map(u128::from_le_bytes)
    }

    /// Bytes with their length.
    pub fn block(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (block, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(block)
    }

    /// A text.
    pub fn text(&mut self) -> Option<String> {
        String::from_utf8(self.block()?.to_owned()).ok()
    }

    /// Keys, each with a number.
    pub fn pairs(&mut self) -> Option<Vec<(u128, u64)>> {
        let length = self.number()?;
        (0..length).map(|_| Some((self.wide()?, self.number()?))).collect()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}
