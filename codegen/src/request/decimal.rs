//! Exact decimals, read from their text: never by way of a binary float.

/// Why a text is no number at a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotExact {
    /// No plain decimal: an exponent, a group separator, something else.
    NotANumber,
    /// It needs more decimal places.
    TooPrecise,
    /// Too large for any fact.
    TooLarge,
}

/// Splits a text into the number in front and the unit behind it.
pub(super) fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ',');
    let end = text.find(|c| !numeric(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end).unwrap_or((text, ""));
    (number, unit.trim())
}

/// Reads a plain decimal as an integer scaled by `10^places`. Zeros behind the last decimal
/// place that counts are fine.
pub(super) fn scaled(text: &str, places: u32) -> Result<i64, NotExact> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(NotExact::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let places = places as usize;
    if fraction.len() > places {
        return Err(NotExact::TooPrecise);
    }
    let scaled = format!("{}{fraction:0<places$}", whole.trim_start_matches('0'));
    let digits = if scaled.is_empty() { "0" } else { &scaled };
    let number: i64 = digits.parse().map_err(|_| NotExact::TooLarge)?;
    Ok(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, places: u32, expected: Result<i64, NotExact>) {
        assert_eq!(scaled(text, places), expected, "{text} at {places}");
    }

    #[test]
    fn decimals_are_exact() {
        check("12", 2, Ok(1200));
        check("12.5", 2, Ok(1250));
        check("12.500000", 2, Ok(1250));
        check("0.29", 2, Ok(29));
        check("-0.5", 1, Ok(-5));
        check("0", 0, Ok(0));
        check("000", 3, Ok(0));
        check("12.505", 2, Err(NotExact::TooPrecise));
        check("99999999999999999999", 0, Err(NotExact::TooLarge));
        for text in ["", "-", ".5", "5.", "1e3", "1,000", "0x10", "--1", "1.2.3", "٣"] {
            check(text, 2, Err(NotExact::NotANumber));
        }
    }

    #[test]
    fn the_unit_stands_behind_the_number() {
        assert_eq!(split_unit(" 12 mg per day "), ("12", "mg per day"));
        assert_eq!(split_unit("12mg"), ("12", "mg"));
        assert_eq!(split_unit("12"), ("12", ""));
        assert_eq!(split_unit("mg"), ("", "mg"));
    }
}
