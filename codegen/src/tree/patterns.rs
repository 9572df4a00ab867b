//! The sentence patterns: one row each, with its documentation, an example and what it builds.
//!
//! Adding a sentence to the language is adding a row here. Rows with an empty `doc` are
//! parts of other rows (lists, comparators) and do not stand in the language reference.
//! The notation is explained in [`super::grammar`].

use super::ast::{
    Atom, ChoiceId, Comparison, FactId, Formula, Kind, Limit, Outcome, Statement, TrialOutcome, When,
    Whichever,
};
use super::build::{
    Built, Condition, Context, Excuse, ExcuseScope, Failure, GroupOperator, Node, Problem, Reading, Refusal,
    Trials, WhenPart,
};
use crate::diagnostic::Code;
use crate::tree::reading::WordClass;

/// What a slot of a row takes from the words themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terminal {
    /// A phrase for a fact, or for the opposite of one.
    Fact,
    /// A phrase for a choice.
    Choice,
    /// The name of a list of choices.
    List,
    /// A whole or decimal number.
    Number,
    /// A number and its unit.
    Amount,
    /// A number of days, weeks, months or years.
    Period,
    /// A label of the outline.
    Label,
    /// Those whom requests are for: `members`.
    Subjects,
    /// One to four words: what an approval is limited to.
    Thing,
}

impl Terminal {
    /// The terminal of a name in the rows' notation.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "fact" => Self::Fact,
            "choice" => Self::Choice,
            "list" => Self::List,
            "number" => Self::Number,
            "amount" => Self::Amount,
            "period" => Self::Period,
            "label" => Self::Label,
            "subjects" => Self::Subjects,
            "thing" => Self::Thing,
            _ => return None,
        })
    }
}

