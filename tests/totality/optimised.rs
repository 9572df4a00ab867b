//! Nothing in the optimised evaluator can panic: its machine code does not so much as name a
//! function that panics.
//!
//! What is looked at is the assembly of the runtime and of the generated policies, each whole, at
//! the highest optimisation; and first that of a crate that does panic, so that the look is known
//! to find something. What the standard library compiled for itself is not looked into.

use std::fs;
use std::path::Path;
use std::process::Command;

use criteria_tests::workspace::{put, root};

/// Functions that panic, as they are named in machine code.
const PANICS: &[&str] = &[
    "panicking",
    "panic_bounds_check",
    "unwrap_failed",
    "expect_failed",
    "index_fail",
    "slice_error_fail",
    "panic_already",
    "handle_error",
];

/// The lines of a crate's assembly that name one.
fn panics(folder: &Path, name: &str) -> Vec<String> {
    let files = fs::read_dir(folder).expect("the crate was built").flatten();
    let is_of = |path: &Path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.starts_with(&format!("{name}-")) && file.ends_with(".s")
    };
    let path = files.map(|file| file.path()).find(|path| is_of(path));
    let text = fs::read_to_string(path.unwrap_or_else(|| panic!("there is assembly of {name}")));
    let text = text.expect("assembly is text");
    assert!(text.lines().count() > 20, "there is code in {name}");
    let named = text.lines().filter(|line| PANICS.iter().any(|panics| line.contains(panics)));
    named.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_optimised_evaluator_names_nothing_that_panics() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder can be made");
    let folder = folder.path();
    let path = |to: &str| root().join(to).display().to_string();
    let manifest = format!(
        "[package]\nname = \"panics\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\ncriteria-policies = {{ path = '{}' }}\ncriteria-runtime = {{ path = '{}' }}\n\n\
         [profile.release]\nopt-level = 3\ncodegen-units = 1\ndebug = false\n\n[workspace]\n",
        path("generated"),
        path("codegen/runtime")
    );
    put(&folder.join("Cargo.toml"), &manifest);
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("the lock file can be read");
    put(&folder.join("Cargo.lock"), &lock);
    let uses = "pub use criteria_policies::POLICIES;";
    put(
        &folder.join("src/lib.rs"),
        &format!(
            "{uses}\n#[inline(never)]\npub fn at(list: &[u32], at: usize) -> u32 {{ list[at] }}\n\
             #[inline(never)]\npub fn known(fact: Option<u32>) -> u32 {{ fact.unwrap() }}\n"
        ),
    );
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--offline", "--quiet", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(folder)
        .env("RUSTFLAGS", "--emit=asm")
        .output()
        .expect("cargo can be run");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let deps = folder.join("target/release/deps");
    let found = panics(&deps, "panics");
    let finds = |name: &str| found.iter().any(|line| line.contains(name));
    assert!(finds("panic_bounds_check") && finds("unwrap_failed"), "the look finds nothing: {found:#?}");
    assert_eq!(panics(&deps, "criteria_runtime"), Vec::<String>::new(), "the runtime may panic");
    assert_eq!(panics(&deps, "criteria_policies"), Vec::<String>::new(), "an evaluator may panic");
}
