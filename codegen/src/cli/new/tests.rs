//! Drafts of any names: they check, or a name is refused with its flag.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::super::tests::{Folder, command};
use super::*;
use crate::limits::{MAX_ANSWER_BYTES, MAX_KINDS, MAX_NAME, MAX_NAMES};

const PLAIN: [&str; 10] = [
    "--number",
    "CP.PHAR.999",
    "--title",
    "Drug X (brand X) for asthma",
    "--in-force",
    "2026-03-01",
    "--diagnosis",
    "asthma",
    "--agent",
    "drug A",
];

/// Runs `criteria new` below a folder.
fn new(folder: &Folder, args: &[&str], input: &str) -> (Exit, String, String) {
    let spec = folder.0.join("spec");
    command(&[&["new", "--spec", spec.to_str().unwrap()], args].concat(), input)
}

/// Checks that a draft was written, says nothing, and can be built; its text.
#[track_caller]
fn sound(folder: &Folder, args: &[&str]) -> String {
    let (exit, out, err) = new(folder, &[args, &["--yes"]].concat(), "");
    assert_eq!(exit, Exit::Fine, "{args:?}: {err}");
    let path = out.trim_end();
    let (exit, out, err) = command(&["check", path], "");
    assert_eq!((exit, out.as_str()), (Exit::Fine, ""), "{args:?}: {err}");
    let (exit, _, err) = command(&["fmt", "--check", path], "");
    assert_eq!(exit, Exit::Fine, "{args:?}: {err}");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_draft_checks_and_is_named_after_its_number_and_version() {
    let folder = Folder::new();
    let text = sound(&folder, &PLAIN);
    assert!(text.starts_with("# Drug X (brand X) for asthma\n"), "{text}");
    for words in
        ["## I. Initial approval (must meet all)", "## II. Continued therapy", "## III. Uses", "| E5 | E1 |"]
    {
        assert!(text.contains(words), "`{words}` is not in: {text}");
    }
    assert!(folder.0.join("spec/cp-phar-999/2026-03.md").is_file());
    let more = ["--policy-version", "2.0", "--line", "Commercial,HIM,Medicaid", "--kind", "initial"];
    let text = sound(&folder, &[&PLAIN[..], &more, &["--subject", "patient", "--agent", "drug B"]].concat());
    assert!(text.contains("each agent unless not tolerated or contraindicated (a and b):"), "{text}");
    assert!(!text.contains("## III") && text.contains("On which day was the patient born?"), "{text}");
    assert!(folder.0.join("spec/cp-phar-999/2.0.md").is_file());
}

#[test]
fn drugs_that_are_not_used_together_are_those_that_were_given() {
    let folder = Folder::new();
    let without = sound(&folder, &PLAIN);
    assert!(!without.contains("Appendix A") && !without.contains("together"), "{without}");
    let apart = ["--policy-version", "2", "--not-with", "drug B, drug A"];
    let with = sound(&folder, &[&PLAIN[..], &apart].concat());
    let list = "## Appendix A: Drugs that are not used together with this one\n\n- drug B\n- drug A\n\n";
    assert!(with.contains(list) && with.contains("| drugs used together | none |"), "{with}");
    let one = ["--policy-version", "3", "--kind", "initial", "--not-with", "drug C"];
    assert!(sound(&folder, &[&PLAIN[..], &one].concat()).contains("6. Daily dose"));
}

#[test]
fn a_file_is_never_replaced() {
    let folder = Folder::new();
    let before = sound(&folder, &PLAIN);
    let other = [&PLAIN[..2], &["--title", "Another"], &PLAIN[4..], &["--yes"]].concat();
    let (exit, out, err) = new(&folder, &other, "");
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.contains("is there already: a draft never replaces a file"), "{err}");
    let path = folder.0.join("spec/cp-phar-999/2026-03.md");
    assert_eq!(std::fs::read_to_string(path).unwrap(), before);
}

