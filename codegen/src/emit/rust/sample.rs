//! A policy made by hand, without the front end: every kind of fact, node, step and outcome.

use criteria_runtime::{Date, Period};

use crate::source::Span;
use crate::tree::ast::*;

fn quote(text: &str) -> Quote {
    Quote { text: text.to_owned(), ..Quote::default() }
}

fn choices(names: &[&str]) -> Vec<Choice> {
    names.iter().map(|name| Choice { name: (*name).to_owned(), also: Vec::new() }).collect()
}

fn quantity(unit: &str, places: u32, min: i64, max: i64) -> Kind {
    Kind::Quantity(Quantity { unit: unit.to_owned(), places, min, max })
}

/// Facts by name, so that the sample reads like a policy.
pub(super) struct Builder {
    pub(super) policy: Policy,
}

impl Builder {
    pub(super) fn new() -> Self {
        let date = Date::new(2025, 5, 1).unwrap();
        Self {
            policy: Policy {
                id: "XX.TEST.1".into(),
                title: "Testimab (Testa) [®]".into(),
                version: "2025-05".into(),
                in_force_from: date,
                in_force_until: None,
                first_effective: None,
                subject: "member".into(),
                requests: "requests".into(),
                facts: Vec::new(),
                request_kind: None,
                request_date: FactId(0),
                line_of_business: None,
                always: Vec::new(),
                criteria: Vec::new(),
                steps: Vec::new(),
                durations: Vec::new(),
                referrals: Vec::new(),
                invariants: Vec::new(),
                examples: Vec::new(),
                readings: Vec::new(),
                ask_order: Vec::new(),
            },
        }
    }

    pub(super) fn fact(&mut self, name: &str, kind: Kind) -> FactId {
        let derived = matches!(kind, Kind::Computed { .. } | Kind::YearsSince { .. });
        let required = name == "request date" || name == "request kind";
        let presence = match (derived, required) {
            (true, _) => Presence::Derived,
            (_, true) => Presence::Required,
            _ => Presence::Optional,
        };
        let id = FactId(self.policy.facts.len());
        self.policy.facts.push(Fact {
            name: name.into(),
            kind,
            question: if derived { String::new() } else { format!("What is the member's {name}?") },
            only_when: None,
            presence,
            also: Vec::new(),
            also_not: Vec::new(),
            list: None,
            companion: None,
            span: Span::default(),
        });
        if !derived {
            self.policy.ask_order.push(id);
        }
        id
    }

    pub(super) fn id(&self, name: &str) -> FactId {
        self.policy.named(name).unwrap()
    }

    pub(super) fn yes(&self, name: &str) -> Formula {
        Formula::Atom(Atom::Yes(self.id(name)))
    }

    pub(super) fn is(&self, name: &str, choices: &[usize]) -> Formula {
        Formula::Atom(Atom::Is(self.id(name), choices.iter().map(|at| ChoiceId(*at)).collect()))
    }

    pub(super) fn compare(&self, name: &str, by: Comparison, number: i64) -> Formula {
        Formula::Atom(Atom::Compare(self.id(name), by, number))
    }

    pub(super) fn node(&mut self, parent: Option<usize>, label: &str, text: &str, body: Body) -> usize {
        let id = self.policy.criteria.len();
        let (label, part) = match label.split_once('/') {
            Some((label, "sentence")) => (label, Part::Sentence),
            Some((label, _)) => (label, Part::Following),
            None => (label, Part::Whole),
        };
        self.policy.criteria.push(Criterion {
            label: label.into(),
            part,
            parent: parent.map(CriterionId),
            quote: quote(text),
            applies: None,
            body,
        });
        if let Some(Criterion { body: Body::Heading(children) | Body::Group(_, children), .. }) =
            parent.and_then(|parent| self.policy.criteria.get_mut(parent))
        {
            children.push(CriterionId(id));
        }
        id
    }

    pub(super) fn applies(&mut self, node: usize, condition: Formula) {
        self.policy.criteria[node].applies = Some(condition);
    }
}

