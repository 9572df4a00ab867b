//! Labels of the outline: numbers, letters and Roman numerals, read as written.

use crate::limits::MAX_LABEL;

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    /// `1`, `2`, `3`
    Numbers,
    /// `a`, `b`, …, `z`, `aa`, `bb`
    Letters,
    /// `A`, `B`, `C`
    Capitals,
    /// `i`, `ii`, `iii`
    Roman,
    /// `I`, `II`, `III`
    RomanCapitals,
}

impl Counting {
    /// The way of counting that starts with this label.
    pub(crate) fn starting_with(label: &str) -> Option<Self> {
        match label {
            "1" => Some(Self::Numbers),
            "a" => Some(Self::Letters),
            "A" => Some(Self::Capitals),
            "i" => Some(Self::Roman),
            "I" => Some(Self::RomanCapitals),
            _ => None,
        }
    }

    /// The likeliest way of counting in which the label stands somewhere.
    pub(crate) fn likely(label: &str) -> Self {
        let ways = [Self::Numbers, Self::Letters, Self::Capitals, Self::Roman];
        ways.into_iter().find(|way| way.ordinal(label).is_some()).unwrap_or(Self::RomanCapitals)
    }

    /// The label of a place, counted from 1.
    pub(crate) fn label(self, ordinal: usize) -> String {
        match self {
            Self::Numbers => ordinal.to_string(),
            Self::Letters => letters(ordinal),
            Self::Capitals => letters(ordinal).to_uppercase(),
            Self::Roman => roman(ordinal).to_lowercase(),
            Self::RomanCapitals => roman(ordinal),
        }
    }

    /// The place of a label, counted from 1.
    pub(crate) fn ordinal(self, label: &str) -> Option<usize> {
        let guess = match self {
            Self::Numbers => label.parse().ok()?,
            Self::Letters | Self::Capitals => {
                let first = label.bytes().next()?.to_ascii_lowercase();
                let letter = usize::from(first.checked_sub(b'a')?) + 1;
                letter + 26 * (label.len() - 1)
            }
            Self::Roman | Self::RomanCapitals => from_roman(&label.to_uppercase())?,
        };
        (guess > 0 && self.label(guess) == label).then_some(guess)
    }
}

fn letters(ordinal: usize) -> String {
    let place = ordinal.saturating_sub(1);
    let letter = u8::try_from(place % 26).map_or('a', |n| char::from(b'a' + n));
    std::iter::repeat_n(letter, (place / 26 + 1).min(MAX_LABEL)).collect()
}

const ROMAN: [(usize, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

fn roman(ordinal: usize) -> String {
    let mut left = ordinal.min(3999);
    let mut label = String::new();
    for (value, letters) in ROMAN {
        while left >= value {
            left -= value;
            label.push_str(letters);
        }
    }
    label
}

fn from_roman(label: &str) -> Option<usize> {
    let mut rest = label;
    let mut ordinal = 0;
    for (value, letters) in ROMAN {
        while let Some(behind) = rest.strip_prefix(letters) {
            ordinal += value;
            rest = behind;
        }
    }
    (rest.is_empty() && ordinal <= 3999).then_some(ordinal)
}

/// How a label is set off from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// `a.`
    Dot,
    /// `a)` or `(a)`
    Bracket,
}

/// A label at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prefix<'t> {
    /// The label itself.
    pub(crate) literal: &'t str,
    /// Bytes in front of it.
    pub(crate) from: usize,
    /// Bytes up to the end of its dot or bracket.
    pub(crate) len: usize,
    /// How it is set off.
    pub(crate) setting: Setting,
}

/// The label at the start of a text, if one stands there.
pub(crate) fn prefix(text: &str) -> Option<Prefix<'_>> {
    let (from, inner) = text.strip_prefix('(').map_or((0, text), |inner| (1, inner));
    let width = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let literal = inner.get(..width)?;
    let rest = inner.get(width..)?;
    let setting = match rest.bytes().next()? {
        b'.' if from == 0 => Setting::Dot,
        b')' => Setting::Bracket,
        _ => return None,
    };
    let apart = rest.get(1..)?.chars().next().is_none_or(char::is_whitespace);
    let sound = !literal.is_empty() && width <= MAX_LABEL && is_label(literal);
    (apart && sound).then_some(Prefix { literal, from, len: from + width + 1, setting })
}

fn is_label(literal: &str) -> bool {
    let ways = [Counting::Letters, Counting::Capitals, Counting::Roman, Counting::RomanCapitals];
    literal.bytes().all(|byte| byte.is_ascii_digit())
        || ways.into_iter().any(|way| way.ordinal(literal).is_some())
}

/// Signs that print as bullets, and are none in Markdown.
const BULLETS: &str = "•▪◦‣●○■□➢✓·";

/// A sign at the start of a line that was meant as a bullet, and the bytes up to what stands behind it. A
/// dash of print is one only in front of a label: else it may belong to the sentence.
pub(crate) fn bullet(text: &str) -> Option<(char, usize)> {
    let sign = text.chars().next()?;
    let rest = text.get(sign.len_utf8()..)?;
    let behind = rest.trim_start();
    let apart = behind.len() < rest.len() && !behind.is_empty();
    let meant = BULLETS.contains(sign) || (matches!(sign, '–' | '—') && prefix(behind).is_some());
    (apart && meant).then(|| (sign, text.len() - behind.len()))
}