/// One pattern.
#[derive(Debug)]
pub(crate) struct Row {
    /// What it is a kind of: `clause`, `sentence`, `criterion`, …
    pub of: &'static str,
    /// The pattern, in the notation of [`super::grammar`].
    pub pattern: &'static str,
    /// The class of its literal words.
    pub class: WordClass,
    /// What it means, for the language reference; empty for a part of other rows.
    pub doc: &'static str,
    /// A sentence that it reads, over the vocabulary of the reference; empty for a part.
    pub example: &'static str,
    /// What it builds from its slots.
    pub build: fn(&Context<'_>, &[Node]) -> Built,
}

const fn row(
    of: &'static str,
    pattern: &'static str,
    class: WordClass,
    build: fn(&Context<'_>, &[Node]) -> Built,
) -> Row {
    Row { of, pattern, class, doc: "", example: "", build }
}

const fn sentence(
    of: &'static str,
    pattern: &'static str,
    class: WordClass,
    (doc, example): (&'static str, &'static str),
    build: fn(&Context<'_>, &[Node]) -> Built,
) -> Row {
    Row { of, pattern, class, doc, example, build }
}

use Comparison::{AtLeast, AtMost, Equal, LessThan, MoreThan};
use Node as N;
use WordClass::{Comparison as Cmp, Condition as Con, Connective as And, Operator as Op};

fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

fn no() -> Built {
    Err(Refusal::NoSuch)
}

fn atom(atom: Atom) -> Built {
    Ok(N::Formula(Formula::Atom(atom)))
}

fn pass(_: &Context<'_>, nodes: &[Node]) -> Built {
    nodes.first().cloned().ok_or(Refusal::NoSuch)
}

fn all_or_one(mut formulas: Vec<Formula>) -> Formula {
    if formulas.len() == 1 { formulas.remove(0) } else { Formula::All(formulas) }
}

/// All sentence patterns.
pub(crate) static ROWS: &[Row] = &[
    // Lists.
    row("choices", "{choice}", And, pass),
    row("choices", "{choice} or {choice}", And, join_choices),
    row("choices", "{choice} , {more-choices}", And, join_choices),
    row("more-choices", "{choice} or {choice}", And, join_choices),
    row("more-choices", "{choice} , {more-choices}", And, join_choices),
    row("facts-or", "{fact}", And, facts),
    row("facts-or", "{fact} or {fact}", And, facts),
    row("facts-or", "{fact} , {facts-or}", And, facts),
    row("facts-and", "{fact}", And, facts),
    row("facts-and", "{fact} and {fact}", And, facts),
    row("facts-and", "{fact} , {facts-and}", And, facts),
    row("labels", "{label}", And, labels),
    row("labels", "{label} or {label}", And, labels),
    row("labels", "{label} , {labels}", And, labels),
    row("members", "{list}", Op, pass),
    row("members", "{choices}", Op, pass),
    row("members", "{list} other than {choices}", Op, other_than),
    // Comparators.
    row("comparator", "≥", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", "(|is) at least", Cmp, |_, _| Ok(N::Comparison(AtLeast))),
    row("comparator", ">", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "(|is) more than", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "exceeds", Cmp, |_, _| Ok(N::Comparison(MoreThan))),
    row("comparator", "≤", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "(|is) at most", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "does not exceed", Cmp, |_, _| Ok(N::Comparison(AtMost))),
    row("comparator", "<", Cmp, |_, _| Ok(N::Comparison(LessThan))),
    row("comparator", "(|is) less than", Cmp, |_, _| Ok(N::Comparison(LessThan))),
    row("comparator", "=", Cmp, |_, _| Ok(N::Comparison(Equal))),
    // Clauses.
    sentence(
        "clause",
        "{fact}",
        Op,
        ("a yes/no fact is yes; with a phrase behind `not:`, it is no", "Prescribed by a lung specialist"),
        |cx, nodes| match nodes {
            [N::Fact(id)] => atom(Atom::Yes(cx.yes_no(*id)?)),
            [N::NotFact(id)] => Ok(N::Formula(not(Formula::Atom(Atom::Yes(cx.yes_no(*id)?))))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is {choices}",
        Op,
        ("a one-of fact (or a trial) has one of these values", "Diagnosis is asthma or COPD"),
        is_choices,
    ),
    sentence(
        "clause",
        "{fact} of {choices}",
        Op,
        ("the same, as in \"diagnosis of\"", "Diagnosis of asthma"),
        is_choices,
    ),
    sentence(
        "clause",
        "{fact} is not {choice}",
        Op,
        ("it has another value than this", "Diagnosis is not COPD"),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Choices(choices)] => Ok(N::Formula(not(cx.is(*id, choices)?))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is neither {choice} nor {choice}",
        Op,
        ("it has none of these two values", "Diagnosis is neither asthma nor COPD"),
        |cx, nodes| {
            let [fact, first, second] = nodes else { return no() };
            let both = join_choices(cx, &[first.clone(), second.clone()])?;
            match is_choices(cx, &[fact.clone(), both])? {
                N::Formula(formula) => Ok(N::Formula(not(formula))),
                _ => no(),
            }
        },
    ),
    row("clause", "{fact} is not {choice} or {choice}", Op, |cx, nodes| {
        let [fact, first, second] = nodes else { return no() };
        let both = join_choices(cx, &[first.clone(), second.clone()])?;
        is_choices(cx, &[fact.clone(), both])?;
        Err(Problem::refuse(
            Code::NotOr,
            "`is not … or …` can be read in two ways",
            "write `is neither … nor …`",
        ))
    }),
    sentence(
        "clause",
        "{fact} {comparator} {amount}",
        Cmp,
        ("a number compares with a limit in the unit of its fact", "Age ≥ 18 years"),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Comparison(comparison), N::Amount(amount)] => {
                Ok(N::Formula(cx.compare(*id, *comparison, amount)?))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is between {amount} and {amount}",
        Cmp,
        ("a number lies between two limits, both included", "Weight is between 10 kg and 40 kg"),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Amount(low), N::Amount(high)] => Ok(N::Formula(Formula::All(vec![
                cx.compare(*id, AtLeast, low)?,
                cx.compare(*id, AtMost, high)?,
            ]))),
            _ => no(),
        },
    ),
    row("clause", "{fact} (|is) {amount}", Cmp, |cx, nodes| match nodes {
        [N::Fact(id), N::Amount(amount)] => {
            cx.compare(*id, Equal, amount)?;
            let name = &cx.fact(*id)?.name;
            Err(Problem::refuse(
                Code::MissingComparator,
                format!("no comparator stands between `{name}` and `{} {}`", amount.shown, amount.unit),
                format!(
                    "write `{name} ≥ {} {}` (or `≤`, `>`, `<`, `=`): text converters often lose the sign",
                    amount.shown, amount.unit
                ),
            ))
        }
        _ => no(),
    }),
    sentence(
        "clause",
        "{fact} {comparator} {amount} for {comparator} {amount} ( {amount} total )",
        Cmp,
        (
            "a dose, its duration and their product, whose arithmetic is checked",
            "Daily dose ≤ 12 mg per day for ≤ 5 days (60 mg total)",
        ),
        |cx, nodes| match nodes {
            [
                N::Fact(id),
                N::Comparison(a),
                N::Amount(per),
                N::Comparison(b),
                N::Amount(span),
                N::Amount(total),
            ] => Ok(N::Formula(cx.dose(*id, (*a, per), (*b, span), total)?)),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "at least {period} since {fact}",
        Cmp,
        (
            "the date plus the period is on or before the request date",
            "At least 12 months since prior course completed",
        ),
        |cx, nodes| match nodes {
            [N::Period(period), N::Fact(id)] => atom(Atom::Elapsed(cx.date(*id)?, *period)),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "less than {period} since {fact}",
        Cmp,
        (
            "the date plus the period is after the request date",
            "Less than 12 months since prior course completed",
        ),
        |cx, nodes| match nodes {
            [N::Period(period), N::Fact(id)] => {
                Ok(N::Formula(not(Formula::Atom(Atom::Elapsed(cx.date(*id)?, *period)))))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is within the last {period}",
        Cmp,
        (
            "the date is not after the request date, and the date plus the period is on or after it",
            "Date of the label change is within the last 6 months",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id), N::Period(period)] => {
                let id = cx.date(*id)?;
                Ok(N::Formula(Formula::All(vec![
                    Formula::Atom(Atom::Within(id, *period)),
                    Formula::Atom(Atom::Dates(id, AtMost, cx.request_date)),
                ])))
            }
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} is on or before {fact}",
        Cmp,
        ("two dates, the same day included", "Date of birth is on or before request date"),
        |cx, nodes| dates(cx, nodes, AtMost),
    ),
    sentence(
        "clause",
        "{fact} is on or after {fact}",
        Cmp,
        ("two dates, the same day included", "Renewal date is on or after request date"),
        |cx, nodes| dates(cx, nodes, AtLeast),
    ),
    sentence(
        "clause",
        "{fact} is before {fact}",
        Cmp,
        ("two dates, the same day left out", "Date of birth is before request date"),
        |cx, nodes| dates(cx, nodes, LessThan),
    ),
    sentence(
        "clause",
        "{fact} is after {fact}",
        Cmp,
        ("two dates, the same day left out", "Renewal date is after request date"),
        |cx, nodes| dates(cx, nodes, MoreThan),
    ),
    sentence(
        "clause",
        "{fact} (include|includes) none of {members}",
        Op,
        ("a set has no member of a list", "Drugs used together include none of Appendix D other than drug A"),
        |cx, nodes| match nodes {
            [N::Fact(id), members] => Ok(N::Formula(not(cx.includes(*id, members)?))),
            _ => no(),
        },
    ),
    sentence(
        "clause",
        "{fact} (include|includes) any of {members}",
        Op,
        ("a set has at least one member of a list", "Drugs used together include any of Appendix D"),
        includes,
    ),
    sentence(
        "clause",
        "{fact} (include|includes) {choices}",
        Op,
        ("a set has at least one of these members", "Drugs used together include drug B or drug C"),
        includes,
    ),
    sentence(
        "clause",
        "failure of {trials} {dose}? {excuses}?",
        Op,
        (
            "a treatment failed, or one of several did, or all did; with what excuses it",
            "Failure of drug A at up to maximally indicated doses, unless not tolerated or contraindicated",
        ),
        |cx, nodes| {
            let [N::Trials(trials), ..] = nodes else { return no() };
            let failure = failure(nodes);
            trials.agents().into_iter().try_for_each(|id| cx.trial(id).map(|_| ()))?;
            if let (true, Some(bare)) = (trials.agents().len() > 1, bare(&failure)) {
                return Err(Refusal::Problem(bare_unless(trials.agents().len(), bare)));
            }
            let item = cx.failure_item(trials, &failure)?;
            let whole = cx.whole_excuse(&trials.agents(), &failure)?;
            Ok(N::Formula(whole.map_or(item.clone(), |excuse| Formula::Any(vec![excuse, item]))))
        },
    ),
    // Trials and excuses.
    row("trials", "{fact}", Op, |_, nodes| match nodes {
        [N::Fact(id)] => Ok(N::Trials(Trials::One(*id))),
        _ => no(),
    }),
    row("trials", "any one of : {facts-or}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AnyOf(ids.clone()))),
        _ => no(),
    }),
    row("trials", "all of : {facts-and}", Op, |_, nodes| match nodes {
        [N::Facts(ids)] if ids.len() > 1 => Ok(N::Trials(Trials::AllOf(ids.clone()))),
        _ => no(),
    }),
    row("dose", "at up to (|the) maximally indicated (dose|doses)", Op, |_, _| Ok(N::Dose)),
    row("excuses", ", (|and) {excuse}", Op, pass),
    row("excuses", ", {excuse} {excuses}", Op, |_, nodes| {
        let mut all = Vec::new();
        for node in nodes {
            let N::Excuses(part) = node else { return no() };
            all.extend(part.iter().cloned());
        }
        Ok(N::Excuses(all))
    }),
    row("excuse", "each agent unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Agent])),
    row("excuse", "each item unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Item])),
    row("excuse", "unless any (is|are) {choices}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AnyForAll])
    }),
    row("excuse", "unless all are {choice}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::AllForAll])),
    row("excuse", "unless any (is|are) {choice} or all are {choice}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AnyForAll, ExcuseScope::AllForAll])
    }),
    row("excuse", "unless all are {choice} or all are {choice}", Op, |cx, nodes| {
        excuse(cx, nodes, &[ExcuseScope::AllForAll, ExcuseScope::AllForAll])
    }),
    row("excuse", "unless {choices}", Op, |cx, nodes| excuse(cx, nodes, &[ExcuseScope::Bare])),
    // Sentences.
    row("sentence", "{clause}", And, pass),
    sentence(
        "sentence",
        "{clause} or {clause}",
        And,
        ("either of two; for more, letter them", "Prescribed by a lung specialist, or diagnosis is asthma"),
        |_, nodes| Ok(N::Formula(Formula::Any(formulas(nodes)?))),
    ),
    sentence(
        "sentence",
        "{clauses}",
        And,
        ("all of several", "Diagnosis is asthma, age ≥ 18 years, and daily dose ≤ 12 mg per day"),
        |_, nodes| Ok(N::Formula(Formula::All(formulas(nodes)?))),
    ),
    row("clauses", "{clause} and {clause}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clauses", "{clause} , {clauses}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clause-list", "{clause}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("clause-list", "{clause} , {clause-list}", And, |_, nodes| Ok(N::Formulas(formulas(nodes)?))),
    row("sentence", "{clause} , {clause} or {clause}", And, mixed),
    row("sentence", "{clause} and {clause} or {clause}", And, mixed),
    row("sentence", "{clause} or {clause} and {clause}", And, mixed),
    // Criteria.
    row("criterion", "{sentence}", Op, |_, nodes| match nodes {
        [N::Formula(formula)] => criterion(Reading { sentence: Some(formula.clone()), ..Reading::default() }),
        _ => no(),
    }),
    row("criterion", "{operator}", Op, |_, nodes| match nodes {
        [N::Operator(operator)] => criterion(Reading { operator: Some(*operator), ..Reading::default() }),
        _ => no(),
    }),
    sentence(
        "criterion",
        "{clause-list} and {operator}",
        And,
        (
            "what the sentence says, and what the criteria below say together",
            "Age ≥ 18 years, and one of the following (a or b):",
        ),
        |_, nodes| match nodes {
            [N::Formulas(list), N::Operator(operator)] => criterion(Reading {
                sentence: Some(all_or_one(list.clone())),
                operator: Some(*operator),
                ..Reading::default()
            }),
            _ => no(),
        },
    ),
    sentence(
        "criterion",
        "failure of (all|both) of the following {dose}? {excuses}?",
        Op,
        (
            "each criterion below is an agent that failed, or a choice of agents",
            "Failure of all of the following, each agent unless contraindicated (a and b):",
        ),
        |_, nodes| failure_of(GroupOperator::All, nodes),
    ),
    sentence(
        "criterion",
        "failure of (one|any|either) of the following {dose}? {excuses}?",
        Op,
        (
            "one of the agents below failed",
            "Failure of one of the following, each agent unless contraindicated (a or b):",
        ),
        |_, nodes| failure_of(GroupOperator::AtLeast(1), nodes),
    ),
    sentence(
        "criterion",
        "failure of at least {number} of the following {dose}? {excuses}?",
        Op,
        (
            "at least this many of the agents below failed",
            "Failure of at least 2 of the following, each agent unless contraindicated (a, b, or c):",
        ),
        |_, nodes| failure_of(GroupOperator::AtLeast(count(nodes)?), nodes),
    ),
    row("criterion", "{condition}", Con, |_, nodes| match nodes {
        [N::Condition(condition)] => {
            criterion(Reading { condition: Some(condition.clone()), ..Reading::default() })
        }
        _ => no(),
    }),
    sentence(
        "criterion",
        "{condition} : {criterion}",
        Con,
        (
            "asked only where the condition holds; otherwise it is not applicable",
            "If diagnosis is asthma: daily dose ≤ 12 mg per day",
        ),
        conditional,
    ),
    row("criterion", "if {sentence} , {criterion}", Con, |cx, nodes| match nodes {
        [N::Formula(formula), body] => {
            conditional(cx, &[N::Condition(Condition::If(formula.clone())), body.clone()])
        }
        _ => no(),
    }),
    sentence(
        "condition",
        "if {sentence}",
        Con,
        ("where the sentence holds", "If diagnosis is asthma: age ≥ 18 years"),
        |_, nodes| match nodes {
            [N::Formula(formula)] => Ok(N::Condition(Condition::If(formula.clone()))),
            _ => no(),
        },
    ),
    sentence(
        "condition",
        "for {choices} requests",
        Con,
        ("where a one-of fact has this value", "For initial requests:"),
        for_choices,
    ),
    sentence(
        "condition",
        "for {subjects} with {choices}",
        Con,
        ("the same, of the person", "For members with asthma or COPD:"),
        for_choices,
    ),
    sentence(
        "condition",
        "for all other requests",
        Con,
        (
            "where none of the conditions of the items before it holds",
            "For all other requests: age ≥ 18 years",
        ),
        |_, _| Ok(N::Condition(Condition::AllOther)),
    ),
    row("operator", "all of the following (|are_met)", Op, |_, _| Ok(N::Operator(GroupOperator::All))),
    row("operator", "must meet all", Op, |_, _| Ok(N::Operator(GroupOperator::All))),
    row("operator", "both of the following (|are_met)", Op, |_, _| Ok(N::Operator(GroupOperator::Both))),
    row("operator", "(one|any|either|any_one) of the following (|is_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::AtLeast(1)))
    }),
    row("operator", "must meet (one|any)", Op, |_, _| Ok(N::Operator(GroupOperator::AtLeast(1)))),
    row("operator", "at least {number} of the following (|are_met)", Op, |_, nodes| {
        Ok(N::Operator(GroupOperator::AtLeast(count(nodes)?)))
    }),
    row("operator", "at least two of the following (|are_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::AtLeast(2)))
    }),
    row("operator", "none of the following (|is_met|are_met)", Op, |_, _| {
        Ok(N::Operator(GroupOperator::NoneOf))
    }),
    sentence(
        "operator",
        "whichever of the following applies",
        Op,
        (
            "exactly one of the sentences below holds; it only selects, say a row of a table",
            "Age ≥ 18 years, and whichever of the following applies (a or b):",
        ),
        |_, _| Ok(N::Operator(GroupOperator::Whichever)),
    ),
    // What is always true.
    row("always", "{sentence}", Op, pass),
    sentence(
        "always",
        "if {sentence} , {sentence}",
        Con,
        ("where the first holds, the second does", "If request kind is continued, course is second or later"),
        |_, nodes| {
            let [condition, body] = formulas(nodes)?.try_into().map_err(|_| Refusal::NoSuch)?;
            Ok(N::Formula(Formula::Any(vec![not(condition), body])))
        },
    ),
    // The order of determination.
    row("when", "{labels} is met", Op, |_, nodes| when(nodes, When::Met)),
    row("when", "{labels} is not met", Op, |_, nodes| when(nodes, When::NotMet)),
    row("when", "{label} does not apply", Op, |_, nodes| match nodes {
        [N::Label(id)] => Ok(N::Whens(vec![WhenPart::Says(When::DoesNotApply(*id))])),
        _ => no(),
    }),
    row("when", "it is met", Op, |_, _| Ok(N::Whens(vec![WhenPart::It]))),
    row("whens", "{when}", And, pass),
    row("whens", "{when} and {when}", And, join_whens),
    row("whens", "{when} , {whens}", And, join_whens),
    sentence(
        "step",
        "approve when {whens}",
        Op,
        ("approve, under the section that is met", "Approve when I.A is met."),
        |_, nodes| match nodes {
            [N::Whens(parts)] => approve(parts, None),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "approve when {whens} , unless {labels} is met",
        Op,
        ("approve, where no exclusion is met", "Approve when I.A or II.A is met, unless III is met."),
        |_, nodes| match nodes {
            [N::Whens(parts), N::Labels(labels)] => approve(parts, Some(labels)),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer when {labels} is met",
        Op,
        ("refer, to the target of the first of these that is met", "Refer when I.B.1 or II.B.1 is met."),
        |_, nodes| match nodes {
            [N::Labels(labels)] => Ok(N::Step(Outcome::Refer(labels.clone()), any(labels, When::Met))),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "refer under {label} when {whens}",
        Op,
        (
            "refer, to the target of this criterion, where it is met and more holds",
            "Refer under I.B.2 when it is met and I.A.1 or I.A.3 is not met.",
        ),
        |_, nodes| match nodes {
            [N::Label(label), N::Whens(parts)] => refer_under(*label, parts),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "not authorized when {whens}",
        Op,
        ("not authorized", "Not authorized when III is met."),
        |_, nodes| match nodes {
            [N::Whens(parts)] => Ok(N::Step(Outcome::NotAuthorized, whole(parts, None)?)),
            _ => no(),
        },
    ),
    sentence(
        "step",
        "otherwise : criteria not met",
        Op,
        ("the last step, which always applies", "Otherwise: criteria not met."),
        |_, _| Ok(N::Step(Outcome::CriteriaNotMet, When::Always)),
    ),
    // Outcome tables.
    row("term", "{period}", Op, |_, nodes| match nodes {
        [N::Period(period)] => Ok(N::Term(*period, None)),
        _ => no(),
    }),
    row("term", "{period} or until {fact} , whichever is longer", Op, |cx, nodes| {
        term(cx, nodes, Whichever::Longer)
    }),
    row("term", "{period} or until {fact} , whichever is shorter", Op, |cx, nodes| {
        term(cx, nodes, Whichever::Shorter)
    }),
    row("limit", "{number} {thing}", Op, |_, nodes| match nodes {
        [N::Number(number), N::Thing(what)] => {
            let count = number.scaled(0).and_then(|n| u32::try_from(n).ok()).ok_or(Refusal::NoSuch)?;
            Ok(N::Limit(Limit { count, what: what.clone() }))
        }
        _ => no(),
    }),
    // Invariants.
    sentence(
        "statement",
        "never approve when {sentence}",
        Op,
        (
            "no approval where this holds of the true facts, known or not",
            "Never approve when diagnosis is COPD.",
        ),
        |_, nodes| match nodes {
            [N::Formula(when)] => never(None, when.clone()),
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "approve only if {sentence}",
        Op,
        ("no approval where this does not hold of the true facts", "Approve only if age ≥ 18 years."),
        |_, nodes| match nodes {
            [N::Formula(only)] => never(None, not(only.clone())),
            _ => no(),
        },
    ),
    row("statement", "{condition} : never approve when {sentence}", Op, |_, nodes| match nodes {
        [N::Condition(Condition::If(scope)), N::Formula(when)] => never(Some(scope.clone()), when.clone()),
        _ => no(),
    }),
    row("statement", "{condition} : approve only if {sentence}", Op, |_, nodes| match nodes {
        [N::Condition(Condition::If(scope)), N::Formula(only)] => {
            never(Some(scope.clone()), not(only.clone()))
        }
        _ => no(),
    }),
    sentence(
        "statement",
        "every approval covers {limit}",
        Op,
        ("every approval has this limit", "Every approval covers 1 treatment course."),
        |_, nodes| match nodes {
            [N::Limit(limit)] => Ok(N::Statement(Statement::Covers(Vec::new(), limit.clone()))),
            _ => no(),
        },
    ),
    row("statement", "every approval for {choices} covers {limit}", Op, |cx, nodes| match nodes {
        [lines, N::Limit(limit)] => Ok(N::Statement(Statement::Covers(lines_of(cx, lines)?, limit.clone()))),
        _ => no(),
    }),
    row("statement", "every approval lasts {term}", Op, |_, nodes| match nodes {
        [N::Term(period, until)] => lasts(Vec::new(), *period, until.as_ref()),
        _ => no(),
    }),
    sentence(
        "statement",
        "every approval for {choices} lasts {term}",
        Op,
        (
            "every approval of these lines of business ends then, counted from the request date",
            "Every approval for Commercial lasts 6 months or until renewal date, whichever is longer.",
        ),
        |cx, nodes| match nodes {
            [lines, N::Term(period, until)] => lasts(lines_of(cx, lines)?, *period, until.as_ref()),
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "{fact} never changes whether a request is approved",
        Op,
        (
            "all other facts equal, this fact does not matter for approval",
            "Line of business never changes whether a request is approved.",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] if matches!(cx.fact(*id)?.kind, Kind::YesNo | Kind::OneOf(_)) => {
                Ok(N::Statement(Statement::NeverChanges(*id)))
            }
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "a smaller {fact} never undoes an approval",
        Op,
        (
            "all other facts equal, less of a quantity never hurts",
            "A smaller daily dose never undoes an approval.",
        ),
        |cx, nodes| match nodes {
            [N::Fact(id)] if matches!(cx.fact(*id)?.kind, Kind::Quantity(_)) => {
                Ok(N::Statement(Statement::SmallerKeeps(*id)))
            }
            _ => no(),
        },
    ),
    sentence(
        "statement",
        "a trial moved from not tried to failed , not tolerated or contraindicated never undoes an approval",
        Op,
        (
            "all other facts equal, a treatment that was tried or is excluded never hurts",
            "A trial moved from not tried to failed, not tolerated, or contraindicated never undoes an approval.",
        ),
        |_, _| Ok(N::Statement(Statement::TrialKeeps)),
    ),
    sentence(
        "statement",
        "every complete request has exactly one determination , \
         and every determination but approval names what caused it",
        Op,
        (
            "with all facts known the request is decided, with reasons",
            "Every complete request has exactly one determination, and every determination but approval names \
             what caused it.",
        ),
        |_, _| Ok(N::Statement(Statement::Total)),
    ),
    sentence(
        "statement",
        "what is decided with facts missing stays decided when they become known",
        Op,
        (
            "a missing fact never turns a decision around",
            "What is decided with facts missing stays decided when they become known.",
        ),
        |_, _| Ok(N::Statement(Statement::Stable)),
    ),
];

fn join_choices(_: &Context<'_>, nodes: &[Node]) -> Built {
    let [N::Choices(first), N::Choices(second)] = nodes else { return no() };
    let joined: Vec<(FactId, Vec<ChoiceId>)> = first
        .iter()
        .filter_map(|(fact, choices)| {
            let (_, more) = second.iter().find(|(other, _)| other == fact)?;
            Some((*fact, [choices.clone(), more.clone()].concat()))
        })
        .collect();
    if joined.is_empty() { no() } else { Ok(N::Choices(joined)) }
}

fn facts(_: &Context<'_>, nodes: &[Node]) -> Built {
    let mut ids = Vec::new();
    for node in nodes {
        match node {
            N::Fact(id) => ids.push(*id),
            N::Facts(more) => ids.extend(more),
            _ => return no(),
        }
    }
    Ok(N::Facts(ids))
}

fn labels(_: &Context<'_>, nodes: &[Node]) -> Built {
    let mut ids = Vec::new();
    for node in nodes {
        match node {
            N::Label(id) => ids.push(*id),
            N::Labels(more) => ids.extend(more),
            _ => return no(),
        }
    }
    Ok(N::Labels(ids))
}

fn other_than(cx: &Context<'_>, nodes: &[Node]) -> Built {
    let [N::List(id), N::Choices(without)] = nodes else { return no() };
    let Kind::AnyOf(all) = &cx.fact(*id)?.kind else { return no() };
    let (_, without) = without.iter().find(|(of, _)| of == id).ok_or(Refusal::NoSuch)?;
    let kept = (0..all.len()).map(ChoiceId).filter(|choice| !without.contains(choice)).collect();
    Ok(N::Choices(vec![(*id, kept)]))
}

fn is_choices(cx: &Context<'_>, nodes: &[Node]) -> Built {
    match nodes {
        [N::Fact(id), N::Choices(choices)] => Ok(N::Formula(cx.is(*id, choices)?)),
        _ => no(),
    }
}

fn includes(cx: &Context<'_>, nodes: &[Node]) -> Built {
    match nodes {
        [N::Fact(id), members] => Ok(N::Formula(cx.includes(*id, members)?)),
        _ => no(),
    }
}

fn dates(cx: &Context<'_>, nodes: &[Node], comparison: Comparison) -> Built {
    match nodes {
        [N::Fact(left), N::Fact(right)] => atom(Atom::Dates(cx.date(*left)?, comparison, cx.date(*right)?)),
        _ => no(),
    }
}

fn formulas(nodes: &[Node]) -> Result<Vec<Formula>, Refusal> {
    let mut list = Vec::new();
    for node in nodes {
        match node {
            N::Formula(formula) => list.push(formula.clone()),
            N::Formulas(more) => list.extend(more.iter().cloned()),
            _ => return Err(Refusal::NoSuch),
        }
    }
    Ok(list)
}

fn mixed(_: &Context<'_>, _: &[Node]) -> Built {
    Err(Problem::refuse(
        Code::MixedAndOr,
        "the sentence joins more than two parts with `or`, or mixes `and` with `or`",
        "letter the parts: end the sentence in `one of the following (a, b, or c):` and write each part as an item below it",
    ))
}

fn failure(nodes: &[Node]) -> Failure {
    let excuses = nodes.iter().find_map(|node| match node {
        N::Excuses(excuses) => Some(excuses.clone()),
        _ => None,
    });
    Failure { at_dose: nodes.contains(&N::Dose), excuses: excuses.unwrap_or_default() }
}

/// The outcomes of an `unless` whose scope is not said.
pub(crate) fn bare(failure: &Failure) -> Option<&[TrialOutcome]> {
    let bare = failure.excuses.iter().find(|excuse| excuse.scope == ExcuseScope::Bare);
    bare.map(|excuse| excuse.outcomes.as_slice())
}

/// The refusal of an `unless` over a list of agents, with its readings and what each approves.
pub(crate) fn bare_unless(agents: usize, outcomes: &[TrialOutcome]) -> Problem {
    let name = |outcome: &TrialOutcome| match outcome {
        TrialOutcome::NotTolerated => "not tolerated",
        TrialOutcome::Contraindicated => "contraindicated",
        _ => "excused",
    };
    let both: Vec<&str> = outcomes.iter().map(name).collect();
    let mut readings = vec![
        (format!("each agent unless {}", both.join(" or ")), Reach::Each(0, outcomes.len())),
        (format!("unless any is {}", both.join(" or ")), Reach::AnyOrAll(outcomes.len())),
    ];
    match both.as_slice() {
        [one] => readings.push((format!("unless all are {one}"), Reach::Each(1, 0))),
        [first, second] => {
            readings.push((format!("unless any is {first} or all are {second}"), Reach::AnyOrAll(1)));
            readings.push((format!("each agent unless {first}, unless all are {second}"), Reach::Each(1, 1)));
            readings.push((format!("unless all are {first} or all are {second}"), Reach::Each(2, 0)));
        }
        _ => {}
    }
    let total = profiles(agents, outcomes.len() + 2);
    let help = readings.iter().map(|(text, reach)| {
        let approves = reach.count(agents, outcomes.len());
        let approves = approves.map_or_else(|| "many".to_owned(), |n| n.to_string());
        let total = total.map_or_else(|| "many".to_owned(), |n| n.to_string());
        format!("write `{text}`: met by {approves} of {total} profiles of the {agents} agents")
    });
    Problem {
        code: Code::BareUnless,
        message: "`unless` over a list does not say whom it excuses".to_owned(),
        help: help.collect(),
    }
}

/// A reading of a bare `unless`, by how its profiles are counted.
#[derive(Clone, Copy)]
enum Reach {
    /// `(whole, each)`: the second number of outcomes excuses an agent, the first the whole list
    /// where all agents have it.
    Each(usize, usize),
    /// The first so many outcomes of any agent excuse the whole list; the others where all have it.
    AnyOrAll(usize),
}

impl Reach {
    /// The profiles (failed, each excusing outcome, none of these) that the reading approves.
    fn count(self, agents: usize, outcomes: usize) -> Option<u64> {
        let (all, failed_only) = (profiles(agents, outcomes + 2)?, 1);
        match self {
            // With no outcome for the whole list, `each` is all of them.
            Self::Each(0, each) => profiles(agents, each + 1),
            Self::Each(whole, each) => Some(profiles(agents, each + 1)? + whole as u64),
            Self::AnyOrAll(any) => {
                let without = profiles(agents, outcomes + 2 - any)?;
                Some(all - without + failed_only + (outcomes - any) as u64)
            }
        }
    }
}

fn profiles(agents: usize, states: usize) -> Option<u64> {
    (states as u64).checked_pow(u32::try_from(agents).ok()?)
}

fn excuse(_: &Context<'_>, nodes: &[Node], scopes: &[ExcuseScope]) -> Built {
    let mut excuses = Vec::new();
    for (node, scope) in nodes.iter().zip(scopes) {
        let N::Choices(choices) = node else { return no() };
        excuses.push(Excuse { scope: *scope, outcomes: excusing(choices)? });
    }
    Ok(N::Excuses(excuses))
}

/// The excusing outcomes that choices name. Both kinds of trial number them alike.
fn excusing(choices: &[(FactId, Vec<ChoiceId>)]) -> Result<Vec<TrialOutcome>, Refusal> {
    let all = super::ast::Trial::WithDose.outcomes();
    let (_, ids) = choices.first().ok_or(Refusal::NoSuch)?;
    ids.iter()
        .map(|id| match all.get(id.0) {
            Some((outcome @ (TrialOutcome::NotTolerated | TrialOutcome::Contraindicated), _)) => Ok(*outcome),
            _ => Err(Refusal::NoSuch),
        })
        .collect()
}

fn criterion(reading: Reading) -> Built {
    Ok(N::Criterion(Box::new(reading)))
}

fn failure_of(operator: GroupOperator, nodes: &[Node]) -> Built {
    criterion(Reading { operator: Some(operator), failure: Some(failure(nodes)), ..Reading::default() })
}

fn conditional(_: &Context<'_>, nodes: &[Node]) -> Built {
    match nodes {
        [N::Condition(condition), N::Criterion(body)] if body.condition.is_none() => {
            criterion(Reading { condition: Some(condition.clone()), ..body.as_ref().clone() })
        }
        _ => no(),
    }
}

fn for_choices(cx: &Context<'_>, nodes: &[Node]) -> Built {
    let Some(N::Choices(choices)) = nodes.last() else { return no() };
    let one_of = |(id, _): &&(FactId, Vec<ChoiceId>)| {
        cx.fact(*id).is_ok_and(|fact| matches!(fact.kind, Kind::OneOf(_)))
    };
    let facts: Vec<_> = choices.iter().filter(one_of).collect();
    match facts.as_slice() {
        [(id, _)] => Ok(N::Condition(Condition::If(cx.is(*id, choices)?))),
        [] => no(),
        several => {
            let names: Vec<&str> =
                several.iter().filter_map(|(id, _)| Some(cx.fact(*id).ok()?.name.as_str())).collect();
            Err(Problem::refuse(
                Code::AmbiguousSentence,
                format!("this value belongs to several facts: {}", names.join(", ")),
                "write `If ⟨fact⟩ is ⟨value⟩:` to say which one is meant",
            ))
        }
    }
}

fn count(nodes: &[Node]) -> Result<usize, Refusal> {
    match nodes.first() {
        Some(N::Number(number)) => {
            number.scaled(0).and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).ok_or(Refusal::NoSuch)
        }
        _ => Err(Refusal::NoSuch),
    }
}

fn any(labels: &[super::ast::CriterionId], of: fn(super::ast::CriterionId) -> When) -> When {
    match labels {
        [one] => of(*one),
        several => When::Any(several.iter().map(|id| of(*id)).collect()),
    }
}

fn when(nodes: &[Node], of: fn(super::ast::CriterionId) -> When) -> Built {
    match nodes {
        [N::Labels(labels)] => Ok(N::Whens(vec![WhenPart::Says(any(labels, of))])),
        _ => no(),
    }
}

fn join_whens(_: &Context<'_>, nodes: &[Node]) -> Built {
    let mut parts = Vec::new();
    for node in nodes {
        let N::Whens(more) = node else { return no() };
        parts.extend(more.iter().cloned());
    }
    Ok(N::Whens(parts))
}

/// The condition of a step, with `it` standing for the label that the step names.
fn whole(parts: &[WhenPart], it: Option<super::ast::CriterionId>) -> Result<When, Refusal> {
    let mut list = Vec::new();
    for part in parts {
        list.push(match part {
            WhenPart::It => When::Met(it.ok_or(Refusal::NoSuch)?),
            WhenPart::Says(when) => when.clone(),
        });
    }
    Ok(if list.len() == 1 { list.remove(0) } else { When::All(list) })
}

fn approve(parts: &[WhenPart], unless: Option<&Vec<super::ast::CriterionId>>) -> Built {
    let mut sections = Vec::new();
    for part in parts {
        match part {
            WhenPart::Says(When::Met(id)) => sections.push(*id),
            WhenPart::Says(When::Any(list)) => sections.extend(list.iter().filter_map(|when| match when {
                When::Met(id) => Some(*id),
                _ => None,
            })),
            _ => {}
        }
    }
    if sections.is_empty() {
        return Err(Problem::refuse(
            Code::OrderStep,
            "this step approves without naming a section that is met",
            "write `Approve when ⟨label⟩ is met`",
        ));
    }
    let when = whole(parts, None)?;
    let when = match unless {
        Some(labels) => When::All(vec![when, When::Not(Box::new(any(labels, When::Met)))]),
        None => when,
    };
    Ok(N::Step(Outcome::Approve(sections), when))
}

fn refer_under(label: super::ast::CriterionId, parts: &[WhenPart]) -> Built {
    if !parts.contains(&WhenPart::It) {
        return Err(Problem::refuse(
            Code::OrderStep,
            "the step refers under a criterion without asking that it is met",
            "write `Refer under ⟨label⟩ when it is met and …`",
        ));
    }
    Ok(N::Step(Outcome::Refer(vec![label]), whole(parts, Some(label))?))
}

fn term(cx: &Context<'_>, nodes: &[Node], whichever: Whichever) -> Built {
    match nodes {
        [N::Period(period), N::Fact(id)] => Ok(N::Term(*period, Some((cx.date(*id)?, whichever)))),
        _ => no(),
    }
}

fn never(scope: Option<Formula>, when: Formula) -> Built {
    Ok(N::Statement(Statement::NeverApprove { scope, when }))
}

fn lines_of(cx: &Context<'_>, lines: &Node) -> Result<Vec<ChoiceId>, Refusal> {
    let N::Choices(choices) = lines else { return Err(Refusal::NoSuch) };
    let line = cx.line_of_business.ok_or(Refusal::NoSuch)?;
    choices.iter().find(|(id, _)| *id == line).map(|(_, chosen)| chosen.clone()).ok_or(Refusal::NoSuch)
}

fn lasts(
    lines: Vec<ChoiceId>,
    period: criteria_runtime::Period,
    until: Option<&(FactId, Whichever)>,
) -> Built {
    match until {
        None => Ok(N::Statement(Statement::Lasts(lines, period))),
        Some((date, Whichever::Longer)) => Ok(N::Statement(Statement::LastsLonger(lines, period, *date))),
        Some((_, Whichever::Shorter)) => no(),
    }
}
