//! Fixes: what they write, who may make them, and that they mend what they are offered for.

use criteria::Compiled;
use criteria::diagnostic::Safety::{self, Safe, Suggested};
use criteria::diagnostic::{Code, Diagnostic, Fix};
use criteria::source::apply;
use criteria::tree::hash;

use super::pages::{BASE, with_example};
use super::{compiled, read, said, shown};

/// The base policy with one part replaced: the one thing that is said has exactly these fixes. Each is
/// given as who may make it, and the text that then stands there.
#[track_caller]
fn check(from: &str, to: &str, expected: &[(Safety, &str)]) {
    let base = read(BASE);
    assert_eq!(base.matches(from).count(), 1, "`{from}` must stand once in the base");
    let text = base.replacen(from, to, 1);
    let (before, behind) = base.split_once(from).unwrap();
    let compiled = compiled(&text);
    assert_eq!(compiled.diagnostics.len(), 1, "{}", shown(&compiled));
    let mended = |fix: &Fix| {
        let mended = apply(&text, &fix.edits).expect("edits can be made");
        let inner = mended.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
        (fix.safety, inner.unwrap_or(&mended).to_owned())
    };
    let found: Vec<_> = compiled.diagnostics[0].fixes.iter().map(mended).collect();
    let expected: Vec<_> = expected.iter().map(|(safety, text)| (*safety, (*text).to_owned())).collect();
    assert_eq!(found, expected, "{to}\n{}", shown(&compiled));
}

#[test]
fn letters_that_only_look_alike() {
    let age = AGE;
    check(age, "3. Аgе ≥ 18 years;", &[(Safe, age)]);
    check(age, "3. A\u{ad}g\u{200b}e ≥ 18 years;", &[(Safe, age)]);
    check(age, "3. Age\u{2003}≥ 18 years;", &[(Safe, age)]);
    check(age, "3. Age &#x2a7e; 18 years;", &[(Safe, age)]);
    check(age, "3. Age ≥ １８ years;", &[(Safe, age)]);
    check(age, "3. \u{202e}Age ≥ 18 years;", &[(Suggested, age)]);
    check(age, "3. Агe ≥ 18 years;", &[]);
    check(age, "3. β ≥ 18 years;", &[]);
}

const AGE: &str = "3. Age ≥ 18 years;";
const DISABLING: &str = "   - b. Disabling plaques;";
const LIMIT: &str = "daily dose ≤ 10 mg per day for ≤ 5 days (50 mg total)";

#[test]
fn labels() {
    check(AGE, "4. Age ≥ 18 years;", &[(Suggested, AGE)]);
    check(AGE, "3) Age ≥ 18 years;", &[(Safe, AGE)]);
    check(AGE, "(3) Age ≥ 18 years;", &[(Safe, AGE)]);
    check(AGE, "- 3. Age ≥ 18 years;", &[(Suggested, AGE)]);
    check(DISABLING, "   - b) Disabling plaques;", &[(Safe, DISABLING)]);
    check(DISABLING, "   - (b) Disabling plaques;", &[(Safe, DISABLING)]);
    check(DISABLING, "   b. Disabling plaques;", &[(Safe, DISABLING)]);
    check(DISABLING, "(b) Disabling plaques;", &[(Safe, DISABLING)]);
    check("3. Otherwise: criteria", "3) Otherwise: criteria", &[(Safe, "3. Otherwise: criteria")]);
    check("3. Otherwise: criteria", "5. Otherwise: criteria", &[(Suggested, "3. Otherwise: criteria")]);
}

#[test]
fn indents() {
    for spaces in ["", " ", "  ", "       ", "         ", "\t\t"] {
        check(DISABLING, &format!("{spaces}- b. Disabling plaques;"), &[(Safe, DISABLING)]);
    }
    check(AGE, "   3. Age ≥ 18 years;", &[(Safe, AGE)]);
    check(AGE, "\t3. Age ≥ 18 years;", &[(Safe, AGE)]);
}

/// What stands under an item would stay behind, where the item alone moves.
#[test]
fn an_item_with_others_under_it_is_not_moved_by_a_machine() {
    let from = "4. **Burden** (a or b):";
    check(from, "   4. **Burden** (a or b):", &[(Suggested, from)]);
}

#[test]
fn signs_at_the_start_of_a_line() {
    let joined = [(Suggested, "3. Age > 18 years;")];
    check(AGE, "3. Age\n> 18 years;", &joined);
    check(AGE, "3. Age\n   > 18 years;", &joined);
    check(AGE, "3. Age ≥\n   - 18 years;", &[(Suggested, "3. Age ≥ - 18 years;")]);
    check(AGE, "3. Age\n> 18\n> years;", &[]);
    let never = "1. For initial requests: never approve when daily dose > 10 mg per day.";
    check(never, &never.replace(" > ", "\n   > "), &[(Suggested, never)]);
}

#[test]
fn connectives_between_items() {
    let joined = "   - a. Severe plaques; **OR**\n\n   - b. Disabling plaques;";
    let apart = "   - a. Severe plaques;\n\n**OR**\n\n   - b. Disabling plaques;";
    check("   - a. Severe plaques;\n   - b. Disabling plaques;", apart, &[(Safe, joined)]);
}

#[test]
fn connectives_that_join_nothing_or_the_wrong_way() {
    let last = "1. Diagnosis is other diagnosis.";
    check(last, "1. Diagnosis is other diagnosis; and", &[(Suggested, last)]);
    check(last, "1. Diagnosis is other diagnosis, OR", &[(Suggested, last)]);
    check(last, "1. Diagnosis is other diagnosis; **AND**", &[]);
    let severe = "   - a. Severe plaques;";
    check(severe, &format!("{severe} and"), &[(Suggested, &format!("{severe} or"))]);
    check(severe, &format!("{severe} **AND**"), &[(Suggested, &format!("{severe} **OR**"))]);
}