fn not(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

fn group(operator: Operator) -> Body {
    Body::Group(operator, Vec::new())
}

const DRUGS: [&str; 12] = [
    "glatiramer acetate",
    "interferon beta-1a",
    "interferon beta-1b",
    "peginterferon beta-1a",
    "dimethyl fumarate",
    "diroximel fumarate",
    "fingolimod",
    "teriflunomide",
    "testimab",
    "natalizumab",
    "ocrelizumab",
    "ocrelizumab with hyaluronidase-ocsq",
];

fn facts(b: &mut Builder) {
    b.policy.request_kind = Some(b.fact("request kind", Kind::OneOf(choices(&["initial", "continued"]))));
    b.policy.request_date = b.fact("request date", Kind::Date);
    let lines = Kind::OneOf(choices(&["Commercial", "HIM", "Medicaid"]));
    b.policy.line_of_business = Some(b.fact("line of business", lines));
    let diagnoses = [
        "relapsing-remitting MS",
        "secondary progressive MS",
        "primary progressive MS",
        "CIS",
        "other diagnosis",
    ];
    b.fact("diagnosis", Kind::OneOf(choices(&diagnoses)));
    let born = b.fact("date of birth", Kind::Date);
    b.fact("age", Kind::YearsSince { date: born, range: (0, 130) });
    b.fact("neurologist", Kind::YesNo);
    for agent in ["dimethyl fumarate", "teriflunomide", "fingolimod", "interferon-beta agent", "glatiramer"] {
        b.fact(agent, Kind::Trial(Trial::WithDose));
    }
    b.fact("therapies used together", Kind::AnyOf(choices(&DRUGS)));
    b.fact("course", Kind::OneOf(choices(&["first", "second or later"])));
    let left = b.fact("daily dose", quantity("mg per day", 2, 0, 10_000));
    let right = b.fact("consecutive days", quantity("days", 0, 1, 30));
    let total = Quantity { unit: "mg".into(), places: 2, min: 0, max: 300_000 };
    b.fact("total dose", Kind::Computed { left, by: Arithmetic::Times, right, quantity: total });
    b.fact("prior course completed", Kind::Date);
    for name in [
        "receives it now",
        "on benefit",
        "met initial criteria before",
        "continuity of care",
        "positive response",
        "label change",
    ] {
        b.fact(name, Kind::YesNo);
    }
    b.fact("date of the label change", Kind::Date);
    b.fact("on formulary", Kind::YesNo);
    b.fact("renewal date", Kind::Date);
    for (fact, condition) in [
        ("prior course completed", b.is("course", &[1])),
        ("date of the label change", b.yes("label change")),
        ("renewal date", b.is("line of business", &[0])),
    ] {
        let id = b.id(fact);
        b.policy.facts[id.0].only_when = Some(condition);
    }
}

fn always(b: &mut Builder) {
    let dates =
        |b: &Builder, name: &str, by| Formula::Atom(Atom::Dates(b.id(name), by, b.policy.request_date));
    let continued = Formula::Any(vec![not(b.is("request kind", &[1])), b.is("course", &[1])]);
    let benefit = Formula::Any(vec![not(b.yes("on benefit")), b.yes("receives it now")]);
    b.policy.always = vec![
        Always {
            quote: quote("Prior course completed is on or before the request date."),
            formula: dates(b, "prior course completed", Comparison::AtMost),
        },
        Always {
            quote: quote("Date of birth is on or before the request date."),
            formula: dates(b, "date of birth", Comparison::AtMost),
        },
        Always {
            quote: quote("Renewal date is on or after the request date."),
            formula: dates(b, "renewal date", Comparison::AtLeast),
        },
        Always {
            quote: quote("If request kind is continued, course is second or later."),
            formula: continued,
        },
        Always { quote: quote("If on benefit, receives it now."), formula: benefit },
    ];
}

fn doses(b: &Builder, days: i64, total: i64) -> Formula {
    Formula::All(vec![
        b.compare("daily dose", Comparison::AtMost, 1_200),
        b.compare("consecutive days", Comparison::AtMost, days),
        b.compare("total dose", Comparison::AtMost, total),
    ])
}

fn no_other_drug(b: &Builder) -> Formula {
    let others = (0..12).filter(|at| *at != 8).map(ChoiceId).collect();
    not(Formula::Atom(Atom::Includes(b.id("therapies used together"), others)))
}

fn initial(b: &mut Builder) {
    let one = b.node(None, "I", "Initial approval criteria", Body::Heading(vec![]));
    let kind = b.is("request kind", &[0]);
    b.applies(one, kind);
    let a = b.node(Some(one), "I.A", "Multiple sclerosis (must meet all)", group(Operator::All));
    let test = Body::Test(b.is("diagnosis", &[0, 1]));
    b.node(Some(a), "I.A.1", "Diagnosis is relapsing-remitting or secondary progressive MS;", test);
    let test = Body::Test(b.yes("neurologist"));
    b.node(Some(a), "I.A.2", "Prescribed by or in consultation with a neurologist;", test);
    let test = Body::Test(Formula::Atom(Atom::Elapsed(b.id("date of birth"), Period::years(18))));
    b.node(Some(a), "I.A.3", "Age ≥ 18 years;", test);
    let four = b.node(
        Some(a),
        "I.A.4",
        "Failure of all of the following, each agent unless … (a, b, c, and d):[^pa]",
        group(Operator::All),
    );
    for (label, agent) in [("a", "dimethyl fumarate"), ("b", "teriflunomide"), ("c", "fingolimod")] {
        let test = Body::Test(b.is(agent, &[1, 2, 3]));
        b.node(Some(four), &format!("I.A.4.{label}"), &format!("{agent} (generic);"), test);
    }
    let any = Formula::Any(vec![b.is("interferon-beta agent", &[1, 2, 3]), b.is("glatiramer", &[1, 2, 3])]);
    b.node(Some(four), "I.A.4.d", "Any one of: an interferon-beta agent, glatiramer;", Body::Test(any));
    let test = Body::Test(no_other_drug(b));
    b.node(Some(a), "I.A.5", "Therapies used together include none of Appendix D other than testimab;", test);
    let six = b.node(Some(a), "I.A.6", "Dose of the course (a or b):", group(Operator::Case));
    for (label, course, days, total) in [("a", 0, 5, 6_000), ("b", 1, 3, 3_600)] {
        let test = Body::Test(doses(b, days, total));
        let node = b.node(
            Some(six),
            &format!("I.A.6.{label}"),
            "If course is …: daily dose ≤ 12 mg per day, …;",
            test,
        );
        let condition = b.is("course", &[course]);
        b.applies(node, condition);
    }
    others(b, one, "I");
}

fn others(b: &mut Builder, parent: usize, label: &str) {
    let section = b.node(
        Some(parent),
        &format!("{label}.B"),
        "Other diagnoses or indications (must meet 1 or 2)",
        group(Operator::AtLeast(1)),
    );
    let sentence = "The label has gained a use and one of the following is met (a or b):";
    let one = b.node(Some(section), &format!("{label}.B.1"), sentence, group(Operator::All));
    let within = Formula::Atom(Atom::Within(b.id("date of the label change"), Period::months(6)));
    let test = Body::Test(Formula::All(vec![b.yes("label change"), within]));
    b.node(Some(one), &format!("{label}.B.1/sentence"), sentence, test);
    let following =
        b.node(Some(one), &format!("{label}.B.1/following"), sentence, group(Operator::AtLeast(1)));
    let test = Body::Test(b.yes("on formulary"));
    b.node(Some(following), &format!("{label}.B.1.a"), "The drug is on the formulary;", test);
    let test = Body::Test(not(b.yes("on formulary")));
    b.node(Some(following), &format!("{label}.B.1.b"), "The drug is not on the formulary;", test);
    let test = Body::Test(b.is("diagnosis", &[3, 4]));
    b.node(
        Some(section),
        &format!("{label}.B.2"),
        "Diagnosis is clinically isolated syndrome or other diagnosis.",
        test,
    );
}

fn continued(b: &mut Builder) {
    let two = b.node(None, "II", "Continued therapy", Body::Heading(vec![]));
    let kind = b.is("request kind", &[1]);
    b.applies(two, kind);
    let a = b.node(Some(two), "II.A", "Multiple sclerosis (must meet all)", group(Operator::All));
    let scope = b.is("diagnosis", &[0, 1]);
    b.applies(a, scope);
    let one = b.node(Some(a), "II.A.1", "Treatment goes on (a or b):", group(Operator::AtLeast(1)));
    let now = Formula::All(vec![b.yes("receives it now"), b.yes("on benefit")]);
    let test = Body::Test(Formula::Any(vec![now, b.yes("met initial criteria before")]));
    b.node(
        Some(one),
        "II.A.1.a",
        "Receives it now through this plan's benefit, or met the criteria before;",
        test,
    );
    let test = Body::Test(Formula::All(vec![b.yes("receives it now"), b.yes("continuity of care")]));
    b.node(Some(one), "II.A.1.b", "Receives it now, with continuity of care;", test);
    let test = Body::Test(b.yes("positive response"));
    b.node(Some(a), "II.A.2", "Responds positively to therapy;", test);
    let test = Body::Test(no_other_drug(b));
    b.node(
        Some(a),
        "II.A.3",
        "Therapies used together include none of Appendix D other than testimab;",
        test,
    );
    let test = Body::Test(Formula::Atom(Atom::Elapsed(b.id("prior course completed"), Period::months(12))));
    b.node(Some(a), "II.A.4", "At least 12 months since completion of the prior treatment course;", test);
    let test = Body::Test(doses(b, 3, 3_600));
    b.node(
        Some(a),
        "II.A.5",
        "Daily dose ≤ 12 mg per day, consecutive days ≤ 3 days, and total dose ≤ 36 mg.",
        test,
    );
    others(b, two, "II");
    let three = b.node(
        None,
        "III",
        "Uses that are not authorized (any of the following)",
        group(Operator::AtLeast(1)),
    );
    b.node(Some(three), "III.A", "Note: see <the> *policy* `x` HbA1c foo_bar [link].", Body::Note);
    let test = Body::Test(b.is("diagnosis", &[2]));
    b.node(Some(three), "III.B", "Diagnosis is primary progressive MS.", test);
}

fn row(lines: &[usize], period: Period, or_until: Option<OrUntil>, limit: Option<Limit>) -> DurationRow {
    let lines = lines.iter().copied().map(ChoiceId).collect();
    DurationRow { lines, chosen_by: None, period, or_until, limit }
}

fn duration(section: CriterionId, rows: Vec<DurationRow>) -> Duration {
    Duration { section, rows, go_together: DurationRows::Exclusive }
}

fn outcomes(b: &mut Builder) {
    let at = |label: &str| b.policy.labelled(label).unwrap();
    let either = |labels: &[&str]| When::Any(labels.iter().map(|label| When::Met(at(label))).collect());
    let all = |labels: &[&str]| labels.iter().map(|label| at(label)).collect::<Vec<_>>();
    let approve = When::All(vec![either(&["I.A", "II.A"]), When::NotMet(at("III"))]);
    let steps = vec![
        (
            "Approve when I.A or II.A is met and III is not met.",
            Outcome::Approve(all(&["I.A", "II.A"])),
            approve,
        ),
        (
            "Refer when I.B.1 or II.B.1 is met.",
            Outcome::Refer(all(&["I.B.1", "II.B.1"])),
            either(&["I.B.1", "II.B.1"]),
        ),
        ("Not authorized when III is met.", Outcome::NotAuthorized, When::Met(at("III"))),
        (
            "Refer when I.B.2 or II.B.2 is met.",
            Outcome::Refer(all(&["I.B.2", "II.B.2"])),
            either(&["I.B.2", "II.B.2"]),
        ),
        ("Otherwise: criteria not met.", Outcome::CriteriaNotMet, When::Always),
    ];
    let limit = Some(Limit { count: 1, what: "treatment course".into() });
    let until = Some(OrUntil { date: b.id("renewal date"), whichever: Whichever::Longer });
    let rows = vec![
        row(&[1, 2], Period::months(12), None, limit.clone()),
        row(&[0], Period::months(6), until, limit),
    ];
    let durations = ["I.A", "II.A"].map(|label| duration(at(label), rows.clone()));
    let mut referrals = Vec::new();
    for section in ["I.B", "II.B"] {
        for (row, targets) in [
            ("1.a", ["CP.190", "HIM.33", "CP.255"]),
            ("1.b", ["CP.190", "HIM.103", "CP.16"]),
            ("2", ["CP.09", "HIM.154", "CP.53"]),
        ] {
            let targets = (0..).map(|line| Some(ChoiceId(line))).zip(targets.map(String::from)).collect();
            referrals.push(Referral { criterion: at(&format!("{section}.{row}")), targets });
        }
    }
    let steps =
        steps.into_iter().map(|(text, outcome, when)| Step { quote: quote(text), outcome, when }).collect();
    b.policy.durations = durations.into();
    b.policy.referrals = referrals;
    b.policy.steps = steps;
}

/// A policy with most of what the language has.
pub(super) fn policy() -> Policy {
    let mut b = Builder::new();
    facts(&mut b);
    always(&mut b);
    initial(&mut b);
    continued(&mut b);
    outcomes(&mut b);
    b.policy
}

/// A policy with hardly anything: no lines, no kinds; hostile names; many criteria.
pub(super) fn hostile() -> Policy {
    let mut b = Builder::new();
    b.policy.request_date = b.fact("request date", Kind::Date);
    b.policy.id = "9-lives \"Ünïcode\" \u{202e}".into();
    for name in ["type", "Type!", "3 doses", "ß ≥ 4%", "日本", "Option", "self"] {
        b.fact(name, Kind::YesNo);
    }
    let many: Vec<String> = (0..70).map(|at| format!("drug {at}")).collect();
    b.fact("many", Kind::AnyOf(choices(&many.iter().map(String::as_str).collect::<Vec<_>>())));
    b.fact("Request", Kind::OneOf(choices(&["a", "A", "2", "Self", "日", "月", "2.5", "25"])));
    b.fact("trial", Kind::Trial(Trial::Plain));
    b.fact("weight", quantity("kg", 3, -5_000_000, 900_000_000));
    let root = b.node(None, "I", "All (must meet all)", group(Operator::All));
    for at in 0..110 {
        let body = match at % 5 {
            0 => Body::Test(b.yes("type")),
            1 => Body::Test(Formula::Atom(Atom::Includes(b.id("many"), vec![ChoiceId(3), ChoiceId(69)]))),
            2 => Body::Test(b.is("Request", &[0, 1, 2, 3, 4, 5, 6, 7])),
            3 => Body::Test(Formula::All(vec![])),
            _ => Body::Test(b.compare("weight", Comparison::Equal, -1_234_567)),
        };
        b.node(Some(root), &format!("I.{at}"), "x", body);
    }
    let some = b.node(None, "II", "At least 2", group(Operator::AtLeast(2)));
    for label in ["II.a", "II.A", "II.fn", "II."] {
        b.node(Some(some), label, "", Body::Test(b.is("trial", &[1])));
    }
    let none = b.node(None, "III", "none of", group(Operator::NoneOf));
    b.node(Some(none), "III.A", "never", Body::Test(b.yes("self")));
    let chosen = b.node(None, "IV", "selectors", group(Operator::All));
    let selector = b.node(Some(chosen), "IV.1", "If type:", Body::Selector);
    b.applies(selector, b.yes("type"));
    b.node(None, "V", "notes", Body::Heading(vec![]));
    let remark = b.node(Some(selector + 1), "V.1", "only if", Body::Note);
    b.applies(remark, b.yes("Option"));
    let at = |label: &str| b.policy.labelled(label).unwrap();
    let when = When::All(vec![
        When::Met(at("I")),
        When::Not(Box::new(When::Met(at("II")))),
        When::DoesNotApply(at("IV.1")),
    ]);
    let section = at("I");
    b.policy.steps = vec![
        Step { quote: quote("Approve when I is met."), outcome: Outcome::Approve(vec![section]), when },
        Step { quote: quote("Otherwise"), outcome: Outcome::CriteriaNotMet, when: When::Always },
    ];
    b.policy.durations = vec![duration(section, vec![row(&[], Period::days(90), None, None)])];
    b.policy
}
