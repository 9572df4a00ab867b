//! Requests for CP.PHAR.243 from a fixed seed: all admitted, about half of them approved.

use criteria_policies::cp_phar_243::v2025_05::{
    Course, Diagnosis, LineOfBusiness, Request, RequestKind, TherapiesUsedTogether,
};
use criteria_runtime::{Date, Decimal, Members, TrialWithDose};

/// How many requests are made.
pub const COUNT: usize = 10_000;

/// Requests with every fact that applies to them.
pub fn complete() -> Vec<Request> {
    let mut dice = Dice(0x00C0_FFEE);
    (0..COUNT).map(|_| request(&mut dice)).collect()
}

/// The same requests, each fact that may be missing taken out with a chance of one in twelve.
pub fn with_unknowns() -> Vec<Request> {
    let mut dice = Dice(0x0BAD_CAFE);
    let mut requests = complete();
    for request in &mut requests {
        forget(request, &mut dice);
    }
    requests
}

/// `SplitMix64`: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    /// True that many times in a hundred.
    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of[at]
    }

    fn date(&mut self, first: u16, last: u16) -> Date {
        let year = first + u16::try_from(self.below(u64::from(last - first) + 1)).unwrap_or_default();
        let (month, day) = (1 + self.below(12), 1 + self.below(28));
        Date::new(year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1)).unwrap_or(Date::MIN)
    }
}

fn request(dice: &mut Dice) -> Request {
    let kind = dice.one_of(&[RequestKind::Initial, RequestKind::Continued]);
    let mut request = Request::new(kind, dice.date(2026, 2026));
    let line = dice.one_of(&[LineOfBusiness::Commercial, LineOfBusiness::Him, LineOfBusiness::Medicaid]);
    request.line_of_business = Some(line);
    if line == LineOfBusiness::Commercial {
        request.renewal_date = Some(dice.date(2027, 2027));
    }
    request.diagnosis = Some(diagnosis(dice));
    request.date_of_birth =
        Some(if dice.percent(97) { dice.date(1940, 2007) } else { dice.date(2008, 2025) });
    request.neurologist = Some(dice.percent(95));
    request.therapies_used_together = Some(used_together(dice));
    request.on_formulary = Some(dice.percent(60));
    request.label_change = Some(dice.percent(10));
    if request.label_change == Some(true) {
        request.label_change_covers_the_use = Some(dice.percent(50));
        request.date_of_the_label_change = Some(dice.date(2025, 2025));
    }
    trials(&mut request, dice);
    course(&mut request, dice);
    treatment(&mut request, dice);
    request
}

fn diagnosis(dice: &mut Dice) -> Diagnosis {
    if dice.percent(92) {
        dice.one_of(&[Diagnosis::RelapsingRemittingMs, Diagnosis::SecondaryProgressiveMs])
    } else {
        dice.one_of(&[
            Diagnosis::PrimaryProgressiveMs,
            Diagnosis::ClinicallyIsolatedSyndrome,
            Diagnosis::OtherDiagnosis,
        ])
    }
}

fn used_together(dice: &mut Dice) -> Members<TherapiesUsedTogether, 1> {
    let mut used = Members::NONE;
    if dice.percent(80) {
        used.insert(TherapiesUsedTogether::Alemtuzumab);
    }
    if dice.percent(6) {
        used.insert(dice.one_of(&[TherapiesUsedTogether::Ocrelizumab, TherapiesUsedTogether::Siponimod]));
    }
    used
}

fn trials(request: &mut Request, dice: &mut Dice) {
    let mut trial = |settled| {
        Some(if dice.percent(settled) {
            dice.one_of(&[
                TrialWithDose::Failed,
                TrialWithDose::Failed,
                TrialWithDose::NotTolerated,
                TrialWithDose::Contraindicated,
            ])
        } else {
            dice.one_of(&[TrialWithDose::NotTried, TrialWithDose::FailedAtLowerDose])
        })
    };
    request.dimethyl_fumarate = trial(94);
    request.teriflunomide = trial(94);
    request.fingolimod = trial(94);
    request.interferon_beta_agent = trial(90);
    request.glatiramer = trial(70);
}

fn course(request: &mut Request, dice: &mut Dice) {
    let later = request.request_kind == RequestKind::Continued || dice.percent(30);
    request.course = Some(if later { Course::SecondOrLater } else { Course::First });
    if later {
        request.prior_course_completed =
            Some(if dice.percent(92) { dice.date(2018, 2024) } else { dice.date(2025, 2025) });
    }
    let most = if later { 3 } else { 5 };
    let days = if dice.percent(96) { most } else { most + 1 + i64::from(dice.percent(50)) };
    request.days_of_the_course_consecutive_days = Some(Decimal::scaled(days));
    let dose = if dice.percent(96) { 1_200 } else { 1_300 };
    request.daily_dose_mg_per_day = Some(Decimal::scaled(dose));
}

fn treatment(request: &mut Request, dice: &mut Dice) {
    request.receives_alemtuzumab_now = Some(dice.percent(80));
    request.on_benefit = Some(request.receives_alemtuzumab_now == Some(true) && dice.percent(70));
    request.met_initial_criteria_before = Some(dice.percent(70));
    request.continuity_of_care = Some(dice.percent(20));
    request.positive_response = Some(dice.percent(90));
}

fn forget(request: &mut Request, dice: &mut Dice) {
    fn perhaps<T>(fact: &mut Option<T>, dice: &mut Dice) {
        if dice.below(12) == 0 {
            *fact = None;
        }
    }
    perhaps(&mut request.line_of_business, dice);
    perhaps(&mut request.diagnosis, dice);
    perhaps(&mut request.date_of_birth, dice);
    perhaps(&mut request.neurologist, dice);
    perhaps(&mut request.dimethyl_fumarate, dice);
    perhaps(&mut request.teriflunomide, dice);
    perhaps(&mut request.fingolimod, dice);
    perhaps(&mut request.interferon_beta_agent, dice);
    perhaps(&mut request.glatiramer, dice);
    perhaps(&mut request.therapies_used_together, dice);
    perhaps(&mut request.course, dice);
    perhaps(&mut request.daily_dose_mg_per_day, dice);
    perhaps(&mut request.days_of_the_course_consecutive_days, dice);
    perhaps(&mut request.prior_course_completed, dice);
    perhaps(&mut request.receives_alemtuzumab_now, dice);
    perhaps(&mut request.on_benefit, dice);
    perhaps(&mut request.met_initial_criteria_before, dice);
    perhaps(&mut request.continuity_of_care, dice);
    perhaps(&mut request.positive_response, dice);
    perhaps(&mut request.label_change, dice);
    perhaps(&mut request.label_change_covers_the_use, dice);
    perhaps(&mut request.date_of_the_label_change, dice);
    perhaps(&mut request.on_formulary, dice);
    perhaps(&mut request.renewal_date, dice);
}
