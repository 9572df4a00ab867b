//! The compiler knows no policy: no word of a vocabulary, no id of a policy stands in it, tests
//! and diagnostics pages aside.

use std::collections::BTreeSet;

use criteria::source::Source;

use super::files::below;

/// Letters in a word of interest, at least.
const LEAST: usize = 5;

/// Words of vocabularies that are the language's own, or ordinary English.
const ORDINARY: &[&str] = &[];

/// The names of facts and choices of every policy and their other phrases, and the policies' ids.
fn vocabulary() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in below("spec", ".md") {
        let compiled = criteria::check(Source::new(file.path.clone(), file.text.clone()));
        let policy = compiled.policy.unwrap_or_else(|| panic!("{} does not compile", file.path));
        words.insert(policy.id.to_lowercase());
        for fact in &policy.facts {
            let phrases = [&fact.name].into_iter().chain(&fact.also).chain(&fact.also_not);
            words.extend(phrases.map(|phrase| phrase.to_lowercase()));
            words.extend(fact.choice_names().into_iter().map(str::to_lowercase));
        }
    }
    words.retain(|word| word.len() >= LEAST && !ORDINARY.contains(&word.as_str()));
    words
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
            let line = line.to_lowercase();
            for word in vocabulary.iter().filter(|word| holds(&line, word)) {
                wrong.push(format!("{}:{}: `{word}`", file.path, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "words of a policy in the compiler:\n{}", wrong.join("\n"));
}
