//! For how long, and at which dose, a treatment must have been used before it failed.

use super::{Row, Several, Way, no, open, row, sentence};
use crate::diagnostic::Code;
use crate::tree::build::Node as N;
use crate::tree::build::{Built, Course, Failure, Problem, Refusal, Weeks, WeeksScope};
use crate::tree::reading::WordClass::{Comparison as Cmp, Operator as Op};
use criteria_runtime::PeriodUnit;

/// What "failure of A or B for at least 8 weeks" leaves open. Of a single treatment, and over a list
/// below, both readings come to the same.
static WHICH: Several = Several {
    question: "Of which treatments are the weeks?",
    ways: &[
        Way {
            id: "each-weeks",
            says: "each treatment counts only after so many weeks of its own",
            wording: "each for at least {1}",
        },
        Way {
            id: "last-weeks",
            says: "only the last treatment has to have lasted so long",
            wording: "only the last for at least {1}",
        },
    ],
};

pub(super) static ROWS: &[Row] = &[
    row("course", "{dose}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{weeks}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{dose} {weeks}", Op, |_, nodes| Ok(course(nodes))),
    row("course", "{weeks} {dose}", Op, |_, nodes| Ok(course(nodes))),
    row("dose", "at up to (|the) maximally indicated (dose|doses)", Op, |_, _| Ok(N::Dose)),
    open(
        sentence(
            "weeks",
            "(|used) for (≥|at_least|no_less_than) {period}",
            Cmp,
            (
                "of one treatment: it failed after so many weeks of use, or later; what excuses from it excuses from the weeks",
                "Failure of drug A for at least 8 weeks, unless contraindicated or clinically significant adverse effects are \
             experienced",
                "(drug A is not tolerated or contraindicated) or ((drug A is failed at the maximally indicated dose or failed at a lower dose) and weeks of drug A ≥ 8 weeks)",
                "(drug A is neither not tolerated nor contraindicated) and ((drug A is neither failed at the maximally indicated dose nor failed at a lower dose) or weeks of drug A < 8 weeks)",
            ),
            |_, nodes| weeks(nodes, WeeksScope::Each),
        ),
        &WHICH,
    ),
    sentence(
        "weeks",
        "each (|used) for (≥|at_least|no_less_than) {period}",
        Cmp,
        (
            "the same of each of several treatments",
            "Failure of any one of: drug A, drug C, each used for at least 8 weeks",
            "((drug A is failed at the maximally indicated dose or failed at a lower dose) and weeks of drug A ≥ 8 weeks) or ((drug C is failed at the maximally indicated dose or failed at a lower dose) and weeks of drug C ≥ 8 weeks)",
            "((drug A is neither failed at the maximally indicated dose nor failed at a lower dose) or weeks of drug A < 8 weeks) and ((drug C is neither failed at the maximally indicated dose nor failed at a lower dose) or weeks of drug C < 8 weeks)",
        ),
        |_, nodes| weeks(nodes, WeeksScope::Each),
    ),
    sentence(
        "weeks",
        "only the last (|used) for (≥|at_least|no_less_than) {period}",
        Cmp,
        (
            "the same of the last of several treatments; the others may have failed sooner",
            "Failure of drug C or drug A, only the last for at least 8 weeks",
            "(drug C is failed at the maximally indicated dose or failed at a lower dose) or ((drug A is failed at the maximally indicated dose or failed at a lower dose) and weeks of drug A ≥ 8 weeks)",
            "(drug C is neither failed at the maximally indicated dose nor failed at a lower dose) and ((drug A is neither failed at the maximally indicated dose nor failed at a lower dose) or weeks of drug A < 8 weeks)",
        ),
        |_, nodes| weeks(nodes, WeeksScope::Last),
    ),
];

fn course(nodes: &[N]) -> N {
    let weeks = nodes.iter().find_map(|node| if let N::Weeks(weeks) = node { Some(*weeks) } else { None });
    N::Course(Course { at_dose: nodes.contains(&N::Dose), weeks })
}

fn weeks(nodes: &[N], scope: WeeksScope) -> Built {
    match nodes {
        [N::Period(period)] if period.unit == PeriodUnit::Weeks => {
            Ok(N::Weeks(Weeks { least: period.count, scope }))
        }
        [N::Period(_)] => Err(Problem::refuse(
            Code::WrongUnit,
            "how long a treatment was used is recorded in weeks",
            "write a number of weeks: `for at least 12 weeks`",
        )),
        _ => no(),
    }
}

/// The course over a list below, which has no last agent of its own.
pub(super) fn over_a_list(failure: Failure) -> Result<Failure, Refusal> {
    let last = failure.course.weeks.is_some_and(|weeks| weeks.scope == WeeksScope::Last);
    if last { Err(Refusal::NoSuch) } else { Ok(failure) }
}
