pub use super::fixed::PanelOptions;
