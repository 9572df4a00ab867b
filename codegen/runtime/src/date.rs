//! Civil dates, and the calendar arithmetic that policies use.
//!
//! A month is a calendar month added to the earlier date, clamped to the month's last
//! day: 2008-02-29 plus 18 years is 2026-02-28, and on that day the person is of age.

use core::fmt;
use core::num::NonZeroU32;
use core::str::FromStr;

/// A civil date, 0001-01-01 to 9999-12-31, without time or zone.
///
/// Months since year 0 stand above five bits of day in one number: dates compare as
/// numbers, and adding months is an addition, which is most of what policies ask. It is
/// never zero, so that a missing date takes no more room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NonZeroU32);

/// The unit of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodUnit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Years of twelve calendar months.
    Years,
}

/// A span of the calendar: `12 months`, `18 years`, `90 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// How many units.
    pub count: u16,
    /// Of what.
    pub unit: PeriodUnit,
}

impl Date {
    /// The last date that can be said. Additions stop here.
    pub const MAX: Self = Self::pack(9999, 12, 31);
    /// The first date that can be said.
    pub const MIN: Self = Self::pack(1, 1, 1);

    const fn pack(year: u32, month: u32, day: u32) -> Self {
        match NonZeroU32::new(((year * 12 + month - 1) << 5) | day) {
            Some(packed) => Self(packed),
            None => Self(NonZeroU32::MIN),
        }
    }

    #[inline]
    const fn number(self) -> u32 {
        self.0.get()
    }

