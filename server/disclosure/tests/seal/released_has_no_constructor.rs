//~ E0624
fn main() {
    let _ = disclosure::Released::<i32>::new(1);
}
