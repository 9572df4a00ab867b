//! The examples of the language reference compile, or are refused with the code that they state.
//!
//! The page ends in a whole policy. The other examples are put in its place: `sentences` (a line
//! a sentence) and `items` as the criteria of section I, `headings` as its operator, `facts` as
//! rows of the vocabulary with items behind them, `invariants` as a list of them, `durations` as
//! the table of section I, `header` as rows of it (and `requests` as `trips`), `order` as the order, `second` as section II, `differs` as what an example differs in.

use criteria::compiled::Compiled;
use criteria::diagnostic::Severity;
use criteria::source::Source;

use super::fences::{Fence, fences, page};

fn compile(text: &str) -> Compiled {
    criteria::compile(Source::new("example.md", text))
}

fn errors(compiled: &Compiled) -> Vec<String> {
    let all = compiled.diagnostics.iter().filter(|one| one.code.severity() == Severity::Error);
    all.map(|one| format!("{}: {}", one.code.as_str(), one.message)).collect()
}

/// The policy with everything between two marks replaced; the second mark stays.
fn replaced(policy: &str, from: &str, to: &str, by: &str) -> String {
    let (before, rest) = policy.split_once(from).unwrap_or_else(|| panic!("`{from}` is not there"));
    let (_, after) = rest.split_once(to).unwrap_or_else(|| panic!("`{to}` is not there"));
    format!("{before}{by}{to}{after}")
}

/// The policy without readings, invariants, examples and footnotes.
fn bare(policy: &str) -> String {
    let policy = replaced(policy, "## Readings\n", "## Appendix A", "");
    let notes = policy.find("[^pa]: ").unwrap_or(policy.len());
    policy[..notes].replace("[^pa]", "")
}

fn with_criteria(policy: &str, operator: &str, items: &str) -> String {
    let section = format!("## I. Initial approval ({operator})\n\nFor initial requests:\n\n{items}\n\n");
    let policy = replaced(&bare(policy), "## I. ", "### Approval duration", &section);
    // The first of the two durations belongs to section I.
    policy.replacen("\n\n\n", "\n\n", 1)
}

/// The policy with further rows of the vocabulary, and perhaps with other criteria.
fn with_facts(policy: &str, text: &str) -> String {
    let (rows, items): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('|'));
    let policy = if items.is_empty() {
        bare(policy)
    } else {
        with_criteria(policy, "must meet all", &items.join("\n"))
    };
    let rule = "| --- | --- | --- | --- | --- |\n";
    policy.replacen(rule, &format!("{rule}{}\n", rows.join("\n")), 1)
}

/// `readings`: the policy with other criteria, and with rows among its readings.
fn with_readings(policy: &str, text: &str) -> String {
    let (rows, items): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('|'));
    let policy = with_criteria(policy, "must meet all", &items.join("\n"));
    let head = "| Reading | Place | Question | Our reading | Other reading | Written otherwise |";
    let table = format!("## Readings\n\n{head}\n{}\n{}\n\n", "| --- ".repeat(6) + "|", rows.join("\n"));
    policy.replacen("## Appendix A", &format!("{table}## Appendix A"), 1)
}

/// `referrals`: the policy with a fourth section, which refers by these rows.
fn with_referrals(policy: &str, text: &str) -> String {
    let (rows, items): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('|'));
    let section = format!(
        "## IV. Other reviews (any of the following)\n\n{}\n\n### Referral\n\n\
         | Criterion | Medicaid | Commercial |\n| --- | --- | --- |\n{}\n\n## Order of",
        items.join("\n"),
        rows.join("\n")
    );
    let last = "3. Otherwise: ";
    bare(policy)
        .replacen("## Order of", &section, 1)
        .replace(last, "3. Refer when IV is met.\n4. Otherwise: ")
}

/// The documents that an example stands for.
fn documents(policy: &str, fence: &Fence) -> Vec<String> {
    let lines = || fence.text.lines().filter(|line| !line.trim().is_empty());
    match fence.info.get(1).map(String::as_str) {
        Some("sentences") => {
            lines().map(|line| with_criteria(policy, "must meet all", &format!("1. {line}"))).collect()
        }
        Some("items") => vec![with_criteria(policy, "must meet all", &fence.text)],
        Some("headings") => {
            let items = "1. Diagnosis is asthma\n2. Age ≥ 18 years";
            lines().map(|line| with_criteria(policy, line, items)).collect()
        }
        Some("facts") => vec![with_facts(policy, &fence.text)],
        Some("readings") => vec![with_readings(policy, &fence.text)],
        Some("invariants") => {
            vec![replaced(
                policy,
                "## Invariants\n",
                "## Examples",
                &format!("## Invariants\n\n{}\n", fence.text),
            )]
        }
        Some("header") => {
            let subject = "| Subject | member |\n";
            let named = policy.replacen(subject, &format!("{subject}{}\n", fence.text.trim_end()), 1);
            vec![named.replace(" requests:", " trips:")]
        }
        Some("order") => {
            let order = format!("## Order of determination\n\n{}\n\n", fence.text);
            vec![replaced(
                &bare(policy),
                "## Order of determination (first that applies)\n",
                "## Appendix A",
                &order,
            )]
        }
        Some("durations") => {
            let first =
                if fence.info.iter().any(|word| word == "first") { " (first that applies)" } else { "" };
            let table = format!("### Approval duration{first}\n\n{}\n\n", fence.text);
            vec![replaced(&bare(policy), "### Approval duration\n", "## II. ", &table)]
        }
        Some("referrals") => vec![with_referrals(policy, &fence.text)],
        Some("second") => {
            let policy = replaced(&bare(policy), "## II. ", "## III. ", &format!("{}\n\n", fence.text));
            let (order, refused) =
                ("Approve when I or II is met, unless III is met.", "Not authorized when II or III is met.");
            let policy = policy.replace(order, "Approve when I is met, unless III is met.");
            vec![policy.replace("Not authorized when III is met.", refused)]
        }
        Some("differs") => {
            let row = |line| format!("| E99 | E1 | {line} | needs information | |\n\n");
            lines().map(|line| replaced(policy, "| E6 | ", "## Appendix A", &row(line))).collect()
        }
        None => vec![fence.text.clone()],
        Some(other) => panic!("line {}: `{other}` is no kind of example", fence.line),
    }
}

#[test]
fn examples_of_the_reference_compile_or_are_refused() {
    let page = page("docs/reference/language.md");
    let fences: Vec<Fence> = fences(&page).into_iter().filter(|fence| fence.is("criteria")).collect();
    let policy = &fences.iter().rfind(|fence| fence.text.starts_with("# ")).unwrap().text;
    let mut count = 0;
    for fence in &fences {
        let refused = fence.info.iter().find_map(|word| word.strip_prefix("refused="));
        for document in documents(policy, fence) {
            count += 1;
            let found = errors(&compile(&document));
            let fits = match refused {
                None => found.is_empty(),
                Some(code) => found.iter().any(|error| error.starts_with(&format!("{code}: "))),
            };
            assert!(fits, "language.md:{}: {refused:?}: {found:#?}\n{document}", fence.line);
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn the_policy_of_the_reference_has_nothing_to_say() {
    let page = page("docs/reference/language.md");
    let whole = fences(&page).into_iter().rfind(|fence| fence.text.starts_with("# ")).unwrap();
    let compiled = compile(&whole.text);
    assert!(compiled.policy.is_some() && compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
}
