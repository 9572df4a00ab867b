//! What stands where.

use std::fs;

use super::files::{below, root};

/// What may stand at the top level, dot-files aside. (`target` is cargo's.)
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "codegen",
    "docs",
    "generated",
    "rust-toolchain.toml",
    "spec",
    "target",
    "tests",
];

#[test]
fn the_top_level_is_given() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || TOP.contains(&name.as_str()), "`{name}` stands at the top level");
    }
}

#[test]
fn generated_files_say_so() {
    let mark = criteria::artifact::MARK;
    for file in below("generated/src/policies", "").into_iter().chain(below("docs/policies", "")) {
        let first = file.text.lines().next().unwrap_or_default();
        assert!(first.contains(mark), "{} does not start with `{mark}…`", file.path);
    }
}

#[test]
fn policies_are_named_after_their_version() {
    for file in below("spec", ".md") {
        let version = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).unwrap();
        assert!(file.text.contains(&format!("| Version | {version} |")), "{}", file.path);
    }
}
