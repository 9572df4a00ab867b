//! Many texts on all processors, with an eye on each: one that panics or hangs is shown whole.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use criteria_tests::picks::Picks;
use criteria_tests::runner;

/// How long one text may take: on a busy machine, a thousand times what it does take.
const HANGS: Duration = Duration::from_secs(30);

/// What a thread is at: since when, and with what.
type Work = Mutex<Option<(Instant, String)>>;

/// Makes texts and judges each; a text that panics, hangs or is judged wrong fails the test.
pub(crate) fn run(
    what: &str,
    count: u32,
    make: impl Fn(&mut Picks) -> String + Sync,
    judge: impl Fn(&str) -> Result<bool, String> + Sync,
) {
    let threads = u64::try_from(thread::available_parallelism().map_or(1, usize::from)).unwrap_or(1);
    let works: Vec<Work> = (0..threads).map(|_| Mutex::new(None)).collect();
    let (done, sound, failed) = (AtomicBool::new(false), AtomicU64::new(0), Mutex::new(Vec::new()));
    let began = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| watch(what, &works, &done));
        let one = |first: u64, work: &Work| {
            for nth in (first..u64::from(count)).step_by(usize::try_from(threads).unwrap_or(1)) {
                let text = make(&mut Picks::from((runner::seed() << 32) + nth));
                set(work, Some((Instant::now(), text.clone())));
                let judged = catch_unwind(AssertUnwindSafe(|| judge(&text)));
                set(work, None);
                match judged.unwrap_or_else(|_| Err("it panics".to_owned())) {
                    Ok(is_sound) => _ = sound.fetch_add(u64::from(is_sound), Ordering::Relaxed),
                    Err(why) => {
                        failed.lock().expect("it is only pushed to").push(format!("{nth}: {why}\n{text}"));
                        return;
                    }
                }
            }
        };
        let one = &one;
        thread::scope(|inner| {
            for (first, work) in (0..).zip(&works) {
                inner.spawn(move || one(first, work));
            }
        });
        done.store(true, Ordering::Relaxed);
    });
    let failed = failed.into_inner().expect("it is only pushed to");
    assert!(failed.is_empty(), "{what} (seed {}):\n{}", runner::seed(), failed.join("\n\n"));
    println!("{what}: {count} in {:?}, {} of them accepted", began.elapsed(), sound.into_inner());
}

fn set(work: &Work, at: Option<(Instant, String)>) {
    *work.lock().expect("nobody panics while it is held") = at;
}

/// Ends the process when a text takes too long: a thread that hangs cannot be stopped otherwise.
fn watch(what: &str, works: &[Work], done: &AtomicBool) {
    while !done.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(50));
        for work in works {
            let work = work.lock().expect("nobody panics while it is held");
            if let Some((since, text)) = work.as_ref().filter(|(since, _)| since.elapsed() > HANGS) {
                eprintln!("{what}: no answer after {:?}:\n{text}", since.elapsed());
                std::process::exit(1);
            }
        }
    }
}
