//! What words come through: documents that a source writes, and outlets by the words beside their names.

use backstory_model::Span;

use crate::layout::Layout;

/// Words that something was written in.
pub(crate) struct Document {
    /// "statement", "campaign email".
    pub(crate) what: String,
    /// Where the report says so.
    pub(crate) span: Span,
}

/// The document that a cue names: behind it ("said in a statement", "wrote on Facebook"), in itself ("tweeted"), or at the
/// head of its sentence, before the source ("In a letter, Orlo said").
pub(crate) fn document(text: &str, layout: &Layout, cue: Span, source: Option<Span>) -> Option<Document> {
    let word = |at: usize| layout.tokens.get(at).map_or("", |t| t.span.of(text));
    let within = layout.tokens_in(cue);
    let behind = layout.tokens.partition_point(|t| t.span.start < cue.end);
    // The cue may hold the words itself.
    let start = within.clone().find(|at| matches!(word(*at), "in" | "on" | "via")).unwrap_or(behind);
    let named = |from: usize| {
        if !matches!(word(from + 1), "a" | "an" | "his" | "her" | "its" | "their" | "the" | "another") {
            return None;
        }
        let noun = (from + 2..from + 5).find(|at| is_written(word(at.to_owned())))?;
        let bare = layout.tokens[from + 2].span.cover(layout.tokens[noun].span);
        let what = bare.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Document { what, span: layout.tokens[from + 1].span.cover(layout.tokens[noun].span) })
    };
    if matches!(word(start), "in" | "via" | "through")
        && let Some(document) = named(start)
    {
        return Some(document);
    }
    if matches!(word(start), "on" | "via") && is_platform(word(start + 1), word(start + 2)) {
        return Some(Document { what: "post".to_owned(), span: layout.tokens[start + 1].span });
    }
    let posted = within.clone().find_map(|at| match word(at) {
        "tweeted" | "tweets" | "retweeted" => Some((at, "tweet")),
        "posted" => Some((at, "post")),
        "blogged" => Some((at, "blog post")),
        _ => None,
    });
    if let Some((at, what)) = posted {
        return Some(Document { what: what.to_owned(), span: layout.tokens[at].span });
    }
    let sentence = &layout.sentences[layout.sentence_at(cue.start)?];
    let first = sentence.tokens.start;
    let near =
        source.is_some_and(|s| s.start > sentence.span.start && layout.tokens_in(s).start <= first + 14);
    if !near || !matches!(word(first), "In" | "Via" | "Through") {
        return None;
    }
    named(first).filter(|d| source.is_some_and(|s| d.span.end <= s.start))
}

/// Nouns for what people write their words in.
fn is_written(noun: &str) -> bool {
    matches!(
        noun,
        "statement"
            | "tweet"
            | "tweets"
            | "post"
            | "posts"
            | "posting"
            | "letter"
            | "memo"
            | "memorandum"
            | "email"
            | "e-mail"
            | "message"
            | "op-ed"
            | "essay"
            | "column"
            | "article"
            | "editorial"
            | "filing"
            | "filings"
            | "release"
            | "report"
            | "book"
            | "memoir"
            | "autobiography"
            | "affidavit"
            | "complaint"
            | "lawsuit"
            | "blog"
            | "note"
            | "petition"
            | "indictment"
            | "thread"
    )
}

/// Places where anyone can post.
fn is_platform(word: &str, next: &str) -> bool {
    matches!(
        word,
        "Twitter"
            | "Facebook"
            | "Instagram"
            | "Telegram"
            | "Weibo"
            | "Threads"
            | "Bluesky"
            | "LinkedIn"
            | "TikTok"
            | "YouTube"
            | "Reddit"
            | "WhatsApp"
            | "Mastodon"
    ) || word == "X" && !next.starts_with(char::is_uppercase)
        || word == "Truth" && next == "Social"
}
