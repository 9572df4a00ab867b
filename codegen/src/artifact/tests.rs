//! Files in folders of their own, written, compared and taken back.

use super::*;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("criteria-artifact-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }

    fn names(&self) -> Vec<String> {
        fn walk(folder: &Path, base: &Path, into: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, base, into);
                } else {
                    into.push(slashed(path.strip_prefix(base).unwrap()));
                }
            }
        }
        let mut names = Vec::new();
        walk(&self.0, &self.0, &mut names);
        names.sort();
        names
    }

    fn set(&self, files: &[(&str, &str)]) -> Artifacts {
        let mut set = Artifacts::default();
        set.own(self.0.join("out"));
        for (name, text) in files {
            assert!(set.add(self.0.join(name), *text));
        }
        set
    }

    #[track_caller]
    fn check(&self, mode: Mode, files: &[(&str, &str)], expected: &[(&str, Change)]) {
        let changes = self.set(files).apply(mode).unwrap();
        let found: Vec<_> = changes
            .iter()
            .map(|(path, change)| (slashed(path.strip_prefix(&self.0).unwrap()), *change))
            .collect();
        let found: Vec<_> = found.iter().map(|(path, change)| (path.as_str(), *change)).collect();
        assert_eq!(found, expected);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn writes_checks_and_removes() {
    let folder = Folder::new();
    let old = format!("// {}\nold", header("spec/x.md"));
    folder.put("out/old/a.rs", &old);
    folder.put("out/by-hand.md", "mine");
    let files = [("out/new/a.md", "a"), ("out/b.md", "b")];
    let expected = [
        ("out/b.md", Change::Missing),
        ("out/new/a.md", Change::Missing),
        ("out/old/a.rs", Change::Orphaned),
    ];
    folder.check(Mode::Check, &files, &expected);
    assert_eq!(folder.names(), ["out/by-hand.md", "out/old/a.rs"]);
    folder.check(Mode::Write, &files, &expected);
    assert_eq!(folder.names(), ["out/b.md", "out/by-hand.md", "out/new/a.md", "out/old/a.rs"]);
    folder.check(Mode::Prune, &files, &expected[2..]);
    assert_eq!(folder.names(), ["out/b.md", "out/by-hand.md", "out/new/a.md"]);
    assert!(!folder.0.join("out/old").exists());
    folder.check(Mode::Check, &files, &[]);
    folder.check(
        Mode::Write,
        &[("out/new/a.md", "A"), ("out/b.md", "b")],
        &[("out/new/a.md", Change::Stale)],
    );
}

#[test]
fn equal_files_are_left_untouched() {
    let folder = Folder::new();
    folder.put("out/a.md", "a");
    let before = fs::metadata(folder.0.join("out/a.md")).unwrap().modified().unwrap();
    folder.check(Mode::Write, &[("out/a.md", "a")], &[]);
    assert_eq!(fs::metadata(folder.0.join("out/a.md")).unwrap().modified().unwrap(), before);
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let folder = Folder::new();
    folder.put("out/file", "no folder");
    let set = folder.set(&[("out/a.md", "a"), ("out/file/b.md", "b")]);
    let message = set.apply(Mode::Write).unwrap_err().to_string();
    assert!(message.starts_with("cannot "), "{message}");
    assert_eq!(folder.names(), ["out/file"]);
}

#[test]
fn what_a_person_wrote_is_never_replaced() {
    let folder = Folder::new();
    let path = folder.0.join("new/a.md");
    assert!(create(&path, "first").unwrap());
    assert!(!create(&path, "second").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "first");
}

#[test]
fn one_path_has_one_text() {
    let mut set = Artifacts::default();
    assert!(set.add("a", "1"));
    assert!(set.add("a", "1"));
    assert!(!set.add("a", "2"));
}

#[test]
fn builds_at_the_same_time_do_not_corrupt_each_other() {
    let folder = Folder::new();
    let text = "x".repeat(100_000);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| folder.set(&[("out/a.md", text.as_str())]).apply(Mode::Write).unwrap());
        }
    });
    assert_eq!(folder.names(), ["out/a.md"]);
    assert_eq!(fs::read_to_string(folder.0.join("out/a.md")).unwrap(), text);
}

#[test]
#[cfg(unix)] // where folders can be locked
fn what_a_killed_build_left_is_removed() {
    let folder = Folder::new();
    folder.put("out/.a.md.4711-0.tmp", "half a f");
    folder.put("out/.mine.tmp", "by hand");
    let orphan = [("out/.a.md.4711-0.tmp", Change::Orphaned)];
    folder.check(Mode::Check, &[], &orphan);
    folder.check(Mode::Write, &[], &orphan);
    assert_eq!(folder.names(), ["out/.mine.tmp"]);
}

/// Sets of two versions, over and over: what is left is one of them, whole.
#[test]
#[cfg(unix)] // where folders can be locked
fn builds_of_different_sources_do_not_mix() {
    let folder = Folder::new();
    let names: Vec<String> = (0..8).map(|at| format!("out/{at}.md")).collect();
    for round in 0..20 {
        std::thread::scope(|scope| {
            for version in ["old", "new", "newer"] {
                let text = format!("<!-- {} -->\n{version} {round}", header("spec/x.md"));
                let (folder, names) = (&folder, &names);
                scope.spawn(move || {
                    let files: Vec<_> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
                    folder.set(&files).apply(Mode::Write).unwrap();
                });
            }
        });
        assert_eq!(folder.names(), names);
        let texts: BTreeSet<_> =
            names.iter().map(|name| fs::read_to_string(folder.0.join(name)).unwrap()).collect();
        assert_eq!(texts.len(), 1, "{texts:?}");
    }
}
