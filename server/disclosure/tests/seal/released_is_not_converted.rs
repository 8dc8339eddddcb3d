//~ E0277
fn main() {
    let _: disclosure::Released<i32> = 1.into();
}
