//! Takes out of a page what is no part of its report, so that what finds the report has less to choose from.
//!
//! Names of classes and ids say what a box is for; a box that holds the headline, or much of the page's prose, stays
//! whatever it is called.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use dom_query::{Document, NodeId, NodeRef};

use super::dom::{any, any_of, attribute, is, tokens, words};

/// Boxes that are never the report.
const NEVER: &[&str] = &[
    "comments",
    "commentlist",
    "comment",
    "commentsection",
    "disqus",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "breadcrumb",
    "breadcrumbs",
    "navigation",
    "dialog",
    "outbrain",
    "taboola",
    "respond",
];
/// Boxes that are other than the report, where they are not most of the page.
const BOXES: &[&str] = &[
    "related",
    "relatedposts",
    "relatedinline",
    "recommended",
    "recommendations",
    "recommendation",
    "recirc",
    "promo",
    "promos",
    "teaser",
    "teasers",
    "newsletter",
    "newsletters",
    "signup",
    "subscribe",
    "subscription",
    "paywall",
    "regwall",
    "barrier",
    "share",
    "sharing",
    "sharetools",
    "sharedaddy",
    "social",
    "gallery",
    "slideshow",
    "carousel",
    "advert",
    "adverts",
    "advertisement",
    "ad",
    "ads",
    "adslot",
    "sponsored",
    "sponsor",
    "trending",
    "mostread",
    "mostpopular",
    "mostviewed",
    "popular",
    "pullquote",
    "sidebar",
    "ticker",
    "tags",
    "taglist",
    "topics",
    "topiclist",
    "toolbar",
    "puff",
    "readmore",
    "readnext",
    "alsoread",
    "morefrom",
    "moreon",
    "seealso",
    "editorspicks",
    "linksblock",
    "authorbio",
    "aboutauthor",
    "authorbox",
    "abouttheauthor",
    "calltoaction",
    "cta",
    "footer",
    "legal",
    "disclaimer",
    "complementary",
    "contentinfo",
    "search",
    "menu",
    "feedback",
    "tooltip",
    "keyevents",
    "livekey",
    "toc",
    "tableofcontents",
    "donate",
    "appeal",
    "popup",
    "modal",
    "overlay",
    "skiplink",
    "skip",
    "crosshead-links",
    "rail",
    "storylinks",
    "banner",
];
static NEVER_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NEVER.iter().copied().collect());
static BOXES_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| BOXES.iter().copied().collect());
/// Elements that hold what is pressed, typed into or loaded from elsewhere.
const TOOLS: &[&str] =
    &["nav", "button", "select", "input", "dialog", "menu", "datalist", "label", "optgroup"];

/// Prose is text outside links, in pieces of this many bytes or more.
const PROSE: usize = 60;
/// A page that keeps less prose than this without its boxes may be one of boxes.
const MUCH: usize = 400;

#[derive(Clone, Copy, Default)]
struct Weight {
    text: usize,
    linked: usize,
    links: usize,
    prose: usize,
    heading: bool,
    /// `<p>` elements of some length.
    paragraphs: usize,
}

/// Takes boxes out; gives the page as it was, where boxes with some text went.
pub(super) fn pruned(document: &Document) -> Option<Document> {
    let body = super::dom::first(document, "body")?;
    let mut weights = HashMap::new();
    let total = weigh(&body, false, &mut weights);
    let mut out: Vec<NodeId> = Vec::new();
    look(&body, &total, &weights, false, &mut out);
    let prose: usize = out.iter().filter_map(|id| weights.get(id)).map(|w| w.prose).sum();
    // A copy costs as much as half the parsing: it is made where it may be needed.
    let whole = (total.prose < prose + MUCH && prose > 0).then(|| document.clone());
    for id in out {
        NodeRef::new(id, &document.tree).remove_from_parent();
    }
    whole
}

fn weigh(node: &NodeRef, linked: bool, weights: &mut HashMap<NodeId, Weight>) -> Weight {
    let mut weight = Weight::default();
    if let Some((length, spoken)) =
        words(node, |t| (t.split_whitespace().map(|w| w.len() + 1).sum(), t.contains(". ")))
    {
        let length: usize = length;
        weight.text = length;
        if linked {
            weight.linked = length;
        } else if length >= PROSE || spoken && length >= PROSE / 2 {
            weight.prose = length;
        }
        return weight;
    }
    let link = is(node, &["a"]);
    for child in node.children_it(false) {
        let inner = weigh(&child, linked || link, weights);
        weight.text += inner.text;
        weight.linked += inner.linked;
        weight.links += inner.links;
        weight.prose += inner.prose;
        weight.heading |= inner.heading;
        weight.paragraphs += inner.paragraphs;
    }
    weight.links += usize::from(link);
    weight.heading |= is(node, &["h1"]) && weight.text > 0;
    weight.paragraphs += usize::from(is(node, &["p"]) && weight.prose >= PROSE);
    if node.is_element() {
        weights.insert(node.id, weight);
    }
    weight
}

fn look(
    node: &NodeRef,
    total: &Weight,
    weights: &HashMap<NodeId, Weight>,
    in_article: bool,
    out: &mut Vec<NodeId>,
) {
    for child in node.children_it(false) {
        if !child.is_element() {
            continue;
        }
        let weight = weights.get(&child.id).copied().unwrap_or_default();
        if goes(&child, &weight, total, in_article) {
            out.push(child.id);
        } else {
            let article = in_article || is(&child, &["article", "main"]);
            look(&child, total, weights, article, out);
        }
    }
}

fn goes(node: &NodeRef, weight: &Weight, total: &Weight, in_article: bool) -> bool {
    if is(node, &["p"])
        && weight.links >= 2
        && weight.linked + 3 * weight.links >= weight.text
        && weight.text < 100
    {
        return true;
    }
    if is(node, &["p", "h1", "br", "td", "tr", "tbody", "time", "blockquote", "body", "article", "main"]) {
        return false;
    }
    let most = weight.prose * 5 > total.prose * 2 && weight.prose > 0;
    if is(node, TOOLS) {
        return !weight.heading && !most;
    }
    if weight.text == 0 {
        return false;
    }
    let tokens = tokens(node);
    if any_of(&tokens, &NEVER_SET) && !weight.heading {
        let holds = any(&tokens, &["articlebody", "storybody", "entrycontent"]);
        return !holds;
    }
    if weight.heading || most {
        return false;
    }
    if any_of(&tokens, &BOXES_SET) {
        return true;
    }
    if attribute(node, "aria-hidden").is_some_and(|v| v == "true") || node.has_attr("hidden") {
        return true;
    }
    if is(node, &["footer"]) && !in_article || is(node, &["aside"]) || is(node, &["form"]) {
        return weight.prose * 4 <= total.prose;
    }
    // A list of links to other pages: nothing but links, and several of them.
    let list = is(node, &["ul", "ol", "div", "section", "footer", "table", "dl"]);
    list && weight.links >= 2 && weight.linked * 10 >= weight.text * 8 && weight.paragraphs == 0
}
