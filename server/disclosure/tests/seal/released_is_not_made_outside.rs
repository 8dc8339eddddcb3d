//~ E0423
fn main() {
    let _ = disclosure::Released(1);
}
