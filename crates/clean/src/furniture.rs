//! What belongs to the page and not to the report, told by form and place.
//!
//! Each rule asks for two things at least: words that speak to the visitor of a page (an order and what it is about,
//! a label, a mark of rights) and a form that no sentence of a report has (short, no speech, no quotation). Where
//! that is not certain, a line stays body: a finding that is lost does more harm than a line too many.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;

use crate::form::{
    ends_sentence, ends_with_stop, has_quote, has_speech, headline_like, pattern, prose_like, squash,
    teaser_like, word_count,
};

/// What made a line furniture, or a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Orders to the visitor: subscribe, follow, share.
    Call,
    /// A mark of rights.
    Rights,
    /// Who else worked on the report.
    Credit,
    /// A label that announces other reports, with nothing behind it.
    Opener,
    /// A link to another report.
    Link,
    /// Who wrote the report, in words about that person.
    Biography,
    /// Any other part of the page.
    Label,
    /// A picture's words.
    Caption,
}

static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^(?:\W|please\ |to\ |now\ |you\ can\ (?:also\ )?|also\ ,?)*
        (?: (?:subscribe|sign\ up|register|log\ in|sign\ in|join|follow|like|share|tweet|donate|support|download|install
              |click|tap|get|receive|read|listen|watch|see|visit|email|e-mail|contact|check\ out|stay|enable|browse
              |discover|explore|become|start|try|buy|shop|save|send|enter|choose|manage|continue|scroll|don['’]t\ miss
              |find\ (?:more|out|us|all)|keep\ up|catch\ up|learn\ more|have\ a\ (?:tip|story)|got\ a\ (?:tip|story)|want\ more
              |looking\ for|already\ a|not\ a\ (?:member|subscriber)|do\ you\ have)\b
          | (?:our|the|a|this|your)\ (?:free|daily|weekly|morning|evening)\b )",
    )
});

/// What orders to a visitor are about.
static PAGE_THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:newsletters?|(?:your|an|my|our|the|daily|free)\ (?:inbox|e-?mail)|in\ your\ inbox|inbox|e-?mail\ (?:alerts?|updates?|briefing)
          |subscri(?:ption|bers?|be)|our\ (?:app|site|website|page|channel|podcast|coverage|journalism|reporting|community|team|privacy)
          |mobile\ app|podcast|whatsapp|telegram\ channel|youtube\ channel|instagram|on\ (?:facebook|twitter|x|linkedin|youtube|tiktok)
          |facebook\ page|push\ notifications?|alerts|this\ (?:article|story|post|page|video)|the\ (?:author|writer|reporter|full\ (?:article|story|report))
          |us|more|here|below|free\ trial|account|comments?|join\ the\ conversation|for\ video|main\ story|up\ to\ date|breaking\ news)\b",
    )
});

/// Words of advertising that no report uses of itself.
static PROMO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:your|you|our|us|free|daily|weekly|newsletters?|inbox|e-?mail|subscribe|briefing|delivered|sign up|get|best|latest|features?|analysis|stories|straight|updates?|alerts?|unlimited|access|trial|offer|exclusive)\b",
    )
});

static STRONG_CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:in|to|into) your (?:inbox|email|mailbox)|(?:sign up|subscribe) (?:to|for) (?:our|the|a|my|\S+['’]s)|(?:free|daily|weekly|our|email) newsletters?|by (?:signing up|submitting|subscribing|clicking)|terms (?:of|and) (?:use|service|conditions)|privacy policy|cookie policy|enable javascript|unsubscribe|not a robot|(?:email|contact|call) us (?:at|on)|continue reading the main story)\b",
    )
});

