//! The workspace's own policies, compiled once a process.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use criteria::Compiled;
use criteria::source::Source;
use criteria::tree::ast::Policy;
use criteria_runtime::Evaluator;

/// A policy of the workspace.
#[derive(Debug)]
pub struct Spec {
    /// Its place: `spec/cp-phar-243/2025-05.md`.
    pub name: String,
    /// What it compiled to.
    pub compiled: Compiled,
    /// The policy.
    pub policy: Policy,
    /// Its generated evaluator; none for policies that are only compiled.
    pub evaluator: Option<&'static Evaluator>,
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are a member of the workspace")
}

/// Everything under `spec/`, with its evaluator.
pub fn specs() -> &'static [Spec] {
    static SPECS: OnceLock<Vec<Spec>> = OnceLock::new();
    SPECS.get_or_init(|| {
        let specs: Vec<Spec> = markdown(&root().join("spec")).iter().map(|path| load(path)).collect();
        assert!(!specs.is_empty(), "there is a policy under spec/");
        specs
    })
}

/// The policies of `tests/data`: no evaluator is kept of them.
pub fn compile_only() -> &'static [Spec] {
    static SPECS: OnceLock<Vec<Spec>> = OnceLock::new();
    SPECS.get_or_init(|| {
        let files = markdown(&root().join("tests/data"));
        files
            .iter()
            .filter(|path| path.parent().is_some_and(|at| at.ends_with("data")))
            .map(|p| load(p))
            .collect()
    })
}

/// Every policy that compiles here, with an evaluator or without.
pub fn all() -> impl Iterator<Item = &'static Spec> {
    specs().iter().chain(compile_only())
}

/// The first policy, which some suites know by heart.
pub fn alemtuzumab() -> &'static Spec {
    let newest = specs().iter().filter(|spec| spec.policy.id == "CP.PHAR.243");
    newest.max_by_key(|spec| spec.policy.in_force_from).expect("CP.PHAR.243 is under spec/")
}

/// Compiles a text that must be sound.
pub fn compiled(name: &str, text: &str) -> (Compiled, Policy) {
    let compiled = criteria::check(Source::new(name, text));
    let policy = compiled.policy.clone().unwrap_or_else(|| panic!("{name}: {:#?}", compiled.diagnostics));
    (compiled, policy)
}

/// Writes a file, and the folders above it.
pub fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
    File::create(path).and_then(|mut file| file.write_all(text.as_bytes())).expect("files can be written");
}

/// Writes a file that is not so yet, so that what is fresh is not built again.
pub fn refresh(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        put(path, text);
    }
}

fn load(path: &Path) -> Spec {
    let name = path.strip_prefix(root()).expect("it was found below the root");
    let name = name.to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(path).expect("policies can be read");
    let (compiled, policy) = compiled(&name, &text);
    let same = |one: &&Evaluator| one.policy.id == policy.id && one.policy.version == policy.version;
    let evaluator = criteria_policies::POLICIES.iter().find(same);
    Spec { name, compiled, policy, evaluator }
}

/// The Markdown files in a folder and below, in order; files that explain a folder left out.
fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("folders can be listed").path();
        if path.is_dir() {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|is| is == "md") && !path.ends_with("README.md") {
            found.push(path);
        }
    }
    found.sort();
    found
}
