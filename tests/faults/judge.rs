//! Built by the suite into a copy of the workspace in which faults are planted: it lets one of them
//! at a time count, and says whether the comparison of the two engines notices.

use std::path::Path;
use std::sync::atomic::Ordering;

use criteria::emit::rust::{Meta, emit};
use criteria_runtime::PLANTED;
use criteria_tests::agree::agree;
use criteria_tests::requests::sample;
use criteria_tests::space::Space;
use criteria_tests::workspace::{Spec, alemtuzumab, put, specs};

/// `judge compare 0 1 2`: a line a fault. `judge emit FOLDER 0 8 9`: an evaluator a fault.
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let spec = alemtuzumab();
    let faults = |words: &[String]| words.iter().map(|n| n.parse().unwrap()).collect::<Vec<usize>>();
    if words[0] == "emit" {
        let meta = Meta { source: spec.name.clone(), hash: "0".repeat(64) };
        for (at, fault) in faults(&words[2..]).into_iter().enumerate() {
            PLANTED.store(fault, Ordering::Relaxed);
            put(&Path::new(&words[1]).join(format!("{at}.rs")), &emit(&spec.policy, &meta).unwrap());
        }
        return;
    }
    let mut probes = sample(spec, 6_000);
    probes.extend(Space::of(&spec.policy).probes(&spec.policy, 500));
    // What that policy does not use, another one does.
    let others: Vec<&'static Spec> = specs().iter().filter(|other| other.policy.id != spec.policy.id).collect();
    let mut all = vec![(spec, probes)];
    all.extend(others.into_iter().map(|other| (other, sample(other, 600))));
    for fault in faults(&words[1..]) {
        PLANTED.store(fault, Ordering::Relaxed);
        let differ = all.iter().find_map(|(spec, probes)| {
            let evaluator = spec.evaluator.unwrap();
            probes.iter().find_map(|request| agree(&spec.policy, evaluator, request).err())
        });
        let differ =
            differ.map_or("agrees".to_owned(), |why| format!("differs: {}", why.replace('\n', "; ")));
        println!("{differ}");
    }
}
