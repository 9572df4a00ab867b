//! Lists as they come out of a word processor: other marks, other indents. A machine brings back the very
//! policy that was meant, or leaves the list to a person; nothing else is ever read.

use std::cell::Cell;

use criteria::format::format;
use criteria::source::Source;
use criteria::tree::ast::Policy;
use criteria::tree::hash::meaning_hash;
use criteria_tests::runner::{check, is_too_few};
use criteria_tests::workspace::specs;
use proptest::prelude::*;

use super::fixes::mended;
use super::pages::BASE;
use super::{compiled, read, said, shown};

/// How the items under a number were written.
#[derive(Debug, Clone, Copy)]
enum Mark {
    /// `• a. …`
    Bullet(&'static str),
    /// `• …`
    BulletAlone(&'static str),
    /// `- • a. …`
    BulletBehindDash,
    /// `a) …`
    Bracket,
    /// `(a) …`
    Brackets,
    /// `a. …`
    Dot,
    /// `- a. …`, as it should be
    Dash,
}

impl Mark {
    fn written(self, label: &str) -> String {
        match self {
            Self::Bullet(sign) => format!("{sign} {label}."),
            Self::BulletAlone(sign) => sign.to_owned(),
            Self::BulletBehindDash => format!("- • {label}."),
            Self::Bracket => format!("{label})"),
            Self::Brackets => format!("({label})"),
            Self::Dot => format!("{label}."),
            Self::Dash => format!("- {label}."),
        }
    }
}

/// Which list, how it is marked, and by how many spaces it moves.
type Paste = (u16, Mark, i8);

fn paste() -> impl Strategy<Value = Paste> {
    let mark = prop::sample::select(vec![
        Mark::Bullet("•"),
        Mark::Bullet("–\t"),
        Mark::BulletAlone("•"),
        Mark::BulletAlone("▪ "),
        Mark::BulletBehindDash,
        Mark::Bracket,
        Mark::Brackets,
        Mark::Dot,
        Mark::Dash,
    ]);
    (any::<u16>(), mark, -3..4_i8)
}

/// Lines of items that stand under a number, number by number; those with a table or another block among
/// them are left out.
fn lists(lines: &[&str]) -> Vec<std::ops::Range<usize>> {
    let numbered = |line: &str| line.split_once(". ").is_some_and(|(n, _)| n.parse::<usize>().is_ok());
    let is_item = |line: &&str| line.starts_with("  ") && line.trim_start().starts_with("- ");
    let mut found = Vec::new();
    let criteria = lines.iter().position(|line| line.starts_with("## I.")).unwrap();
    for at in criteria..lines.len() {
        let len = lines[at + 1..].iter().take_while(|line| is_item(line)).count();
        let end = at + 1 + len;
        let followed = lines.get(end).is_some_and(|line| line.is_empty() || numbered(line));
        if numbered(lines[at])
            && len > 0
            && followed
            && !lines[end..].get(1).is_some_and(|line| line.starts_with("  "))
        {
            found.push(at + 1..end);
        }
    }
    found
}

fn pasted(house: &str, (list, mark, by): Paste) -> String {
    let mut lines: Vec<String> = house.lines().map(str::to_owned).collect();
    let lists = lists(&house.lines().collect::<Vec<_>>());
    for line in &mut lines[lists[usize::from(list) % lists.len()].clone()] {
        let item = line.trim_start();
        let indent = (line.len() - item.len()).saturating_add_signed(by.into());
        let (label, text) = item[2..].split_once(". ").expect("an item has a label");
        *line = format!("{}{} {text}", " ".repeat(indent), mark.written(label));
    }
    lines.join("\n") + "\n"
}

#[track_caller]
fn comes_back(name: &str, house: &str, cases: u32) {
    let meant = compiled(house).policy.expect("a sound policy");
    let (whole, all) = (Cell::new(0_u32), Cell::new(0_u32));
    check(name, cases, &proptest::collection::vec(paste(), 1..3), |pastes| {
        let text = pastes.iter().fold(house.to_owned(), |text, paste| {
            match lists(&text.lines().collect::<Vec<_>>()) {
                lists if lists.is_empty() => text,
                _ => pasted(&text, *paste),
            }
        });
        let before = compiled(&text);
        if let Some(policy) = &before.policy {
            // The move left Markdown's reading as it was.
            return if same(policy, &meant) { Ok(()) } else { Err(format!("read otherwise:\n{text}")) };
        }
        all.set(all.get() + 1);
        let done = mended(&text);
        let after = compiled(&done);
        match &after.policy {
            None => Ok(()),
            Some(policy) if !same(policy, &meant) => Err(format!("mended to something else:\n{done}")),
            Some(_) => {
                whole.set(whole.get() + 1);
                let laid_out = format(&Source::new("policy.md", done.as_str()));
                if laid_out.as_deref() == Ok(house) {
                    Ok(())
                } else {
                    Err(format!("laid out otherwise:\n{done}"))
                }
            }
        }
    });
    let (whole, all) = (whole.get(), all.get());
    println!("{name}: {whole} of {all} mended");
    assert!(is_too_few(cases) || whole * 10 > all * 9, "{name}: {whole} of {all} were mended");
}

fn same(left: &Policy, right: &Policy) -> bool {
    meaning_hash(left) == meaning_hash(right)
}

#[test]
fn pasted_lists_are_mended_as_they_were_meant() {
    comes_back(BASE, &read(BASE), 100);
    // With lists in lists.
    let deep = specs().iter().find(|spec| spec.name.contains("ustekinumab")).expect("a policy of that name");
    comes_back(&deep.name, &read(&deep.name), 40);
}

/// One mistake of a whole list is one message.
#[test]
fn a_pasted_list_is_said_once() {
    let base = read(BASE);
    let from = "   - a. Severe plaques;\n   - b. Disabling plaques;";
    for (to, code) in [
        ("   • Severe plaques;\n   • Disabling plaques;", "stray-sign"),
        ("\n• Severe plaques;\n• Disabling plaques;", "stray-sign"),
        ("   – a. Severe plaques;\n   – b. Disabling plaques;", "stray-sign"),
        ("   - • a. Severe plaques;\n   - • b. Disabling plaques;", "stray-sign"),
        ("  - a. Severe plaques;\n  - b. Disabling plaques;", "item-indent"),
        ("- a. Severe plaques;\n- b. Disabling plaques;", "item-indent"),
        ("   a) Severe plaques;\n   b) Disabling plaques;", "item-label"),
        ("(a) Severe plaques;\n(b) Disabling plaques;", "item-label"),
        ("a. Severe plaques;\nb. Disabling plaques;", "item-label"),
    ] {
        let text = base.replacen(from, to, 1);
        let found = compiled(&text);
        let codes: Vec<&str> = said(&found).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [code], "{to}\n{}", shown(&found));
        let done = format(&Source::new("policy.md", mended(&text))).unwrap();
        assert_eq!(done, base, "{to}");
    }
}

#[test]
fn bullets_of_a_list_of_values() {
    let base = read(BASE);
    let values = "- plaque exemplosis (plaque form)\n- nodular exemplosis (nodular form)\n- other diagnosis";
    let text = base.replacen(values, &values.replace("- ", "• "), 1);
    let found = compiled(&text);
    let codes: Vec<&str> = said(&found).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["stray-sign"], "{}", shown(&found));
    assert_eq!(mended(&text), base);
}

/// A dash of print, a number or brackets that belong to a sentence are left alone.
#[test]
fn what_only_looks_like_a_mark_is_text() {
    let base = read(BASE);
    for line in ["3. Age\n   – ≥ 18 years;", "3. Age\n   (≥ 18 years);"] {
        let found = compiled(&base.replacen("3. Age ≥ 18 years;", line, 1));
        assert!(
            said(&found).iter().all(|(code, _)| !["stray-sign", "item-label"].contains(code)),
            "{}",
            shown(&found)
        );
    }
}
