//! Links as credits: what a report leads its readers to, it says it has from there.
//!
//! A link in a sentence of the report counts where it leads to a report of the case, or, with words of reporting beside
//! it ("as first [reported](…)"), to an outlet. So does one in a line that says whose the text is ("Source: …"), the
//! address of a quotation, and what the page's structured data name as its base. A line that is hardly more than a link
//! ("Read more: …") is none, and neither is a link within one house.

use std::collections::{BTreeMap, BTreeSet};

use backstory_lexicon::outlet_by_domain;
use backstory_model::{Beside, LinkKind, ReportId, Role, SourceId, SourceKind, Span};
use backstory_text::words;

use super::credit::{Credits, says_from};
use crate::{context::Context, sources::Sources};

/// Words outside its links that a line must have for them to be part of what it says.
const OWN: usize = 5;
/// Words before and behind a link among which one of reporting is looked for.
const BEFORE: usize = 6;
const BEHIND: usize = 3;

/// How words of reporting begin. Each is one that a report says of another's work.
const REPORTING: [&str; 20] = [
    "according",
    "article",
    "cited",
    "citing",
    "disclosed",
    "interview",
    "investigation",
    "noted",
    "obtained",
    "published",
    "quoted",
    "quoting",
    "report",
    "revealed",
    "reveals",
    "said",
    "says",
    "told",
    "writes",
    "wrote",
];

/// Parts of a query that say who sends a reader, not where to.
const TRACKING: [&str; 17] = [
    "utm_",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "ref",
    "ref_src",
    "src",
    "source",
    "cmp",
    "cmpid",
    "smid",
    "partner",
    "ns_",
    "share",
    "amp",
    "outputtype",
];

/// Whom each report credits by a link.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// By receiver: the reports of the case that it leads to, with the words that do; none where its page's data do.
    reports: Vec<BTreeMap<usize, Vec<Span>>>,
    /// By receiver: the outlets that only links name.
    outlets: Vec<BTreeSet<SourceId>>,
}

impl Linked {
    /// The words by which a report leads to another; None where it does not.
    pub(super) fn words(&self, receiver: usize, giver: usize) -> Option<&[Span]> {
        self.reports.get(receiver)?.get(&giver).map(Vec::as_slice)
    }

    /// The reports that one leads to.
    pub(super) fn givers(&self, receiver: usize) -> impl Iterator<Item = usize> {
        self.reports.get(receiver).into_iter().flat_map(|givers| givers.keys().copied())
    }

    /// Whether a report names an outlet by links alone.
    pub(super) fn only(&self, receiver: usize, outlet: SourceId) -> bool {
        self.outlets.get(receiver).is_some_and(|outlets| outlets.contains(&outlet))
    }
}

/// The known outlets that links and pages' data credit, by name: sources of the case, though no report mentions them.
pub(crate) fn outlets(ctx: &Context, beside: &BTreeMap<ReportId, Beside>) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for (receiver, beside) in present(ctx, beside) {
        found.extend(
            credits(ctx, receiver, beside)
                .filter(|c| c.told)
                .filter_map(|c| outlet_by_domain(c.url))
                .map(|o| o.name),
        );
        let names = beside.based_on.iter().filter_map(|w| w.name.as_deref());
        found.extend(names.filter_map(backstory_lexicon::outlet_by_name).map(|o| o.name));
    }
    found
}

