//~ E0624
fn main() {
    let secret = disclosure::Confidential::new(1);
    let _ = secret.open();
}
