//! "A comma between two words never changes a meaning": tried at the gaps of every executed sentence.

use std::thread;

use criteria::Compiled;
use criteria::diagnostic::Severity;
use criteria::emit::rust;
use criteria::source::Source;
use criteria::tree::hash::{canonical, meaning_hash};

use super::policy;

/// Which gaps are tried: every so-many-th.
const EVERY: usize = 3;

pub(super) fn meta(hash: &str) -> rust::Meta {
    rust::Meta { source: "policy.md".to_owned(), hash: hash.to_owned() }
}

/// What a policy means, invariants included.
fn meaning(compiled: &Compiled) -> Option<String> {
    let policy = compiled.policy.as_ref()?;
    let errors = compiled.diagnostics.iter().any(|d| d.code.severity() == Severity::Error);
    let statements = policy.invariants.iter().flat_map(|invariant| &invariant.statements);
    let statements: Vec<String> = statements.map(|(_, statement)| format!("{statement:?}")).collect();
    (!errors).then(|| canonical(policy) + &statements.join("\n"))
}

fn check(text: &str) -> Compiled {
    criteria::check(Source::new("policy.md", text))
}

#[test]
fn a_comma_changes_no_meaning() {
    let text = policy();
    let compiled = check(&text);
    let before = meaning(&compiled).unwrap();
    let mut gaps = Vec::new();
    for reading in &compiled.readings {
        for two in reading.words.windows(2) {
            let (end, next) = (two[0].0.end as usize, two[1].0.start as usize);
            // Between two words with nothing but a space between them.
            let words = |word: &str| word.chars().all(|c| !"():;,".contains(c));
            if &text[end..next] == " " && words(&two[0].1) && words(&two[1].1) {
                gaps.push((end, format!("{}: `{}`, `{}`", reading.place, two[0].1, two[1].1)));
            }
        }
    }
    assert!(gaps.len() > 500, "{} gaps", gaps.len());
    let tried: Vec<_> = gaps.iter().step_by(EVERY).collect();
    let with = |end: usize| format!("{},{}", &text[..end], &text[end..]);
    let changes = |(end, gap): &&(usize, String)| {
        let found = check(&with(*end));
        (meaning(&found).as_ref() != Some(&before)).then(|| {
            let said: Vec<_> = found.diagnostics.iter().map(|d| d.message.as_str()).collect();
            format!("{gap}: {said:?}")
        })
    };
    let (left, right) = tried.split_at(tried.len() / 2);
    let misread: Vec<String> = thread::scope(|scope| {
        let halves = [left, right].map(|half| {
            scope.spawn(|| half.iter().copied().filter_map(|gap| changes(&gap)).collect::<Vec<_>>())
        });
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(misread.is_empty(), "{} of {}\n{}", misread.len(), tried.len(), misread.join("\n"));
}

/// Quotations follow the comma; the code that decides does not.
#[test]
fn a_comma_changes_only_quotations_of_the_evaluator() {
    let text = policy();
    let made = |text: &str| {
        let policy = check(text).policy.unwrap();
        let hash = meaning_hash(&policy);
        rust::emit(&policy, &meta(&hash)).unwrap()
    };
    let before = made(&text);
    let mut quoted = 0;
    for (from, to) in [
        ("2. Prescribed by or in consultation", "2. Prescribed by, or in consultation"),
        ("MS or secondary progressive MS;", "MS, or secondary progressive MS;"),
        ("now, and continuity-of-care rules apply", "now, and continuity-of-care rules, apply"),
        ("1. Approve when I.A or II.A", "1. Approve when I.A, or II.A"),
        ("- If receives alemtuzumab now through", "- If receives alemtuzumab now, through"),
    ] {
        assert!(text.contains(from), "{from}");
        let after = made(&text.replacen(from, to, 1));
        quoted += usize::from(before != after);
        let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
        assert_eq!(old.len(), new.len(), "{to}");
        for (old, new) in old.iter().zip(&new).filter(|(old, new)| old != new) {
            assert_eq!(old.replace(',', ""), new.replace(',', ""), "{to}");
            assert!(new.trim_start().starts_with("//") || new.contains('"'), "{to}: {new}");
        }
    }
    assert!(quoted >= 3, "quotations follow the text");
}

/// A comma inside a number is no mark between thousands: it is refused.
#[test]
fn a_comma_inside_a_number_is_refused() {
    for (from, to) in [
        ("(60 mg total)", "(6,0 mg total)"),
        ("3. Age ≥ 18 years", "3. Age ≥ 1,8 years"),
        ("for ≤ 5 consecutive days (60 mg total)", "for ≤ 5 consecutive days (1,060 mg total)"),
    ] {
        let text = policy();
        assert!(text.contains(from), "{from}");
        assert_eq!(meaning(&check(&text.replacen(from, to, 1))), None, "{to}");
    }
}
