//! The compiler knows no policy: no word of a vocabulary, no id of a policy stands in it, tests
//! and diagnostics pages aside.

use std::collections::BTreeSet;

use criteria::source::Source;

use super::files::below;

/// Letters in a word of interest, at least.
const LEAST: usize = 5;

/// Words of vocabularies that are the language's own: the facts that the header makes, the outcomes
/// of a trial; and plain English.
const OWN: &[&str] = &[
    "contraindicated",
    "course",
    "failed at a lower dose",
    "failed at the maximally indicated dose",
    "first",
    "initial",
    "line of business",
    "not tolerated",
    "not tried",
    "request date",
    "request kind",
    "the request date",
];

/// Words that name a fact or a value of some policy and are plain English all the same: a compiler
/// cannot be written without them, and none of them says which policy is meant; and what the
/// compiler's own made-up examples treat.
const PLAIN: &[&str] = &[
    "amount",
    "another diagnosis",
    "asthma",
    "business",
    "device",
    "early",
    "exacerbations",
    "exacerbations in the last 12 months",
    "failed",
    "interval",
    "phase",
    "product",
    "program",
    "replacement",
    "revision",
    "specialist",
    "specialty",
    "stage",
    "state",
    "visit",
    "weight",
];

/// Words that made-up vocabularies of the compiler share with real ones: they may stand in the pattern
/// table's examples, in the draft that `criteria new` writes, its help included, and among the words of the
/// field by which `criteria draft` guesses facts.
const OF_EXAMPLES: &[&str] = &[
    "commercial",
    "continued",
    "daily dose",
    "date of birth",
    "date of the label change",
    "diagnosis",
    "drugs used together",
    "label change",
    "prior course completed",
    "renewal date",
    "second or later",
];
const MADE_UP: [&str; 4] =
    ["codegen/src/draft/", "codegen/src/tree/patterns/", "codegen/src/cli/new/", "codegen/src/cli/help.rs"];

/// The names of facts and choices of every policy and their other phrases, and the numbers of policies.
fn vocabulary() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in below("spec", ".md") {
        let compiled = criteria::check(Source::new(file.path.clone(), file.text.clone()));
        let policy = compiled.policy.unwrap_or_else(|| panic!("{} does not compile", file.path));
        words.extend(numbers(&file.text));
        for fact in &policy.facts {
            let phrases = [&fact.name].into_iter().chain(&fact.also).chain(&fact.also_not);
            words.extend(phrases.map(|phrase| phrase.to_lowercase()));
            words.extend(fact.choice_names().into_iter().map(str::to_lowercase));
        }
    }
    words.retain(|word| {
        let word = word.as_str();
        word.len() >= LEAST && !OWN.contains(&word) && !PLAIN.contains(&word)
    });
    words
}

/// The reference numbers in a text: `CP.PHAR.243`, `HIM.PA.154`.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let parts = |word: &&str| {
        let mut parts = word.split('.');
        let capitals = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase());
        let (first, second, third) = (parts.next(), parts.next(), parts.next());
        first.is_some_and(|part| part.len() > 1 && capitals(part))
            && second.is_some_and(capitals)
            && third.is_some_and(|part| part.len() > 1 && part.starts_with(|c: char| c.is_ascii_digit()))
    };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    words.map(|word| word.trim_matches('.')).filter(parts).map(str::to_lowercase)
}

/// Whether a text holds a phrase as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(text[..at].chars().next_back()) && !letter(text[at + phrase.len()..].chars().next())
    })
}

#[test]
fn the_compiler_knows_no_policy() {
    let vocabulary = vocabulary();
    assert!(vocabulary.len() > 40, "{vocabulary:?}");
    let mut wrong = Vec::new();
    for file in below("codegen", ".rs").into_iter().chain(below("codegen", ".tera")) {
        if file.is_test() || file.path.contains("/target/") {
            continue;
        }
        for (number, line) in file.without_tests().lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue; // A comment may take a policy for its example.
            }
            let line = line.to_lowercase();
            for word in vocabulary.iter().filter(|word| holds(&line, word)) {
                let made_up = MADE_UP.iter().any(|folder| file.path.starts_with(folder));
                if made_up && OF_EXAMPLES.contains(&word.as_str()) {
                    continue;
                }
                wrong.push(format!("{}:{}: `{word}`", file.path, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "words of a policy in the compiler:\n{}", wrong.join("\n"));
}
