//! Every page: its frame, and its example against the base policy.

use criteria::diagnostic::Code;
use criteria::draft::draft;
use criteria::library;
use criteria::source::Source;

use super::{compiled, read, said, shown};

pub(super) const BASE: &str = "codegen/src/diagnostic/pages/base.md";

const FRAME: [&str; 4] = ["What it means", "Why it matters", "Example", "How to fix"];

#[test]
fn the_base_is_clean() {
    let compiled = compiled(&read(BASE));
    assert!(compiled.is_sound() && compiled.diagnostics.is_empty(), "{}", shown(&compiled));
}

#[test]
fn every_page_has_its_frame() {
    for code in Code::ALL {
        let page = code.page();
        let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, FRAME, "{code}");
        assert_eq!(page.lines().next(), Some(format!("# {code}").as_str()));
        let summary = page.lines().nth(2).unwrap_or_default();
        assert!(summary.ends_with('.') && !summary.contains(". "), "{code}: one sentence under the title");
        assert_eq!(page.lines().filter(|line| line.starts_with("```")).count(), 2, "{code}: one example");
    }
}

#[test]
fn every_code_has_one_name_and_they_are_sorted() {
    let names: Vec<String> = Code::ALL.iter().map(|code| code.as_str().replace('-', "")).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.as_str()), Some(*code));
    }
}

#[test]
fn every_example_raises_its_code_and_no_other() {
    let base = read(BASE);
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let (diff, together) = example(code.page());
        if together == Together::Published {
            let draft = draft(&Source::new("published.txt", diff));
            // Every draft guesses facts and its frame: those are always said beside.
            let always = [*code, Code::GuessedFact, Code::GuessedFrame];
            let said = draft.doubts.iter().any(|doubt| doubt.code == *code);
            let other = draft.doubts.iter().any(|doubt| !always.contains(&doubt.code));
            if !said || other {
                wrong.push(format!("{code}:\n{:#?}", draft.doubts));
            }
            continue;
        }
        let mut all = vec![compiled(&patched(&base, diff, code.as_str()))];
        if together == Together::BesideTheBase {
            all.push(compiled(&base));
            library::check(&mut all);
        }
        let codes: Vec<&str> = all.iter().flat_map(|one| said(one)).map(|(code, _)| code).collect();
        if codes.is_empty() || codes.iter().any(|found| *found != code.as_str()) {
            wrong.push(format!("{code}:\n{}", all.iter().map(shown).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{} pages\n{}", wrong.len(), wrong.join("\n"));
}

/// The pages are rustdoc too: brackets and angle brackets would be links and tags there.
#[test]
fn pages_read_as_rustdoc() {
    for code in Code::ALL {
        let mut fenced = false;
        for line in code.page().lines() {
            fenced ^= line.starts_with("```");
            let prose: String = line.split('`').step_by(2).collect();
            let bare = prose.contains(['[', ']', '<', '>', '_']);
            assert!(fenced || !bare, "{code}: `{line}`");
        }
    }
}

/// Whether the example of a page is a document alone, or a second one beside the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Together {
    Alone,
    BesideTheBase,
    /// No document at all, but a published text to draft one from.
    Published,
}

/// The base with the example of a page.
#[track_caller]
pub(super) fn with_example(base: &str, code: Code) -> String {
    match example(code.page()) {
        (_, Together::Published) => base.to_owned(),
        (diff, _) => patched(base, diff, code.as_str()),
    }
}

/// The diff of a page.
fn example(page: &str) -> (&str, Together) {
    let published = page.split_once("```text draft\n").map(|(_, rest)| (rest, Together::Published));
    let (rest, together) = published.unwrap_or_else(|| {
        let (_, rest) = page.split_once("```diff").unwrap_or_default();
        let (beside, rest) = rest.split_once('\n').unwrap_or_default();
        (rest, if beside == " beside" { Together::BesideTheBase } else { Together::Alone })
    });
    (rest.split_once("\n```").unwrap_or_default().0, together)
}

/// The base with a diff applied: lines behind `-` go, those behind `+` come in their place, a
/// line behind a space only says where.
#[track_caller]
fn patched(base: &str, diff: &str, name: &str) -> String {
    let mut lines: Vec<&str> = base.lines().collect();
    let mut at = 0;
    for line in diff.lines() {
        let (sign, text) = line.split_at_checked(1).unwrap_or(("+", ""));
        let find = || {
            let found = lines.iter().skip(at).position(|line| *line == text);
            found.unwrap_or_else(|| panic!("{name}: `{text}` does not stand in the base")) + at
        };
        match sign {
            "-" => {
                at = find();
                lines.remove(at);
            }
            "+" => {
                lines.insert(at, text);
                at += 1;
            }
            " " => at = find() + 1,
            _ => panic!("{name}: `{line}` is no line of a diff"),
        }
    }
    lines.join("\n") + "\n"
}
