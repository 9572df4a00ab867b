//! What an `unless` may mean that does not say whom it excuses, and an `each` that does not say each what.

use super::{Several, Way};

const WHOM: &str = "Whom does \"unless\" excuse?";
const EACH: &str = "Does \"each\" mean each agent, or each item of the list?";

pub(super) static WHOM_ONE: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1}"),
        way("each-item", ITEM, "each item unless {1}"),
        way("any", "one agent excuses the whole list", "unless any is {1}"),
        way("all", "the list is excused where this is so of all its agents", "unless all are {1}"),
    ],
};

pub(super) static WHOM_TWO: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
        way("any", "one agent excuses the whole list", "unless any is {1} or {2}"),
        ANY_OR_ALL,
        AGENT_OR_ALL,
        ALL_OR_ALL,
    ],
};

pub(super) static WHOM_OR_ALL: Several = Several {
    question: WHOM,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
        ANY_OR_ALL,
        AGENT_OR_ALL,
        ALL_OR_ALL,
    ],
};

pub(super) static EACH_ONE: Several = Several {
    question: EACH,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1}"),
        way("each-item", ITEM, "each item unless {1}"),
    ],
};

pub(super) static EACH_TWO: Several = Several {
    question: EACH,
    ways: &[
        way("each-agent", AGENT, "each agent unless {1} or {2}"),
        way("agent-or-item", AGENT_OR_ITEM, "each agent unless {1}, each item unless {2}"),
        way("each-item", ITEM, "each item unless {1} or {2}"),
    ],
};

const AGENT: &str = "each agent is excused by itself";
const ITEM: &str = "a choice of agents is excused only where all its agents are";
const AGENT_OR_ITEM: &str =
    "the first excuses each agent by itself, the second a choice only where it is so of all its agents";

const ANY_OR_ALL: Way = way(
    "any-or-all",
    "the first excuses the whole list where it is so of any agent, the second where it is so of all",
    "unless any is {1} or all are {2}",
);

const AGENT_OR_ALL: Way = way(
    "agent-or-all",
    "the first excuses its agent, the second the whole list where it is so of all",
    "each agent unless {1}, unless all are {2}",
);

const ALL_OR_ALL: Way = way(
    "all",
    "the list is excused where one of the two is so of all its agents",
    "unless all are {1} or all are {2}",
);

const fn way(id: &'static str, says: &'static str, wording: &'static str) -> Way {
    Way { id, says, wording }
}
