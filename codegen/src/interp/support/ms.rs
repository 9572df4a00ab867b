//! A policy made by hand.

use criteria_runtime::PeriodUnit;

use super::{
    all, at, blank, case, choices, compare, fact, group, heading, is, limit, line_of_business, named, not,
    note, one_of, outline, period, quantity, request, step, test, yes,
};
use crate::interp::Request;
use crate::source::Span;
use crate::tree::ast::{
    Always, Arithmetic, Atom, ChoiceId, Comparison, Duration, DurationRow, DurationRows, FactId, Formula,
    Kind, Operator, OrUntil, Outcome, Policy, Presence, Quantity, Quote, Referral, Trial, When, Whichever,
};

/// A small sibling of CP.PHAR.243: nearly every construct of the tree is in it.
pub(crate) fn ms() -> Policy {
    let mut policy = blank();
    facts(&mut policy);
    criteria(&mut policy);
    outcomes(&mut policy);
    order(&mut policy);
    policy
}

fn facts(p: &mut Policy) {
    let kind = fact(p, "request kind", Kind::OneOf(choices(&["initial", "continued"])));
    p.facts[kind.0].presence = Presence::Required;
    p.request_kind = Some(kind);
    let line = line_of_business(p);
    let diagnosis = fact(
        p,
        "diagnosis",
        Kind::OneOf(choices(&[
            "relapsing-remitting MS",
            "primary progressive MS",
            "clinically isolated syndrome",
        ])),
    );
    if let Kind::OneOf(choices) = &mut p.facts[diagnosis.0].kind {
        choices[2].also.push("CIS".to_owned());
    }
    let born = fact(p, "date of birth", Kind::Date);
    fact(p, "age", Kind::YearsSince { date: born, range: (0, 130) });
    fact(p, "dimethyl fumarate", Kind::Trial(Trial::WithDose));
    fact(p, "fingolimod", Kind::Trial(Trial::WithDose));
    fact(
        p,
        "therapies used together",
        Kind::AnyOf(choices(&["alemtuzumab", "glatiramer acetate", "ocrelizumab"])),
    );
    let course = fact(p, "course", Kind::OneOf(choices(&["first", "second or later"])));
    let dose = fact(p, "daily dose", quantity("mg per day", 2, 0, 10_000));
    let days = fact(p, "consecutive days", quantity("days", 0, 1, 30));
    fact(
        p,
        "total dose",
        Kind::Computed {
            left: dose,
            by: Arithmetic::Times,
            right: days,
            quantity: Quantity { unit: "mg".to_owned(), places: 2, min: 0, max: 300_000 },
        },
    );
    let prior = fact(p, "prior course completed", Kind::Date);
    p.facts[prior.0].only_when = Some(is(course, &[1]));
    fact(p, "positive response", Kind::YesNo);
    let change = fact(p, "label change", Kind::YesNo);
    let changed = fact(p, "date of the label change", Kind::Date);
    p.facts[changed.0].only_when = Some(yes(change));
    fact(p, "on formulary", Kind::YesNo);
    let renewal = fact(p, "renewal date", Kind::Date);
    p.facts[renewal.0].only_when = Some(is(line, &[0]));
    for fact in [prior, born, changed] {
        let formula = Formula::Atom(Atom::Dates(fact, Comparison::AtMost, FactId(0)));
        let text = format!("{} is on or before the request date.", p.fact(fact).name);
        p.always.push(Always { quote: Quote { text, span: Span::default() }, formula });
    }
}

fn criteria(p: &mut Policy) {
    let diagnosis = named(p, "diagnosis");
    let born = named(p, "date of birth");
    let fumarate = named(p, "dimethyl fumarate");
    let fingolimod = named(p, "fingolimod");
    let together = named(p, "therapies used together");
    let course = named(p, "course");
    let dose = named(p, "daily dose");
    let days = named(p, "consecutive days");
    let total = named(p, "total dose");
    let prior = named(p, "prior course completed");
    let response = named(p, "positive response");
    let change = named(p, "label change");
    let changed = named(p, "date of the label change");
    let formulary = named(p, "on formulary");
    let kind = named(p, "request kind");
    let trial = |fact| test(is(fact, &[1, 2, 3]));
    let months = |count| period(count, PeriodUnit::Months);
    let doses = |days_limit, total_limit| {
        test(Formula::All(vec![
            compare(dose, Comparison::AtMost, 1200),
            compare(days, Comparison::AtMost, days_limit),
            compare(total, Comparison::AtMost, total_limit),
        ]))
    };
    let initial = all(vec![
        test(is(diagnosis, &[0])),
        test(Formula::Atom(Atom::Elapsed(born, period(18, PeriodUnit::Years)))),
        group(Operator::All, vec![trial(fumarate), trial(fingolimod)]),
        test(not(Formula::Atom(Atom::Includes(together, vec![ChoiceId(1), ChoiceId(2)])))),
        case(vec![doses(5, 6000).when(is(course, &[0])), doses(3, 3600).when(is(course, &[1]))]),
    ]);
    let other = one_of(vec![
        all(vec![
            test(yes(change)),
            test(Formula::Atom(Atom::Within(changed, months(6)))),
            one_of(vec![test(yes(formulary)), test(not(yes(formulary)))]),
        ]),
        test(is(diagnosis, &[2])),
    ]);
    let continued = all(vec![
        test(yes(response)),
        test(Formula::Atom(Atom::Elapsed(prior, months(12)))).when(is(course, &[1])),
        doses(3, 3600),
    ]);
    outline(
        p,
        vec![
            heading(vec![initial, other.clone()]).when(is(kind, &[0])),
            heading(vec![continued, other]).when(is(kind, &[1])),
            one_of(vec![note(), test(is(diagnosis, &[1]))]),
        ],
    );
}

