//! The kinds of facts, each with how a random fact of it is declared.

use super::dice::Dice;
use super::vocabulary::{Measure, Vocabulary, Word};

/// How a fact of a kind is added; `None` where the kind needs facts that are not there.
pub type Add = fn(&mut Vocabulary, &mut Dice) -> Word;

/// The kinds of facts, by their names in the language reference: a row there without one here
/// fails a test.
pub const KINDS: &[(&str, Add)] = &[
    ("yes or no", yes_or_no),
    ("one of", |words, dice| with_choices(words, dice, "one of")),
    ("any of", |words, dice| with_choices(words, dice, "any of")),
    ("trial", |words, dice| trial(words, dice, "trial", PLAIN)),
    ("trial with dose", |words, dice| trial(words, dice, "trial with dose", WITH_DOSE)),
    ("trial with weeks", |words, dice| trial(words, dice, "trial with weeks", PLAIN)),
    ("trial with dose and weeks", |words, dice| trial(words, dice, "trial with dose, weeks", WITH_DOSE)),
    ("quantity", |words, dice| {
        let places = u32::try_from(dice.below(3)).unwrap_or(0) + u32::from(dice.chance(70));
        quantity(words, dice, places, "")
    }),
    ("whole quantity", |words, dice| quantity(words, dice, 0, "whole ")),
    ("interval", interval),
    ("date", |words, dice| Word { cell: "date".to_owned(), ..words.named(dice) }),
    ("years since", years_since),
    ("count", |words, dice| plain(words, dice, "count")),
    ("score", |words, dice| plain(words, dice, "score")),
    ("product", |words, dice| computed(words, dice, "×")),
    ("ratio", |words, dice| computed(words, dice, "÷")),
    ("sum, difference", |words, dice| {
        let sign = *dice.pick(&["+", "-"]);
        computed(words, dice, sign)
    }),
];

/// The kinds that are computed, and never given.
pub const COMPUTED: &[&str] = &["years since", "product", "ratio", "sum, difference"];

/// The outcomes of a trial.
const PLAIN: &[&str] = &["not tried", "failed", "not tolerated", "contraindicated"];

/// The outcomes of a trial with its dose.
const WITH_DOSE: &[&str] = &[
    "not tried",
    "failed at the maximally indicated dose",
    "not tolerated",
    "contraindicated",
    "failed at a lower dose",
];

const UNITS: &[&str] =
    &["mg per day", "kg", "points", "IU per mL", "%", "mmHg", "hours", "days", "EUR per night"];

fn yes_or_no(words: &mut Vocabulary, dice: &mut Dice) -> Word {
    let mut word = Word { cell: "yes or no".to_owned(), ..words.named(dice) };
    if dice.chance(40) {
        word.also.push(format!("{} was seen", word.name));
    }
    if dice.chance(40) {
        word.not.push(format!("{} was never seen", word.name));
    }
    word
}

fn with_choices(words: &mut Vocabulary, dice: &mut Dice, kind: &str) -> Word {
    let mut word = words.named(dice);
    word.choices = words.choices(dice);
    word.cell = if word.choices.iter().all(|choice| choice.len() == 1) && dice.chance(50) {
        let names: Vec<&str> = word.choices.iter().map(|choice| choice[0].as_str()).collect();
        format!("{kind}: {}", names.join(", "))
    } else {
        let name = if dice.chance(50) {
            words.appendices += 1;
            format!(
                "Appendix {}",
                ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"][words.appendices - 1]
            )
        } else {
            format!("Kinds of {}", word.name)
        };
        word.list = Some(name.clone());
        format!("{kind}: {name}")
    };
    word
}

fn trial(words: &mut Vocabulary, dice: &mut Dice, kind: &str, outcomes: &[&str]) -> Word {
    let mut word = words.named(dice);
    if dice.chance(40) {
        word.also.push(format!("brand {}", word.name));
    }
    let choices = outcomes.iter().map(|outcome| vec![(*outcome).to_owned()]).collect();
    Word { cell: kind.to_owned(), choices, ..word }
}

fn quantity(words: &mut Vocabulary, dice: &mut Dice, places: u32, whole: &str) -> Word {
    let unit = if whole.is_empty() { *dice.pick(UNITS) } else { *dice.pick(&["days", "points", "visits"]) };
    let scale = 10_i64.pow(places);
    let min = dice.within(0, 2);
    let max = min + dice.within(3, 60);
    let measure = Measure { unit: unit.to_owned(), places, min: min * scale, max: max * scale };
    let cell = format!("{whole}{unit}, {} to {}", measure.full(measure.min), measure.full(measure.max));
    Word { cell, measure: Some(measure), ..words.named(dice) }
}

