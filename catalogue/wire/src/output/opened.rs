//! A script that a command gives to the editor (`load`, `edit`, `save …, edit`): a text named [`NAME`] that is one code fence.

use super::{Body, Output};

/// The name of such an output.
pub const NAME: &str = "script";

/// A script as Markdown: in a fence longer than any run of backticks in it.
pub fn fenced(script: &str) -> String {
    let longest = script.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let end = if script.is_empty() || script.ends_with('\n') { "" } else { "\n" };
    format!("{fence}\n{script}{end}{fence}")
}

impl Output {
    /// The script that the output gives to the editor, if it does.
    pub fn script(&self) -> Option<&str> {
        let Body::Text { markdown } = &self.body else { return None };
        if self.name.as_deref() != Some(NAME) {
            return None;
        }
        let (fence, rest) = markdown.nb.split_once('\n')?;
        rest.strip_suffix(fence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::WireText;

    #[test]
    fn a_script_comes_out_as_it_went_in() {
        for script in ["", "help\n", "// ```\nhelp\n", "textblock\n````\nendblock\n"] {
            let markdown = WireText { nb: fenced(script), en: fenced(script) };
            let output = Output {
                line: 1,
                command: "edit".to_owned(),
                name: Some(NAME.to_owned()),
                synthetic: false,
                protection: Vec::new(),
                noise: None,
                body: Body::Text { markdown },
            };
            assert_eq!(output.script(), Some(script));
            assert_eq!(Output { name: None, ..output }.script(), None);
        }
    }
}
