//! The files that the rules are about.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project: its path from the root, with `/`, and its text.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All files below a folder whose names end so, in order.
pub fn below(folder: &str, ending: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    let mut files: Vec<File> = found
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .map(|path| File {
            text: fs::read_to_string(&path).unwrap(),
            path: path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "no `{ending}` below `{folder}`");
    files
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        into.push(path.to_owned());
        return;
    }
    for entry in fs::read_dir(path).unwrap() {
        collect(&entry.unwrap().path(), into);
    }
}

/// Rust that people wrote: all but what is generated.
pub fn written_rust() -> Vec<File> {
    let all = ["codegen", "generated", "tests"].into_iter().flat_map(|folder| below(folder, ".rs"));
    all.filter(|file| !file.path.starts_with("generated/src/policies/")).collect()
}

impl File {
    /// Whether the whole file is a test, or data for tests.
    pub fn is_test(&self) -> bool {
        let parts = ["/tests/", "/tests.rs", "_tests.rs", "/support/", "/support.rs", "/sample.rs"];
        self.path.starts_with("tests/") || parts.iter().any(|part| self.path.contains(part))
    }

    /// The text in front of its module of tests, which stands last.
    pub fn without_tests(&self) -> &str {
        let tests = self.text.split_once("#[cfg(test)]\nmod tests {");
        tests.map_or(self.text.as_str(), |(before, _)| before)
    }
}