/// How long it is from one dose to the next; the dose is added with it.
fn interval(words: &mut Vocabulary, dice: &mut Dice) -> Word {
    let dose = words.words.len();
    let of = Measure { unit: "mg".to_owned(), places: 1, min: 0, max: 10 * dice.within(20, 60) };
    let cell = format!("mg, {} to {}", of.full(of.min), of.full(of.max));
    let named = words.named(dice);
    let chain = vec![dose, dose + 1];
    words.words.push(Word { kind: "quantity", cell, measure: Some(of), chain, ..named });
    let unit = *dice.pick(&["weeks", "days"]);
    let measure = Measure { unit: unit.to_owned(), places: 0, min: 1, max: dice.within(8, 52) };
    let cell = format!("interval of {}, whole {unit}, 1 to {}", words.words[dose].name, measure.max);
    Word { cell, measure: Some(measure), ..words.named(dice) }
}

fn years_since(words: &mut Vocabulary, dice: &mut Dice) -> Word {
    if words.dates().is_empty() {
        let date = Word { cell: "date".to_owned(), ..words.named(dice) };
        words.words.push(Word { kind: "date", ..date });
    }
    let of = *dice.pick(&words.dates());
    let max = dice.within(10, 130);
    let measure = Measure { unit: "years".to_owned(), places: 0, min: 0, max };
    let cell = format!("years since {}, 0 to {max}", words.words[of].name);
    Word { cell, measure: Some(measure), ..words.named(dice) }
}

/// A count or a score, which have no unit.
fn plain(words: &mut Vocabulary, dice: &mut Dice, kind: &str) -> Word {
    let places = u32::from(kind == "score" && dice.chance(60));
    let scale = 10_i64.pow(places);
    let min = if kind == "score" { dice.within(-6, 2) } else { i64::from(dice.chance(15)) };
    let max = min + dice.within(4, 20);
    let measure = Measure { unit: String::new(), places, min: min * scale, max: max * scale };
    let cell = format!("{kind}, {} to {}", measure.full(measure.min), measure.full(measure.max));
    Word { cell, measure: Some(measure), ..words.named(dice) }
}

/// What comes of two quantities, which are added with it.
fn computed(words: &mut Vocabulary, dice: &mut Dice, sign: &str) -> Word {
    let mut given = |words: &mut Vocabulary, (kind, unit, places): (&'static str, &str, u32), least: i64| {
        let scale = 10_i64.pow(places);
        let min = least + dice.within(0, 2);
        let measure = Measure {
            unit: unit.to_owned(),
            places,
            min: min * scale,
            max: (min + dice.within(3, 40)) * scale,
        };
        let whole = if kind == "whole quantity" { "whole " } else { "" };
        let cell = format!("{whole}{unit}, {} to {}", measure.full(measure.min), measure.full(measure.max));
        let named = words.named(dice);
        words.words.push(Word { kind, cell, measure: Some(measure), ..named });
        words.words.len() - 1
    };
    let [of, by] = match sign {
        "×" => [("quantity", "mg per day", 1), ("whole quantity", "days", 0)],
        "÷" => [("quantity", "mg", 1), ("quantity", "kg", 1)],
        _ => [("quantity", "EUR", 2), ("quantity", "EUR", 1)],
    };
    let left = given(words, of, 0);
    let right = given(words, by, i64::from(sign == "÷"));
    let measure = |at: usize| words.words[at].measure.clone().expect("both are quantities");
    let (a, b) = (measure(left), measure(right));
    let of = |unit: &str, places, min, max| Measure { unit: unit.to_owned(), places, min, max };
    let (b_min, b_max) = (b.min * 10, b.max * 10);
    let measure = match sign {
        "×" => of("mg", a.places + b.places, a.min * b.min, a.max * b.max),
        // Of a ratio two places of the six that a limit may have, well inside the range.
        "÷" => of("mg/kg", 2, a.min * 100 / b.max + 1, (a.max * 100 / b.min).max(a.min * 100 / b.max + 2)),
        "+" => of("EUR", 2, a.min + b_min, a.max + b_max),
        _ => of("EUR", 2, a.min - b_max, a.max - b_min),
    };
    let (first, second) = (&words.words[left].name, &words.words[right].name);
    let cell = format!("{} = {first} {sign} {second}", measure.unit);
    let word = words.named(dice);
    let own = words.words.len();
    let chain = match sign {
        "×" => vec![own, left, right],
        // A dose for the weight, then its cap.
        "÷" => vec![own, left],
        _ => Vec::new(),
    };
    Word { cell, measure: Some(measure), chain, ..word }
}
