//! `fmt` and `check --fix`: what is written, what is left alone, and how the command exits.

use std::fs;
use std::io::Write;
use std::path::Path;

use tempfile::TempDir;

use super::binary::{criteria, root, run};

const POLICY: &str = "codegen/src/diagnostic/pages/base.md";

/// A sound policy, as it stands.
fn policy() -> String {
    fs::read_to_string(root().join(POLICY)).unwrap()
}

/// A folder with these files, and nothing else.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let mut file = fs::File::create(folder.path().join(name)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn fmt_lays_out_what_can_be_read_and_leaves_the_rest_alone() {
    let house = policy();
    let loose = house.replace("3. Age ≥ 18 years;", "3.  Age >= 18\u{a0}years;").replace('\n', "\r\n");
    let broken = house.replace("   - b. Disabling plaques;", " - b. Disabling plaques;");
    let folder = folder(&[("a.md", &loose), ("b.md", &broken), ("c.md", &house)]);
    let check = run(&["fmt", "--check", "."], b"", folder.path(), &[]).exits(1).without_data();
    check.says("laid out otherwise: a.md\n").says("error[item-indent]").says("left alone: b.md: 1 error");
    assert_eq!(read(&folder, "a.md"), loose);
    run(&["fmt", "."], b"", folder.path(), &[]).exits(1).without_data().says("laid out: a.md\n");
    assert_eq!((read(&folder, "a.md"), read(&folder, "b.md")), (house.clone(), broken));
    assert_eq!((read(&folder, "c.md"), count(folder.path())), (house, 3));
    let again = run(&["fmt", "--check", "a.md", "c.md"], b"", folder.path(), &[]).exits(0).without_data();
    assert_eq!(again.err, "");
    run(&["fmt", "nowhere.md"], b"", folder.path(), &[]).exits(2).says("error: cannot read `nowhere.md`");
}

#[test]
fn fmt_prints_standard_input() {
    let house = policy();
    let loose = house.replace("| --- |", "|-----|").replace("\n## ", "\n\n\n## ");
    assert_eq!(criteria(&["fmt", "-"], loose.as_bytes()).exits(0).out, house);
    criteria(&["fmt", "--check", "-"], loose.as_bytes()).exits(1).without_data();
    criteria(&["fmt", "--check", "-"], house.as_bytes()).exits(0).without_data();
}

#[test]
fn the_policies_are_laid_out_well() {
    criteria(&["fmt", "--check"], b"").exits(0).without_data();
}

#[test]
fn fix_makes_what_is_certain_and_leaves_what_is_not() {
    let sound = policy();
    let odd = sound.replace("3. Age ≥ 18 years;", "3. \u{410}ge ≥ 1\u{200b}8 years;");
    let lost = odd.replace("2. Prescribed by a dermatologist;", "2. Age 18 years;");
    let folder = folder(&[("odd.md", &odd), ("lost.md", &lost)]);
    let ran = run(&["check", "--fix", "odd.md"], b"", folder.path(), &[]).exits(0).without_data();
    ran.says("odd.md:49: write a plain `Age`\n").says("odd.md:49: write a plain `18`\n").says("0 errors");
    assert_eq!(read(&folder, "odd.md"), sound);
    let ran = run(&["check", "--fix", "lost.md"], b"", folder.path(), &[]).exits(1);
    ran.prints("error[missing-comparator]").says("lost.md:49: write a plain `Age`");
    let half = sound.replace("2. Prescribed by a dermatologist;", "2. Age 18 years;");
    assert_eq!((read(&folder, "lost.md"), count(folder.path())), (half, 2));
}

/// Five mistakes of layout in one file are made good at once, and a line a mistake says so.
#[test]
fn fix_mends_several_mistakes_in_one_file() {
    let sound = policy();
    let spoilt = [
        ("3. Age ≥ 18 years;", "3) \u{410}ge ≥ 18 years;"),
        ("   - b. Disabling plaques;", " - b. Disabling plaques;"),
        ("   - b. Mexolate;", "   b. Mexolate;"),
        ("2. Refer when", "2) Refer when"),
    ];
    let text = spoilt.iter().fold(sound.clone(), |text, (from, to)| text.replacen(from, to, 1));
    let folder = folder(&[("a.md", &text)]);
    run(&["check", "a.md"], b"", folder.path(), &[]).exits(1);
    let ran = run(&["check", "--fix", "a.md"], b"", folder.path(), &[]).exits(0).without_data();
    assert_eq!(
        ran.err.lines().filter(|line| line.starts_with("a.md:") && line.contains(": write ")).count(),
        5
    );
    assert_eq!(read(&folder, "a.md"), sound);
    run(&["check", "a.md"], b"", folder.path(), &[]).exits(0).without_data();
}

#[test]
fn fix_prints_standard_input() {
    let odd = policy().replace("3. Age ≥ 18 years;", "3. \u{410}ge ≥ 18 years;");
    assert_eq!(criteria(&["check", "--fix", "-"], odd.as_bytes()).exits(0).out, policy());
}
