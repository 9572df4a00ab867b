//! Wording with several readings, in the real policy and in the small one: how far they lie apart, what may be
//! written instead, and what a choice by id comes to.

use criteria::diagnostic::{Diagnostic, Safety};
use criteria::source::apply;
use criteria::tree::hash::meaning_hash;

use super::{compiled, line_of, read, said, shown, whole};

const SPEC: &str = "spec/cp-phar-243/2025-05.md";

const OURS: &str = "each agent unless not tolerated, each item unless contraindicated (a, b, c, and d)";

const SLOT_D: &str = "   - d. Any one of: an interferon-beta agent (Avonex, Betaseron,[^beta] Extavia,[^beta] Rebif, Plegridy), glatiramer (Copaxone, Glatopa);";

/// Every agent of one slot alone, so that there are four facts.
const ONE_FACT: &str = "   - d. Glatiramer (Copaxone,[^beta] Glatopa);";

/// The policy with other words for what excuses, and other agents in the last slot.
fn wording(excuse: &str, slot: &str) -> String {
    let text = read(SPEC);
    assert!(text.contains(OURS) && text.contains(SLOT_D), "the policy has other words by now");
    text.replacen(OURS, &format!("{excuse} (a, b, c, and d)"), 1).replacen(SLOT_D, slot, 1)
}

/// The one refusal of a text.
#[track_caller]
fn refused(text: &str, mark: &str) -> Diagnostic {
    let compiled = compiled(text);
    assert_eq!(said(&compiled), [("several-readings", line_of(text, mark))], "{}", shown(&compiled));
    compiled.diagnostics[0].clone()
}

/// The readings that are listed: id, profiles that meet it, all profiles.
fn counts(diagnostic: &Diagnostic) -> Vec<(&str, usize, usize)> {
    let line = |line: &'_ str| -> Option<(usize, usize)> {
        let (_, rest) = line.split_once("met by ")?;
        let (met, rest) = rest.split_once(" of ")?;
        Some((met.parse().ok()?, rest.split(' ').next()?.parse().ok()?))
    };
    let id = |help: &'_ str| help.strip_prefix('`').and_then(|rest| Some(rest.split_once('`')?.0.len()));
    diagnostic
        .help
        .iter()
        .filter_map(|help| {
            let (met, all) = line(help)?;
            Some((&help[1..=id(help)?], met, all))
        })
        .collect()
}

#[track_caller]
fn check(excuse: &str, slot: &str, expected: &[(&str, usize)], all: usize) {
    let refused = refused(&wording(excuse, slot), "4. Failure of all");
    let expected: Vec<(&str, usize, usize)> = expected.iter().map(|(id, met)| (*id, *met, all)).collect();
    assert_eq!(counts(&refused), expected, "{excuse}: {:#?}", refused.help);
}

#[test]
fn the_letter_of_the_published_policy_reads_in_four_ways_over_four_agents() {
    let expected = [("each-agent", 81), ("any-or-all", 177), ("agent-or-all", 17), ("all", 3)];
    check("unless not tolerated or all are contraindicated", ONE_FACT, &expected, 256);
}

/// A phrase that is a clause of its own cannot stand behind `are`: the value's name does.
#[test]
fn what_is_offered_is_a_sentence() {
    let excuse = "unless contraindicated or clinically significant adverse effects are experienced";
    let refused = refused(&wording(excuse, SLOT_D), "4. Failure of all");
    let said =
        refused.help.join("\n") + &refused.fixes.iter().map(|fix| fix.title.as_str()).collect::<String>();
    let all = "unless any is contraindicated or all are not tolerated";
    assert!(said.contains(all) && !said.contains("are clinically"), "{said}");
    let each = "each agent unless contraindicated or clinically significant adverse effects are experienced";
    assert!(said.contains(each), "{said}");
}

#[test]
fn without_a_word_of_whom_the_list_may_hang_on_one_agent_too() {
    let expected = [("each-agent", 81), ("any", 241), ("any-or-all", 177), ("agent-or-all", 17), ("all", 3)];
    check("unless not tolerated or contraindicated", ONE_FACT, &expected, 256);
    let expected = [("each-agent", 16), ("any", 66), ("all", 2)];
    check("unless contraindicated", ONE_FACT, &expected, 81);
}

