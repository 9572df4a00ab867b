//! "Write a policy" is carried out, step by step, in a folder of its own: commands are run, changes
//! are made to the file, and what the page shows is what is printed, letter by letter.
//!
//! `UPDATE_EXPECT=1` writes what is printed into the page, for a reviewer to look at.

use std::fs;
use std::path::PathBuf;

use criteria::cli::Exit;
use criteria_tests::workspace::put;

use super::commands::run;
use super::fences::{fences, page, root};

const PAGE: &str = "docs/guides/write-a-policy.md";
const POLICY: &str = "spec/cp-phar-999/2026-03.md";

const REQUEST: &str = "request.json";

/// The folder in which the page's commands run.
struct Desk(tempfile::TempDir);

impl Desk {
    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Runs a command as if in this folder. Whether all was fine, and what was printed.
    fn run(&self, line: &str) -> (bool, String) {
        let mut words = words(line.strip_prefix("cargo criteria ").expect("commands are `cargo criteria …`"));
        for word in &mut words {
            if word.starts_with("spec/") || word == REQUEST {
                *word = self.text(word);
            }
        }
        match words.first().map(String::as_str) {
            Some("new") => words.push(format!("--spec={}", self.text("spec"))),
            Some("check") => words.push(self.text("spec")),
            Some("decide") => words.push(format!("--policy={}", self.text(POLICY))),
            Some("build") => words.extend([
                self.text("spec"),
                format!("--rust={}", self.text("generated/src/policies")),
                format!("--docs={}", self.text("docs/policies")),
            ]),
            _ => {}
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (exit, out, err) = run(&words, "");
        let here = format!("{}/", self.0.path().to_string_lossy().replace('\\', "/"));
        let printed = format!("{out}{err}").replace(&here, "");
        let lines: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        (exit == Exit::Fine, lines.join("\n"))
    }

    fn text(&self, path: &str) -> String {
        self.at(path).to_string_lossy().replace('\\', "/")
    }

    /// Makes a change: the lines behind `-` and ` ` stand in the policy once, and give way to those
    /// behind `+` and ` `.
    fn change(&self, diff: &str, place: &str) {
        let side = |signs: [char; 2]| {
            let lines = diff.lines().filter(|line| line.is_empty() || line.starts_with(signs));
            lines
                .map(|line| line.get(1..).unwrap_or_default())
                .fold(String::new(), |all, line| all + line + "\n")
        };
        let (old, new) = (format!("\n{}", side(['-', ' '])), format!("\n{}", side(['+', ' '])));
        let text = fs::read_to_string(self.at(POLICY)).unwrap();
        assert_eq!(text.matches(&old).count(), 1, "{place}: this must stand in the policy once:{old}");
        put(&self.at(POLICY), &text.replacen(&old, &new, 1));
    }
}

/// The words of a command; quotation marks keep words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

#[test]
fn the_guide_writes_a_policy_that_checks() {
    let text = page(PAGE);
    let desk = Desk(tempfile::tempdir().unwrap());
    let (mut fine, mut printed) = (true, String::new());
    let mut seen = [0; 3];
    let (mut mended, mut from) = (text.clone(), 0);
    for fence in fences(&text) {
        let place = format!("{PAGE}:{}", fence.line);
        match fence.info.first().map(String::as_str) {
            Some("sh") => {
                assert!(fine, "{place}: what was printed before is not shown:\n{printed}");
                let lines = fence.text.replace("\\\n", " ");
                let ran: Vec<_> = lines.lines().map(|line| desk.run(line)).collect();
                fine = ran.iter().all(|(fine, _)| *fine);
                printed = ran.into_iter().map(|(_, printed)| printed).collect::<Vec<_>>().join("\n");
                seen[0] += 1;
            }
            Some("text") => {
                let shown = fence.text.trim_end();
                if std::env::var_os("UPDATE_EXPECT").is_some() {
                    let at = from + mended[from..].find(shown).unwrap();
                    mended.replace_range(at..at + shown.len(), &printed);
                    from = at + printed.len();
                } else {
                    assert_eq!(shown, printed, "{place}: run with UPDATE_EXPECT=1, and read what changed");
                }
                fine = true;
                seen[1] += 1;
            }
            Some("diff") => {
                desk.change(&fence.text, &place);
                seen[2] += 1;
            }
            Some("json") => put(&desk.at(REQUEST), &fence.text),
            other => panic!("{place}: {other:?} is carried out by nobody"),
        }
    }
    if mended != text {
        put(&root().join(PAGE), &mended);
    }
    assert!(fine && seen.iter().all(|count| *count > 10), "{fine}, {seen:?}");
    let (fine, printed) = desk.run("cargo criteria check");
    assert!(fine && printed.contains("checked 1 policy: 0 errors, 0 findings"), "{printed}");
}

#[test]
fn the_guide_shows_the_refusals_that_authors_meet() {
    let text = page(PAGE);
    let shown = ["unknown-phrase", "missing-comparator", "several-readings", "mixed-and-or", "broken-case"];
    for code in shown.into_iter().chain(["invariant-fails", "example-fails"]) {
        assert!(text.contains(&format!("error[{code}]: ")), "{code} is not shown");
    }
}