#[test]
fn what_is_missing_is_asked_or_named() {
    let folder = Folder::new();
    let (exit, _, err) = new(&folder, &["--yes", "--title", "Drug X"], "");
    assert_eq!(exit, Exit::Usage);
    for flag in ["`--number`", "`--in-force`", "`--diagnosis`", "`--agent`"] {
        assert!(err.contains(flag), "{flag}: {err}");
    }
    assert!(!err.contains("`--title`"), "{err}");
    let answers = "CP.X.1\nDrug X\nsoon\n2026-03-01\n\n\nMedicaid, Commercial\n\nasthma, COPD\ndrug A\n\n";
    let (exit, out, err) = new(&folder, &["--ask"], answers);
    assert_eq!(exit, Exit::Fine, "{err}");
    assert!(out.ends_with("spec/cp-x-1/2026-03.md\n"), "{out}");
    assert!(
        err.contains("version, which names the file [2026-03]: ") && err.contains("write a day"),
        "{err}"
    );
    let (exit, _, err) = new(&folder, &["--ask"], "CP.X.2\n");
    assert_eq!(exit, Exit::Usage);
    assert!(err.contains("give `--title`"), "{err}");
}

#[test]
fn a_name_that_no_policy_bears_is_refused_with_its_flag() {
    #[track_caller]
    fn check(args: &[&str], flag: &str, words: &str) {
        let folder = Folder::new();
        let kept: Vec<&str> = PLAIN.chunks(2).filter(|pair| pair[0] != args[0]).flatten().copied().collect();
        let (exit, out, err) = new(&folder, &[&kept[..], args, &["--yes"]].concat(), "");
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{args:?}");
        assert!(err.contains(flag) && err.contains(words), "{args:?}: {err}");
        assert!(!folder.0.join("spec").exists());
    }
    check(&["--number", "..."], "`--number`", "needs a letter or digit");
    check(&["--number", "NUL"], "`--number`", "some systems do not allow");
    check(&["--title", "Drug <b>X</b>"], "`--title` cannot be", "HTML");
    check(&["--title", "Drug \\* X"], "`--title` cannot be", "something else");
    check(&["--policy-version", ".."], "`--policy-version`", "letter or digit");
    check(&["--policy-version", "a/b"], "`--policy-version`", "`/` may not stand in it");
    check(&["--in-force", "2026-02-30"], "`--in-force`", "write one as");
    check(
        &["--diagnosis", "another diagnosis"],
        "`--diagnosis` cannot be `another diagnosis`",
        "choose another",
    );
    check(&["--diagnosis", "asthma,Asthma"], "`--diagnosis`", "stands there twice");
    check(&["--diagnosis", "a|b"], "`--diagnosis`", "`|` may not stand in it");
    check(&["--agent", "daily dose"], "`--agent` cannot be `daily dose`", "choose another");
    check(&["--agent", "drug\u{200b}A"], "`--agent`", "may not stand in it");
    check(&["--agent", "αlpha"], "`--agent` cannot be `αlpha`", "Greek");
    check(&["--not-with", "daily|dose"], "`--not-with`", "`|` may not stand in it");
    check(&["--kind", ","], "`--kind`", "it is empty");
    check(&["--kind", "a,b,c,d,e,f,g"], "`--kind`", "a draft takes 6");
}

/// `MAX_NAME`, `MAX_NAMES`, `MAX_KINDS` and `MAX_ANSWER_BYTES`, each at its value and one beyond.
#[test]
fn what_is_given_is_bounded() {
    #[track_caller]
    fn check(flag: &str, at: &str, beyond: &str, words: &str) {
        let kept: Vec<&str> = PLAIN.chunks(2).filter(|pair| pair[0] != flag).flatten().copied().collect();
        sound(&Folder::new(), &[&kept[..], &[flag, at]].concat());
        let folder = Folder::new();
        let (exit, out, err) = new(&folder, &[&kept[..], &[flag, beyond, "--yes"]].concat(), "");
        assert_eq!((exit, out.as_str()), (Exit::Usage, ""), "{flag}");
        assert!(err.contains(flag) && err.contains(words), "{err}");
    }
    let name = |length: usize| "y".repeat(length);
    check("--diagnosis", &name(MAX_NAME), &name(MAX_NAME + 1), "longer than 80 characters");
    let names =
        |many: usize| ('a'..).take(many).map(|c| format!("illness {c}{c}")).collect::<Vec<_>>().join(",");
    check("--diagnosis", &names(MAX_NAMES), &names(MAX_NAMES + 1), "a draft takes 20");
    check("--kind", &names(MAX_KINDS), &names(MAX_KINDS + 1), "a draft takes 6");
    let answers = |bytes: usize| format!("{}\n", " ".repeat(bytes));
    let folder = Folder::new();
    let (_, _, err) = new(&folder, &["--ask"], &answers(MAX_ANSWER_BYTES));
    assert!(!err.contains("an answer is longer"), "{err}");
    let (exit, out, err) = new(&folder, &["--ask"], &answers(MAX_ANSWER_BYTES + 1));
    assert_eq!((exit, out.as_str()), (Exit::Usage, ""));
    assert!(err.contains("an answer is longer than 4096 bytes: shorten it"), "{err}");
}

