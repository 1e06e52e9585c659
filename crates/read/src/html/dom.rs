//! Short ways to ask a parsed page.

use std::collections::HashSet;

use dom_query::{Document, NodeData, NodeRef};

/// Whether the node is an element of one of these names.
pub(super) fn is(node: &NodeRef, names: &[&str]) -> bool {
    node.query_or(false, |n| match &n.data {
        NodeData::Element(element) => names.contains(&&*element.name.local),
        _ => false,
    })
}

/// An attribute's value, without white space at its ends; None where it is empty.
pub(super) fn attribute(node: &NodeRef, name: &str) -> Option<String> {
    node.attr(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
}

/// The words of a text node.
pub(super) fn words<T>(node: &NodeRef, of: impl FnOnce(&str) -> T) -> Option<T> {
    node.query(|n| match &n.data {
        NodeData::Text { contents } => Some(of(contents)),
        _ => None,
    })
    .flatten()
}

/// All words below a node on one line.
pub(super) fn line(node: &NodeRef) -> String {
    let mut line = String::new();
    for node in node.descendants_it() {
        if is(&node, &["br", "p", "div", "li", "td"]) {
            line.push(' ');
        }
        words(&node, |text| line.push_str(text));
    }
    one_line(&line)
}

/// White space → single spaces, none at the ends.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first element of a name.
pub(super) fn first<'a>(document: &'a Document, wanted: &str) -> Option<NodeRef<'a>> {
    document.root().descendants_it().find(|n| is(n, &[wanted]))
}

/// Every part of an element's class, id, role and component names, in lower case: `storyBody__text-block` → `story`,
/// `body`, `text`, `block`.
pub(super) fn tokens(node: &NodeRef) -> Vec<String> {
    let mut tokens = Vec::new();
    for name in ["class", "id", "role", "data-component", "data-testid", "itemprop", "rel"] {
        let Some(value) = node.attr(name) else { continue };
        let mut token = String::new();
        let mut before = ' ';
        for c in value.chars() {
            let starts = c.is_uppercase() && before.is_lowercase();
            if (starts || !c.is_alphanumeric()) && !token.is_empty() {
                tokens.push(std::mem::take(&mut token));
            }
            if c.is_alphanumeric() {
                token.extend(c.to_lowercase());
            }
            before = c;
        }
        if !token.is_empty() {
            tokens.push(token);
        }
        // Names of two attributes do not read on into each other.
        tokens.push(String::new());
    }
    tokens
}

/// Whether one of the parts, or two or three that follow each other, are one of these words.
pub(super) fn any(tokens: &[String], words: &[&str]) -> bool {
    let joined = |parts: &[String]| {
        words.iter().any(|word| {
            let rest = parts.iter().try_fold(*word, |rest, part| rest.strip_prefix(part.as_str()));
            rest == Some("") && parts.iter().all(|p| !p.is_empty())
        })
    };
    (1..=3).any(|count| tokens.windows(count).any(joined))
}

/// [`any`] for long lists.
pub(super) fn any_of(tokens: &[String], words: &HashSet<&str>) -> bool {
    (0..tokens.len()).any(|at| {
        if words.contains(tokens[at].as_str()) {
            return true;
        }
        let mut joined = tokens[at].clone();
        for token in tokens.iter().skip(at + 1).take(2) {
            if joined.is_empty() || token.is_empty() {
                return false;
            }
            joined.push_str(token);
            if words.contains(joined.as_str()) {
                return true;
            }
        }
        false
    })
}
