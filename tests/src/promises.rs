//! What is promised of any policy, stated once: of the workspace's own and of random ones.

use criteria::Compiled;
use criteria::interp::{Determination, Kind, Request, determine};
use criteria::source::Span;
use criteria::tree::ast::{Body, CriterionId, Formula, Policy};
use criteria_runtime::State;

/// Whether a request is approved by the policy with these leaves always met.
pub fn approved_with(policy: &Policy, request: &Request, leaves: &[CriterionId]) -> bool {
    let mut forced = policy.clone();
    for leaf in leaves {
        forced.criteria[leaf.0].body = Body::Test(Formula::All(Vec::new()));
    }
    determine(&forced, request).kind == Kind::Approve
}

/// The labels of some criteria.
pub fn labels(policy: &Policy, set: &[CriterionId]) -> Vec<String> {
    set.iter().map(|leaf| policy.criterion(*leaf).label.clone()).collect()
}

/// Each set of repairs gives approval, and none of its parts does.
pub fn repairs_hold(policy: &Policy, request: &Request, decided: &Determination) -> Result<(), String> {
    for set in &decided.repairs.sets {
        if !approved_with(policy, request, set) {
            return Err(format!("{:?} does not give approval", labels(policy, set)));
        }
        for without in 0..set.len() {
            let mut fewer = set.clone();
            fewer.remove(without);
            if approved_with(policy, request, &fewer) && !decided.repairs.truncated {
                let (fewer, set) = (labels(policy, &fewer), labels(policy, set));
                return Err(format!("{fewer:?} is enough, of {set:?}"));
            }
        }
    }
    Ok(())
}

/// A referral without a target waits for a fact that is missing; for a complete request it has one.
pub fn referral_has_its_target(decided: &Determination, complete: bool) -> Result<(), String> {
    if decided.kind != Kind::Refer || decided.target.is_some() || !complete && !decided.missing.is_empty() {
        return Ok(());
    }
    Err(format!("refers without a target, and misses {:?}", decided.missing))
}

/// What is known of a request stays when more is learnt: states, and the determination.
pub fn stays(policy: &Policy, before: &Determination, after: &Determination) -> Result<(), String> {
    let states = before.states.iter().zip(&after.states).zip(policy.criteria());
    for ((before, after), (_, criterion)) in states {
        if *before != State::Unknown && before != after {
            return Err(format!("{} was {before:?} and is {after:?}", criterion.label));
        }
    }
    let open = before.kind == Kind::NeedsInformation;
    if !open && (before.kind, before.step) != (after.kind, after.step) {
        return Err(format!("{:?} became {:?}", before.kind, after.kind));
    }
    Ok(())
}

/// Every word of every executed sentence has one class, in order.
pub fn every_word_is_classed(compiled: &Compiled) -> Result<(), String> {
    for reading in &compiled.readings {
        let words = reading.words.iter().map(|(_, word, _)| word.as_str());
        let classed: Vec<&str> = words.filter(|word| !is_punctuation(word)).collect();
        let written = words_of(&reading.text.text);
        if classed != written {
            return Err(format!("{}: {classed:?} of {written:?}", reading.place));
        }
        // What a row of a table takes from its header stands above it.
        let within =
            |span: &&Span| reading.text.span.start <= span.start && span.end <= reading.text.span.end;
        let spans = reading.words.iter().map(|(span, ..)| span).filter(within);
        let spans: Vec<u32> = spans.map(|span| span.start).collect();
        if !spans.windows(2).all(|two| two[0] < two[1]) {
            return Err(format!("{}: the words are out of order", reading.place));
        }
        let differ = reading.words.iter().find(|(span, word, _)| compiled.source.slice(*span) != word);
        if let Some((_, word, _)) = differ {
            return Err(format!("{}: `{word}` stands elsewhere", reading.place));
        }
    }
    Ok(())
}

/// Whether a word says nothing.
pub fn is_punctuation(word: &str) -> bool {
    word.chars().all(|c| "():;,.".contains(c))
}

/// The words of a text, told apart without the compiler's own reader.
fn words_of(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in text.trim_end_matches('.').chars() {
        match c {
            '(' | ')' | ':' | ';' | ',' => spaced.push(' '),
            '≥' | '≤' | '<' | '>' | '=' => spaced.extend([' ', c, ' ']),
            c => spaced.push(c),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}
