//! Pages, and the fenced examples in them.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The pages that people wrote: the README, and all of `docs` but what is generated.
pub fn pages() -> Vec<(PathBuf, String)> {
    let mut paths = vec![root().join("README.md")];
    collect(&root().join("docs"), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.strip_prefix(root()).unwrap().to_owned(), text)
    };
    let all = paths.into_iter().map(read);
    all.filter(|(_, text)| !text.lines().next().unwrap_or_default().contains("@generated")).collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            into.push(path);
        }
    }
}

/// The text of one page.
pub fn page(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// A fenced block: the words behind its opening fence, its text, its line.
#[derive(Debug)]
pub struct Fence {
    pub info: Vec<String>,
    pub text: String,
    pub line: usize,
}

impl Fence {
    /// Whether it is of a language.
    pub fn is(&self, language: &str) -> bool {
        self.info.first().is_some_and(|first| first == language)
    }
}

/// The fenced blocks of a page.
pub fn fences(page: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (number, line) in (1..).zip(page.lines()) {
        match (open.take(), line.strip_prefix("```")) {
            (None, Some(info)) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Fence { info, text: String::new(), line: number });
            }
            (Some(fence), Some(_)) => fences.push(fence),
            (Some(mut fence), None) => {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some(fence);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    fences
}
