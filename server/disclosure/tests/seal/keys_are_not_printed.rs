//~ E0277
fn main() {
    let keys = disclosure::Keys::new([0; 32], [0; 32]);
    println!("{keys:?}");
}
