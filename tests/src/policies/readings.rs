//! Readings of random policies: words with several readings are kept, and the row that the compiler offers for
//! them is pasted with one of its ids.

use std::fmt::Write as _;

use criteria::diagnostic::{Code, Diagnostic};
use criteria::source::Source;

use super::dice::Dice;

/// Rounds of choosing: what is settled may leave other words of the sentence open.
const ROUNDS: usize = 4;

const HEAD: &str = "| Reading | Place | Question | Our reading | Other reading | Written otherwise |\n\
                    | --- | --- | --- | --- | --- | --- |\n";

/// Gives a reading to each of its words that have several, and says whether it has any. Words for which
/// the compiler offers no row stay open, and the policy is refused.
pub fn choose(text: &mut String, dice: &mut Dice) -> bool {
    let mut any = false;
    for _ in 0..ROUNDS {
        let compiled = criteria::check(Source::new("readings", text.clone()));
        let open = compiled.diagnostics.iter().filter(|one| one.code == Code::SeveralReadings);
        let rows: String = open.filter_map(|one| row(one, dice)).collect();
        if rows.is_empty() {
            break;
        }
        any = true;
        if !text.contains(HEAD) {
            _ = write!(text, "\n## Readings\n\n{HEAD}");
        }
        *text = text.replacen(HEAD, &format!("{HEAD}{rows}"), 1);
    }
    any
}

/// The row that a message offers, with one of the ids that it lists.
fn row(of: &Diagnostic, dice: &mut Dice) -> Option<String> {
    let id = |help: &String| Some(help.strip_prefix('`')?.split_once("`: write `")?.0.to_owned());
    let ids: Vec<String> = of.help.iter().filter_map(id).collect();
    let offered = of.help.iter().find_map(|help| help.split_once("## Readings`: `"))?.1.trim_end_matches('`');
    let chosen = format!("Read as {}", dice.pick(&ids));
    Some(format!("{}\n", offered.replacen(&format!("Read as {}", ids.first()?), &chosen, 1)))
}
