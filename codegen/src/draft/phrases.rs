//! What the words of a published criterion seem to name: agents, diagnoses, a number with its unit, a
//! question. Everything here is a guess; what would be a clause or a number is none.

/// Agents that failed, and the kind that their trials have.
#[derive(Debug)]
pub(super) struct Agents {
    pub names: Vec<String>,
    pub kind: &'static str,
}

/// The facts of one limit, which share a unit and a range.
#[derive(Debug)]
pub(super) struct Limit {
    /// Names, and how each is also written.
    pub names: Vec<(String, String)>,
    pub kind: String,
}

/// A fact that is a question.
#[derive(Debug)]
pub(super) struct Question {
    pub name: String,
    pub also: String,
}

/// Words that a name may have at most.
const WORDS: usize = 6;

/// Words that make a clause of what they stand in.
const CLAUSES: [&str; 13] = [
    "if",
    "unless",
    "following",
    "contraindicated",
    "experienced",
    "including",
    "evidenced",
    "which",
    "that",
    "is",
    "are",
    "has",
    "does",
];

/// Signs between a name and its limit; `[?]` is one that was lost.
const SIGNS: [&str; 11] = [
    " does not exceed ",
    " ≥ ",
    " ≤ ",
    " >= ",
    " <= ",
    " > ",
    " < ",
    " at least ",
    " at most ",
    " [?] ",
    " = ",
];

/// Whether a text could be the name of a fact or a value: a few words, and no clause.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let clause = |word: &String| CLAUSES.contains(&word.trim_matches([',', ';', ':', '(', ')']));
    let signs = text.contains(['≥', '≤', '<', '>', '=', ':', ';', '[', ',', '|']);
    (1..=WORDS).contains(&words.len()) && !words.iter().any(clause) && !signs
}

/// `Failure of …`: what failed, without what excuses it.
pub(super) fn failure(sentence: &str) -> Option<Agents> {
    let lower = sentence.to_lowercase();
    let behind =
        ["failure of ", "trial and failure of "].into_iter().find_map(|start| lower.strip_prefix(start));
    let behind = behind.or_else(|| lower.split_once("trial and failure of ").map(|(_, behind)| behind))?;
    let dose = behind.contains("maximally") || behind.contains("maximum tolerated");
    let weeks = behind.contains(" week");
    let kind = match (dose, weeks) {
        (true, true) => "trial with dose, weeks",
        (true, false) => "trial with dose",
        (false, true) => "trial with weeks",
        (false, false) => "trial",
    };
    let list = behind.rsplit_once(": ").map_or(behind, |(_, list)| list);
    Some(Agents { names: listed(list), kind })
}

/// The agents of a list in one line.
pub(super) fn listed(list: &str) -> Vec<String> {
    let lower = list.to_lowercase();
    let list = lower.strip_prefix("either ").or_else(|| lower.strip_prefix("any one of: ")).unwrap_or(&lower);
    let ends = [" unless ", ", each ", " at up to ", " at maxim", " for at least ", " for ≥ ", " used for "];
    let end = ends.iter().filter_map(|end| list.find(*end)).min().unwrap_or(list.len());
    split(list.get(..end).unwrap_or(list))
}

