//! Policies of any size from a seed: each has names, numbers and a shape of its own.
//!
//! They look like policies of the field: indications, each with a diagnosis, a prescriber, ages,
//! laboratory limits, prior agents, a dose by course, durations by line of business, and examples that
//! pin its criteria. No two share a text, so nothing that was computed for one serves another.

use std::fmt::Write as _;

use criteria_tests::policies::dice::Dice;

/// How large a policy is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Indications, each with a section of about eighteen criteria.
    pub indications: usize,
    /// Examples of each indication, beside the one that is approved.
    pub examples: usize,
}

/// About the size of CP.PHAR.243: 70 criteria, 160 examples, 500 lines.
pub const USUAL: Size = Size { indications: 4, examples: 40 };

const INDICATIONS_A_PART: usize = 20;
const AGENTS: usize = 4;
/// Indications that have examples, at most: a policy may have so many cells of tables and no more.
const WITH_EXAMPLES: usize = 40;
const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
const LINES: [&str; 3] = ["Commercial", "HIM", "Medicaid"];

/// A policy's text.
pub fn policy(number: usize, size: Size) -> String {
    let dice = &mut Dice::new(243, number as u64);
    let indications: Vec<Indication> = (0..size.indications).map(|at| indication(at, dice)).collect();
    let drug = name(dice, "mab", 0);
    let mut page = String::new();
    header(&mut page, number, &drug);
    vocabulary(&mut page, &indications, dice);
    for (part, some) in indications.chunks(INDICATIONS_A_PART).enumerate() {
        let roman = ROMAN[part];
        let _ = writeln!(page, "## {roman}. Initial approval, part {}\n\nFor initial requests:\n", part + 1);
        for (at, indication) in some.iter().enumerate() {
            section(&mut page, letter(at), indication);
        }
    }
    order(&mut page, size.indications);
    invariants(&mut page, &indications);
    examples(&mut page, &indications, size, dice);
    reference(&mut page, &indications, dice);
    page
}

/// What an indication asks for.
struct Indication {
    disease: String,
    specialist: String,
    agents: Vec<String>,
    marker: String,
    score: String,
    dose: String,
    least_age: i64,
    most_age: i64,
    least_marker: i64,
    least_score: i64,
    first_dose: i64,
    later_dose: i64,
    weeks: i64,
}

fn indication(at: usize, dice: &mut Dice) -> Indication {
    let first_dose = dice.within(5, 400);
    Indication {
        disease: name(dice, "itis", at),
        specialist: name(dice, "ologist", at),
        agents: (0..AGENTS).map(|_| name(dice, "inib", at)).collect(),
        marker: name(dice, "ase", at),
        score: name(dice, "score", at),
        dose: format!("{} dose", name(dice, "", at)),
        least_age: dice.within(2, 18),
        most_age: dice.within(60, 99),
        least_marker: dice.within(20, 900),
        least_score: dice.within(3, 9),
        first_dose,
        later_dose: dice.within(1, first_dose),
        weeks: dice.within(2, 26),
    }
}

/// A name that no other indication of the policy has: its number is spelled by its last syllable.
fn name(dice: &mut Dice, end: &str, at: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "bra", "cel", "dor", "fen", "gla", "hum", "jur", "kel", "lom", "mir", "nax", "pul", "quo", "rel",
        "sti", "tam", "urs", "vel", "wex", "xan", "yol", "zir", "cro", "plo",
    ];
    let number = format!("{}{}", SYLLABLES[at % 24], SYLLABLES[at / 24 % 24]);
    let chosen: String = (0..4).map(|_| *dice.pick(&SYLLABLES)).collect();
    format!("{chosen}{number}{end}")
}

fn letter(at: usize) -> char {
    char::from(b'A' + u8::try_from(at).expect("a part has few indications"))
}

fn label(at: usize) -> String {
    format!("{}.{}", ROMAN[at / INDICATIONS_A_PART], letter(at % INDICATIONS_A_PART))
}

fn header(page: &mut String, number: usize, drug: &str) {
    let _ = writeln!(
        page,
        "# {drug}\n\n| | |\n| --- | --- |\n| Reference number | DEMO.{number} |\n| Version | 2026-01 |\n\
         | In force from | 2026-01-01 |\n| Subject | member |\n| Lines of business | {} |\n\
         | Request kinds | initial, continued |\n\nThis policy about {drug} is made up, to measure the compiler.\n",
        LINES.join(", ")
    );
}

