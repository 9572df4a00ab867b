//! How many packages a build script brings with it: the compiler without the command line.

use std::collections::BTreeSet;
use std::process::Command;

use criteria_tests::workspace::root;

/// The packages that `criteria` is built of with these features, itself included.
fn packages(features: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = ["tree", "--offline", "--locked", "-p", "criteria", "-e", "normal", "--prefix", "none"];
    let output = Command::new(cargo).args(tree).args(features).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[track_caller]
fn at_most(ceiling: usize, features: &[&str]) {
    let found = packages(features);
    assert!(found.contains("criteria-runtime"), "{found:?}");
    let advice = "is the new one worth it to everyone who builds a policy? Then raise the ceiling";
    assert!(found.len() <= ceiling, "{} packages for {ceiling}: {advice}: {found:#?}", found.len());
}

#[test]
fn the_library_stands_on_few_packages() {
    at_most(32, &["--no-default-features"]);
    let found = packages(&["--no-default-features"]);
    for of_the_command in ["anstream", "clap", "clap_builder", "indicatif", "rayon", "tera"] {
        assert!(!found.contains(of_the_command), "{of_the_command} is of the command line or the documents");
    }
}

#[test]
fn so_does_the_command() {
    at_most(60, &[]);
}
