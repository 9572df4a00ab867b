//! How generated code and this runtime find out that they do not fit: while the program is
//! compiled, in words; and how a program takes in what its `build.rs` generated.

/// The form of generated code that this runtime takes: what it uses of the runtime, and how. It
/// is raised whenever code that was generated before would no longer compile or decide alike.
pub const FORM: u32 = 1;

/// Says in which form a file was generated. Another form than [`FORM`] does not compile, and the
/// message names both. Generated code calls it; nobody else needs to.
#[macro_export]
macro_rules! generated_in_form {
    (1) => {};
    ($form:literal) => {
        ::core::compile_error!(::core::concat!(
            "this evaluator was generated in form ",
            $form,
            ", but criteria-runtime 0.1.0 takes form 1: use `criteria` and `criteria-runtime` of one \
             version, then generate it again (`cargo regen`, or a build that runs its build.rs)"
        ));
    };
}

/// Takes in what `criteria::build` generated in a program's
/// `build.rs`: a module a policy, and the table `POLICIES`. Write it in a module of its own:
///
/// ```text
/// mod policies {
///     criteria_runtime::include_policies!();
/// }
/// ```
///
/// The file is `policies.rs`, or the one that was named to the builder:
/// `include_policies!("travel.rs")`.
#[macro_export]
macro_rules! include_policies {
    () => {
        $crate::include_policies!("policies.rs");
    };
    ($file:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $file));
    };
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::format;

    use super::FORM;

    crate::generated_in_form!(1);

    /// A macro's patterns and messages hold literals only.
    #[test]
    fn the_macro_says_the_form_and_the_version_of_this_package() {
        let here = include_str!("generated.rs");
        let taken = [
            format!("({FORM}) => {{}};"),
            format!("runtime {} takes form {FORM}:", env!("CARGO_PKG_VERSION")),
        ];
        for text in &taken {
            assert!(here.contains(text.as_str()), "{text}");
        }
    }
}
