//! Addresses of pages: every version is in every address.

use variables::DataVersion;

/// The list of databanks.
pub const CATALOGUE: &str = "/catalogue";
/// The help index.
pub const HELP: &str = "/help";
/// The login page.
pub const LOGIN: &str = "/login";
/// Editor and results.
pub const WORKBENCH: &str = "/workbench";

/// The variables of a databank's version.
pub fn variables(databank: &str, version: DataVersion) -> String {
    format!("{CATALOGUE}/{databank}/{version}")
}

/// A variable.
pub fn variable(databank: &str, version: DataVersion, name: &str) -> String {
    format!("{CATALOGUE}/{databank}/{version}/{name}")
}

/// A command's help page.
pub fn command(name: &str) -> String {
    format!("{HELP}/{name}")
}

/// A guide.
pub fn guide(name: &str) -> String {
    format!("{HELP}/guides/{name}")
}

/// A function's help page.
pub fn function(name: &str) -> String {
    format!("{HELP}/functions/{name}")
}

/// The workbench with a script put into the editor: `/workbench#script=…`, percent-encoded.
///
/// The part after `#` never reaches a server.
pub fn workbench_with(script: &str) -> String {
    let mut encoded = String::with_capacity(script.len() * 2);
    for byte in script.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{WORKBENCH}#script={encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_survive_in_the_fragment() {
        assert_eq!(workbench_with("use a\n"), "/workbench#script=use%20a%0A");
        assert_eq!(workbench_with("ø"), "/workbench#script=%C3%B8");
    }
}
