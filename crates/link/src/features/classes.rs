//! Words that count as one when statements are compared.

use std::collections::BTreeMap;

use super::is_empty_word;
use crate::context::{Context, Word};

/// Words that news English exchanges for one another when it retells a fact; the first names the class. Not
/// synonyms in general: "raid" and "strike" differ for a soldier.
const CLASSES: &[&[&str]] = &[
    &[
        "talk",
        "discussion",
        "negotiation",
        "dialogue",
        "conversation",
        "contact",
        "communication",
        "talked",
        "discuss",
        "negotiate",
        "communicate",
    ],
    &[
        "kill", "dead", "death", "die", "died", "dies", "slain", "fatality", "fatally", "fatal", "deadly",
        "lethal", "dying", "toll",
    ],
    &["injure", "wound", "hurt", "injury", "wounded", "injured"],
    &["boat", "vessel", "ship", "narcovessel"],
    &["arrest", "detain", "custody", "detention", "apprehend", "arrested", "detained"],
    &["attack", "assault", "raid", "strike", "struck", "operation", "bombing"],
    &["explosion", "blast", "explode", "exploded"],
    &["fire", "blaze", "flame", "inferno"],
    &["shoot", "shot", "gunfire", "shooting", "gunman", "shooter"],
    &["crash", "collide", "collision", "crashed"],
    &["plane", "aircraft", "jet", "airplane", "airliner"],
    &["police", "officer", "cop"],
    &["resign", "quit", "resignation", "resigned"],
    &["fire", "sack", "dismiss", "oust", "ousted", "ouster", "removed"],
    &["buy", "acquire", "acquisition", "purchase", "bought", "takeover"],
    &["begin", "start", "began", "begun", "launch", "initiate", "commence"],
    &["increase", "rise", "rose", "raise", "grow", "grew", "climb", "up"],
    &["fall", "fell", "drop", "decline", "decrease", "plunge"],
    &["show", "reveal", "disclose", "disclosure"],
    &["missing", "disappear", "vanish", "disappeared", "vanished"],
    &["remove", "pull", "pulled", "withdraw", "withdrew"],
    &["ban", "bar", "prohibit", "forbid", "banned"],
    &["secret", "covert", "backchannel", "clandestine"],
    &["seize", "capture", "captured", "confiscate"],
    &["warn", "warning"],
    &["quake", "earthquake", "tremor", "temblor"],
    &["storm", "hurricane", "cyclone", "typhoon"],
    &["flood", "flooding", "floodwater"],
    &["people", "person", "victim"],
    &["child", "kid", "children"],
    &["doctor", "physician"],
    &["hospital", "hospitalise", "hospitalize"],
    &["agree", "agreement", "deal", "accord", "pact"],
    &["plan", "intend", "intention"],
    &["evacuate", "evacuation"],
    &["win", "won", "victory"],
    &["lose", "lost", "defeat"],
    &["elect", "election", "vote", "poll"],
    &["us", "usa", "america", "american", "washington"],
    &["uk", "britain", "british"],
    &["percent", "pct"],
    &["million", "mn"],
    &["month", "months"],
    &["company", "firm"],
    &["accuse", "charge", "accusation", "indict", "indictment"],
    &["rescue", "save", "rescued"],
    &["find", "found", "discover"],
    &["meet", "met", "meeting"],
    &["send", "sent", "deploy", "dispatch"],
    &["build", "built", "construct"],
    &["leave", "left", "depart"],
    &["speak", "spoke", "spoken", "speech"],
    &["think", "thought", "believe", "belief"],
];

/// What a word counts as when statements are compared; None for words that say nothing.
pub(crate) fn class_of(ctx: &Context, word: &Word) -> Option<String> {
    let form = ctx.term(word.form);
    let form = form.strip_suffix("'s").unwrap_or(form);
    (!is_empty_word(form)).then(|| class(form, ctx.term(word.stem)))
}

/// The class of a word, or its stem where it has none.
pub(crate) fn class(form: &str, stem: &str) -> String {
    static TABLE: std::sync::OnceLock<BTreeMap<&'static str, &'static str>> = std::sync::OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = BTreeMap::new();
        for class in CLASSES {
            for word in *class {
                table.entry(*word).or_insert(class[0]);
                table.entry(backstory_text::stem(word)).or_insert(class[0]);
            }
        }
        table
    });
    table.get(form).or_else(|| table.get(stem)).map_or_else(|| stem.to_owned(), |class| format!("={class}"))
}
