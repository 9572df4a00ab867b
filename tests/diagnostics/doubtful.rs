//! Words that have one reading by the grammar and another to the eye: whom an excuse, a dose or weeks are
//! meant for, and names that read as a condition. Each is said, and the words that leave no doubt are not.

use criteria::diagnostic::Code;

use super::pages::{BASE, with_example};
use super::{Seed, caught, compiled, read, said, seed, shown};

const TRIED: &str = "6. Failure of drug D, unless not tolerated or contraindicated;\n";
const HEADING: &str = "## I. Initial approval (must meet all)\n";
const SCOPE: &str = "For initial requests:\n\n";
const DIAGNOSIS: &str = "1. Diagnosis is asthma or COPD;\n";
const DOSE: &str = "7. **Dose** (a or b):\n";
const WEIGHT: &str = "2. Age ≥ 18 years, and weight is between 40 kg and 150 kg;\n";

/// The sentence about treatments in other words.
fn tried(text: &str, code: &'static str) -> Seed {
    seed("a failure and more", TRIED, format!("6. {text};\n"), code, "6. ")
}

/// A group with a name among the criteria.
fn group(title: &str) -> String {
    format!(
        "2. **{title}** (a and b):\n   - a. Age ≥ 18 years;\n   - b. Weight is between 40 kg and 150 kg;\n"
    )
}

#[track_caller]
fn clean(seeds: &[Seed]) {
    for seed in seeds {
        let compiled = compiled(&seed.text());
        assert_eq!(said(&compiled), [], "{:?}\n{}", seed.edits, shown(&compiled));
    }
}

#[test]
fn an_excuse_ends_where_everybody_sees_it() {
    let doubtful = |text: &str| tried(text, "ambiguous-sentence");
    caught(&[
        doubtful("Failure of drug D, unless contraindicated and age ≥ 18 years"),
        doubtful(
            "Failure of drug D, unless not tolerated or contraindicated and prescribed by a lung specialist",
        ),
        doubtful("Failure of drug D, unless contraindicated, age ≥ 18 years, and weight ≥ 40 kg"),
        doubtful("If failure of drug D, unless contraindicated and age ≥ 18 years: weight ≥ 40 kg"),
        doubtful("If weight ≥ 50 kg: failure of drug D, unless contraindicated and age ≥ 18 years"),
        seed(
            "in front of a list",
            TRIED,
            "6. Failure of drug D, unless contraindicated and one of the following (a or b):\n   - a. Age ≥ 18 years;\n   - b. Weight ≥ 50 kg;\n",
            "ambiguous-sentence",
            "6. Failure",
        ),
    ]);
    clean(&[
        tried("Failure of drug D, unless contraindicated, and age ≥ 18 years", ""),
        // Inside the excuse and outside of it this comes to the same.
        tried("Failure of drug D, unless contraindicated or age ≥ 18 years", ""),
        tried("Age ≥ 18 years and failure of drug D, unless contraindicated", ""),
        tried("If failure of drug D, unless contraindicated: weight ≥ 40 kg", ""),
        tried("Failure of drug D and age ≥ 18 years", ""),
    ]);
}

#[test]
fn what_stands_behind_one_of_two_failures_is_said_of_which() {
    let doubtful = |text: &str| tried(text, "ambiguous-sentence");
    caught(&[
        doubtful("Failure of drug A and failure of drug D, unless contraindicated"),
        doubtful("Failure of drug A or failure of drug D, unless contraindicated"),
        doubtful("Failure of drug D and failure of drug A at up to maximally indicated doses"),
        doubtful(
            "Failure of drug D, age ≥ 18 years, and failure of any one of: drug A, drug B, each agent unless contraindicated",
        ),
    ]);
    clean(&[
        tried("Failure of drug A, unless contraindicated, and failure of drug D, unless not tolerated", ""),
        tried("Failure of drug A at up to maximally indicated doses, and failure of drug D", ""),
        tried(
            "Failure of any one of: drug A, drug B, each agent unless contraindicated, and failure of drug D, unless contraindicated",
            "",
        ),
        tried("Failure of drug A or failure of drug D", ""),
    ]);
}

