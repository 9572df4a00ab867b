//! Fixes: what they write, who may make them, and that they mend what they are offered for.

use criteria::diagnostic::Safety::{self, Safe, Suggested};
use criteria::diagnostic::{Code, Fix};
use criteria::source::apply;

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
    let age = "3. Age ≥ 18 years;";
    check(age, "3. Аgе ≥ 18 years;", &[(Safe, age)]);
    check(age, "3. A\u{ad}g\u{200b}e ≥ 18 years;", &[(Safe, age)]);
    check(age, "3. Age\u{2003}≥ 18 years;", &[(Safe, age)]);
    check(age, "3. Age &#x2a7e; 18 years;", &[(Safe, age)]);
    check(age, "3. Age ≥ １８ years;", &[(Safe, age)]);
    check(age, "3. \u{202e}Age ≥ 18 years;", &[(Suggested, age)]);
    check(age, "3. Агe ≥ 18 years;", &[]);
    check(age, "3. β ≥ 18 years;", &[]);
}

/// Each fix of each page's example takes away what it is offered for, and brings nothing new.
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
                let fewer = after.diagnostics.len() < before.diagnostics.len();
                assert!(fewer, "{code}: {}\n{}", fix.title, shown(&after));
                assert!(fix.safety == Suggested || said(&after).is_empty(), "{code}\n{}", shown(&after));
            }
        }
    }
    assert!(fixes > 0, "no page's example has a fix");
}
