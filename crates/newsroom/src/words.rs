//! Words for other words, from `data/synonyms.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::dice::Dice;

static SYNONYMS: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    include_str!("../data/synonyms.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, others)| (word, others.split(' ').collect()))
        .collect()
});

/// The text with some of its words exchanged: `rate` of a hundred of those that have synonyms.
pub(crate) fn exchange(text: &str, dice: &mut Dice, rate: u32) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let core = word.trim_end_matches([',', ';', ':', '.']);
        match SYNONYMS.get(core) {
            Some(others) if dice.percent(rate) => {
                out.push_str(&others[dice.below(others.len())].replace('_', " "));
                out.push_str(&word[core.len()..]);
            }
            _ => out.push_str(word),
        }
    }
    out
}
