//! The builder in process. `tests/outside` builds whole programs with it.

use std::fs;

use super::*;

const POLICY: &str = include_str!("../../../tests/data/demo-travel.md");

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("criteria-build-{}-{name}", std::process::id()));
        let folder = Self(path);
        folder.put("spec/travel.md", POLICY);
        folder
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes())).unwrap();
    }

    fn run(&self, builder: &Builder, paths: &[&str]) -> (Result<(), Error>, String) {
        let builder = builder.clone().out_dir(self.0.join("out"));
        let paths: Vec<PathBuf> = paths.iter().map(|path| self.0.join(path)).collect();
        let mut directives = Directives::default();
        let result = builder.run(&paths, &mut directives);
        let here = format!("{}/", slashed(&self.0));
        (result, slashed(Path::new(directives.text())).replace(&here, ""))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_folder_is_watched_with_all_that_was_read() {
    let folder = Folder::new("watch");
    folder.put("spec/README.md", "no policy");
    let (result, said) = folder.run(&configure(), &["spec", "spec/travel.md"]);
    result.unwrap();
    let watched: Vec<_> = said.lines().filter(|line| line.starts_with("cargo::rerun")).collect();
    assert_eq!(watched, ["cargo::rerun-if-changed=spec", "cargo::rerun-if-changed=spec/travel.md"]);
    let list = folder.read("out/policies.rs");
    assert!(!list.contains("//!"), "an included text has no inner comments: {list}");
    assert!(list.contains("#[path = \"policies/demo_travel/mod.rs\"]\npub mod demo_travel;"), "{list}");
}

#[test]
fn an_error_is_told_line_by_line_and_nothing_is_written() {
    let folder = Folder::new("error");
    folder.put("spec/travel.md", &POLICY.replace("1. Receipt attached, or", "1. Receipts attached, or"));
    let (result, said) = folder.run(&configure(), &["spec/travel.md"]);
    let error = result.unwrap_err();
    assert!(!folder.0.join("out").exists());
    assert!(!said.contains("cargo::error"), "`compile` tells the error, `run` returns it");
    let shown = error.to_string();
    assert!(shown.starts_with("error["), "{shown}");
    assert!(shown.contains("travel.md:") && shown.contains("= help: "), "{shown}");
    assert_eq!(format!("{error:?}"), "1 error in the policies: see above");
    let mut directives = Directives::default();
    directives.error(&shown);
    assert_eq!(directives.text().lines().count(), shown.lines().count());
    assert!(directives.text().lines().all(|line| line.starts_with("cargo::error=")));
}

#[test]
fn what_cannot_be_is_said() {
    #[track_caller]
    fn says(result: Result<(), Error>, text: &str) {
        let error = result.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        assert!(!format!("{error:?}").contains('\n'));
    }
    let folder = Folder::new("faults");
    says(folder.run(&configure(), &["spec/none.md"]).0, "cannot read `");
    says(folder.run(&configure(), &["a\nb.md"]).0, "control character");
    folder.put("empty/README.md", "");
    says(folder.run(&configure(), &["empty"]).0, "no policy (`*.md`) in the folder");
    says(folder.run(&configure().file_name("../x.rs"), &["spec"]).0, "is no name for a generated file");
    folder.put("spec/again.md", POLICY);
    says(folder.run(&configure(), &["spec"]).0, "error[");
    says(
        configure().run(&[folder.0.join("spec/travel.md")], &mut Directives::default()),
        "`OUT_DIR` is not set",
    );
}

#[test]
fn serde_is_asked_for_or_absent() {
    let folder = Folder::new("attributes");
    let cases = [
        (Serde::Never, "serde", false),
        (Serde::Always, "#[derive(serde::Serialize, serde::Deserialize)]", true),
        (Serde::ByFeature, "feature = \"serde\"", true),
    ];
    for (serde, text, expected) in cases {
        folder.run(&configure().serde(serde), &["spec"]).0.unwrap();
        let module = folder.read("out/policies/demo_travel/v2026_01.rs");
        assert_eq!(module.contains(text), expected, "{serde:?}");
    }
}