/// Adds what links credit to what words do.
pub(crate) fn follow(
    ctx: &Context,
    sources: &Sources,
    beside: &BTreeMap<ReportId, Beside>,
    credits_found: &mut Credits,
) {
    let places = Places::new(ctx, credits_found);
    let count = ctx.reports.len();
    let mut linked = Linked { reports: vec![BTreeMap::new(); count], outlets: vec![BTreeSet::new(); count] };
    for (receiver, beside) in present(ctx, beside) {
        let own = credits_found.own[receiver];
        let mut outlets: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for credit in credits(ctx, receiver, beside) {
            if let Some(giver) = places.by_address.get(&plain(credit.url)) {
                let house = own.is_some() && own == credits_found.own[*giver];
                if *giver != receiver && !house && !ctx.is_before(receiver, *giver) {
                    linked.reports[receiver].entry(*giver).or_default().extend(credit.span);
                }
            } else if credit.told {
                let known = || sources.outlet(outlet_by_domain(credit.url)?.name).map(|s| s.id);
                let outlet = places.by_host.get(&host(credit.url)).copied().unwrap_or_else(known);
                if let Some(outlet) = outlet.filter(|o| Some(*o) != own) {
                    outlets.entry(outlet).or_default().extend(credit.span);
                }
            }
        }
        for name in beside.based_on.iter().filter_map(|w| w.name.as_deref()) {
            let outlet = sources.outlet(name).filter(|s| s.kind == SourceKind::Outlet).map(|s| s.id);
            if let Some(outlet) = outlet.filter(|o| Some(*o) != own) {
                outlets.entry(outlet).or_default();
            }
        }
        for (outlet, spans) in outlets {
            // Whoever names it too has said more than the link.
            let named = credits_found.by_report[receiver].entry(outlet).or_insert_with(|| {
                linked.outlets[receiver].insert(outlet);
                spans
            });
            named.sort_unstable();
            named.dedup();
        }
        for spans in linked.reports[receiver].values_mut() {
            spans.sort_unstable();
            spans.dedup();
        }
    }
    credits_found.linked = linked;
}

/// The reports of the case that something stood beside.
fn present<'b>(
    ctx: &'b Context,
    beside: &'b BTreeMap<ReportId, Beside>,
) -> impl Iterator<Item = (usize, &'b Beside)> {
    beside.iter().filter_map(|(id, beside)| Some((ctx.index(*id)?, beside)))
}

/// An address that a report rests on.
struct Credit<'b> {
    url: &'b str,
    /// The words; None where the page's data say so.
    span: Option<Span>,
    /// Whether something says that it is a source: else it is one only where it leads to a report of the case.
    told: bool,
}

/// The addresses that a report rests on.
fn credits<'b>(ctx: &'b Context, receiver: usize, beside: &'b Beside) -> impl Iterator<Item = Credit<'b>> {
    let declared = beside.based_on.iter().filter_map(|w| w.url.as_deref());
    let declared = declared.map(|url| Credit { url, span: None, told: true });
    let report = &ctx.reports[receiver].report;
    let linked = beside.links.iter().filter_map(move |link| {
        let role = report.blocks.iter().find(|b| b.span.overlaps(link.span))?.role;
        let line = line(&report.text, link.span);
        let told = match (role, link.kind) {
            (Role::Body | Role::Caption, LinkKind::Quotation) => true,
            (Role::Body | Role::Caption, _) => {
                let links = beside.links.iter().map(|l| l.span);
                if own_words(&report.text, line, links) < OWN {
                    return None;
                }
                is_reporting(&report.text, line, link.span)
            }
            (Role::Furniture | Role::Byline, _) if says_from(line.of(&report.text)) => true,
            _ => return None,
        };
        Some(Credit { url: &link.url, span: Some(link.span), told })
    });
    declared.chain(linked)
}

/// The line of a text that words stand in; the first, where they go over several.
fn line(text: &str, span: Span) -> Span {
    let start = span.start as usize;
    let from = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let to = text[start..].find('\n').map_or(text.len(), |n| start + n);
    Span::new(from, to)
}

/// The words of a line that stand outside all links.
fn own_words(text: &str, line: Span, links: impl Iterator<Item = Span> + Clone) -> usize {
    words(text, line).filter(|w| !links.clone().any(|l| l.overlaps(*w))).count()
}

/// Whether a link, or the words around it, tell of reporting.
fn is_reporting(text: &str, line: Span, link: Span) -> bool {
    let all: Vec<Span> = words(text, line).collect();
    let first = all.partition_point(|w| w.end <= link.start);
    let behind = all.partition_point(|w| w.start < link.end);
    // Of another sentence they say nothing.
    let ends = |between: &str| between.contains(['.', '!', '?', ';']);
    let mut near: Vec<Span> = all[first..behind].to_vec();
    let mut at = link.start;
    for word in all[..first].iter().rev().take(BEFORE) {
        if ends(&text[word.end as usize..at as usize]) {
            break;
        }
        at = word.start;
        near.push(*word);
    }
    let mut at = link.end;
    for word in all[behind..].iter().take(BEHIND) {
        if ends(&text[at as usize..word.start as usize]) {
            break;
        }
        at = word.end;
        near.push(*word);
    }
    near.iter().any(|w| {
        let word = w.of(text).to_lowercase();
        word == "via" || REPORTING.iter().any(|r| word.starts_with(r))
    })
}