#[test]
fn each_may_mean_the_agents_or_the_items() {
    let expected = [("each-agent", 405), ("agent-or-item", 351), ("each-item", 297)];
    check("each unless not tolerated or contraindicated", SLOT_D, &expected, 1024);
    let expected = [
        ("each-agent", 405),
        ("agent-or-item", 351),
        ("each-item", 297),
        ("any-or-all", 787),
        ("agent-or-all", 97),
        ("all", 9),
    ];
    check("unless not tolerated or all are contraindicated", SLOT_D, &expected, 1024);
}

#[test]
fn over_agents_alone_each_means_one_thing() {
    let text = wording("each unless not tolerated or contraindicated", ONE_FACT);
    let codes: Vec<&str> = said(&compiled(&text)).into_iter().map(|(code, _)| code).collect();
    assert!(!codes.contains(&"several-readings"), "{codes:?}");
}

/// The small policy, where two of its treatments record their weeks, with another first criterion.
fn weeks(sentence: &str) -> String {
    let (text, ours) = (whole(), "1. Diagnosis is asthma or COPD;");
    assert!(text.contains(ours), "the small policy has other words by now");
    let trials = "| tacrovin | trial with weeks | | | What came of tacrovin? |\n\
                  | mexolate | trial with dose, weeks | | | What came of mexolate? |\n";
    let text = text.replacen("| drug B |", &format!("{trials}| drug B |"), 1);
    text.replacen(ours, &format!("1. {sentence};"), 1)
}

#[test]
fn weeks_behind_several_treatments_are_of_each_or_of_the_last() {
    let mark = "1. Failure of";
    let either = refused(&weeks("Failure of tacrovin or mexolate for at least 8 weeks"), mark);
    // Of each: not failed, failed sooner, failed after 8 weeks.
    assert_eq!(counts(&either), [("each-weeks", 5, 9), ("last-weeks", 7, 9)], "{:#?}", either.help);
    let both = refused(&weeks("Failure of tacrovin and mexolate for at least 8 weeks"), mark);
    assert_eq!(counts(&both), [("each-weeks", 1, 9), ("last-weeks", 2, 9)], "{:#?}", both.help);
}

#[test]
fn weeks_of_one_treatment_leave_nothing_open() {
    for clear in [
        "Failure of tacrovin for at least 8 weeks, unless contraindicated",
        "Failure of tacrovin or mexolate, each for at least 8 weeks",
        "Failure of tacrovin or mexolate, only the last for at least 8 weeks",
    ] {
        let codes: Vec<&str> = said(&compiled(&weeks(clear))).into_iter().map(|(code, _)| code).collect();
        assert!(
            !codes.contains(&"several-readings") && !codes.contains(&"unknown-phrase"),
            "{clear}: {codes:?}"
        );
    }
}

#[test]
fn readings_part_on_a_smallest_profile() {
    let refused =
        refused(&wording("each unless not tolerated or contraindicated", SLOT_D), "4. Failure of all");
    let item = refused.help.iter().find(|help| help.starts_with("`each-item`")).unwrap();
    let profile = "not met, unlike `each-agent`, where dimethyl fumarate, teriflunomide, fingolimod: failed at the \
                   maximally indicated dose; interferon-beta agent: not tolerated; glatiramer: not tried or failed \
                   at a lower dose";
    assert!(item.ends_with(profile), "{item}");
}

/// `MAX_PROFILES`: drug A and seven agents have 4^8 profiles, which are counted; with eight they have
/// 4^9. (Two outcomes of a trial read alike here.)
#[test]
fn too_many_profiles_are_not_counted() {
    let refused = with_agents(7);
    assert!(!counts(&refused).is_empty(), "{:#?}", refused.help);
    assert!(refused.help.iter().all(|help| !help.starts_with("not counted: ")), "{:#?}", refused.help);
    let refused = with_agents(8);
    assert!(counts(&refused).is_empty(), "{:#?}", refused.help);
    let says = "not counted: the facts have more than 100000 profiles";
    assert!(refused.help.iter().any(|help| help == says), "{:#?}", refused.help);
    assert_eq!(refused.fixes.len(), 7, "where nothing is counted, no two readings are taken for one");
}

/// The refusal of an excuse over a list of drug A and any one of so many agents.
fn with_agents(many: usize) -> Diagnostic {
    let mut text = whole();
    let (row, item) = ("| drug B |", "   - b. Any one of: drug B, drug C;");
    let names: Vec<String> = (1..=many).map(|at| format!("agent {at}")).collect();
    let rows: Vec<String> = names
        .iter()
        .map(|name| {
            format!(
                "| {name} | trial with dose | | | What came of {name}? |
"
            )
        })
        .collect();
    let rows = rows.concat();
    let agents = format!("   - b. Any one of: {};", names.join(", "));
    text = text.replacen(row, &format!("{rows}{row}"), 1).replacen(item, &agents, 1);
    text = text.replacen(
        "each agent unless not tolerated, each item unless contraindicated (a",
        "unless not tolerated or contraindicated (a",
        1,
    );
    refused(&text, "4. Failure of all")
}

