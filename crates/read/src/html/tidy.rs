//! A page as it came → the part of its markup that can matter, safe to parse; and its structured data.
//!
//! Scripts, styles, drawings and comments go, and so do tags that only change how words look. Tags nested deeper than
//! [`DEEPEST`], and attributes past the first [`MOST_ATTRIBUTES`] of a tag, are left out while their words stay: what
//! a parser does with them costs the square of their number.

/// Tags around a word that are kept.
const DEEPEST: usize = 256;
/// Attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 64;
/// Bytes of an attribute that are kept; addresses of pictures may be whole pictures.
const LONGEST_VALUE: usize = 2048;
/// How often, at the most, a page is gone over to see that its boxes are no menus.
const MOST_LOOKS: usize = 4;
/// Structured data that is kept: blocks, and bytes of each.
const MOST_DATA: (usize, usize) = (32, 1 << 20);

/// What is left of a page.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    /// The markup.
    pub(super) html: String,
    /// The JSON of each `<script type="application/ld+json">`.
    pub(super) data: Vec<String>,
    /// Where a browser says that it saved the page from.
    pub(super) saved_from: Option<String>,
    /// Elements in the markup.
    pub(super) elements: usize,
    /// Bytes that may still be gone over to see that they are no menu.
    looks: usize,
}

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "script", "style", "svg", "math", "noscript", "template", "iframe", "object", "canvas", "audio", "video",
    "map", "noframes", "noembed", "textarea", "xmp",
];
/// Elements that are never the report's, and cost most of what parsing a page costs: they go with all that is in them,
/// where that is nothing but lists, links and words to press.
const MENUS: &[&str] = &["nav", "select", "datalist", "footer"];
/// How tags begin of which a menu has none.
const NO_MENU: [&[u8]; 6] = [b"<h1", b"<p>", b"<p ", b"<art", b"<mai", b"<blo"];
/// Tags that go, while what is in them stays: they say how words look, or change how all that follows is read.
const UNWRAPPED: &[&str] = &[
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
    "center",
    "picture",
    "source",
    "plaintext",
    "frameset",
    "frame",
    "param",
    "track",
    "embed",
    "wbr",
    "mark",
];
const KEPT: &[&str] = &[
    "class",
    "id",
    "href",
    "cite",
    "datetime",
    "content",
    "property",
    "name",
    "itemprop",
    "itemtype",
    "rel",
    "lang",
    "xml:lang",
    "role",
    "hidden",
    "aria-hidden",
    "data-component",
    "data-testid",
    "type",
    "src",
    "alt",
];

/// Goes over a page once.
pub(super) fn tidy(page: &str) -> Tidy {
    let looks = page.len().saturating_mul(MOST_LOOKS);
    let mut out = Tidy { html: String::with_capacity(page.len() / 2), looks, ..Tidy::default() };
    let mut open: Vec<&str> = Vec::new();
    let mut endless: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.html.push_str(&rest[..at]);
        rest = &rest[at..];
        let bytes = rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') => {
                rest = if let Some(comment) = rest.strip_prefix("<!--") {
                    let end = comment.find("-->");
                    let words = &comment[..end.unwrap_or(comment.len())];
                    if out.saved_from.is_none() {
                        out.saved_from = saved_from(words);
                    }
                    // Like a browser: a comment that nothing ends goes on to the end of the page.
                    end.map_or("", |end| &comment[end + 3..])
                } else {
                    rest.find('>').map_or("", |end| &rest[end + 1..])
                };
            }
            Some(b'?') => rest = rest.find('>').map_or("", |end| &rest[end + 1..]),
            Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let name = name(&rest[2..]);
                rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
                if let Some(place) = open.iter().rposition(|o| o.eq_ignore_ascii_case(name)) {
                    open.truncate(place);
                    out.html.push_str("</");
                    out.html.push_str(name);
                    out.html.push('>');
                } else if name.eq_ignore_ascii_case("br") {
                    out.html.push_str("<br>");
                }
            }
            Some(first) if first.is_ascii_alphabetic() => {
                let name = name(&rest[1..]);
                let (attributes, end) = attributes(rest, 1 + name.len());
                let behind = &rest[end..];
                rest = element(&mut out, &mut open, &mut endless, name, &attributes, behind);
            }
            _ => {
                out.html.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out.html.push_str(rest);
    out
}