/// Where the reports of the case were published.
struct Places {
    by_address: BTreeMap<String, usize>,
    /// The outlet that publishes at a host; None where several do.
    by_host: BTreeMap<String, Option<SourceId>>,
}

impl Places {
    fn new(ctx: &Context, credits: &Credits) -> Self {
        let mut places = Self { by_address: BTreeMap::new(), by_host: BTreeMap::new() };
        let mut several = BTreeSet::new();
        for (at, report) in ctx.reports.iter().enumerate() {
            let report = &report.report;
            for url in report.url.iter().chain(Some(&report.uri).filter(|u| is_web(u))) {
                let address = plain(url);
                // A front page is no report, and an address of two reports is neither's.
                if !address.contains(['/', '?'])
                    || places.by_address.insert(address.clone(), at).is_some_and(|o| o != at)
                {
                    several.insert(address);
                }
                if let Some(own) = credits.own[at] {
                    let outlet = places.by_host.entry(host(url)).or_insert(Some(own));
                    *outlet = outlet.filter(|o| *o == own);
                }
            }
        }
        places.by_address.retain(|address, _| !several.contains(address));
        places
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// The host of an address, without what the same pages are also served under.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let bare = ["www.", "m.", "amp.", "mobile."].iter().find_map(|p| host.strip_prefix(p));
    bare.filter(|b| b.contains('.')).unwrap_or(host).to_owned()
}

/// An address without what does not change the page: scheme, `www.`, the place in the page, who sent the reader, a slash
/// at the end. A front page is its host alone.
fn plain(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.find('/').map_or("", |at| &path[at..]).trim_end_matches('/');
    let path = ["/index.html", "/index.htm", "/index.php", "/amp"]
        .iter()
        .find_map(|e| path.strip_suffix(e))
        .unwrap_or(path);
    let tracks = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
        TRACKING.iter().any(|t| if t.ends_with('_') { name.starts_with(t) } else { name == *t })
    };
    let query: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !tracks(p)).collect();
    let mut plain = host(url);
    plain.push_str(path);
    if !query.is_empty() {
        plain.push('?');
        plain.push_str(&query.join("&"));
    }
    plain
}

#[cfg(test)]
mod tests {
    use backstory_model::{Annotated, Links, Node};

    use super::*;
    use crate::{link_with, testing::report};

    const DAM: &str = "# Council kept silent about cracks in the Velm dam
Engineers warned the council of Velm in March that the dam above the town had three cracks as wide as a hand, a letter shows.
The letter asks for the reservoir to be lowered by four metres before the autumn rain, and names the sluice that no longer closes.";

    /// Reports with addresses, links (`words`, address, kind) and what pages' data name as their base.
    #[derive(Default)]
    struct Pages {
        reports: Vec<Annotated>,
        beside: BTreeMap<ReportId, Beside>,
    }

    impl Pages {
        fn quillon() -> Self {
            let mut pages = Self::default();
            pages.add("The Quillon Gazette", "2031-05-06", "https://quillon.example/news/velm-dam", DAM, &[]);
            pages
        }

        fn add(&mut self, outlet: &str, day: &str, url: &str, text: &str, links: &[(&str, &str, LinkKind)]) {
            let mut report = report(outlet, day, text);
            report.report.url = Some(url.to_owned()).filter(|u| !u.is_empty());
            let text = &report.report.text;
            let link = |(words, url, kind): &(&str, &str, LinkKind)| {
                let start = text.find(words).expect("words of the text");
                let span = Span::new(start, start + words.len());
                backstory_model::Link { span, url: (*url).to_owned(), kind: *kind }
            };
            let mut links: Vec<_> = links.iter().map(link).collect();
            links.sort_by_key(|l| l.span);
            let beside = Beside { links, ..Beside::default() };
            self.beside.insert(report.report.id, beside);
            self.reports.push(report);
        }

        fn based_on(&mut self, name: Option<&str>, url: Option<&str>) {
            let report = self.reports.last().expect("a report").report.id;
            let [name, url] = [name, url].map(|w| w.map(str::to_owned));
            let credit = backstory_model::Credit { name, url, ..Default::default() };
            self.beside.get_mut(&report).expect("it is there").based_on.push(credit);
        }

        fn link(&mut self) -> Links {
            self.reports.sort_by_key(|r| r.report.id);
            link_with(&self.reports, &self.beside, &[])
        }

