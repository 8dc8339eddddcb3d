//! Editor and results.

fn main() {
    app::workbench::start();
}
