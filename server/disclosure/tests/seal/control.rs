//! Builds: what users of the crate may do.

fn serialize<T: serde::Serialize>(_: &T) {}

fn main() {
    let _secret = disclosure::Confidential::new(1);
    let released = disclosure::Released::public_text(&disclosure::Refusal::NothingToShow { units: 1 }.message());
    serialize(&released);
    let _bodies = released.into_inner();
}
