//! The fenced blocks of the developers' guide.

use criteria_tests::workspace::root;

/// A fenced block: the words behind its opening fence, and its text.
#[derive(Debug)]
pub struct Fence {
    pub info: String,
    pub text: String,
}

/// All of them, in order.
pub fn fences() -> Vec<Fence> {
    let guide = std::fs::read_to_string(root().join("docs/guides/developers.md")).unwrap();
    let blocks: Vec<&str> = guide.split("```").collect();
    assert!(blocks.len() % 2 == 1, "a fence is not closed");
    let fence = |block: &&str| {
        let (info, text) = block.split_once('\n').unwrap();
        Fence { info: info.trim().to_owned(), text: text.to_owned() }
    };
    blocks.iter().skip(1).step_by(2).map(fence).collect()
}

/// The files of the guide's program: fences whose second word is a path.
pub fn files() -> Vec<(String, String)> {
    let named = |fence: Fence| {
        let (_, path) = fence.info.split_once(' ')?;
        Some((path.to_owned(), fence.text))
    };
    fences().into_iter().filter_map(named).collect()
}