/// The small policy with words that have several readings in place of its own.
fn small(excuse: &str) -> String {
    let ours = "each agent unless not tolerated, each item unless contraindicated (a and b)";
    let text = whole();
    assert!(text.contains(ours));
    text.replacen(ours, &format!("{excuse} (a and b)"), 1)
}

/// The small policy with a row among its readings.
fn choosing(text: &str, row: &str) -> String {
    text.replacen("| R1 | II.2 |", &format!("{row}\n| R1 | II.2 |"), 1)
}

#[track_caller]
fn hash(text: &str) -> String {
    let compiled = compiled(text);
    let policy = compiled.policy.as_ref().unwrap_or_else(|| panic!("{}", shown(&compiled)));
    meaning_hash(policy)
}

#[test]
fn what_is_offered_is_what_the_id_means_and_every_reading_has_a_hash_of_its_own() {
    let text = small("unless not tolerated or contraindicated");
    let refused = refused(&text, "4. Failure of all");
    let ids: Vec<&str> = counts(&refused).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(ids.len(), refused.fixes.len());
    let mut hashes = Vec::new();
    for (id, fix) in ids.iter().zip(&refused.fixes) {
        assert_eq!(fix.safety, Safety::Suggested);
        let written = apply(&text, &fix.edits).unwrap();
        let row =
            format!("| R9 | I.4 | Whom does it excuse? | Read as {id}: it was said so. | Another. | — |");
        let chosen = hash_without_examples(&choosing(&text, &row));
        assert_eq!(hash_without_examples(&written), chosen, "{id}");
        hashes.push(chosen);
    }
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!((hashes.len(), count), (7, 7), "{ids:?}");
}

/// The hash of a policy whose examples may come out otherwise.
#[track_caller]
fn hash_without_examples(text: &str) -> String {
    let (before, rest) = text.split_once("## Examples").unwrap();
    let (_, behind) = rest.split_once("## Appendix A").unwrap();
    hash(&format!("{before}## Appendix A{behind}"))
}

#[test]
fn the_row_that_the_message_offers_can_be_pasted() {
    let text = small("unless contraindicated");
    let refused = refused(&text, "4. Failure of all");
    let help = refused.help.iter().find(|help| help.starts_with("or keep the words")).unwrap();
    let row =
        help.split_once("`: `").or_else(|| help.split_once("## Readings`: `")).map(|(_, row)| row).unwrap();
    let row = row.trim_end_matches('`');
    assert!(row.starts_with("| R2 | I.4 | "), "{row}");
    hash_without_examples(&choosing(&text, row));
}

/// A choice that cannot be followed is said, in its row, and nothing else is.
#[track_caller]
fn refuses(text: &str, row: &str) -> String {
    let text = choosing(text, row);
    let compiled = compiled(&text);
    assert_eq!(said(&compiled), [("unknown-reading", line_of(&text, row))], "{}", shown(&compiled));
    compiled.diagnostics[0].message.clone()
}

#[test]
fn a_choice_that_finds_nothing_is_an_error() {
    let open = small("unless not tolerated or contraindicated");
    let message = refuses(&open, "| R9 | I.4 | Whom? | Read as each-agnet. | | — |");
    assert!(message.contains("has no reading `each-agnet`"), "{message}");
    // The sentence was made clear later, or never was open.
    let message = refuses(&whole(), "| R9 | I.4 | Whom? | Read as each-agent. | | — |");
    assert!(message.contains("nothing at `I.4` has several readings"), "{message}");
    refuses(&whole(), "| R9 | I.6 | Whom? | Read as each-agent. | | — |");
    refuses(&whole(), "| R9 | Scope I | Whom? | Read as each-agent. | | — |");
    let message = refuses(&whole(), "| R9 | I.44 | Whom? | Read as each-agent. | | — |");
    assert!(message.contains("`I.44` is no place"), "{message}");
    // An agent is no sentence.
    refuses(&whole(), "| R9 | I.4.a | Whom? | Read as each-agent. | | — |");
    let both = "| R8 | I.4 | Whom? | Read as all. | | — |\n| R9 | I.4 | Whom? | Read as any. | | — |";
    let text = choosing(&open, both);
    let compiled = compiled(&text);
    assert_eq!(said(&compiled), [("unknown-reading", line_of(&text, "| R9 |"))], "{}", shown(&compiled));
}