/// Writes one opening tag; gives what is left to read. `endless` are names of which no end tag is left: it is looked
/// for once.
fn element<'a>(
    out: &mut Tidy,
    open: &mut Vec<&'a str>,
    endless: &mut Vec<&'a str>,
    name: &'a str,
    attributes: &[(&str, &str)],
    behind: &'a str,
) -> &'a str {
    let is = |list: &[&str]| list.iter().any(|n| n.eq_ignore_ascii_case(name));
    if is(DROPPED) {
        let data = name.eq_ignore_ascii_case("script")
            && attributes.iter().any(|(n, v)| n.eq_ignore_ascii_case("type") && v.contains("ld+json"));
        if endless.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            return behind;
        }
        let Some((inside, behind)) = until_end(behind, name) else {
            endless.push(name);
            // Nothing ends it: a browser would take the rest of the page for it, and words would be lost.
            return if is(&["script", "style", "xmp", "textarea"]) { "" } else { behind };
        };
        if data && out.data.len() < MOST_DATA.0 && inside.len() <= MOST_DATA.1 {
            out.data.push(inside.to_owned());
        }
        // Words before and behind do not grow together.
        out.html.push(' ');
        return behind;
    }
    if is(UNWRAPPED) || (!is(VOID) && open.len() >= DEEPEST) {
        return behind;
    }
    // The foot of a report may hold its byline, or a correction.
    let of_report =
        || open.iter().any(|o| o.eq_ignore_ascii_case("article") || o.eq_ignore_ascii_case("main"));
    if out.looks > 0 && is(MENUS) && !(name.eq_ignore_ascii_case("footer") && of_report()) {
        match menu(behind, name) {
            Ok(behind) => {
                out.html.push(' ');
                return behind;
            }
            Err(looked) => out.looks = out.looks.saturating_sub(looked),
        }
    }
    if out.looks > 0 && is(&["ul", "ol"]) {
        match links(behind, name) {
            Ok((words, behind)) => {
                out.elements += 4;
                let last = words.len() - 1;
                out.html.push_str("<ul><li><a href=\"#\">");
                out.html.push_str(&words[..last].join(" "));
                out.html.push_str("</a> <a href=\"#\">");
                out.html.push_str(words[last]);
                out.html.push_str("</a></li></ul>");
                return behind;
            }
            Err(looked) => out.looks = out.looks.saturating_sub(looked),
        }
    }
    out.elements += 1;
    out.html.push('<');
    out.html.push_str(name);
    for (attribute, value) in attributes {
        if KEPT.iter().any(|k| k.eq_ignore_ascii_case(attribute)) {
            out.html.push(' ');
            out.html.push_str(attribute);
            if value.len() <= LONGEST_VALUE {
                out.html.push_str("=\"");
                // Values in single marks may hold the double one.
                for (number, part) in value.split('"').enumerate() {
                    out.html.push_str(if number > 0 { "&quot;" } else { "" });
                    out.html.push_str(part);
                }
                out.html.push('"');
            } else {
                out.html.push_str("=\"-\"");
            }
        }
    }
    out.html.push('>');
    if name.eq_ignore_ascii_case("title") {
        // A title holds no tags.
        let Some((inside, behind)) = until_end(behind, name) else { return behind };
        out.html.push_str(&inside.replace('<', "&lt;"));
        out.html.push_str("</title>");
        return behind;
    }
    if !is(VOID) {
        open.push(name);
    }
    behind
}

fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(tag.len());
    &tag[..end]
}

/// What stands before the end tag of an element, and what behind it.
fn until_end<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let at = from + at;
        let after = &text[at + 2..];
        let ends = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
            && after[name.len()..].starts_with(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
        if ends {
            let behind = after.find('>').map_or("", |end| &after[end + 1..]);
            return Some((&text[..at], behind));
        }
        from = at + 2;
    }
    None
}

/// What stands behind the end tag of a menu, which may hold others of its name; how many bytes were gone over, where
/// nothing ends it or it holds what may be a report's.
fn menu<'a>(text: &'a str, name: &str) -> Result<&'a str, usize> {
    let bytes = text.as_bytes();
    let mut depth = 1;
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'<', &bytes[from..]).ok_or(text.len())?;
        let tag = Tag { bytes: &bytes[at..] };
        if tag.opens(name) {
            depth += 1;
        } else if tag.closes(name) {
            depth -= 1;
            if depth == 0 {
                return Ok(behind(&text[at..]));
            }
        } else if NO_MENU.iter().any(|n| tag.is(0, n)) || tag.opens("script") && is_data(&text[at..]) {
            return Err(at);
        }
        // Tags in scripts and comments are none.
        let inside = match ["script", "style"].into_iter().find(|n| tag.opens(n)) {
            Some(inner) => until_end(&text[at + 1..], inner).map(|(_, behind)| behind),
            None if tag.is(0, b"<!--") => text[at..].find("-->").map(|end| &text[at + end..]),
            None => Some(&text[at + 1..]),
        };
        from = text.len() - inside.ok_or(text.len())?.len();
    }
}

