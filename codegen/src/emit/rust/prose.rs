//! The policy's words in doc comments: no Markdown, no link and no lint may see more in
//! them than words.

/// One paragraph of rustdoc that shows `text` as it is.
pub(super) fn escape(text: &str) -> String {
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    let word: String = word.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    if looks_like_code(&word) {
        return format!("`{}`", word.replace('`', "'"));
    }
    word.chars().flat_map(|c| needs_escape(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Direction marks and other characters without a shape, which the compiler refuses in
/// comments.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

const fn needs_escape(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$')
}

/// Words that `clippy::doc_markdown` takes for code, and some more.
fn looks_like_code(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let camel = upper > 1 && word.chars().any(char::is_lowercase);
    camel || word.contains('_') || word.contains("::") || word.contains("//") || word.contains("()")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn prose_stays_prose() {
        assert_eq!(escape("Age ≥ 18\n years"), "Age ≥ 18 years");
        assert_eq!(escape("see [Appendix D] <b> *x*"), "see \\[Appendix D\\] \\<b\\> \\*x\\*");
        assert_eq!(escape("an HbA1c of a_b, http://x.org"), "an `HbA1c` of `a_b,` `http://x.org`");
        assert_eq!(escape("left\u{202e}right\u{200b} "), "leftright");
    }
}
