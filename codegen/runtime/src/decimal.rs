//! Exact decimals: integers at a fixed scale, never binary floats.

use core::fmt;
use core::str::FromStr;

/// A decimal with at most `PLACES` decimal places, as an integer scaled by `10^PLACES`.
///
/// `Decimal::<2>::scaled(1_250)` is 12.50.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal<const PLACES: u32>(i64);

impl<const PLACES: u32> Decimal<PLACES> {
    /// The decimal that is `scaled / 10^PLACES`.
    #[inline]
    pub const fn scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// The integer at this scale.
    #[inline]
    pub const fn to_scaled(self) -> i64 {
        self.0
    }

    /// The product, at the scale of both factors together; always exact.
    #[inline]
    pub fn times<const OTHER: u32>(self, other: Decimal<OTHER>) -> i128 {
        i128::from(self.0) * i128::from(other.0)
    }

    /// So many times the integer at this scale: a ratio compares with a limit by multiplying
    /// both with its divisor. Always exact.
    #[inline]
    pub fn by(self, factor: i64) -> i128 {
        i128::from(self.0) * i128::from(factor)
    }

    /// The sum, at the finer scale of the two. Exact for at most 18 places.
    #[inline]
    pub fn plus<const OTHER: u32>(self, other: Decimal<OTHER>) -> i128 {
        self.by(raise(PLACES, OTHER)).wrapping_add(other.by(raise(OTHER, PLACES)))
    }

    /// The difference, at the finer scale of the two. Exact for at most 18 places.
    #[inline]
    pub fn minus<const OTHER: u32>(self, other: Decimal<OTHER>) -> i128 {
        self.by(raise(PLACES, OTHER)).wrapping_sub(other.by(raise(OTHER, PLACES)))
    }

    /// The product of factors from ranges whose product fits into 64 bits; for others the
    /// high bits are lost.
    #[inline]
    pub const fn times_in_range<const OTHER: u32>(self, other: Decimal<OTHER>) -> i64 {
        self.0.wrapping_mul(other.0)
    }
}

/// What brings a number with `places` to the finer scale of the two.
const fn raise(places: u32, other: u32) -> i64 {
    10_i64.wrapping_pow(other.saturating_sub(places))
}

impl<const PLACES: u32> fmt::Display for Decimal<PLACES> {
    /// With all its places, as a request writes it: `12.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        match 10_u64.checked_pow(PLACES) {
            Some(unit) if PLACES > 0 => {
                let (whole, part) = (magnitude / unit, magnitude % unit);
                write!(f, "{sign}{whole}.{part:0places$}", places = PLACES as usize)
            }
            Some(_) => write!(f, "{sign}{magnitude}"),
            None => write!(f, "{sign}0.{magnitude:0places$}", places = PLACES as usize),
        }
    }
}

impl<const PLACES: u32> fmt::Debug for Decimal<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no decimal of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotADecimal {
    /// It is not an optional sign, digits, and perhaps a point with digits behind it.
    Malformed,
    /// It has more decimal places than the scale.
    TooPrecise,
    /// It does not fit into 64 bits.
    TooLarge,
}

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a decimal number, written like 12.5",
            Self::TooPrecise => "more decimal places than the fact has",
            Self::TooLarge => "too large a number",
        })
    }
}

impl core::error::Error for NotADecimal {}

impl<const PLACES: u32> FromStr for Decimal<PLACES> {
    type Err = NotADecimal;

    /// Reads `12`, `12.5`, `-0.25`; no exponent, no separators, no space, no bare point.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) =
            digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !part.is_none_or(all_digits) {
            return Err(NotADecimal::Malformed);
        }
        let part = part.unwrap_or("");
        let missing = PLACES
            .checked_sub(u32::try_from(part.len()).unwrap_or(u32::MAX))
            .ok_or(NotADecimal::TooPrecise)?;
        let zeros = core::iter::repeat_n(0, missing as usize);
        let digits = whole.bytes().chain(part.bytes()).map(|byte| i64::from(byte - b'0')).chain(zeros);
        let step = |sum: i64, digit: i64| {
            let tens = sum.checked_mul(10)?;
            if negative { tens.checked_sub(digit) } else { tens.checked_add(digit) }
        };
        let scaled = digits.into_iter().try_fold(0, step).ok_or(NotADecimal::TooLarge)?;
        Ok(Self(scaled))
    }
}