        /// Credited edges: giver, kind, the first reason, the words shown last.
        fn credits(&mut self) -> Vec<String> {
            let links = self.link();
            let report = |id: ReportId| self.reports.iter().find(|r| r.report.id == id).expect("it is there");
            let edges = links.lineage.iter().filter(|e| e.credited);
            let mut lines: Vec<String> = edges
                .map(|e| {
                    let from = match e.from {
                        Node::Report(id) => {
                            report(id).report.outlet.clone().unwrap_or_else(|| "?".to_owned())
                        }
                        Node::External(id) => {
                            format!("({})", links.source(id).and_then(|s| s.name.clone()).expect("a name"))
                        }
                    };
                    let shown = e.evidence.last().expect("words");
                    let words = shown.span.of(&report(shown.report).report.text);
                    format!("{from} {}: {} [{words}]", e.kind.name(), e.reasons[0].words)
                })
                .collect();
            lines.sort();
            lines
        }
    }

    const ECHO: &str = "# Velm asks for an inquiry
The council of Velm voted for an inquiry on Wednesday after it was reported that engineers had warned of cracks in the dam.
The vote followed four hours of debate, in which the mayor left the hall twice and the reservoir was hardly spoken of.
Read more: What the letter says about the sluice";

    #[test]
    fn a_link_to_a_report_of_the_case_is_a_credit() {
        let check = |words: &str, url: &str, kind, expected: &[&str]| {
            let mut pages = Pages::quillon();
            pages.add("Onde Echo", "2031-05-08", "https://echo.example/a", ECHO, &[(words, url, kind)]);
            assert_eq!(pages.credits(), expected, "{words} {url}");
        };
        let link = LinkKind::Link;
        let dam = "https://www.quillon.example/news/velm-dam/?utm_source=echo#letter";
        check(
            "it was reported",
            dam,
            link,
            &["The Quillon Gazette cites: It links to the report of The Quillon Gazette. [it was reported]"],
        );
        // Part of what the sentence says, though it says nothing of reporting.
        check(
            "cracks in the dam",
            dam,
            link,
            &[
                "The Quillon Gazette cites: It links to the report of The Quillon Gazette. [cracks in the dam]",
            ],
        );
        // More from elsewhere.
        check("What the letter says about the sluice", dam, link, &[]);
        // Another page of the outlet, with words of reporting and without.
        check(
            "it was reported",
            "https://quillon.example/opinion/velm",
            link,
            &["The Quillon Gazette cites: It links to The Quillon Gazette as a source. [it was reported]"],
        );
        check("left the hall", "https://quillon.example/opinion/velm", link, &[]);
        // A place that no report is from, and the report's own house.
        check("it was reported", "https://velm.example/letter.pdf", link, &[]);
        check("it was reported", "https://echo.example/b", link, &[]);
        check(
            "The vote followed four hours of debate",
            dam,
            LinkKind::Quotation,
            &[
                "The Quillon Gazette cites: It links to the report of The Quillon Gazette. [The vote followed four hours of debate]",
            ],
        );
    }

    #[test]
    fn nobody_has_it_from_a_report_that_came_later() {
        let mut pages = Pages::quillon();
        let dam = "https://quillon.example/news/velm-dam";
        pages.add(
            "Onde Echo",
            "2031-05-02",
            "https://echo.example/a",
            ECHO,
            &[("it was reported", dam, LinkKind::Link)],
        );
        assert!(pages.credits().is_empty());
    }

    #[test]
    fn a_link_reaches_a_report_of_another_event() {
        let mut pages = Pages::quillon();
        let text = "# Harbour fees of Karsund double
The port of Karsund doubles its fees in June, and fishermen say that they will land their catch at Ilmar, as an article on the dam of another town shows towns do.";
        let dam = "https://quillon.example/news/velm-dam";
        pages.add("Karsund Post", "2031-05-09", "", text, &[("an article on the dam", dam, LinkKind::Link)]);
        assert_eq!(
            pages.credits(),
            [
                "The Quillon Gazette cites: It links to the report of The Quillon Gazette. [an article on the dam]"
            ]
        );
    }

    #[test]
    fn a_line_that_says_whose_the_text_is_credits_its_link() {
        let mut pages = Pages::quillon();
        let text = format!("{ECHO}\n~ This article was first published by another paper.");
        let dam = "https://quillon.example/news/velm-dam";
        pages.add("Onde Echo", "2031-05-08", "", &text, &[("another paper", dam, LinkKind::Link)]);
        let expected =
            "The Quillon Gazette cites: It links to the report of The Quillon Gazette. [another paper]";
        assert_eq!(pages.credits(), [expected]);
    }