fn vocabulary(page: &mut String, indications: &[Indication], dice: &mut Dice) {
    page.push_str(
        "## Vocabulary\n\n| Fact | Kind | Also written | Only when | Asked as |\n| --- | --- | --- | --- | --- |\n\
         | diagnosis | one of: Diagnoses | | | What is the member's diagnosis? |\n\
         | date of birth | date | | | When was the member born? |\n\
         | age | years since date of birth, 0 to 130 | | | |\n\
         | course | one of: first, second or later | | | Which course is it? |\n\
         | tuberculosis | yes or no | not: tested negative for tuberculosis | | Was tuberculosis found? |\n\
         | renewal date | date | the renewal date | line of business is Commercial | When does the plan renew? |\n",
    );
    for of in indications {
        let _ = writeln!(
            page,
            "| {0} | yes or no | prescribed by or in consultation with a {0} | | Is the prescriber a {0}? |",
            of.specialist
        );
        for agent in &of.agents {
            let also = name(dice, "ex", 0);
            let _ = writeln!(
                page,
                "| {agent} | trial with dose | brand {also}{agent} | | What came of {agent}? |"
            );
        }
        let _ = writeln!(
            page,
            "| {0} | U/L, 0.0 to 5000.0 | | | What is {0}? |\n| {1} | score, 0 to 12 | | | What is {1}? |\n\
             | {2} | mg per day, 0.00 to 1000.00 | | | What is {2}? |",
            of.marker, of.score, of.dose
        );
    }
    page.push_str("\n### Diagnoses\n\n");
    for of in indications {
        let _ = writeln!(page, "- {0} (active {0})", of.disease);
    }
    page.push_str(
        "- other diagnosis\n\n### Always true\n\n- Date of birth is on or before request date.\n\
         - If line of business is Commercial, renewal date is on or after request date.\n\n",
    );
}

fn section(page: &mut String, letter: char, of: &Indication) {
    let Indication { disease, specialist, agents, marker, score, dose, .. } = of;
    let _ = writeln!(
        page,
        "### {letter}. {disease} (must meet all)\n\nFor members with {disease}:\n\n1. Tested negative for tuberculosis;\n\
         2. Prescribed by or in consultation with a {specialist};\n3. Age ≥ {} years;\n\
         4. Failure of all of the following at up to maximally indicated doses, each agent unless not tolerated, \
         each item unless contraindicated (a, b, and c):\n   - a. {};\n   - b. {};\n   - c. Any one of: {}, {};\n\
         5. One of the following (a or b):\n   - a. {marker} ≥ {}.5 U/L;\n   - b. Both of the following (i and ii):\n\
         \u{20}    - i. {score} ≥ {};\n     - ii. Age ≤ {} years;\n6. **Dose of {disease}** (a or b):\n\
         \u{20}  - a. If course is first: {dose} ≤ {} mg per day;\n   - b. If course is second or later: {dose} ≤ {} mg per day;\n\
         7. For Medicaid requests: {score} ≥ {};\n",
        of.least_age,
        agents[0],
        agents[1],
        agents[2],
        agents[3],
        of.least_marker,
        of.least_score,
        of.most_age,
        of.first_dose,
        of.later_dose,
        of.least_score - 1,
    );
    let _ = writeln!(
        page,
        "#### Approval duration\n\n| Line of business | Approve for | Limit |\n| --- | --- | --- |\n\
         | Medicaid, HIM | {} weeks | |\n\
         | Commercial | 6 months or until the renewal date, whichever is longer | |\n",
        of.weeks
    );
}

fn order(page: &mut String, indications: usize) {
    page.push_str("## Order of determination (first that applies)\n\n");
    for at in 0..indications {
        let _ = writeln!(page, "{}. Approve when {} is met.", at + 1, label(at));
    }
    let _ = writeln!(page, "{}. Otherwise: criteria not met.\n", indications + 1);
}

fn invariants(page: &mut String, indications: &[Indication]) {
    page.push_str("## Invariants\n\n1. Never approve when diagnosis is other diagnosis.\n");
    for (at, of) in indications.iter().take(9).enumerate() {
        let _ = writeln!(
            page,
            "{}. Never approve when diagnosis is {} and {} > {} mg per day.",
            at + 2,
            of.disease,
            of.dose,
            of.first_dose
        );
    }
    page.push('\n');
}

