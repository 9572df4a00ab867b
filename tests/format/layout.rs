//! Policies laid out otherwise, in a thousand ways each.

use criteria::source::Source;
use criteria::spec::gist::Gist;
use criteria_tests::runner::check;
use proptest::prelude::*;

use super::mangle::{Mangling, Way, mangled};
use criteria_tests::workspace::specs;

use super::{POLICIES, difference, formatted, policy, says};

/// Changes of layout, with line ends and a byte-order mark over all of them.
fn manglings() -> impl Strategy<Value = (Vec<Mangling>, Ends)> {
    let one = (0..Way::ALL.len(), any::<u16>(), any::<u8>()).prop_map(|(way, place, variant)| Mangling {
        way: Way::ALL[way],
        place: place.into(),
        variant: variant.into(),
    });
    (proptest::collection::vec(one, 0..60), ends())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Plain,
    Windows,
    Marked,
    None,
    Many,
}

fn ends() -> impl Strategy<Value = Ends> {
    prop_oneof![
        Just(Ends::Plain),
        Just(Ends::Windows),
        Just(Ends::Marked),
        Just(Ends::None),
        Just(Ends::Many)
    ]
}

impl Ends {
    fn of(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Windows => text.replace('\n', "\r\n"),
            Self::Marked => format!("\u{feff}{}", text.replace('\n', "\r\n")),
            Self::None => text.trim_end().to_owned(),
            Self::Many => format!("\n \n{text}\n\n\t\n"),
        }
    }
}

/// The meaning hash of a text, or what keeps it from having one.
fn hash(text: &str) -> Result<String, String> {
    let compiled = criteria::check(Source::new("policy.md", text));
    let hash = compiled.policy.as_ref().map(criteria::tree::hash::meaning_hash);
    hash.ok_or_else(|| {
        compiled.diagnostics.iter().map(|found| found.message.as_str()).collect::<Vec<_>>().join("\n")
    })
}

/// To compile is dear, so it is done to one case in so many.
const COMPILED: usize = 100;

/// The first line in which two texts say something else.
fn unlike<'g>(found: Option<&'g Gist>, expected: Option<&'g Gist>) -> Option<(&'g String, &'g String)> {
    let (found, expected) = (found?.lines(), expected?.lines());
    found.iter().zip(expected).find(|(found, expected)| found != expected)
}

/// Layouts of each policy by default; `PROPTEST_CASES` asks for another number.
const LAYOUTS: u32 = 1_000;

#[track_caller]
fn mangled_versions_come_out_the_same(path: &str) {
    let house = policy(path);
    let (said, meant) = (says(&house), hash(&house));
    assert!(said.is_some() && meant.is_ok(), "{path} is no sound policy");
    check(path, LAYOUTS, &manglings(), |(manglings, ends)| {
        let text = ends.of(&mangled(&house, manglings));
        let found = says(&text);
        if found != said {
            return Err(format!(
                "not an equal layout: {:?}",
                unlike(found.as_ref(), said.as_ref()).ok_or_else(|| formatted(&text))
            ));
        }
        let chosen = text.len().is_multiple_of(COMPILED);
        if chosen && hash(&text) != meant {
            return Err(format!("another meaning: {:?}", hash(&text)));
        }
        match formatted(&text) {
            Ok(done) if done == house => Ok(()),
            Ok(done) => Err(difference(&done, &house)),
            Err(why) => Err(format!("{why:?}")),
        }
    });
}

#[test]
fn cp_phar_243() {
    mangled_versions_come_out_the_same(POLICIES[0]);
}

#[test]
fn the_second_policy() {
    mangled_versions_come_out_the_same(POLICIES[1]);
}

#[test]
fn the_travel_rule() {
    mangled_versions_come_out_the_same(POLICIES[2]);
}

#[test]
fn the_policy_of_the_pages() {
    mangled_versions_come_out_the_same(POLICIES[3]);
}

#[test]
fn the_library_and_the_other_dialects() {
    // In two halves of about the same work: the largest policies come first.
    let mut paths: Vec<&str> = specs().iter().map(|spec| spec.name.as_str()).collect();
    paths.retain(|path| !POLICIES.contains(path));
    paths.extend(&POLICIES[4..]);
    paths.sort_by_key(|path| std::cmp::Reverse(policy(path).len()));
    std::thread::scope(|scope| {
        for half in [0, 1] {
            let paths = paths.iter().skip(half).step_by(2);
            scope.spawn(move || paths.copied().for_each(mangled_versions_come_out_the_same));
        }
    });
}

#[test]
fn every_policy_is_laid_out_well() {
    for path in POLICIES.into_iter().chain(specs().iter().map(|spec| spec.name.as_str())) {
        let text = policy(path);
        let done = formatted(&text).unwrap_or_else(|why| panic!("{path}: {why:?}"));
        assert!(done == text, "{path}: run `cargo criteria fmt {path}`\n{}", difference(&done, &text));
    }
}

/// A way that is possible nowhere would test nothing.
#[test]
fn every_way_is_possible() {
    for way in Way::ALL {
        let possible = POLICIES.iter().any(|path| {
            let house = policy(path);
            (0..8).any(|variant| mangled(&house, &[Mangling { way, place: 3, variant }]) != house)
        });
        assert!(possible, "{way:?}");
    }
}