    #[test]
    fn what_the_data_of_a_page_name_is_a_credit() {
        let first = "The council of Velm voted for an inquiry on Wednesday after it was reported that engineers had warned of cracks in the dam.";
        let check = |name, url, expected: &[&str]| {
            let mut pages = Pages::quillon();
            pages.add("Onde Echo", "2031-05-08", "", ECHO, &[]);
            pages.based_on(name, url);
            let expected: Vec<String> = expected.iter().map(|e| format!("{e} [{first}]")).collect();
            assert_eq!(pages.credits(), expected, "{name:?} {url:?}");
        };
        let report = "The Quillon Gazette cites: The data of its page name the report of The Quillon Gazette as what it rests on.";
        check(None, Some("https://quillon.example/news/velm-dam"), &[report]);
        let outlet =
            "The Quillon Gazette cites: The data of its page name The Quillon Gazette as what it rests on.";
        check(None, Some("https://quillon.example/other"), &[outlet]);
        check(Some("Quillon Gazette"), None, &[outlet]);
        let far = "(Reuters) cites: The data of its page name Reuters as what it rests on; no report of Reuters in the case can be the one meant.";
        check(None, Some("https://www.reuters.com/world/a"), &[far]);
        check(Some("Reuters"), None, &[far]);
        check(Some("Dana Orrin"), Some("https://velm.example/letter"), &[]);
    }

    #[test]
    fn a_link_makes_a_retelling_one_with_credit() {
        let text = "# Cracks in Velm dam were known
A letter shows that engineers warned the Velm council in March of three cracks in the dam above the town, each as wide as a hand.
They asked for the reservoir to be lowered by four metres before the rain of autumn. One sluice no longer closes, according to the letter.";
        let kind = |links: &[(&str, &str, LinkKind)]| {
            let mut pages = Pages::quillon();
            pages.add("Onde Echo", "2031-05-08", "", text, links);
            let lineage = pages.link().lineage;
            lineage.iter().map(|e| format!("{} {}", e.kind.name(), e.credited)).collect::<Vec<_>>()
        };
        let dam = "https://quillon.example/news/velm-dam";
        assert_eq!(kind(&[("A letter shows", dam, LinkKind::Link)]), ["rewrite true"]);
        assert!(!kind(&[]).contains(&"rewrite true".to_owned()));
    }

    #[test]
    fn addresses_of_one_page() {
        let same = |a: &str, b: &str| assert_eq!(plain(a), plain(b));
        same("https://www.quillon.example/dam/", "http://quillon.example/dam?utm_source=mail&fbclid=1#top");
        same("https://m.quillon.example:443/dam/amp", "https://Quillon.example/dam");
        same("https://quillon.example/?p=12&ref=home", "https://quillon.example?p=12");
        same("https://quillon.example/dam/index.html", "https://quillon.example/dam");
        let other = |a: &str, b: &str| assert_ne!(plain(a), plain(b));
        other("https://quillon.example/Dam", "https://quillon.example/dam");
        other("https://quillon.example/?p=12", "https://quillon.example/?p=13");
        other("https://m.example/dam", "https://example/dam");
        assert_eq!(plain("https://quillon.example/"), "quillon.example");
    }

    #[test]
    fn words_of_reporting() {
        let check = |marked: &str, told: bool| {
            let start = marked.find('[').expect("a mark");
            let text = marked.replace(['[', ']'], "");
            let end = marked.find(']').expect("a mark") - 1;
            let all = Span::new(0, text.len());
            assert_eq!(is_reporting(&text, all, Span::new(start, end)), told, "{marked}");
        };
        check("The wall was cracked, as first reported by [the Quillon].", true);
        check("The wall was cracked, [the Quillon] reported on Monday.", true);
        check("The wall was cracked, the [Quillon revealed] this week.", true);
        check("The wall was cracked (via [Quillon]).", true);
        check("The mayor told [the Quillon] that the wall was cracked.", true);
        check("The wall, [which was built in 1931], has cracked before.", false);
        check("The mayor told nobody. The wall, [built in 1931], has cracked.", false);
        check("She opened [the museum] in 1931. Reports of cracks came later.", false);
    }
}
