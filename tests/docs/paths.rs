//! Paths and links that documents name exist.

use super::fences::{pages, root};

/// The spans of code in a text, fenced blocks left out.
fn code_spans(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut spans = Vec::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced {
            spans.extend(line.split('`').skip(1).step_by(2));
        }
    }
    spans
}

#[test]
fn paths_in_documents_exist() {
    let mut count = 0;
    for (page, text) in pages() {
        for span in code_spans(&text) {
            let first = span.split('/').next().unwrap_or_default();
            let top = ["codegen", "docs", "generated", "spec", "tests", ".ci", ".cargo"].contains(&first);
            let plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "./-_".contains(c));
            if top && plain && span.contains('/') {
                count += 1;
                assert!(root().join(span).exists(), "{} names `{span}`", page.display());
            }
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn links_in_documents_lead_somewhere() {
    for (page, text) in pages() {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if link.starts_with("http") || file.is_empty() {
                continue;
            }
            let target = root().join(&page).parent().unwrap().join(file);
            assert!(target.exists(), "{} links to `{link}`", page.display());
        }
    }
}

#[test]
fn the_guide_for_testers_names_every_suite() {
    let manifest = std::fs::read_to_string(root().join("tests/Cargo.toml")).unwrap();
    let tests = manifest.split("[[test]]").skip(1);
    let suites: Vec<&str> = tests.map(|test| test.split('"').nth(1).unwrap()).collect();
    assert!(suites.len() > 10, "{suites:?}");
    let guide = std::fs::read_to_string(root().join("docs/guides/qa.md")).unwrap();
    for suite in suites {
        assert_eq!(guide.matches(&format!("\n| `{suite}` |")).count(), 1, "`{suite}` in the table of suites");
    }
}

#[test]
fn the_readme_leads_to_every_page() {
    let pages = pages();
    let (_, readme) = pages.iter().find(|(path, _)| path.ends_with("README.md")).unwrap();
    for (page, _) in &pages {
        let page = page.to_string_lossy();
        assert!(page == "README.md" || readme.contains(&format!("]({page})")), "{page} is not linked");
    }
}