/// Whether a script's tag says that it holds structured data, which may be of the report wherever it stands.
fn is_data(script: &str) -> bool {
    script.split('>').next().is_some_and(|tag| tag.contains("ld+json"))
}

/// Elements that a list of links may hold.
const OF_LINKS: [&str; 8] = ["ul", "ol", "li", "a", "span", "div", "b", "strong"];
/// Links that make such a list.
const LINKS: usize = 3;

/// The words of a list that holds links and nothing else, link by link, and what stands behind its end tag; how many
/// bytes were gone over, where it is none. Such lists are no part of a report, and what is asked of them is how many
/// words they have: one link with all of the words tells it too, and is parsed in a fraction of the time.
fn links<'a>(text: &'a str, name: &str) -> Result<(Vec<&'a str>, &'a str), usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut within) = (1, false);
    let mut words = Vec::new();
    let mut count = 0;
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'<', &bytes[from..]).ok_or(text.len())?;
        let between = text[from..at].trim();
        if within {
            words.extend(Some(between).filter(|w| !w.is_empty()));
        } else if !between.is_empty() {
            return Err(at);
        }
        let tag = Tag { bytes: &bytes[at..] };
        if tag.closes(name) {
            depth -= 1;
            if depth == 0 {
                return if count >= LINKS && words.len() > 1 {
                    Ok((words, behind(&text[at..])))
                } else {
                    Err(at)
                };
            }
        }
        let end = at + memchr::memchr(b'>', tag.bytes).ok_or(text.len())?;
        if tag.opens("a") {
            (within, count) = (true, count + 1);
        } else if tag.closes("a") {
            within = false;
        } else if tag.opens(name) {
            depth += 1;
        } else if !OF_LINKS.iter().any(|n| tag.opens(n) || tag.closes(n)) {
            return Err(at);
        }
        // Writers may be listed so, each a link to what else they wrote.
        let of_people = |tag: &str| ["author", "byline", "itemprop", "rel="].iter().any(|w| tag.contains(w));
        if of_people(&text[at..end]) {
            return Err(end);
        }
        from = end + 1;
    }
}

/// The bytes of a text from a `<` on.
struct Tag<'a> {
    bytes: &'a [u8],
}

impl Tag<'_> {
    fn is(&self, start: usize, word: &[u8]) -> bool {
        self.bytes.get(start..start + word.len()).is_some_and(|n| n.eq_ignore_ascii_case(word))
    }

    fn named(&self, start: usize, name: &str) -> bool {
        let ends = self.bytes.get(start + name.len());
        self.is(start, name.as_bytes())
            && ends.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
    }

    fn opens(&self, name: &str) -> bool {
        self.named(1, name)
    }

    fn closes(&self, name: &str) -> bool {
        self.bytes.get(1) == Some(&b'/') && self.named(2, name)
    }
}

/// What stands behind a tag.
fn behind(tag: &str) -> &str {
    tag.find('>').map_or("", |end| &tag[end + 1..])
}

/// The attributes of the tag that `text` opens with, as written, and where the tag ends.
fn attributes(text: &str, from: usize) -> (Vec<(&str, &str)>, usize) {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = from;
    let skip = |at: &mut usize, of: &dyn Fn(u8) -> bool| {
        while *at < bytes.len() && of(bytes[*at]) {
            *at += 1;
        }
    };
    loop {
        skip(&mut at, &|b| b.is_ascii_whitespace() || b == b'/');
        match bytes.get(at) {
            None => return (found, bytes.len()),
            Some(b'>') => return (found, at + 1),
            Some(_) => {}
        }
        let start = at;
        // A name may open with `=`, and holds at least one byte.
        at += 1;
        skip(&mut at, &|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = start..at;
        skip(&mut at, &|b| b.is_ascii_whitespace());
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            skip(&mut at, &|b| b.is_ascii_whitespace());
            match bytes.get(at) {
                Some(mark @ (b'"' | b'\'')) => {
                    let mark = *mark;
                    at += 1;
                    let start = at;
                    skip(&mut at, &|b| b != mark);
                    value = start..at;
                    at = (at + 1).min(bytes.len());
                }
                _ => {
                    let start = at;
                    skip(&mut at, &|b| !b.is_ascii_whitespace() && b != b'>');
                    value = start..at;
                }
            }
        }
        // Both ends stand beside ASCII, except where a name's first byte opens a longer character: then the tag's
        // attribute is none that is kept.
        if found.len() < MOST_ATTRIBUTES
            && let (Some(name), Some(value)) = (text.get(name), text.get(value))
        {
            found.push((name, value));
        }
    }
}

