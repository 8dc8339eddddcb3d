//~ E0616
fn main() {
    let secret = disclosure::Confidential::new(1);
    let _ = secret.0;
}