static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^\W*(?:©|copyright\b|\(c\) ?(?:19|20)\d\d)|©\s*(?:copyright )?(?:19|20)\d\d|\ball rights reserved\b|[.]\s+copyright (?:19|20)\d\d\b|\bmay not be (?:published|reproduced|republished)\b|^this (?:article|story|content|piece|post|column|report) (?:(?:was|is) )?(?:originally |first )?(?:published|republished|syndicated|appeared)\b|\bcreative commons\b.*\blicen[cs]e\b)",
    )
});

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:(?:additional |further |with )?(?:reporting|writing|editing|compiled|edited|research|graphics?|translation|translated)(?: and [a-z]+)? by\b|additional reporting from\b|information from:|with (?:inputs?|agency inputs?|material|agencies|files|reporting|additional reporting|assistance) (?:from|by)\b|our standards:|source:? ?[\w .]{2,30}$|\(with (?:inputs?|agenc)|editor['’]s picks?\b)|^\W*h/t\b|^(?-i:\p{Lu}[\p{L}.'’-]+ ){1,3}(?:contributed|reported from (?-i:\p{Lu}[\p{L}.,'’-]+ ?){1,4})\.?$|\bcontributed (?:to this (?:report|story|article)|reporting)\b|\breported from\b.*\bcontributed from\b",
    )
});

static OPENER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:read (?:more|next|also|now|the full (?:story|article|report))|also read|more (?:from|on|in|stories|news|coverage)\b.*|see (?:also|more)|related(?: (?:stor(?:y|ies)|articles?|content|posts?|topics?|news|links?|coverage|video))?|recommended(?: (?:stories|for you|reading|articles))?|you (?:may|might) (?:also )?(?:like|be interested in).*|trending(?: (?:right )?(?:now|stories|today))?|[\w ]{0,12}top deals|most (?:read|popular|viewed|shared)(?: .{0,20})?|popular (?:now|stories|posts)|latest (?:news|stories|headlines|updates)|editor['’]s (?:picks?|choice)|don['’]t miss|what to read next|around the web|from the web|sponsored(?: (?:content|links?|stories))?|promoted(?: (?:content|stories))?|top stories|further reading|in case you missed it|elsewhere on .{2,30}|related:?.{0,12})\s*[:：»›>]?\s*$",
    )
});

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:advertisement(?: continue reading.*| - .*)?|advert|ad(?: feedback)?|story continues (?:below|after).*|article continues (?:below|after).*|continue reading(?: below)?(?: the main story)?|scroll (?:down )?(?:for|to) .{3,30}|share(?: (?:this|on|via|the|it|save|tweet|copy|article|story|link|with|facebook|twitter|email|whatsapp|linkedin|print)\b.{0,60})?|tweet|print|email|e-mail|comments?(?: \(\d+\))?|(?:view|show|hide|leave|post|add|load) (?:\d+ |all |a |more |your )*comments?|\d+(?:[.,]\d+)?[km]? (?:comments?|shares?|likes?|views?|retweets?)|loading\W*|close|menu|search|home|skip to (?:main )?content|skip ad|photos?|image|gallery|facebook|twitter|youtube|instagram|whatsapp|linkedin|telegram|reddit|pinterest|flipboard|rss|copy link|copied|link copied|save(?: for later| article)?|bookmark|gift article|listen(?: to (?:this )?(?:article|story))?|play(?: video)?|watch(?: (?:live|now|video|the video))?|video|video player|replay|media player|next(?: article| story)?|previous(?: article| story)?|back to top|top|\d+ ?min(?:ute)?s? read|\d+ ?min(?:ute)?s? (?:to )?read|(?:tags?|topics?|filed under|categories|category|keywords)\s*:.{0,200}|about (?:the )?(?:authors?|writer|us)|follow|following|subscribe(?: now)?|sign up|sign in|log in|register|transcript|hide transcript|toggle .{3,20}|interactive|sponsored|newsletter(?: sign-?up)?|report (?:a typo|an error|this ad).{0,20}|was this (?:article|page|story) .{0,40}|thank you for (?:reading|subscribing|signing up).{0,80}|you have been subscribed.{0,60}|embed(?: code)?|most viewed .{0,20}|(?:last )?updated (?:at )?\d{1,2}[:.]\d\d.{0,30}|updated \d+ (?:minutes?|hours?|days?) ago|this (?:post|story|article|page|report) (?:has been|was) (?:last )?updated.{0,40}|read or share this story.{0,80}|for more .{3,40}: https?://.*|now playing:?|online:|\d+ (?:minutes?|hours?|days?) ago)\W*$",
    )
});