#[test]
fn a_misspelt_choice_leaves_the_words_open() {
    let text = small("unless not tolerated or contraindicated");
    refused(&choosing(&text, "| R9 | I.4 | Whom? | Raed as each-agent. | | — |"), "4. Failure of all");
}

#[test]
fn inside_a_sentence_too_only_what_differs_is_listed() {
    let one = "6. Failure of drug D, unless not tolerated or contraindicated;";
    let with = |clause: &str| whole().replacen(one, &format!("6. {clause};"), 1);
    let text = with("Age ≥ 18 years, and failure of any one of: drug B, drug D, unless contraindicated");
    let choice = refused(&text, "6. Age");
    assert_eq!(counts(&choice), [("each-agent", 8, 9), ("each-item", 6, 9)], "{:#?}", choice.help);
    let text = with("Failure of all of: drug B, drug D, unless contraindicated");
    let list = refused(&text, "6. Failure");
    assert_eq!(counts(&list), [("each-agent", 4, 9), ("any", 6, 9), ("all", 2, 9)], "{:#?}", list.help);
}

/// The small policy with two open wordings in one sentence, or with these words in their place.
fn two(first: &str, second: &str) -> String {
    let text = whole();
    let (before, rest) = text.split_once("4. Failure of all").unwrap();
    let (_, behind) = rest.split_once("5. Drugs used").unwrap();
    let item = format!(
        "4. Failure of all of: drug A, drug B, {first}, and failure of all of: drug C, drug D, {second};[^pa]\n"
    );
    format!("{before}{item}5. Drugs used{behind}")
}

const OPEN: &str = "unless contraindicated";

/// Each of two wordings takes its own row, in their order, and means what its words would.
#[test]
fn two_wordings_of_one_sentence_are_chosen_apart() {
    let open = two(OPEN, OPEN);
    let refused = refused(&open, "4. Failure of all");
    assert!(refused.help.iter().any(|help| help.starts_with("2 wordings of this sentence")), "{refused:#?}");
    let words = |id: &str| match id {
        "each-agent" => "each agent unless contraindicated",
        "any" => "unless any is contraindicated",
        _ => "unless all are contraindicated",
    };
    let row = |at: usize, id: &str| format!("| R1{at} | I.4 | Whom? | Read as {id}. | | — |");
    for (first, second) in [("each-agent", "any"), ("any", "each-agent"), ("all", "all")] {
        let chosen = choosing(&open, &format!("{}\n{}", row(0, first), row(1, second)));
        let clear = two(words(first), words(second));
        assert_eq!(hash_without_examples(&chosen), hash_without_examples(&clear), "{first}, {second}");
    }
    let once = choosing(&open, &row(0, "any"));
    let clear = two(words("any"), words("any"));
    assert_eq!(hash_without_examples(&once), hash_without_examples(&clear), "one row for both");
}

/// A row too many, and one that no wording knows, are said in their place.
#[test]
fn a_row_too_many_for_two_wordings_is_an_error() {
    for (last, expected) in [("all", "`all` is the second reading"), ("every", "has no reading `every`")] {
        let row = |at: usize, id: &str| format!("| R1{at} | I.4 | Whom? | Read as {id}. | | — |");
        let rows = [row(0, "any"), row(1, "any"), row(2, last)];
        let text = choosing(&two(OPEN, OPEN), &rows.join("\n"));
        let compiled = compiled(&text);
        assert_eq!(said(&compiled), [("unknown-reading", line_of(&text, &rows[2]))], "{}", shown(&compiled));
        assert!(compiled.diagnostics[0].message.contains(expected), "{}", shown(&compiled));
    }
}

/// A committed policy keeps its words: its document shows the choice, and what the other readings would decide.
#[test]
fn the_document_of_a_policy_shows_the_reading_that_it_chose() {
    let page = read("docs/policies/demo-ustekinumab/2026-01.md");
    let (_, row) = page.split_once("Read as each-agent").expect("the policy chooses a reading by its id");
    for shown in
        ["`each-agent`", "`any-or-all`", "met by 243 of 256 profiles", "met by 69 of 256 profiles", "E16"]
    {
        assert!(row.contains(shown), "{shown}: {}", row.lines().take(12).collect::<Vec<_>>().join("\n"));
    }
}
