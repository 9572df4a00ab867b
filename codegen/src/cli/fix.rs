//! `criteria check --fix`: the edits that a machine may make, until none is left.

use std::path::Path;

use super::load::{sources, together};
use super::{Failure, Streams};
use crate::artifact::{Artifacts, Mode};
use crate::compiled::{Compiled, compile};
use crate::diagnostic::Safety;
use crate::limits::MAX_FIX_ROUNDS;
use crate::source::{Edit, Source, apply};

/// Mends the policies at the paths, and says what was done. Files change all together, at the end;
/// standard input is printed.
pub(super) fn fix_all(
    paths: &[std::path::PathBuf],
    streams: &mut Streams<'_>,
) -> Result<Vec<Compiled>, Failure> {
    let mut files = Artifacts::default();
    let mut all = Vec::new();
    for source in sources(paths, streams.input)? {
        let (compiled, done) = mended(source);
        for line in &done {
            writeln!(streams.err, "{line}")?;
        }
        let source = &compiled.source;
        if source.is_stdin() {
            streams.out.write_all(source.text().as_bytes())?;
        } else if !done.is_empty() {
            // One file is mended in one way, however often it is named.
            let _ = files.add(Path::new(source.name()), source.text());
        }
        all.push(compiled);
    }
    files.apply(Mode::Write)?;
    Ok(together(all))
}

/// The policy with all safe fixes made, and what was done, line by line.
fn mended(source: Source) -> (Compiled, Vec<String>) {
    let mut done = Vec::new();
    let mut compiled = compile(source);
    // A mended line may show another mistake.
    for _ in 0..MAX_FIX_ROUNDS {
        let (edits, said) = safe_edits(&compiled);
        let Ok(text) = apply(compiled.source.text(), &edits) else { break };
        if edits.is_empty() {
            break;
        }
        done.extend(said);
        compiled = compile(Source::new(compiled.source.name(), text));
    }
    (compiled, done)
}

/// The edits of all safe fixes that do not touch one another; the rest waits for the next round.
fn safe_edits(compiled: &Compiled) -> (Vec<Edit>, Vec<String>) {
    let source = &compiled.source;
    let (mut edits, mut said): (Vec<Edit>, Vec<String>) = (Vec::new(), Vec::new());
    let mut free = 0;
    for diagnostic in &compiled.diagnostics {
        let safe = diagnostic.fixes.iter().find(|fix| fix.safety == Safety::Safe);
        let Some((fix, span)) = safe.and_then(|fix| Some((fix, fix.span()?))) else { continue };
        if span.start < free || apply(source.text(), &fix.edits).is_err() {
            continue;
        }
        free = span.end + 1;
        edits.extend(fix.edits.iter().cloned());
        said.push(format!("{}:{}: {}", source.name(), source.line(span.start), fix.title));
    }
    (edits, said)
}
