//~ E0277
fn serialize<T: serde::Serialize>(_: &T) {}

fn main() {
    serialize(&disclosure::Confidential::new(1));
}
