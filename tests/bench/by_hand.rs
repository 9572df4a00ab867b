//! CP.PHAR.243 as a competent engineer would write it by hand: approve, yes or no.
//!
//! It stops at the first criterion that is not met, reads facts that may be missing by pattern,
//! and gives no reasons. It is what the generated evaluator is measured against, and the suite
//! `by_hand` checks that the two agree on every request.

use criteria_policies::cp_phar_243::v2025_05::{
    Course, Diagnosis, Request, RequestKind, TherapiesUsedTogether,
};
use criteria_runtime::{Date, Decimal, Members, Period, TrialWithDose};

/// Whether the request is approved.
pub fn approves(request: &Request) -> bool {
    match request.request_kind {
        RequestKind::Initial => initial(request),
        RequestKind::Continued => continued(request),
    }
}

fn initial(request: &Request) -> bool {
    relapsing(request)
        && request.neurologist == Some(true)
        && request.date_of_birth.is_some_and(|born| passed(born, Period::years(18), request.request_date))
        && settled(request.dimethyl_fumarate)
        && settled(request.teriflunomide)
        && settled(request.fingolimod)
        && either_settled(request.interferon_beta_agent, request.glatiramer)
        && used_alone(request)
        && match request.course {
            Some(Course::First) => dose_within(request, 5),
            // Not known which course: the stricter limit holds for both.
            Some(Course::SecondOrLater) | None => dose_within(request, 3),
        }
}

fn continued(request: &Request) -> bool {
    relapsing(request)
        && (request.on_benefit == Some(true)
            || request.met_initial_criteria_before == Some(true)
            || (request.receives_alemtuzumab_now == Some(true) && request.continuity_of_care == Some(true)))
        && request.positive_response == Some(true)
        && used_alone(request)
        && request
            .prior_course_completed
            .is_some_and(|completed| passed(completed, Period::months(12), request.request_date))
        && dose_within(request, 3)
}

fn relapsing(request: &Request) -> bool {
    matches!(request.diagnosis, Some(Diagnosis::RelapsingRemittingMs | Diagnosis::SecondaryProgressiveMs))
}

fn passed(since: Date, period: Period, today: Date) -> bool {
    since.plus(period) <= today
}

fn settled(trial: Option<TrialWithDose>) -> bool {
    matches!(
        trial,
        Some(TrialWithDose::Failed | TrialWithDose::NotTolerated | TrialWithDose::Contraindicated)
    )
}

/// One of the two failed or was not tolerated, or both are contraindicated.
fn either_settled(left: Option<TrialWithDose>, right: Option<TrialWithDose>) -> bool {
    let tried = |trial| matches!(trial, Some(TrialWithDose::Failed | TrialWithDose::NotTolerated));
    let barred = |trial| trial == Some(TrialWithDose::Contraindicated);
    tried(left) || tried(right) || (barred(left) && barred(right))
}

/// Nothing is used but the drug itself, if even that.
fn used_alone(request: &Request) -> bool {
    let alone: Members<_, 1> = [TherapiesUsedTogether::Alemtuzumab].into_iter().collect();
    request.therapies_used_together.is_some_and(|used| used == alone || used == Members::NONE)
}

/// At most 12 mg a day on at most so many days; the limit of the total follows from the two.
fn dose_within(request: &Request, days: i64) -> bool {
    request.daily_dose_mg_per_day.is_some_and(|dose| dose <= Decimal::scaled(1_200))
        && request.days_of_the_course_consecutive_days.is_some_and(|asked| asked <= Decimal::scaled(days))
}
