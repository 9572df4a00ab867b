#![allow(clippy::all, missing_docs)]
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let t = std::time::Instant::now();
    let compiled = criteria::compile(criteria::source::Source::new(path, text));
    eprintln!("{:?}", t.elapsed());
    for d in &compiled.diagnostics {
        println!("{}", criteria::diagnostic::render(&compiled.source, d, criteria::diagnostic::Style::Plain));
        println!("    {}", d.here);
        for h in &d.help {
            println!("    help: {h}");
        }
    }
    for a in &compiled.accepted {
        println!("accepted {} {}", a.diagnostic.code, a.why);
    }
    for e in &compiled.reading_effects {
        println!("{} {:?}", e.id, e.changes);
    }
    println!("{} diagnostics, policy {}", compiled.diagnostics.len(), compiled.policy.is_some());
}
