//! Real requests changed where their structure is: keys, types, depth, repetition, numbers, dates,
//! units, escapes, ends.

use criteria_tests::picks::Picks;

/// A request as a tree that may say a key twice.
#[derive(Debug, Clone)]
enum Json {
    Object(Vec<(String, Json)>),
    Array(Vec<Json>),
    /// Anything else, as it is written.
    Raw(String),
}

const RAW: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "12.00",
    "12.001",
    "1e3",
    "1E400",
    "-1e-400",
    "9223372036854775808",
    "99999999999999999999999999999999999999",
    "0.000000000000000000000001",
    "NaN",
    "01",
    "+1",
    ".5",
    "\"\"",
    "\"yes\"",
    "\"no\"",
    "\"unknown\"",
    "\"none\"",
    "\"2026-02-29\"",
    "\"2026-02-30\"",
    "\"0000-00-00\"",
    "\"9999-12-31\"",
    "\"10000-01-01\"",
    "\"2026-3-1\"",
    "\"2026-03-01T00:00:00Z\"",
    "\" 2026-03-01\"",
    "\"12 mg\"",
    "\"12 mg per day\"",
    "\"12.00mg per day\"",
    "\"-12 mg per day\"",
    "\"1e1 mg per day\"",
    "\"5 consecutive days\"",
    "\"first\"",
    "\"FIRST\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\x\"",
    "\"é\"",
    "[]",
    "{}",
    "[null]",
    "[[\"alemtuzumab\"]]",
    "[\"alemtuzumab\", \"alemtuzumab\"]",
];

/// One of the requests with one to five changes.
pub(crate) fn changed(texts: &[String], picks: &mut Picks) -> String {
    let text = &texts[picks.below(texts.len())];
    let whole: serde_json::Value = serde_json::from_str(text).expect("these are requests");
    let mut json = tree(&whole);
    for _ in 0..=picks.below(5) {
        change(&mut json, picks);
    }
    let mut text = String::new();
    write(&json, &mut text);
    match picks.below(16) {
        0 => text.truncate(boundary(&text, picks)),
        1 => text.insert(
            boundary(&text, picks),
            ['{', '"', ',', '\u{0}', '\u{feff}', '\\', 'é', '/'][picks.below(8)],
        ),
        2 => text.push_str(picks.of(&["}", " {}", ",", "\u{0}", "// end", "\n\n"])),
        _ => {}
    }
    text
}

fn boundary(text: &str, picks: &mut Picks) -> usize {
    let at = picks.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn tree(value: &serde_json::Value) -> Json {
    match value {
        serde_json::Value::Object(all) => {
            Json::Object(all.iter().map(|(key, value)| (key.clone(), tree(value))).collect())
        }
        serde_json::Value::Array(all) => Json::Array(all.iter().map(tree).collect()),
        other => Json::Raw(other.to_string()),
    }
}

fn write(json: &Json, to: &mut String) {
    let separate = |nth: usize, to: &mut String| to.push_str(if nth > 0 { ", " } else { "" });
    match json {
        Json::Raw(raw) => to.push_str(raw),
        Json::Array(all) => {
            to.push('[');
            for (nth, one) in all.iter().enumerate() {
                separate(nth, to);
                write(one, to);
            }
            to.push(']');
        }
        Json::Object(all) => {
            to.push('{');
            for (nth, (key, value)) in all.iter().enumerate() {
                separate(nth, to);
                to.push_str(&serde_json::Value::from(key.as_str()).to_string());
                to.push_str(": ");
                write(value, to);
            }
            to.push('}');
        }
    }
}

/// Somewhere in the tree: mostly among the facts, sometimes further up or down.
fn change(json: &mut Json, picks: &mut Picks) {
    match json {
        Json::Object(all) if !all.is_empty() => {
            let at = picks.below(all.len());
            let inner = &mut all[at].1;
            if matches!(inner, Json::Object(inner) if !inner.is_empty()) && picks.below(12) > 0 {
                return change(inner, picks);
            }
            object(all, at, picks);
        }
        Json::Array(all) if !all.is_empty() => {
            let at = picks.below(all.len());
            match picks.below(3) {
                0 => drop(all.remove(at)),
                1 => all.push(all[at].clone()),
                _ => change(&mut all[at], picks),
            }
        }
        other => *other = Json::Raw(picks.of(RAW).to_owned()),
    }
}

fn object(all: &mut Vec<(String, Json)>, at: usize, picks: &mut Picks) {
    let other = picks.below(all.len());
    match picks.below(9) {
        0 => drop(all.remove(at)),
        1 => all.push(all[at].clone()),
        2 => {
            let moved = all[other].1.clone();
            all[at].1 = moved;
        }
        3 => all[at].0 = all[other].0.clone(),
        4 => all[at].0 = odd_key(&all[at].0, picks),
        5 => {
            let depth = [1, 2, 40, 130, 600][picks.below(5)];
            let inner = all[at].1.clone();
            let deep = |inner, _| {
                if picks.below(2) == 0 {
                    Json::Array(vec![inner])
                } else {
                    Json::Object(vec![("x".into(), inner)])
                }
            };
            all[at].1 = (0..depth).fold(inner, deep);
        }
        6 => change(&mut all[at].1, picks),
        _ => all[at].1 = Json::Raw(picks.of(RAW).to_owned()),
    }
}

fn odd_key(key: &str, picks: &mut Picks) -> String {
    match picks.below(6) {
        0 => key.to_uppercase(),
        1 => format!("{key} "),
        2 => key.replace(' ', "_"),
        3 => key.chars().rev().collect(),
        4 => key.replace('a', "а"),
        _ => String::new(),
    }
}