/// A label and another report's headline behind it.
static POINTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:read more|read also|also read|read next|read|related(?: (?:story|article|reading|coverage))?|see also|see more|more|watch(?: live| now| video)?|video|photos|gallery|listen|don['’]t miss|must read|recommended|opinion|explainer|in pictures|find out more|click here)\s*(?::|\||»|›|>|–|—)\s+\S",
    )
});

/// A label that can only announce another report, whose headline may end like a sentence: "Related: Who paid for it?"
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:read more|read also|also read|read next|related(?: (?:story|article|reading|coverage))?|see also|must read|recommended|more)\s*:\s+\S",
    )
});

/// A headline that closes with the words of its link: "Guild sells two ferries Read more".
static LINKED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{Ll} Read more$|^JUST WATCHED\b|^(?i:related stories) \p{Lu}"));

/// A question for what readers may know, with the newsroom's wish behind it: "Got a confidential news tip?"
static TIP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\W*(?:got|have) (?:an? )?(?:\w+ ){0,2}(?:tips?|story|information)\b[^.?!]{0,40}\?")
});

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^\W*(?i:file\ ?[-–—:]|file\ photos?|(?:photos?|pictures?|images?|caption|media\ caption|image\ caption|video\ caption|photograph)(?:\ (?:credits?|by|courtesy|copyright|source|via|taken|shows?))?\ ?[:|/]|(?:image|media|photo|video)\ (?:copyright|caption|credit|source|via)\b|getty\ images$|hide\ caption)
        |(?i:^(?:in\ )?this\ (?:\w+\.?\ )?(?:\w+\.?\ \d{1,2},?\ )?(?:\d{4},?\ )?(?:file\ |undated\ |handout\ |combination\ |satellite\ |still\ |frame\ |aerial\ |video\ |combo\ )*(?:photo|image|picture|handout|frame\ grab)\b)
        |^(?i:enlarge\ this\ image)\b
        |(?i:\[(?:photo|image|picture)\b[^\]]{0,60}\]\W*$)
        |(?i:\((?:photo|image|picture|credit)s?\ ?(?:by|:|credit|courtesy|via)[^)]*\)\W*$|\((?:ap|reuters|afp|getty|epa|upi)\ ?(?:photo|images|pool)?\ ?/[^)]{2,60}\)\W*$|hide\ caption\b[\ \d]*(?:of\ \d+)?$)
        |\b(?:Photo|Image|Picture|Credit|Photograph)s?(?::|\ by)\ [^.]{2,60}$
        |(?:\p{Lu}[\p{L}'’.-]+\ ){1,3}\p{Lu}[\p{L}'’.-]+\ ?/\ ?(?:AP|A\.P\.|Reuters|REUTERS|AFP|EPA|Getty(?:\ Images)?|GETTY(?:\ IMAGES)?|Associated\ Press|Bloomberg|Shutterstock|Alamy|PA|Xinhua|NurPhoto|Anadolu)(?:\ Images|\ via\ [\w\ ]+|/[\w\ /]+)?\W*$
        |©\ ?\p{Lu}[\p{L}\ .'’,/-]{2,60}(?:\([^)]{2,30}\))?$",
    )
});

/// An agency before what its picture shows: "Getty Images The crane of Skelly". The agency may also be what a report tells of.
static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:Getty Images|GETTY(?: IMAGES)?|Getty - Contributor|Rex Features|REX(?: FEATURES)?|Shutterstock|Alamy)(?: - Contributor)? [\x22\x27‘“]?\p{Lu}",
    )
});

/// A picture's place in a row of them: "4 / 30 Skelly from above".
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,3}) ?/ ?(\d{2,3}) \p{Lu}"));

/// Whether a line opens like a caption and is no sentence of a report: nobody says anything in it, and it does not end like one.
fn is_led_caption(line: &str) -> bool {
    // "9/11 Families United" opens with a day.
    let day = |place: u32, all: u32| {
        place <= 12 && all <= 31 && !line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(' ')
    };
    let numbered = place_in_row(line).is_some_and(|(place, all)| !day(place, all));
    (numbered || AGENCY.is_match(line)) && !has_speech(line) && !ends_with_stop(line)
}