/// For each indication one request that is approved, and others that each differ from it in one fact.
fn examples(page: &mut String, indications: &[Indication], size: Size, dice: &mut Dice) {
    page.push_str("## Examples\n\n");
    for (at, of) in indications.iter().take(WITH_EXAMPLES).enumerate() {
        let _ = writeln!(
            page,
            "| E{at}x0 | {} is treated |\n| --- | --- |\n| request kind | initial |\n| request date | 2026-03-01 |\n\
             | line of business | HIM |\n| diagnosis | {} |\n| date of birth | {}-03-01 |\n| course | first |\n\
             | {} | yes |\n| {} | {}.5 U/L |\n| {} | {} |\n| {} | {} mg per day |\n| tuberculosis | no |",
            of.disease,
            of.disease,
            2026 - of.least_age,
            of.specialist,
            of.marker,
            of.least_marker,
            of.score,
            of.least_score,
            of.dose,
            of.first_dose,
        );
        for agent in &of.agents {
            let _ = writeln!(page, "| {agent} | failed at the maximally indicated dose |");
        }
        page.push_str("| **Determination** | approve |\n\n");
    }
    page.push_str(
        "| Example | Starts from | Differs in | Determination | Because |\n| --- | --- | --- | --- | --- |\n",
    );
    for (at, of) in indications.iter().take(WITH_EXAMPLES).enumerate() {
        for number in 1..=size.examples {
            let (differs, determination, because) = case(of, &label(at), number, dice);
            let _ = writeln!(page, "| E{at}x{number} | E{at}x0 | {differs} | {determination} | {because} |");
        }
    }
    page.push('\n');
}

/// What an example differs in, what it then comes to, and why.
fn case(of: &Indication, label: &str, number: usize, dice: &mut Dice) -> (String, &'static str, String) {
    let (approve, refuse) = ("approve", "criteria not met");
    let none = String::new;
    let born = |years: i64| format!("date of birth: {}-03-02", 2026 - years);
    match number % 9 {
        0 => (format!("{}: no", of.specialist), refuse, format!("{label}.2")),
        1 => (born(of.least_age - dice.within(0, 1)), refuse, format!("{label}.3")),
        2 => (format!("{}: not tried", of.agents[0]), refuse, format!("{label}.4.a")),
        3 => (format!("{}: not tolerated", of.agents[1]), approve, none()),
        4 => (format!("{}: not tried", of.agents[2]), approve, none()),
        5 => {
            let dose = of.first_dose + dice.within(1, 500);
            (format!("{}: {dose} mg per day", of.dose), refuse, format!("{label}.6.a"))
        }
        6 => (format!("{}: {} U/L", of.marker, dice.within(0, of.least_marker)), approve, none()),
        7 => (format!("{}: {}.{} U/L", of.marker, of.least_marker + 1, dice.within(0, 9)), approve, none()),
        _ => ("tuberculosis: yes".to_owned(), refuse, format!("{label}.1")),
    }
}

/// What is carried into the documents: a list of abbreviations, regimens, references, revisions.
fn reference(page: &mut String, indications: &[Indication], dice: &mut Dice) {
    page.push_str(
        "## Appendix A: Therapeutic alternatives\n\n| Drug | Regimen | Maximum |\n| --- | --- | --- |\n",
    );
    for agent in indications.iter().flat_map(|of| &of.agents) {
        let dose = dice.within(1, 900);
        let _ = writeln!(page, "| {agent} | {dose} mg by mouth once daily | {dose} mg/day |");
    }
    page.push_str("\n## References\n\n");
    for number in 1..=8 {
        let _ = writeln!(
            page,
            "{number}. {}, prescribing information. 202{}.",
            name(dice, "", 0),
            dice.within(0, 5)
        );
    }
    page.push_str("\n## Revision log\n\n| Revision | Date |\n| --- | --- |\n");
    for year in 2016..2026 {
        let _ = writeln!(
            page,
            "| review of {}: {} | {year}-0{}-01 |",
            name(dice, "", 0),
            name(dice, "", 0),
            dice.within(1, 9)
        );
    }
}
