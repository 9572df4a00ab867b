//! What generated evaluators stand on: three-valued truth, civil dates, exact decimals,
//! the standing of criteria and the determination with its reasons.
//!
//! A leaf: no dependency (serde aside, behind its feature), no allocation, no panic. A
//! generated evaluator does what must be fast, straight from the typed request into a few
//! machine words; what one asks for afterwards (reasons, missing facts) is read back from
//! those words and the static [`Policy`]. The interpreter of the compiler uses the same
//! [`Truth`] and [`Date`], and nothing else from here.

#![no_std]

mod admission;
mod date;
mod decimal;
mod determination;
mod evaluator;
mod generated;
mod kleene;
mod mask;
mod members;
mod missing;
mod outcome;
mod policy;
mod reasons;
#[cfg(feature = "serde")]
mod serde_impls;
mod standing;
mod trial;
mod truth;

pub use admission::Admission;
pub use date::{Date, NotADate, Period, PeriodUnit, Today};
pub use decimal::{Decimal, NotADecimal};
pub use determination::{Decision, Determination, Kind, Kinds};
pub use evaluator::{Evaluator, FromValue, Rejection, Value, derived_value, fact_value};
pub use generated::FORM;
pub use kleene::{Among, Branch, Filler, Kleene};
pub use mask::Mask;
pub use members::{Choice, Members};
pub use outcome::{Approval, End};
pub use policy::{
    Criterion, Duration, Fact, Limit, Operator, Outcome, Part, Policy, Referral, Row, Shape, Step, When,
    Whichever,
};
pub use standing::{Standing, Subtree};
pub use trial::{Trial, TrialWithDose};
pub use truth::{State, Truth};

/// What stands beside every determination, wherever it is shown to people.
pub const NOTICE: &str = "Decision support only: a clinician decides every denial. State rules and coverage documents \
     prevail over this policy.";
