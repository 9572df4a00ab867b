//! What came of a treatment: the same outcomes in every policy.

use crate::Choice;

/// What came of a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Trial {
    /// The treatment was not tried.
    #[cfg_attr(feature = "serde", serde(rename = "not tried"))]
    NotTried,
    /// It failed.
    #[cfg_attr(feature = "serde", serde(rename = "failed"))]
    Failed,
    /// It was not tolerated.
    #[cfg_attr(feature = "serde", serde(rename = "not tolerated"))]
    NotTolerated,
    /// It is contraindicated.
    #[cfg_attr(feature = "serde", serde(rename = "contraindicated"))]
    Contraindicated,
}

/// What came of a treatment, where a failure says at which dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TrialWithDose {
    /// The treatment was not tried.
    #[cfg_attr(feature = "serde", serde(rename = "not tried"))]
    NotTried,
    /// It failed at the maximally indicated dose.
    #[cfg_attr(feature = "serde", serde(rename = "failed at the maximally indicated dose"))]
    Failed,
    /// It was not tolerated.
    #[cfg_attr(feature = "serde", serde(rename = "not tolerated"))]
    NotTolerated,
    /// It is contraindicated.
    #[cfg_attr(feature = "serde", serde(rename = "contraindicated"))]
    Contraindicated,
    /// It failed at a lower dose.
    #[cfg_attr(feature = "serde", serde(rename = "failed at a lower dose"))]
    FailedAtLowerDose,
}

impl Choice for Trial {
    const ALL: &'static [Self] = &[Self::NotTried, Self::Failed, Self::NotTolerated, Self::Contraindicated];

    #[inline]
    fn index(self) -> u16 {
        self as u16
    }

    fn name(self) -> &'static str {
        match self {
            Self::NotTried => "not tried",
            Self::Failed => "failed",
            Self::NotTolerated => "not tolerated",
            Self::Contraindicated => "contraindicated",
        }
    }
}

impl Choice for TrialWithDose {
    const ALL: &'static [Self] =
        &[Self::NotTried, Self::Failed, Self::NotTolerated, Self::Contraindicated, Self::FailedAtLowerDose];

    #[inline]
    fn index(self) -> u16 {
        self as u16
    }

    fn name(self) -> &'static str {
        match self {
            Self::NotTried => "not tried",
            Self::Failed => "failed at the maximally indicated dose",
            Self::NotTolerated => "not tolerated",
            Self::Contraindicated => "contraindicated",
            Self::FailedAtLowerDose => "failed at a lower dose",
        }
    }
}