    /// The date, or `None` where the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let (year, month, day) = (year as u32, month as u32, day as u32);
        if year < 1 || year > 9999 || month < 1 || month > 12 {
            return None;
        }
        if day < 1 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self::pack(year, month, day))
    }

    /// The date of a generated constant, which is one of the calendar; any other is [`Date::MIN`].
    pub const fn literal(year: u16, month: u8, day: u8) -> Self {
        match Self::new(year, month, day) {
            Some(date) => date,
            None => Self::MIN,
        }
    }

    /// Whether it lies in the years 1900 to 2199, as every date of a request must that is
    /// not bounded by its own fact.
    #[inline]
    pub const fn is_plausible(self) -> bool {
        self.number() >= Self::pack(1900, 1, 1).number() && self.number() <= Self::pack(2199, 12, 31).number()
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> u32 {
        self.months() / 12
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u32 {
        self.months() % 12 + 1
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u32 {
        self.number() & 0x1f
    }

    /// Whole calendar months since year 0.
    const fn months(self) -> u32 {
        self.number() >> 5
    }

    /// The date `period` later; months and years are clamped to the month's last day, and
    /// nothing goes past [`Date::MAX`].
    #[must_use]
    #[inline]
    pub const fn plus(self, period: Period) -> Self {
        let count = period.count as u32;
        match period.unit {
            PeriodUnit::Days => self.plus_days(count),
            PeriodUnit::Weeks => self.plus_days(7 * count),
            PeriodUnit::Months => self.plus_months(count),
            PeriodUnit::Years => self.plus_months(12 * count),
        }
    }

    #[inline]
    const fn plus_months(self, months: u32) -> Self {
        let total = self.months() + months;
        let (year, month) = (total / 12, total % 12 + 1);
        if year > 9999 {
            return Self::MAX;
        }
        let last = if self.day() > 28 { days_in_month(year, month) } else { 31 };
        let day = if self.day() < last { self.day() } else { last };
        Self::pack(year, month, day)
    }

    const fn plus_days(self, days: u32) -> Self {
        Self::from_day_number(self.day_number() + days)
    }

    /// Days since 0000-03-01, counted in the proleptic Gregorian calendar.
    const fn day_number(self) -> u32 {
        let shift = if self.month() <= 2 { 1 } else { 0 };
        let year = self.year() - shift;
        let month = (self.month() + 9) % 12;
        year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + self.day() - 1
    }

    const fn from_day_number(number: u32) -> Self {
        let era = number / 146_097;
        let of_era = number % 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
        if year > 9999 { Self::MAX } else { Self::pack(year, month, day) }
    }
}

/// The day a request is decided, with what comparisons to it need worked out once.
///
/// "At least 12 months since d" is `d + 12 months ≤ today`. The clamp to the month's last
/// day is folded into `ceiling`: on the last day of a month, every day number of that
/// month counts as reached, so the sum need not be clamped before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    date: Date,
    ceiling: u32,
}

impl Today {
    /// For requests that are decided on `date`.
    pub const fn new(date: Date) -> Self {
        let last = date.day() == days_in_month(date.year(), date.month());
        Self { date, ceiling: if last { date.number() | 31 } else { date.number() } }
    }

    /// The date.
    #[inline]
    pub const fn date(self) -> Date {
        self.date
    }

    /// Whether at least `period` has passed since `since`: `since + period ≤ today`.
    #[inline]
    pub const fn elapsed(self, since: Date, period: Period) -> bool {
        let count = period.count as u32;
        match period.unit {
            PeriodUnit::Days => since.day_number() + count <= self.date.day_number(),
            PeriodUnit::Weeks => since.day_number() + 7 * count <= self.date.day_number(),
            PeriodUnit::Months => since.number() + (count << 5) <= self.ceiling,
            PeriodUnit::Years => since.number() + ((12 * count) << 5) <= self.ceiling,
        }
    }

    /// Whether at most `period` has passed since `since`: `since + period ≥ today`.
    #[inline]
    pub const fn within(self, since: Date, period: Period) -> bool {
        let count = period.count as u32;
        match period.unit {
            PeriodUnit::Days => since.day_number() + count >= self.date.day_number(),
            PeriodUnit::Weeks => since.day_number() + 7 * count >= self.date.day_number(),
            PeriodUnit::Months => since.number() + (count << 5) >= self.date.number(),
            PeriodUnit::Years => since.number() + ((12 * count) << 5) >= self.date.number(),
        }
    }

    /// Whether the whole years since `since` lie between the two, both included.
    #[inline]
    pub const fn years_since_in(self, since: Date, least: u16, most: u16) -> bool {
        self.elapsed(since, Period::years(least))
            && !self.elapsed(since, Period::years(most.saturating_add(1)))
    }
}

impl Period {
    /// So many days.
    pub const fn days(count: u16) -> Self {
        Self { count, unit: PeriodUnit::Days }
    }

    /// So many weeks.
    pub const fn weeks(count: u16) -> Self {
        Self { count, unit: PeriodUnit::Weeks }
    }

    /// So many calendar months.
    pub const fn months(count: u16) -> Self {
        Self { count, unit: PeriodUnit::Months }
    }

    /// So many years of twelve calendar months.
    pub const fn years(count: u16) -> Self {
        Self { count, unit: PeriodUnit::Years }
    }
}

const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no date of the form `2026-02-28`, or the calendar has no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day of the calendar, written like 2026-02-28")
    }
}

impl core::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads exactly `YYYY-MM-DD`: ten characters, no time, no other separator.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(NotADate);
        };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u16, |sum, digit| {
                digit.is_ascii_digit().then(|| sum * 10 + u16::from(digit - b'0'))
            })
        };
        let narrow = |n: u16| u8::try_from(n).ok();
        let year = number(&[y1, y2, y3, y4]).ok_or(NotADate)?;
        let month = number(&[m1, m2]).and_then(narrow).ok_or(NotADate)?;
        let day = number(&[d1, d2]).and_then(narrow).ok_or(NotADate)?;
        Self::new(year, month, day).ok_or(NotADate)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            PeriodUnit::Days => "day",
            PeriodUnit::Weeks => "week",
            PeriodUnit::Months => "month",
            PeriodUnit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}
