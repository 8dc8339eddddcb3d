//~ E0277
fn main() {
    let secret = disclosure::Confidential::new(1);
    println!("{secret}");
}
