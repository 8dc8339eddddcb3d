//! The databanks of these tests.

use variables::Profile;

use super::memory::{Cells, Memory, MemoryWorld};

pub const N_PERSONS: usize = 5_000;

/// Repeatable whole numbers below `n`.
pub fn draw(person: usize, salt: u64, n: u64) -> u64 {
    let mut z = (person as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_mul(0xD1B5_4A32_D192_ED03);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) % n
}

const REGIONS: [(&str, &str); 6] =
    [("01", "Nord"), ("02", "Vest"), ("03", "Øst"), ("04", "Sør"), ("05", "Midt"), ("99", "Svalbard")];
const SEXES: [(&str, &str); 2] = [("1", "Mann"), ("2", "Kvinne")];
const EDUCATION: [(&str, &str); 5] =
    [("1", "Grunnskole"), ("2", "Videregående"), ("3", "Fagskole"), ("4", "Bachelor"), ("5", "Master")];

/// 5 000 made-up persons under `register`: three persons live in region 99, education is missing for one in nine.
pub fn register() -> Memory {
    let people = || 0..N_PERSONS;
    let texts = |value: &dyn Fn(usize) -> Option<String>| Cells::Texts(people().map(value).collect());
    let sex = texts(&|person| Some((1 + draw(person, 1, 2)).to_string()));
    let region = texts(&|person| {
        let place = if person % 1_700 == 3 { 99 } else { 1 + draw(person, 2, 5) };
        Some(format!("{place:02}"))
    });
    let education = texts(&|person| (draw(person, 3, 9) > 0).then(|| (1 + draw(person, 4, 25).isqrt()).to_string()));
    let born = Cells::Longs(
        people().map(|person| Some(((1940 + draw(person, 5, 70)) * 100 + 1 + draw(person, 6, 12)) as i64)).collect(),
    );
    let wage = Cells::Longs(
        people()
            .map(|person| {
                let spread = draw(person, 7, 1_000) * draw(person, 8, 1_000) / 4;
                (draw(person, 9, 6) > 0).then(|| (200_000 + spread + draw(person, 1, 2) * 30_000) as i64)
            })
            .collect(),
    );
    Memory::new("test.register", Profile::Register, N_PERSONS)
        .with("SEX", sex, &SEXES)
        .with("REGION", region, &REGIONS)
        .with("EDUCATION", education, &EDUCATION)
        .with("BORN", born, &[])
        .with("WAGE", wage, &[])
}

pub fn register_world() -> MemoryWorld {
    MemoryWorld::new(vec![register()])
}

/// Imports everything of the register databank.
pub const REGISTER: &str = "\
require test.register:1 as db
create-dataset people
import db/SEX as sex
import db/REGION as region
import db/EDUCATION as education
import db/BORN as born
import db/WAGE as wage
generate age = 2022 - int(born / 100)
";

/// Ten persons under `open`.
pub fn open() -> Memory {
    let texts = |values: [&str; 10]| {
        Cells::Texts(values.iter().map(|value| (*value != ".").then(|| (*value).to_owned())).collect())
    };
    let longs = |values: [i64; 10]| Cells::Longs(values.iter().map(|value| (*value >= 0).then_some(*value)).collect());
    Memory::new("test.open", Profile::Open, 10)
        .with("SEX", texts(["1", "1", "1", "1", "2", "2", "2", "2", "2", "2"]), &SEXES)
        .with("CITY", texts(["b", "a", "a", "b", "b", "b", "a", "b", "b", "."]), &[])
        .with("PAY", longs([10, 20, 30, 40, 50, 60, 70, 80, -1, 100]), &[])
        .with("KIDS", longs([0, 1, 2, 2, 0, 0, 1, 3, 1, 0]), &[])
}

pub fn open_world() -> MemoryWorld {
    MemoryWorld::new(vec![open()])
}

/// Imports everything of the open databank.
pub const OPEN: &str = "\
require test.open:1 as db
create-dataset few
import db/SEX as sex
import db/CITY as city
import db/PAY as pay
import db/KIDS as kids
";