#[test]
fn a_name_that_limits_stands_over_its_limit() {
    let named = |name: &str, mark| {
        let heading = HEADING.replace("Initial approval", name);
        seed("a section", HEADING, heading, "unread-title", mark).and(DIAGNOSIS, "1. Age ≥ 18 years;\n")
    };
    caught(&[
        named("COPD", "## I. COPD"),
        named("Chronic obstructive pulmonary disease", "## I. Chronic"),
        named("Approval for Medicaid", "## I. Approval"),
        seed("no scope", SCOPE, "", "unread-title", "## I. Initial"),
        seed("a group", WEIGHT, group("Adults with COPD"), "unread-title", "2. **Adults"),
        seed("a sentence", WEIGHT, WEIGHT.replace("Age", "**COPD**: age"), "unread-title", "2. **COPD**"),
    ]);
    let named = |name: &str| seed("a section", HEADING, HEADING.replace("Initial approval", name), "", "");
    clean(&[
        named("Initial requests"),
        named("Asthma or COPD"),
        seed("beside it", WEIGHT, group("Adults with asthma"), "", "")
            .and(DIAGNOSIS, "1. Diagnosis is asthma;\n")
            .and("| E5 | E1 | diagnosis: chronic obstructive pulmonary disease | approve until 2027-03-01, 1 treatment course | |\n", ""),
        seed("what is always true", "## II. Continued therapy", "## II. Second or later", "", ""),
    ]);
}

#[test]
fn a_heading_that_limits_is_no_scope() {
    let named = |name: &str| {
        let heading = HEADING.replace("Initial approval", name);
        seed("a heading", HEADING, heading, "unread-title", "## I. Initial")
    };
    caught(&[
        named("Initial approval if severe"),
        named("Initial approval: asthma only"),
        named("Initial approval, excluding COPD"),
        named("Initial approval (unless urgent)"),
        named("Initial approval, except in hospital"),
        named("Initial approval (optional)"),
    ]);
    let named = |name: &str| seed("a heading", HEADING, HEADING.replace("Initial approval", name), "", "");
    clean(&[
        named("First approval, not a renewal"),
        named("Any initial request"),
        named("The heart and lungs"),
    ]);
}

#[test]
fn a_name_is_no_condition_and_no_operator() {
    let title = |text: &str, mark| seed("a title", WEIGHT, group(text), "unknown-phrase", mark);
    caught(&[
        title("For adults", "2. **For"),
        title("Adults only", "2. **Adults"),
        title("Any of these", "2. **Any"),
        title("One or more signs", "2. **One"),
        title("Optional", "2. **Optional"),
        title("Both", "2. **Both"),
        title("Neither", "2. **Neither"),
        title("Two of these", "2. **Two"),
        title("Alternatively", "2. **Alternatively"),
        title("Or the weight", "2. **Or"),
        seed(
            "a connective in front",
            WEIGHT,
            WEIGHT.replace("Age", "**OR** age"),
            "unknown-phrase",
            "2. **OR",
        ),
        seed(
            "a connective with a colon",
            WEIGHT,
            WEIGHT.replace("Age", "**And**: age"),
            "unknown-phrase",
            "2. **And",
        ),
        seed(
            "two operators in a heading",
            HEADING,
            HEADING.replace("(must", "(any of the following) (must"),
            "missing-operator",
            "## I. Initial",
        ),
        seed(
            "an operator before the parentheses",
            HEADING,
            HEADING.replace("approval (", "approval: must meet 1 or 2 ("),
            "missing-operator",
            "## I. Initial",
        ),
    ]);
    clean(&[
        seed("a name", WEIGHT, group("Age and burden"), "", ""),
        seed("a name that begins so", WEIGHT, group("Both eyes"), "", ""),
        seed("a name with a small word", DOSE, DOSE.replace("Dose", "Dose for the course"), "", ""),
    ]);
}

/// With the scopes that the message writes, who is denied by one section hears nothing of the other.
#[test]
fn sections_for_different_diagnoses_say_so_in_their_scope() {
    let text = with_example(&read(BASE), Code::ScopeAsCriterion);
    let offered = &compiled(&text).diagnostics[0].help[0];
    let mut scoped = text;
    for (heading, label) in [
        ("### A. Exemplosis (must meet all)\n", "I.A"),
        ("### C. Severe disease of another kind (must meet all)\n", "I.C"),
    ] {
        let (before, _) = offered.split_once(&format!("` under `{label}`")).expect("the section has a scope");
        let (_, scope) = before.rsplit_once('`').expect("it is quoted");
        scoped = scoped.replacen(heading, &format!("{heading}\n{scope}\n"), 1);
    }
    let scoped = scoped.replacen("| I.A.6.a, I.C.1 |", "| I.A.6.a |", 1);
    let compiled = compiled(&scoped);
    assert_eq!(said(&compiled), [], "{}", shown(&compiled));
}