/// A picture's place in a row of them and how many they are, where a line opens with both.
fn place_in_row(line: &str) -> Option<(u32, u32)> {
    let found = NUMBERED.captures(line)?;
    let number = |at: usize| found[at].parse::<u32>().ok();
    let (place, all) = (number(1)?, number(2)?);
    (1..=all).contains(&place).then_some((place, all))
}

/// Which lines are the captions of one row of pictures: two of them at least have their place in as many.
pub(crate) fn row_captions(lines: &[&str]) -> Vec<bool> {
    let places: Vec<Option<(u32, u32)>> = lines.iter().map(|line| place_in_row(line)).collect();
    let mut rows: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (place, all) in places.iter().flatten() {
        rows.entry(*all).or_default().insert(*place);
    }
    places.iter().map(|found| found.is_some_and(|(_, all)| rows[&all].len() > 1)).collect()
}

static BIO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)\b(?:(?:is|was)\ (?:an?\ |the\ |our\ |currently\ |also\ )*(?:[\w-]+,?\ ){0,5}(?:reporter|writer|journalist|correspondent|columnist|editor|author|contributor|contributing|blogger|novelist|producer|fellow|professor|lecturer|director|playwright|researcher|analyst|enthusiast|freelancer?|intern|strategist|historian|economist|attorney|consultant|founder|co-founder|president)\b
          |ha(?:s|ve)\ (?:worked|written|reported|been\ (?:a|an|with|covering|writing)|covered|contributed)\b
          |(?:covers|writes\ (?:about|on|for)|reports\ on|focuses\ on|specialis?zes\ in|joined\ \p{Lu}|blogs\ at|tweets\ (?:at|@)|can\ be\ reached|is\ based\ in|lives\ in|graduated\ from|(?:his|her|their)\ (?:work|writing|journalism|passion|articles|latest\ book|new\ book)\b|follow\ (?:him|her|them)|opinions\ expressed|views\ expressed|author\ of\b)
          |ha(?:s|ve)\ \w+(?:ed|en|wn|ne)\ [^.]*\bsince\b|before\ (?:that|joining)\b|previously\b|grew\ up\b|studied\b|holds\ an?\b
          |(?:his|her|their)\ career\b
          |contact\ (?:him|her|the\ author)|(?:e-?mail|email)\ (?:him|her|the\ author))",
    )
});

static BIO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\W*)(?:(?:Dr|Prof|Mr|Ms|Mrs)\.? )?\p{Lu}[\p{L}'’.-]*(?: (?:\p{Lu}[\p{L}'’.-]*|de|van|von|al|bin|da|del|der))*",
    )
});

static MARKUP: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:</?[a-zA-Z][^>]*>[\s.]*)+$"));
static HASHTAGS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[#@][\p{L}\p{N}_]+[\s,]*)+$"));
static HANDLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\W*(?:follow|email|e-mail|contact|tweet) [^.!?]{0,60}(?:@\w+|author)"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"));
static ENDS_IN_CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[.!?:]\s+)(?:sign up|subscribe|click|register|join|donate|read more|learn more|find out more)(?: (?:here|now|today|for free|below))?\W*$",
    )
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:https?://|www\.)\S+$"));

/// A question to whoever may know or have seen something, and behind it the order to turn to the newsroom: "Know more? Write to
/// the Courier", "Were you there? Call us". What people should ask a doctor or the police names none of these.
static APPEAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^\W*(?i:(?:(?:do|did|have|had|has|are|were|can|could|would)\ (?:you|your)|know|knew|seen?|saw|heard?|got|have|had|been|witnessed|noticed|worked|want)\b[^.?!]*\?\ +(?:please\ |then\ )?)
        (?:(?i:write|e-?mail|mail|call|phone|ring|text|message|tell|contact|get\ in\ touch|send|drop|reach)\b[^.?!]*\b(?i:us|our|newsroom|news\ ?desk|editors?|reporters?|tips)\b
          |(?i:let\ (?:us|me|our\ \w+)\ know)\b
          |(?i:write|send\ (?:a\ letter|letters|word)|letters)\ (?i:in\ )?(?i:to)\ (?i:the\ )?\p{Lu})",
    )
});

