//! Policies with lines lost, doubled, moved or torn: whatever comes in, what is laid out is read as it was,
//! laying out twice is laying out once, and what has errors is left alone with its errors.

use criteria::format::Unformatted;
use criteria_tests::runner::check;
use proptest::prelude::*;

use super::{POLICIES, difference, formatted, policy, says};

/// What happens to a line.
#[derive(Debug, Clone)]
enum Accident {
    Lost(u16),
    Doubled(u16),
    Swapped(u16),
    Torn(u16, u8),
    Joined(u16),
    Indented(u16, u8),
    With(u16, &'static str),
}

fn accident() -> impl Strategy<Value = Accident> {
    let signs = prop::sample::select(vec![
        "> ", "# ", "- ", "1. ", "*", "`", "\\", "&nbsp;", "<", "| ", "\u{a0}", "  \n", "\t", "---", "[^x]",
        "[a]: b", "&gt;", "==",
    ]);
    prop_oneof![
        any::<u16>().prop_map(Accident::Lost),
        any::<u16>().prop_map(Accident::Doubled),
        any::<u16>().prop_map(Accident::Swapped),
        any::<(u16, u8)>().prop_map(|(at, place)| Accident::Torn(at, place)),
        any::<u16>().prop_map(Accident::Joined),
        (any::<u16>(), 1..9_u8).prop_map(|(at, by)| Accident::Indented(at, by)),
        (any::<u16>(), signs).prop_map(|(at, sign)| Accident::With(at, sign)),
    ]
}

fn after(text: &str, accidents: &[Accident]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for accident in accidents {
        let last = lines.len() - 1;
        let line = |at: u16| usize::from(at) % last;
        match *accident {
            Accident::Lost(at) => drop(lines.remove(line(at))),
            Accident::Doubled(at) => lines.insert(line(at), lines[line(at)].clone()),
            Accident::Swapped(at) => lines.swap(line(at), line(at) + 1),
            Accident::Torn(at, place) => {
                let torn = &mut lines[line(at)];
                let place = torn.floor_char_boundary(usize::from(place) % (torn.len() + 1));
                torn.insert(place, '\n');
            }
            Accident::Joined(at) => {
                let next = lines.remove(line(at) + 1);
                lines[line(at)].extend([" ", &next]);
            }
            Accident::Indented(at, by) => {
                let at = line(at);
                lines[at].insert_str(0, &" ".repeat(by.into()));
            }
            Accident::With(at, sign) => {
                let at = line(at);
                let place = lines[at].floor_char_boundary((at % 7) * 5 % (lines[at].len() + 1));
                lines[at].insert_str(place, sign);
            }
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn nothing_that_is_read_changes() {
    let policies = POLICIES.map(policy);
    let accidents = (0..POLICIES.len(), proptest::collection::vec(accident(), 1..4));
    let laid_out = std::cell::Cell::new(0_u32);
    check("accidents", 1_000, &accidents, |(which, accidents)| {
        let text = after(&policies[*which], accidents);
        let said = says(&text);
        match formatted(&text) {
            Err(Unformatted::Form(found)) if said.is_none() && !found.is_empty() => Ok(()),
            Err(why) => Err(format!("{why:?}\n{text}")),
            Ok(_) if said.is_none() => Err(format!("laid out in spite of its errors\n{text}")),
            Ok(done) if says(&done) != said => Err(format!("read otherwise\n{done}")),
            Ok(done) => {
                laid_out.set(laid_out.get() + 1);
                match formatted(&done) {
                    Ok(again) if again == done => Ok(()),
                    Ok(again) => Err(format!("not done at once\n{}", difference(&done, &again))),
                    Err(why) => Err(format!("{why:?}")),
                }
            }
        }
    });
    println!("{} of the policies could be laid out", laid_out.get());
    assert!(laid_out.get() > 0, "no accident left a policy readable");
}
