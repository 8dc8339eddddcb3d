//! Home, catalogue, help and login.

fn main() {
    app::public::start();
}
