//! Real faults, each one edit of the compiler's or the runtime's own source.
//!
//! An edit turns one expression into another. Both stay in the copy that is built, and the number of
//! the fault says at run time which of them counts: so one build serves all of them.

/// One edit.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What it does.
    pub(crate) what: &'static str,
    /// The file.
    pub(crate) file: &'static str,
    /// The text around the expression, which `{}` stands for; it occurs exactly once.
    pub(crate) within: &'static str,
    /// The expression.
    pub(crate) from: &'static str,
    /// The wrong one.
    pub(crate) to: &'static str,
}

/// In the interpreter.
pub(crate) const INTERPRETER: &[Fault] = &[
    Fault {
        what: "one criterion is enough where all are asked for",
        file: "codegen/src/interp/criteria.rs",
        within: "Operator::All => {},",
        from: "self.every(id)",
        to: "self.some(id)",
    },
    Fault {
        what: "a period must be passed by a day",
        file: "codegen/src/interp/truth.rs",
        within: "Atom::Elapsed(fact, period) => {},",
        from: "date(request, *fact)?.plus(*period) <= today()?",
        to: "date(request, *fact)?.plus(*period) < today()?",
    },
    Fault {
        what: "\"does not apply\" asks for the value",
        file: "codegen/src/interp/order.rs",
        within: "When::DoesNotApply(id) => {},",
        from: "view.chain(*id).not()",
        to: "view.value(*id).not()",
    },
    Fault {
        what: "a missing fact is left out",
        file: "codegen/src/interp/missing.rs",
        within: "if {} {\n            self.facts.insert(fact);",
        from: "self.view.request.get(fact).is_none()",
        to: "false",
    },
    Fault {
        what: "a row of durations is chosen where its sentence is false",
        file: "codegen/src/interp/outcome.rs",
        within: "row.chosen_by.map_or(Truth::True, |id| {})",
        from: "view.is_met(id)",
        to: "view.is_met(id).not()",
    },
    Fault {
        what: "the shorter end for the longer",
        file: "codegen/src/tree/ast/outcomes.rs",
        within: "Self::Longer => {},",
        from: "end.max(until)",
        to: "end.min(until)",
    },
    Fault {
        what: "a reason too many",
        file: "codegen/src/interp/reasons.rs",
        within: "met.take({}).for_each",
        from: "*least",
        to: "*least + 1",
    },
    Fault {
        what: "what contradicts an always-true sentence is admitted",
        file: "codegen/src/interp/validate.rs",
        within: "filter(|always| {});",
        from: "truth::formula(policy, request, &always.formula).is_false()",
        to: "false",
    },
];

/// In what writes the evaluator.
pub(crate) const EMITTER: &[Fault] = &[
    Fault {
        what: "\"or\" is written for \"and\"",
        file: "codegen/src/emit/rust/formula.rs",
        within: "Formula::All(parts) => {},",
        from: "self.joined(parts, &quote! { and }, quote! { Kleene::TRUE })",
        to: "self.joined(parts, &quote! { or }, quote! { Kleene::FALSE })",
    },
    Fault {
        what: "`<` is written for `≤`",
        file: "codegen/src/emit/rust/formula.rs",
        within: "Comparison::AtMost => {},",
        from: "quote! { <= }",
        to: "quote! { < }",
    },
    Fault {
        what: "\"within\" is written for \"at least since\"",
        file: "codegen/src/emit/rust/formula.rs",
        within: "\"date\", &{})",
        from: "quote! { self.admission.today.elapsed(date, #span) }",
        to: "quote! { self.admission.today.within(date, #span) }",
    },
    Fault {
        what: "\"does not apply\" is written for \"is not met\"",
        file: "codegen/src/emit/rust/order.rs",
        within: "When::NotMet(id) => {},",
        from: "named(*id, \"is_not_met\")",
        to: "named(*id, \"does_not_apply\")",
    },
    Fault {
        what: "\"Only when\" is not written",
        file: "codegen/src/emit/rust/admission.rs",
        within: "if {} {\n            continue;\n        }\n        let (constant, condition, name)",
        from: "fact.only_when.is_none() || fact.presence == Presence::Derived",
        to: "true",
    },
    Fault {
        what: "questions are asked in the opposite order",
        file: "codegen/src/emit/rust/description.rs",
        within: "let ask_order = {};",
        from: "view.facts(&policy.ask_order)?",
        to: "view.facts(&policy.ask_order.iter().rev().copied().collect::<Vec<_>>())?",
    },
];

/// In what evaluators stand on.
pub(crate) const RUNTIME: &[Fault] = &[
    Fault {
        what: "a missing fact counts against a test",
        file: "codegen/runtime/src/kleene.rs",
        within: "let known = fact.is_some();\n        Self::when_known({}, test(fact.unwrap_or(T::FILLER)))",
        from: "known",
        to: "true",
    },
    Fault {
        what: "what may apply applies",
        file: "codegen/runtime/src/determination.rs",
        within: "let kind = if {} {",
        from: "truth.is_true()",
        to: "!truth.is_false()",
    },
    Fault {
        what: "an unknown state is not met",
        file: "codegen/runtime/src/standing.rs",
        within: "(Truth::Unknown, _) | (Truth::False, Truth::Unknown) => {},",
        from: "State::Unknown",
        to: "State::NotMet",
    },
    Fault {
        what: "a reason too many",
        file: "codegen/runtime/src/reasons.rs",
        within: ".take({})",
        from: "usize::from(n)",
        to: "usize::from(n) + 1",
    },
    Fault {
        what: "facts are asked for that are known",
        file: "codegen/runtime/src/missing.rs",
        within: "search.open_leaves();\n        {}\n",
        from: "search.needed.without(admission.known).without(admission.barred)",
        to: "search.needed.without(admission.barred)",
    },
    Fault {
        what: "a row of durations is chosen where its sentence is false",
        file: "codegen/runtime/src/outcome.rs",
        within: "self.chosen_by.map_or(Kleene::TRUE, |criterion| {})",
        from: "standing.is_met(criterion)",
        to: "standing.is_met(criterion).not()",
    },
    Fault {
        what: "the shorter end for the longer",
        file: "codegen/runtime/src/outcome.rs",
        within: "bound(fact).map(|other| {}),\n            Some((fact, Whichever::Shorter))",
        from: "end.max(other)",
        to: "end.min(other)",
    },
];

/// All of them; a fault's number is its place, from 1.
pub(crate) fn all() -> impl Iterator<Item = (usize, &'static Fault)> {
    (1..).zip(INTERPRETER.iter().chain(EMITTER).chain(RUNTIME))
}
