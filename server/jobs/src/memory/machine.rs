//! How much memory this process may have: the machine's, or what its control groups allow if that is less.

use std::fs;
use std::path::{Path, PathBuf};

/// Assumed where nothing tells: 4 GiB.
const ASSUMED: u64 = 4 << 30;

/// Bytes of memory that this process may have.
pub fn of_machine() -> u64 {
    let machine = read("/proc/meminfo").and_then(|text| total(&text));
    let group = read("/proc/self/cgroup").and_then(|text| of_groups(&text));
    machine.into_iter().chain(group).min().unwrap_or(ASSUMED)
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// `MemTotal` of `/proc/meminfo`, which is in KiB.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// The least limit of the process's control groups and of all above them.
fn of_groups(cgroup: &str) -> Option<u64> {
    limit_files(cgroup).into_iter().filter_map(|file| limit(&read(file)?)).min()
}

/// Where limits may stand, by the lines of `/proc/self/cgroup`: version 2 (`0::/a/b`) and version 1 (`7:memory:/a/b`).
fn limit_files(cgroup: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for line in cgroup.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (root, name) = match parts.next() {
            Some("") => ("/sys/fs/cgroup", "memory.max"),
            Some(controllers) if controllers.split(',').any(|controller| controller == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => continue,
        };
        let group = parts.next().unwrap_or_default().trim_start_matches('/');
        for ancestor in Path::new(group).ancestors() {
            files.push(Path::new(root).join(ancestor).join(name));
        }
    }
    files
}

/// A limit in bytes; `max`, and the huge number by which version 1 says it, are none.
fn limit(text: &str) -> Option<u64> {
    const UNLIMITED: u64 = 1 << 60;
    text.trim().parse().ok().filter(|limit| *limit < UNLIMITED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_tells_its_memory() {
        assert_eq!(total("MemFree: 1 kB\nMemTotal:       24576 kB\n"), Some(24_576 * 1024));
        assert_eq!(total("MemTotal: much\n"), None);
        assert!(of_machine() >= 1 << 26);
    }

    #[test]
    fn limits_of_groups_and_their_ancestors_count() {
        let files = limit_files("0::/a/b\n");
        let expected = ["a/b/memory.max", "a/memory.max", "memory.max"];
        assert_eq!(files, expected.map(|end| Path::new("/sys/fs/cgroup").join(end)));
        let old = limit_files("12:cpu,cpuacct:/x\n7:memory:/docker\n");
        assert_eq!(old.first(), Some(&PathBuf::from("/sys/fs/cgroup/memory/docker/memory.limit_in_bytes")));
        assert_eq!(old.len(), 2);
        assert_eq!((limit("1048576\n"), limit("max\n"), limit("9223372036854771712")), (Some(1 << 20), None, None));
    }
}