/// Words that mean something to the language, or to Markdown, or to neither.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{3,9}",
        2 => proptest::sample::select(vec![
            "or", "and", "of", "is", "not", "unless", "none", "other", "than", "age", "18", "asthma", "drug", "A",
            "diagnosis", "date", "course", "specialist", "requests", "II", "1.", "yes", "no", "failed", "type 2",
            "request kind", "Crohn's", "beta/gamma", "unknown", "met", "least", "mg", "per day", "I.A", "-", "for",
        ]).prop_map(str::to_owned),
        1 => "\\PC{1,6}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    let nasty = proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" "));
    prop_oneof![12 => "[a-z]{4,9}( [a-z]{4,9})?", 1 => nasty]
}

#[test]
fn any_names_make_a_draft_that_checks_or_are_refused_with_a_flag() {
    let names = |most| proptest::collection::vec(name(), 1..most);
    let strategy = (
        name(),
        name(),
        name(),
        proptest::collection::vec(name(), 0..3),
        names(4),
        names(4),
        (names(4), names(3)),
    );
    let config = Config { cases: cases(48), failure_persistence: None, ..Config::default() };
    let made = std::cell::Cell::new(0_u32);
    TestRunner::new(config)
        .run(&strategy, |(number, title, subject, lines, kinds, diagnoses, (agents, apart))| {
            let folder = Folder::new();
            let spec = folder.0.join("spec");
            let mut args = vec!["new".to_owned(), "--yes".to_owned(), format!("--spec={}", spec.display())];
            args.extend([
                format!("--number={number}"),
                format!("--title={title}"),
                format!("--subject={subject}"),
            ]);
            args.push("--in-force=2026-03-01".to_owned());
            args.extend(lines.iter().map(|name| format!("--line={name}")));
            args.extend(kinds.iter().map(|name| format!("--kind={name}")));
            args.extend(diagnoses.iter().map(|name| format!("--diagnosis={name}")));
            args.extend(agents.iter().map(|name| format!("--agent={name}")));
            args.extend(apart.iter().skip(1).map(|name| format!("--not-with={name}")));
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let (exit, out, err) = command(&args, "");
            if exit == Exit::Fine {
                made.set(made.get() + 1);
                let (rust, docs) = (folder.0.join("rust"), folder.0.join("docs"));
                let (rust, docs) = (rust.to_str().unwrap(), docs.to_str().unwrap());
                let (exit, _, said) =
                    command(&["build", spec.to_str().unwrap(), "--rust", rust, "--docs", docs], "");
                prop_assert_eq!(exit, Exit::Fine, "{}: {}", out, said);
            } else {
                prop_assert!(exit == Exit::Usage && out.is_empty(), "{}{}", out, err);
                prop_assert!(
                    err.starts_with("error: `--") || err.starts_with("error: these names"),
                    "{}",
                    err
                );
                prop_assert!(!spec.exists());
            }
            Ok(())
        })
        .unwrap();
    let (made, least) = (made.get(), cases(48) / 10);
    assert!(made >= least, "{made} drafts were made");
}

/// `PROPTEST_CASES`, or this many.
fn cases(default: u32) -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { default }
}