/// Who put a page up, which no label says alone: only in a row of them does it not speak of a report.
static POSTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:posted|published|uploaded|filed) (?:by|in|at|on|under) \S.{0,60}$"));

/// What stands between the parts of a row of labels.
const BETWEEN: [&str; 5] = [" · ", " | ", " • ", " / ", " ¦ "];

/// Whether a line is a row of labels, two of them at least: "Posted by Ann · 3 comments · Older: The bakers of Orlo".
fn is_row(line: &str) -> bool {
    BETWEEN.iter().any(|mark| {
        let parts: Vec<&str> = line.split(mark).map(str::trim).collect();
        let label = |part: &&&str| {
            LABEL.is_match(part) || OPENER.is_match(part) || POINTER.is_match(part) || POSTED.is_match(part)
        };
        parts.len() >= 2 && parts.iter().filter(label).count() >= 2 && !parts.iter().any(|p| ends_sentence(p))
    })
}

/// What one line is by its own form; None where it may be the report's.
pub(crate) fn line(line: &str) -> Option<Kind> {
    // Spaces that do not break stand between names and numbers; to the rules they are spaces.
    if line.contains('\u{a0}') {
        return line_of(&line.replace('\u{a0}', " "));
    }
    line_of(line)
}

fn line_of(line: &str) -> Option<Kind> {
    let count = word_count(line);
    // A headline in brackets between paragraphs is a link to another report.
    let bracketed = line.starts_with('[') && line.ends_with(']') && !line[1..].contains('[');
    if bracketed && teaser_like(&line[1..line.len() - 1]) {
        return Some(Kind::Link);
    }
    if count == 0 || MARKUP.is_match(line) || HASHTAGS.is_match(line) || ADDRESS.is_match(line) {
        return Some(Kind::Label);
    }
    if count <= 70 && RIGHTS.is_match(line) && !has_speech(line) {
        return Some(Kind::Rights);
    }
    if count <= 60 && CREDIT.is_match(line) {
        return Some(Kind::Credit);
    }
    if count <= 14 && OPENER.is_match(line) {
        return Some(Kind::Opener);
    }
    if count <= 30 && LABEL.is_match(line) {
        return Some(Kind::Label);
    }
    if count <= 40 && !has_quote(line) && !has_speech(line) && is_row(line) {
        return Some(Kind::Label);
    }
    if count <= 120 && (CAPTION.is_match(line) || is_led_caption(line)) {
        return Some(Kind::Caption);
    }
    if count <= 20 && EMAIL.is_match(line) && !has_speech(line) && !has_quote(line) {
        return Some(Kind::Call);
    }
    if count <= 25 && POINTER.is_match(line) && !has_speech(line) && !ends_sentence(line) {
        return Some(Kind::Link);
    }
    let announced = ANNOUNCED.is_match(line) && line.chars().next().is_some_and(char::is_uppercase);
    if count <= 25 && announced && !has_speech(line) || count <= 100 && LINKED.is_match(line) {
        return Some(Kind::Link);
    }
    if count <= 40 && TIP.is_match(line) && !has_speech(line) {
        return Some(Kind::Call);
    }
    if count <= 120 && STRONG_CALL.find_iter(line).count() >= 2 && !has_quote(line) && !has_speech(line) {
        return Some(Kind::Call);
    }
    if count <= 60 && !has_quote(line) && !has_speech(line) {
        if HANDLE.is_match(line) || count <= 40 && APPEAL.is_match(line) {
            return Some(Kind::Call);
        }
        if count <= 40 && ENDS_IN_CALL.is_match(line) {
            return Some(Kind::Call);
        }
        let order = CALL.is_match(line);
        let strong = STRONG_CALL.is_match(line);
        let short_order = order && count <= 12 && is_plain_call(line);
        if strong && (order || count <= 45)
            || order && count <= 30 && PAGE_THING.is_match(line) && PROMO.find_iter(line).count() >= 2
            || short_order
        {
            return Some(Kind::Call);
        }
    }
    None
}