/// Parts a list at its commas, "and" and "or", outside brackets.
fn split(list: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut depth = 0_usize;
    for word in list.split_whitespace() {
        let joins = depth == 0 && matches!(word, "and" | "or" | "and/or");
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
        if !joins {
            part.push(' ');
            part.push_str(word);
        }
        if joins || depth == 0 && word.ends_with([',', ';']) {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    let trimmed = parts.iter().map(|part| part.trim().trim_end_matches([',', ';']).trim().to_owned());
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// The name of an agent, and how it is also written: its brands, and with its article.
pub(super) fn agent(text: &str) -> (String, String) {
    let (name, brands) = text.split_once('(').unwrap_or((text, ""));
    let brands = brands.split_once(')').map_or(brands, |(brands, _)| brands);
    let name = name.trim().to_lowercase();
    let article = ["a ", "an ", "the "].into_iter().find_map(|article| name.strip_prefix(article));
    let brands = brands.split([',', '®', ';']).map(|brand| brand.trim().to_owned());
    let also: Vec<String> =
        article.map(|_| name.clone()).into_iter().chain(brands.filter(|brand| !brand.is_empty())).collect();
    (article.map_or_else(|| name.clone(), str::to_owned), also.join("; "))
}

/// `Diagnosis of …`: the diagnoses as they are written.
pub(super) fn diagnoses(sentence: &str) -> Option<Vec<String>> {
    let lower = sentence.to_lowercase();
    let start = ["diagnosis of ", "diagnosis is "].into_iter().find(|start| lower.starts_with(start))?;
    let behind = sentence.get(start.len()..)?;
    let ends = [" confirmed ", " as evidenced ", " with ", ";", ":"];
    let end = ends.iter().filter_map(|end| behind.find(*end)).min().unwrap_or(behind.len());
    Some(split(behind.get(..end)?))
}

/// The parts of a sentence: at its semicolons, and at commas and "and" where a limit stands in each.
pub(super) fn parts(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in sentence.split([';', ':']) {
        let pieces: Vec<&str> = part.split(", ").flat_map(|piece| piece.split(" and ")).collect();
        let limits =
            pieces.iter().all(|piece| limit(piece).is_some() || piece.to_lowercase().starts_with("age "));
        if limits && !part.contains(" between ") {
            found.extend(pieces.iter().map(|piece| piece.trim().to_owned()));
        } else {
            found.push(part.trim().to_owned());
        }
    }
    found.retain(|part| !part.is_empty());
    found
}

/// The names, unit and range of a limit: `Dose does not exceed 12 mg per day`.
pub(super) fn limit(sentence: &str) -> Option<Limit> {
    let (name, amount) = SIGNS.iter().find_map(|sign| sentence.split_once(*sign))?;
    let amount = amount.trim();
    let digits = amount.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let ends =
        [",", ";", "(", ":", " within ", " every ", " for ", " in the ", " and ", " or ", " at ", " on "];
    let unit = amount.get(digits..)?;
    let end = ends.iter().filter_map(|end| unit.find(*end)).min().unwrap_or(unit.len());
    let unit = unit.get(..end)?.trim();
    let measured = digits > 0 && !unit.is_empty() && unit.split_whitespace().count() <= 4;
    let names: Vec<(String, String)> = name.split(" or ").map(agent).collect();
    let sound = measured
        && names.iter().all(|(name, _)| is_name(name) && !name.contains(|c: char| c.is_ascii_digit()));
    sound.then(|| Limit {
        names,
        kind: format!("{unit}, {}", range(amount.get(..digits).unwrap_or_default())),
    })
}

/// A range that holds the limit with room above it, and its places.
fn range(number: &str) -> String {
    let plain = number.replace(',', "");
    let (whole, places) = plain.trim_end_matches('.').split_once('.').unwrap_or((&plain, ""));
    let most = format!("1{}", "0".repeat(whole.trim_end_matches('.').len().clamp(3, 12)));
    match places.trim_end_matches('.') {
        "" => format!("0 to {most}"),
        places => format!("0.{zeros} to {most}.{zeros}", zeros = "0".repeat(places.len().min(6))),
    }
}

/// A short sentence as a question: its name, and the sentence where the name is another.
pub(super) fn yes_or_no(part: &str) -> Option<Question> {
    let lower = part.to_lowercase();
    let question = |name: &str, also: String| Some(Question { name: name.to_owned(), also });
    let prescriber = ["prescribed by or in consultation with ", "prescribed by "]
        .into_iter()
        .find_map(|start| lower.strip_prefix(start));
    if let Some(who) = prescriber {
        let name = ["a ", "an "].into_iter().find_map(|article| who.strip_prefix(article)).unwrap_or(who);
        return if is_name(name) { question(name, lower.clone()) } else { None };
    }
    if !is_name(part) || part.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match lower.strip_prefix("no ") {
        Some(name) => question(name, format!("not: {lower}")),
        None => question(&lower, String::new()),
    }
}