fn outcomes(p: &mut Policy) {
    let renewal = named(p, "renewal date");
    let months = |count| period(count, PeriodUnit::Months);
    let id = |label: &str| at(p, label);
    let (i, ii, i2, ii2) = (id("I.A"), id("II.A"), id("I.B.2"), id("II.B.2"));
    let targets = |a: &str, b: &str, c: &str| {
        [a, b, c].iter().enumerate().map(|(at, t)| (Some(ChoiceId(at)), (*t).to_owned())).collect()
    };
    p.referrals = vec![
        Referral { criterion: id("I.B.1.c.1"), targets: targets("CP.CPA.190", "HIM.PA.33", "CP.PMN.255") },
        Referral { criterion: id("I.B.1.c.2"), targets: targets("CP.CPA.190", "HIM.PA.103", "CP.PMN.16") },
        Referral { criterion: i2, targets: targets("CP.CPA.09", "HIM.PA.154", "CP.PMN.53") },
        Referral { criterion: id("II.B.1.c.1"), targets: targets("CP.CPA.190", "HIM.PA.33", "CP.PMN.255") },
        Referral { criterion: id("II.B.1.c.2"), targets: targets("CP.CPA.190", "HIM.PA.103", "CP.PMN.16") },
        Referral { criterion: ii2, targets: targets("CP.CPA.09", "HIM.PA.154", "CP.PMN.53") },
    ];
    let rows = vec![
        DurationRow {
            chosen_by: None,
            lines: vec![ChoiceId(1), ChoiceId(2)],
            period: months(12),
            or_until: None,
            limit: Some(limit()),
        },
        DurationRow {
            chosen_by: None,
            lines: vec![ChoiceId(0)],
            period: months(6),
            or_until: Some(OrUntil { date: renewal, whichever: Whichever::Longer }),
            limit: Some(limit()),
        },
    ];
    p.durations = vec![
        Duration { section: i, rows: rows.clone(), go_together: DurationRows::Exclusive },
        Duration { section: ii, rows, go_together: DurationRows::Exclusive },
    ];
}

fn order(p: &mut Policy) {
    let (i, ii, iii) = (at(p, "I.A"), at(p, "II.A"), at(p, "III"));
    let (i1, ii1, i2, ii2) = (at(p, "I.B.1"), at(p, "II.B.1"), at(p, "I.B.2"), at(p, "II.B.2"));
    step(
        p,
        Outcome::Approve(vec![i, ii]),
        When::All(vec![When::Any(vec![When::Met(i), When::Met(ii)]), When::Not(Box::new(When::Met(iii)))]),
    );
    step(p, Outcome::Refer(vec![i1, ii1]), When::Any(vec![When::Met(i1), When::Met(ii1)]));
    step(p, Outcome::NotAuthorized, When::Met(iii));
    let excluded = When::Any(vec![When::NotMet(at(p, "I.A.2"))]);
    step(p, Outcome::Refer(vec![i2, ii2]), When::Any(vec![When::Met(i2), When::Met(ii2)]));
    let off_label = When::All(vec![When::Any(vec![When::Met(i2), When::Met(i)]), excluded]);
    step(p, Outcome::Refer(vec![i2]), off_label);
    step(p, Outcome::CriteriaNotMet, When::Always);
}

/// An initial request to [`ms`] that is approved.
pub(crate) const APPROVED: &[(&str, &str)] = &[
    ("request kind", "initial"),
    ("request date", "2026-03-01"),
    ("line of business", "Commercial"),
    ("diagnosis", "relapsing-remitting MS"),
    ("date of birth", "1980-06-15"),
    ("dimethyl fumarate", "failed at the maximally indicated dose"),
    ("fingolimod", "contraindicated"),
    ("therapies used together", "alemtuzumab"),
    ("course", "first"),
    ("daily dose", "12 mg per day"),
    ("consecutive days", "5 days"),
    ("label change", "no"),
    ("on formulary", "yes"),
    ("renewal date", "2026-12-01"),
];

/// [`APPROVED`] with some facts changed, or made unknown by an empty value.
#[track_caller]
pub(crate) fn differs(policy: &Policy, changes: &[(&str, &str)]) -> Request {
    let mut request = request(policy, APPROVED);
    for (name, value) in changes {
        let id = named(policy, name);
        let value = (!value.is_empty()).then(|| crate::request::read_value(policy, id, value).unwrap());
        request.set(id, value);
    }
    request
}