static PLAIN_CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:subscribe (?:to|now|today|here)|sign up (?:for|to|now|here)|follow (?:us|@|him on|her on|me on|(?:\S+ ){1,8}on (?:twitter|facebook|x|instagram|your|social|whatsapp|telegram|youtube|linkedin))|like us|share this|join (?:us|our)|click here|tap here|download (?:the|our)|support (?:us|our|independent|local)|donate (?:to|now|today)|read (?:it all|more|the full|the rest|the original|our)|on (?:twitter|facebook),? follow|listen to (?:this|the|our)|watch (?:the video|our|live)|visit our|email (?:us|the)|contact (?:us|the author)|check out (?:our|more|the)|stay (?:up to date|informed|connected)|continue (?:reading|to)|learn more|become a (?:member|subscriber)|have a (?:tip|story)|got a (?:tip|story|news)|already a|send (?:us|your)|register (?:now|for|here)|scroll (?:down|to)|don['’]t miss)\b",
    )
});

fn is_plain_call(line: &str) -> bool {
    PLAIN_CALL.is_match(line)
}

/// Whether a line next to a call could be the rest of the same box: short, without speech or quotation, and with two
/// words of advertising, or an order without full stop.
pub(crate) fn is_box_text(line: &str) -> bool {
    let plain = !has_quote(line) && !has_speech(line);
    let heading = word_count(line) <= 10 && CALL.is_match(line) && !ends_sentence(line);
    plain && (heading || word_count(line) <= 35 && PROMO.find_iter(line).count() >= 2)
}

/// Whether a label that announces other reports may as well announce what the report itself goes on with: "Latest updates:".
pub(crate) fn is_of_report(opener: &str) -> bool {
    let opener = opener.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    opener.starts_with("latest")
}

/// Whether a line is so short and plain that it goes with what stands around it.
pub(crate) fn is_filler(line: &str) -> bool {
    word_count(line) <= 15 && !has_quote(line) && !has_speech(line)
}

/// Whether a paragraph tells of its writer's career: it opens with a name, and says in the present what that person
/// is or does for a living. `body` is the text of the report before it; someone it has told of already is no writer,
/// unless `authors` names them.
pub(crate) fn is_biography(paragraph: &str, body: &str, authors: &[String]) -> bool {
    let cues = BIO.find_iter(paragraph).count();
    if cues == 0 || has_quote(paragraph) || word_count(paragraph) > 140 {
        return false;
    }
    let Some(name) = BIO_NAME.find(paragraph) else { return false };
    let name = name.as_str().trim_matches(|c: char| !c.is_alphanumeric());
    let first = name.split(' ').next().unwrap_or(name);
    if authors.iter().any(|a| a == name || a.split(' ').next() == Some(first)) {
        return true;
    }
    let last = name.split(' ').next_back().unwrap_or(name);
    let told_of = body.contains(name) || body.contains(last);
    let common =
        matches!(first, "The" | "A" | "An" | "It" | "He" | "She" | "They" | "This" | "That" | "In" | "But");
    let full = name.contains(' ');
    !told_of && !common && !has_speech(paragraph) && (full && cues >= 1 || cues >= 2)
}

/// A bullet with nothing behind it.
pub(crate) fn is_bare_bullet(line: &str) -> bool {
    matches!(line, "-" | "–" | "—" | "•" | "*" | "·" | "►" | "▪" | "■" | "○" | "|")
}

/// Whether a line can stand in a list of links to other reports: a headline or its teaser.
pub(crate) fn is_link_text(line: &str) -> bool {
    word_count(line) <= 45 && !prose_like(line) && !has_quote(line)
        || teaser_like(line)
        || headline_like(line) && !ends_sentence(line)
}

/// Lines that stand more than once: the later ones of 8 words or more are the page's doing.
pub(crate) fn repeats(lines: &[&str]) -> Vec<bool> {
    let mut seen = std::collections::BTreeSet::new();
    lines.iter().map(|line| word_count(line) >= 8 && !seen.insert(squash(line))).collect()
}