/// The address in the comment that browsers and their helpers put at the top of a page they save.
fn saved_from(comment: &str) -> Option<String> {
    let head = comment.trim_start();
    let says = head.starts_with("saved from url=") || head.starts_with("Page saved with");
    let at = head.find("http").filter(|_| says)?;
    let address = head[at..].split(|c: char| c.is_whitespace() || c == '"').next()?;
    Some(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(tidy(page).html, expected);
    }

    #[test]
    fn words_stay_and_what_runs_goes() {
        check("a<script>if (1 < 2) { x('</p>') }</script>b", "a b");
        check("a<STYLE>p > b {}</Style >b", "a b");
        check("<p>It <b>was</b> <font color=red>so</font>.</p>", "<p>It was so.</p>");
        check("1 < 2 <p onclick='x()' CLASS='a \"b\"'>c", "1 &lt; 2 <p CLASS=\"a &quot;b&quot;\">c");
        check("<!DOCTYPE html><!-- <p>no</p> --><p>yes", "<p>yes");
        check("<title>a <b> c</title>d", "<title>a &lt;b> c</title>d");
        check("<NAV><ul><li><a href=x>Home</a></ul><nav>a</nav></Nav><p>yes</p>", " <p>yes</p>");
        check("<nav><h1>Mole safe</h1></nav>", "<nav><h1>Mole safe</h1></nav>");
        check("<nav><!-- </nav> --><script>'</nav>'</script>a</nav>b", " b");
        check("<nav><a>Home</a><p>yes</p>", "<nav><a>Home</a><p>yes</p>");
        check(
            "<article>a<footer>By me</footer></article><footer>© 2031</footer>b",
            "<article>a<footer>By me</footer></article> b",
        );
        check("<select><option>a<option>b</select>c", " c");
        let list = "<ul class=m><li><a href=/a>A b</a></li>\n<li><a href=/c><span>C</span></a></li><li><a href=/d>D</a></ul>";
        check(list, "<ul><li><a href=\"#\">A b C</a> <a href=\"#\">D</a></li></ul>");
        let said = "<ul><li>So <a href=\"/a\">A</a></li><li><a>B</a></li><li><a>C</a></li></ul>";
        check(said, said);
        let people = "<ul><li><a rel=\"author\">A</a></li><li><a>B</a></li><li><a>C</a></li></ul>";
        check(people, people);
        check("<svg><text>no</text></svg><p>yes</p>", " <p>yes</p>");
        check("</p>a</br>b<", "a<br>b&lt;");
        check("<a href=", "<a href=\"\">");
        check("<p é=1 class=x>ü", "<p class=\"x\">ü");
    }

    #[test]
    fn structured_data_and_the_address_are_kept() {
        let page = "<!-- saved from url=(0031)https://post.example/a?b -->\n<script type='application/ld+json'>{\"a\": \"<p>\"}</script>";
        let tidy = tidy(page);
        assert_eq!(tidy.data, ["{\"a\": \"<p>\"}"]);
        assert_eq!(tidy.saved_from.as_deref(), Some("https://post.example/a?b"));
    }

    #[test]
    fn what_is_nested_without_end_costs_no_more_than_its_length() {
        let page = format!("{}word{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tidy = tidy(&page);
        assert_eq!(tidy.elements, DEEPEST);
        assert!(tidy.html.contains("word"));
        let lists = format!("{}{}<p>word", "<ul><li><a>b</a>".repeat(50_000), "<i>c");
        assert!(super::tidy(&lists).html.ends_with("cword"));
        let menus = format!("{}{}<p>word", "<nav>".repeat(100_000), "</nav>".repeat(99_999));
        assert!(super::tidy(&menus).html.ends_with("<p>word"));
        let many: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(super::tidy(&format!("<p{many} class=x>word")).html, "<p>word");
    }
}
