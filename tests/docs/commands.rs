//! Commands and requests that pages show are run: `sh` as they stand, `json` by `decide`.

use clap::Parser;
use criteria::cli::{Cli, Exit, Format, Streams};
use criteria::diagnostic::Style;

use super::fences::{fences, pages, root};

/// Pages whose commands stand on one another: `guide.rs` runs them.
const STEP_BY_STEP: &[&str] = &["docs/guides/write-a-policy.md"];

/// Commands of cargo and of this repository that suites and CI run anyway.
const ELSEWHERE: &[&str] =
    &["cargo test", "cargo bench", "cargo build", "cargo tree", ".ci/run", "cargo fmt", "cargo clippy"];

/// Runs a command in process.
pub fn run(args: &[&str], input: &str) -> (Exit, String, String) {
    let cli = Cli::try_parse_from([&["criteria"], args].concat()).unwrap_or_else(|error| panic!("{error}"));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli.run(Streams {
        input: &mut input.as_bytes(),
        out: &mut out,
        err: &mut err,
        out_style: Style::Plain,
        err_style: Style::Plain,
        format: Format::Human,
    });
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn commands_run_and_requests_are_decided() {
    // Paths in pages start at the root.
    std::env::set_current_dir(root()).unwrap();
    let (mut commands, mut requests) = (0, 0);
    for (page, text) in pages() {
        if STEP_BY_STEP.iter().any(|path| page.ends_with(path)) {
            continue;
        }
        for fence in fences(&text) {
            let place = format!("{}:{}", page.display(), fence.line);
            if fence.is("json") {
                requests += 1;
                let (exit, _, err) = run(&["decide"], &fence.text);
                assert_eq!(exit, Exit::Fine, "{place}: {err}");
            }
            if !fence.is("sh") {
                continue;
            }
            for line in fence.text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
                if ELSEWHERE.iter().any(|command| line.starts_with(command)) {
                    continue;
                }
                commands += 1;
                // Nothing is written here: what `regen` and `run` would write must be fresh.
                let line = line.replace("cargo regen", "cargo criteria build --check");
                let line = line.replace("cargo criteria run ", "cargo criteria decide ");
                let command =
                    line.strip_prefix("cargo criteria ").unwrap_or_else(|| panic!("{place}: {line}"));
                let (exit, _, err) = run(&command.split_whitespace().collect::<Vec<_>>(), "");
                assert_eq!(exit, Exit::Fine, "{place}: {line}: {err}");
            }
        }
    }
    assert!(commands > 5 && requests > 0, "{commands} commands, {requests} requests");
}

#[test]
fn commands_in_tables_of_the_readme_are_understood() {
    let readme = super::fences::page("README.md");
    let spans = readme.split('`').skip(1).step_by(2);
    for command in spans.filter_map(|span| span.strip_prefix("cargo criteria ")) {
        let words = command.split_whitespace().filter(|word| !["CODE", "DIR"].contains(word));
        let parsed = Cli::try_parse_from(["criteria"].into_iter().chain(words));
        assert!(parsed.is_ok(), "cargo criteria {command}: {parsed:?}");
    }
}

/// A suite that a page names after `--test` is one that there is.
#[test]
fn suites_that_pages_name_exist() {
    let manifest = std::fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
    let mut count = 0;
    for (page, text) in pages() {
        for rest in text.split("--test ").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            count += 1;
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{}: {name}", page.display());
        }
    }
    assert!(count > 3, "{count}");
}