/// A sign is a bullet beyond doubt where labels, or words of a list, stand behind all of its list.
#[test]
fn other_bullets() {
    let both = "   - a. Severe plaques;\n   - b. Disabling plaques;";
    for sign in ["+", "*"] {
        check(both, &both.replace('-', sign), &[(Safe, both)]);
    }
    let values = "- plaque exemplosis (plaque form)\n- nodular exemplosis (nodular form)\n- other diagnosis";
    check(values, &values.replace("- ", "* "), &[(Safe, values)]);
    check(AGE, "3. Age ≥ 18\n   + 6 years;", &[]);
}

#[test]
fn labels_in_parentheses() {
    let burden = "**Burden** (a or b)";
    check(burden, "**Burden** (a, b, or c)", &[(Suggested, burden)]);
    check(burden, "**Burden** (a)", &[]);
    let failure = "unless not tolerated or contraindicated (a and b)";
    check(failure, &failure.replace("and b)", "or b)"), &[(Suggested, failure)]);
}

#[test]
fn numbers() {
    check(AGE, "3. Age 18 years;", &[(Suggested, AGE)]);
    check(AGE, "3. Age is 18 years;", &[(Suggested, "3. Age is ≥ 18 years;")]);
    check(AGE, "3. Age ≥ 18;", &[(Suggested, AGE)]);
    check(LIMIT, &LIMIT.replace("≤ 5 days", "≤ 5"), &[(Suggested, LIMIT)]);
    check(LIMIT, &LIMIT.replace("(50 mg", "(60 mg"), &[(Suggested, LIMIT)]);
    check(LIMIT, &LIMIT.replace("10 mg per day", "10 MG per day"), &[(Suggested, LIMIT)]);
    check(LIMIT, &LIMIT.replace("10 mg per day", "10 mg"), &[]);
}

/// Where only the layout was spoilt a machine brings back the very policy that was meant. Of two such
/// mistakes one may be left to a person, but nothing else is ever read.
#[test]
fn what_a_machine_mends_means_what_was_meant() {
    let spoilt: &[(&str, &str)] = &[
        (AGE, "3) Age ≥ 18 years;"),
        (AGE, "   3. \u{410}ge ≥ 18 years;"),
        (DISABLING, " - b. Disabling plaques;"),
        (DISABLING, "   b. Disabling plaques;"),
        ("   - a. Severe plaques;\n", "   - a. Severe plaques;\n\n**OR**\n\n"),
        ("   - b. Mexolate;", "- b. Mexolate;"),
        ("   - a. Tacrovin;\n   - b.", "   + a. Tacrovin;\n   + b."),
        ("   - b. Mexolate;", "   (b) Mexolate;"),
        ("2. At least 12 months", "2) At least 12\u{200b} months"),
        ("2. Refer when", "2) Refer when"),
    ];
    let base = read(BASE);
    let meant = hash::meaning_hash(&compiled(&base).policy.unwrap());
    let mut whole = 0;
    for first in 0..spoilt.len() {
        for second in 0..spoilt.len() {
            let both = [spoilt[first], spoilt[second]];
            let once = &both[usize::from(first == second)..];
            let text = once.iter().fold(base.clone(), |text, (from, to)| text.replacen(from, to, 1));
            assert!(compiled(&text).policy.is_none(), "{both:?}");
            let mended = mended(&text);
            let left = compiled(&mended);
            assert!(first != second || left.diagnostics.is_empty(), "{both:?}\n{}", shown(&left));
            if let Some(policy) = &left.policy {
                whole += 1;
                assert_eq!(hash::meaning_hash(policy), meant, "{both:?}\n{mended}");
            }
        }
    }
    assert!(whole > 70, "{whole} of {} were mended whole", spoilt.len() * spoilt.len());
}

/// The text after all safe fixes, one at a time.
pub(super) fn mended(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..20 {
        let compiled = compiled(&text);
        let mut fixes = compiled.diagnostics.iter().flat_map(|one| &one.fixes);
        let Some(fix) = fixes.find(|fix| fix.safety == Safe) else { return text };
        text = apply(&text, &fix.edits).unwrap();
    }
    panic!("no end of fixes: {text}");
}

/// Each fix of each page's example takes away what it is offered for, and brings nothing new; only what the
/// examples come to, and which reading is the other one, may hang on how some words were meant.
#[test]
fn every_fix_mends_its_own_message() {
    let base = read(BASE);
    let mut fixes = 0;
    for code in Code::ALL {
        let text = with_example(&base, *code);
        let before = compiled(&text);
        for diagnostic in &before.diagnostics {
            for fix in &diagnostic.fixes {
                fixes += 1;
                let mended = apply(&text, &fix.edits).expect("edits can be made");
                let after = compiled(&mended);
                let hangs = |one: &Diagnostic| matches!(one.code, Code::ExampleFails | Code::NoOtherReading);
                let all = |of: &Compiled| of.diagnostics.iter().filter(|one| !hangs(one)).count();
                let fewer = all(&after) < all(&before);
                assert!(fewer, "{code}: {}\n{}", fix.title, shown(&after));
                assert!(fix.safety == Suggested || said(&after).is_empty(), "{code}\n{}", shown(&after));
            }
        }
    }
    assert!(fixes > 0, "no page's example has a fix");
}
