//! A developer who has only the guide: the program of `docs/guides/developers.md` is made outside of
//! the workspace, built, run, and changed as such programs are.

mod guide;
mod packages;
mod program;

use criteria_tests::workspace::compiled;
use program::{Built, Outside};

/// The criterion that the story changes.
const AT_92: &str = "2. Oxygen saturation ≤ 92 %.";

/// What the guide's program prints, as it stands.
const APPROVED: [&str; 3] = ["because of I.A.1", "because of I.A.2", "Approve"];

/// One test for the whole story, because its parts share the minute of the first build.
#[test]
fn a_program_makes_its_evaluators_and_follows_its_policies() {
    let outside = Outside::new();
    let policy = outside.read("spec/oximeter.md");
    assert!(policy.contains(AT_92), "the guide's policy is not the one of this story:\n{policy}");
    compiled("spec/oximeter.md", &policy);

    assert_eq!(outside.build().run(), APPROVED);
    assert!(outside.build().is_fresh(), "nothing changed, and it was built again");

    outside.put("spec/oximeter.md", &policy.replace(AT_92, "2. Oxygen saturation ≤ 88 %."));
    let stricter = outside.build();
    assert!(!stricter.is_fresh(), "the policy changed, and nothing was built");
    assert_eq!(stricter.run(), ["because of I.A.2", "CriteriaNotMet"]);
    assert!(outside.build().is_fresh());

    outside.put("spec/oximeter.md", &policy.replace(AT_92, "2. Oxygen saturation 92 %."));
    let line = 1 + policy.lines().position(|line| line == AT_92).unwrap();
    shows_the_diagnostic(&outside.build(), line);

    outside.put("spec/oximeter.md", &policy);
    assert_eq!(outside.build().run(), APPROVED);

    a_policy_more(&outside, &policy);
    another_form_does_not_compile(&outside);
}

/// Code, place, line and help, as the guide shows them, and nothing of Rust's.
#[track_caller]
fn shows_the_diagnostic(wrong: &Built, line: usize) {
    assert!(!wrong.succeeded());
    let shown = &wrong.stderr;
    let expected = [
        "error: outside@0.1.0: error[missing-comparator]: no comparator stands between".to_owned(),
        format!("error: outside@0.1.0:   --> spec/oximeter.md:{line}:4"),
        format!("error: outside@0.1.0: {line} | 2. Oxygen saturation 92 %."),
        "error: outside@0.1.0:    = help: write `oxygen saturation ≥ 92 %`".to_owned(),
        "Error: 1 error in the policies: see above".to_owned(),
    ];
    for text in &expected {
        assert!(shown.contains(text.as_str()), "{text}\nis not in\n{shown}");
    }
    let guide = guide::fences();
    let sample = guide.iter().find(|fence| fence.text.contains("error[missing-comparator]")).unwrap();
    for text in sample.text.lines() {
        assert!(shown.lines().any(|line| line.trim_end() == text.trim_end()), "{text}\nis not in\n{shown}");
    }
    assert!(!shown.contains("panicked"), "{shown}");
}

/// The folder is watched: a policy that is new in it is built, and one that is gone leaves nothing.
#[track_caller]
fn a_policy_more(outside: &Outside, policy: &str) {
    let second = policy.replace("DEMO.OXIMETER", "DEMO.SECOND");
    outside.put("spec/second.md", &second);
    let built = outside.build();
    assert!(built.succeeded() && !built.is_fresh(), "{}", built.stderr);
    let module = built.out_dir().join("policies/demo_second/v2026_01.rs");
    assert!(module.exists());
    outside.remove("spec/second.md");
    assert!(outside.build().succeeded());
    assert!(!module.exists(), "what no policy gives any more is removed");
}

/// As a file of another version of the generator would say it.
#[track_caller]
fn another_form_does_not_compile(outside: &Outside) {
    let built = outside.build();
    assert!(built.is_fresh());
    let module = built.out_dir().join("policies/demo_oximeter/v2026_01.rs");
    let text = std::fs::read_to_string(&module).unwrap();
    let form = format!("generated_in_form!({});", criteria_runtime::FORM);
    let other = text.replace(&form, &format!("generated_in_form!({});", criteria_runtime::FORM + 1));
    assert_ne!(text, other);
    criteria_tests::workspace::put(&module, &other);
    let refused = outside.build();
    assert!(!refused.succeeded(), "code of another form was compiled");
    let message = guide::fences().into_iter().find(|fence| fence.text.contains("generated in form")).unwrap();
    assert!(refused.stderr.contains(message.text.trim()), "{}", refused.stderr);
    criteria_tests::workspace::put(&module, &text);
    assert_eq!(outside.build().run(), APPROVED);
}
