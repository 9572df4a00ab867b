//! Takes a criterion out of a policy's text, and lets everything that cites one behind it follow.

/// The text without a criterion `section.number` whose item starts with `item`; the items behind it in
/// their list, and all citations, count one less. Citations of the criterion itself are taken out.
#[track_caller]
pub(super) fn without(text: &str, section: &str, number: usize, item: &str) -> String {
    let start = text.find(&format!("\n{number}. {item}")).unwrap_or_else(|| panic!("no item `{item}`")) + 1;
    let end = start + text[start..].find('\n').map_or(0, |line| line + 1);
    let (list, rest) = text[end..].split_once("\n#").unwrap_or((&text[end..], ""));
    let mut lines: Vec<String> = Vec::new();
    for line in list.lines() {
        let (label, behind) = line.split_once(". ").unwrap_or_default();
        lines.push(match label.parse::<usize>() {
            Ok(label) if label > number => format!("{}. {behind}", label - 1),
            _ => line.to_owned(),
        });
    }
    let moved = format!("{}{}\n\n#{rest}", &text[..start], lines.join("\n"));
    moved.lines().map(|line| cited(line, section, number) + "\n").collect()
}

/// A line with its citations of `section.…` moved.
fn cited(line: &str, section: &str, number: usize) -> String {
    let prefix = format!("{section}.");
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(&prefix) {
        let before = &rest[..at];
        let behind = &rest[at + prefix.len()..];
        let digits = behind.chars().take_while(char::is_ascii_digit).count();
        let inside = before.ends_with(|c: char| c.is_alphanumeric() || c == '.');
        out.push_str(before);
        match behind[..digits].parse::<usize>() {
            Ok(found) if !inside && found > number => {
                out += &[prefix.as_str(), &(found - 1).to_string()].concat();
            }
            Ok(found) if !inside && found == number => out.push('\u{0}'),
            _ => out.push_str(&rest[at..at + prefix.len() + digits]),
        }
        rest = &behind[digits..];
    }
    out.push_str(rest);
    // A cited criterion that is gone leaves its list: "∅, A, and B" is "A and B".
    for (from, to) in
        [("\u{0}, and ", ""), ("\u{0}, ", ""), ("\u{0} and ", ""), (" and \u{0}", ""), ("\u{0}", "")]
    {
        out = out.replace(from, to);
    }
    out.replace("I.A.2, or I.A.5 is not met", "I.A.2 or I.A.5 is not met")
}
