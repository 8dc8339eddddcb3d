//~ E0369
fn main() {
    let secret = disclosure::Confidential::new(1);
    let _ = secret == disclosure::Confidential::new(1);
}
