//! Where an evaluator will stand, and what differs there: the advice in its first lines, and how
//! its requests are read by serde.

use proc_macro2::TokenStream;
use quote::quote;

/// Where an evaluator will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// In a package of evaluators that is kept, with a feature `serde` of its own.
    Package,
    /// In a program that makes it in its `build.rs`.
    BuildScript(Serde),
}

/// Whether requests can be read and written by serde.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Serde {
    /// They cannot, and serde is not needed.
    #[default]
    Never,
    /// They can. The program depends on `serde` (with `derive`), and on `criteria-runtime` with
    /// its feature `serde`.
    Always,
    /// They can where the program's own feature `serde` is on, which brings these two.
    ByFeature,
}

impl Setting {
    /// How what is generated is brought up to date.
    pub(super) const fn again(self) -> &'static str {
        match self {
            Self::Package => "run `cargo regen`",
            Self::BuildScript(_) => "build again",
        }
    }

    /// Attributes for serde, each without its brackets, behind what switches them on.
    pub(super) fn for_serde(self, attributes: &[TokenStream]) -> TokenStream {
        match self {
            Self::Package | Self::BuildScript(Serde::ByFeature) => {
                quote! { #[cfg_attr(feature = "serde", #(#attributes),*)] }
            }
            Self::BuildScript(Serde::Always) => quote! { #(#[#attributes])* },
            Self::BuildScript(Serde::Never) => TokenStream::new(),
        }
    }
}
