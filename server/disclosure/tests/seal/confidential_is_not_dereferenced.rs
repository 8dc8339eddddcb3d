//~ E0614
fn main() {
    let secret = disclosure::Confidential::new(1_i32);
    let _: i32 = *secret;
}
