//! Variants of a script: other years, other municipalities, other cut points, drawn from a seed.

/// Municipalities that stand for each other.
const PLACES: [&str; 8] = ["0301", "1103", "1507", "3005", "3403", "4204", "4601", "5001"];

/// The variant of a number; the first is the script as it is.
pub(super) fn drawn(script: &str, slug: &str, variant: u64) -> String {
    if variant == 0 {
        return script.to_owned();
    }
    let seed = slug.bytes().fold(variant, |hash, byte| hash.wrapping_mul(0x100_0000_01b3) ^ u64::from(byte));
    let mut random = Random(seed);
    // All dates of a script move together, so that what belongs together stays so.
    let years = random.between(-4, 0);
    let mut text = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, behind) = rest.split_at(at);
        text.push_str(before);
        let end = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
        let (number, after) = behind.split_at(end);
        text.push_str(&changed(number, &text, after, years, &mut random));
        rest = after;
    }
    text.push_str(rest);
    text
}

fn changed(number: &str, before: &str, after: &str, years: i64, random: &mut Random) -> String {
    let value: i64 = number.parse().unwrap_or(0);
    let is_alone = !before
        .ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.' || letter == '-')
        && !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.');
    if !is_alone {
        return number.to_owned();
    }
    if number.len() == 4 && (2000..=2025).contains(&value) {
        return (value + years).to_string();
    }
    if before.ends_with('\'') && PLACES.contains(&number) {
        let at = usize::try_from(random.between(0, PLACES.len() as i64 - 1)).unwrap_or(0);
        return PLACES.get(at).copied().unwrap_or(number).to_owned();
    }
    // Ages and the like after a comparison or in a range.
    let is_cut = ["< ", "> ", "<= ", ">= ", ", "].iter().any(|sign| before.ends_with(sign));
    if is_cut && (18..=90).contains(&value) {
        return (value + random.between(-2, 2)).to_string();
    }
    number.to_owned()
}

/// SplitMix64: the same variants on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A whole number between two, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.word() % width).unwrap_or(0)
    }
}

#[test]
fn years_move_together_and_the_first_variant_is_the_script() {
    let script =
        "import db/X 2022-01-01 as x\nkeep if inrange(alder, 25, 66) & k == '0301' & x > 0.5\ngenerate a = 2022 - b\n";
    assert_eq!(drawn(script, "s", 0), script);
    for variant in 1..20 {
        let text = drawn(script, "s", variant);
        let year = text.split("db/X ").nth(1).and_then(|rest| rest.get(..4)).unwrap();
        assert!(text.contains(&format!("generate a = {year} - b")) && text.contains("-01-01 as x"), "{text}");
        assert!(text.contains("> 0.5"), "{text}");
        assert_eq!(drawn(script, "s", variant), text);
    }
}
