//! Dates against jiff, decimals and masks against their plain definitions.

use criteria_runtime::{Date, Decimal, Mask, NotADecimal, Period, PeriodUnit, Today, Truth};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 20_000 };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

fn civil() -> impl Strategy<Value = (i16, i8, i8)> {
    (1800_i16..2300, 1_i8..=12, prop_oneof![1_i8..=31, 27_i8..=31])
        .prop_filter("a day of the calendar", |(y, m, d)| jiff::civil::Date::new(*y, *m, *d).is_ok())
}

fn period() -> impl Strategy<Value = Period> {
    let unit = prop_oneof![
        Just(PeriodUnit::Days),
        Just(PeriodUnit::Weeks),
        Just(PeriodUnit::Months),
        Just(PeriodUnit::Years)
    ];
    (0_u16..=130, unit).prop_map(|(count, unit)| Period { count, unit })
}

fn ours((year, month, day): (i16, i8, i8)) -> Date {
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    Date::new(year.unsigned_abs(), part(month), part(day)).unwrap_or(Date::MIN)
}

fn theirs((year, month, day): (i16, i8, i8)) -> jiff::civil::Date {
    jiff::civil::date(year, month, day)
}

fn span(period: Period) -> jiff::Span {
    let count = i64::from(period.count);
    match period.unit {
        PeriodUnit::Days => jiff::Span::new().days(count),
        PeriodUnit::Weeks => jiff::Span::new().weeks(count),
        PeriodUnit::Months => jiff::Span::new().months(count),
        PeriodUnit::Years => jiff::Span::new().years(count),
    }
}

/// `date`, or a day near the sum, where comparisons turn.
fn near(date: (i16, i8, i8), nudge: i64) -> Option<(i16, i8, i8)> {
    let date = theirs(date).checked_add(jiff::Span::new().days(nudge)).ok()?;
    Some((date.year(), date.month(), date.day()))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sums_are_those_of_jiff(date in civil(), period in period()) {
        let sum = theirs(date).checked_add(span(period)).unwrap();
        prop_assert_eq!(ours(date).plus(period).to_string(), sum.to_string());
    }

    #[test]
    fn dates_order_and_print_as_those_of_jiff(left in civil(), right in civil()) {
        prop_assert_eq!(ours(left).cmp(&ours(right)), theirs(left).cmp(&theirs(right)));
        prop_assert_eq!(ours(left).to_string(), theirs(left).to_string());
    }

    #[test]
    fn time_that_has_passed_is_a_sum_that_is_reached(since in civil(), period in period(), nudge in -3_i64..=3) {
        let sum = theirs(since).checked_add(span(period)).unwrap();
        let Some(today) = near((sum.year(), sum.month(), sum.day()), nudge) else { return Ok(()) };
        let (since, today) = (ours(since), ours(today));
        prop_assert_eq!(Today::new(today).elapsed(since, period), since.plus(period) <= today);
        prop_assert_eq!(Today::new(today).within(since, period), since.plus(period) >= today);
    }

    #[test]
    fn decimals_print_as_they_are_read(scaled in any::<i64>()) {
        prop_assert_eq!(Decimal::<0>::scaled(scaled).to_string().parse(), Ok(Decimal::<0>::scaled(scaled)));
        prop_assert_eq!(Decimal::<2>::scaled(scaled).to_string().parse(), Ok(Decimal::<2>::scaled(scaled)));
        prop_assert_eq!(Decimal::<25>::scaled(scaled).to_string().parse(), Ok(Decimal::<25>::scaled(scaled)));
    }

    #[test]
    fn masks_are_sets(members in proptest::collection::btree_set(0_u16..190, 0..40), other in 0_u16..190) {
        let members: Vec<u16> = members.into_iter().collect();
        let mask = Mask::<3>::of(&members);
        prop_assert_eq!(mask.iter().collect::<Vec<_>>(), members.clone());
        prop_assert_eq!(mask.contains(other), members.contains(&other));
        prop_assert_eq!(mask.count() as usize, members.len());
    }
}

#[test]
fn decimals_say_what_is_wrong() {
    let read = |text: &str| text.parse::<Decimal<2>>();
    assert_eq!(read("12.5"), Ok(Decimal::scaled(1_250)));
    assert_eq!(read("-0.05"), Ok(Decimal::scaled(-5)));
    assert_eq!(read("12.500"), Err(NotADecimal::TooPrecise));
    assert_eq!(read("99999999999999999999"), Err(NotADecimal::TooLarge));
    for malformed in ["", ".", "1.", ".5", "+1", "1e3", " 1", "1_000", "--1", "-"] {
        assert_eq!(read(malformed), Err(NotADecimal::Malformed), "{malformed:?}");
    }
}

#[test]
fn truth_is_strong_kleene() {
    use Truth::{False, True, Unknown};
    for (a, b, and, or) in [
        (True, True, True, True),
        (True, Unknown, Unknown, True),
        (True, False, False, True),
        (Unknown, Unknown, Unknown, Unknown),
        (Unknown, False, False, Unknown),
        (False, False, False, False),
    ] {
        assert_eq!((a.and(b), b.and(a), a.or(b), b.or(a)), (and, and, or, or));
    }
    assert_eq!((True.not(), Unknown.not(), False.not()), (False, Unknown, True));
}

#[test]
fn a_leap_day_birthday_comes_of_age_on_the_28th() {
    let [born, asked]: [Date; 2] = ["2008-02-29", "2026-02-28"].map(|text| text.parse().unwrap());
    assert!(Today::new(asked).elapsed(born, Period::years(18)));
    assert_eq!(Date::MAX.plus(Period::years(1)), Date::MAX);
}
