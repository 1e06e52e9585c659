//! Words that the tables use for what the model keeps as enums.

use backstory_model::{
    About, Basis, Bound, ClaimChange, EdgeKind, EntityKind, LinkKind, Manner, Part, QuoteChange, Role,
    SourceKind, Stance,
};

/// An enum that is written as a word.
pub(crate) trait Word: Copy + 'static {
    const ALL: &'static [Self];

    fn word(self) -> &'static str;

    fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|v| v.word() == word)
    }
}

macro_rules! words {
    ($($name:ident: $($variant:ident)*;)*) => {
        $(impl Word for $name {
            const ALL: &'static [Self] = &[$($name::$variant),*];

            fn word(self) -> &'static str {
                self.name()
            }
        })*

        /// Fails to compile where the model gains a variant that is missing above.
        #[allow(dead_code, reason = "asked of the compiler alone")]
        mod complete {
            use super::*;
            $(const _: fn($name) = |value| match value { $($name::$variant)|* => {} };)*
        }
    };
}

words! {
    Basis: Url Text Metadata Manifest;
    Role: Title Byline Dateline Body Caption Furniture;
    SourceKind: Person Organization Outlet Document Anonymous Reporter;
    Manner: Direct Mixed Indirect;
    Stance: Affirms Denies Declines;
    EntityKind: Person Organization Place Other;
    Bound: AtLeast Exact About AtMost;
    QuoteChange: Speaker Wording Trimmed NoOrigin;
    ClaimChange: Quantity Hedge Actor Time;
    EdgeKind: Copy Rewrite Quotes Cites;
    LinkKind: Link Quotation Work;
    Part: Subject Agent;
    About: Credit NoCredit Other;
}
