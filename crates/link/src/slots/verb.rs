//! Which word of a clause is its verb.

use backstory_lexicon::{is_verb, verbs};

use super::{
    classes::{
        is_adverb, is_article, is_be, is_conjunction, is_count, is_determiner, is_help, is_negation,
        is_object, is_possessive, is_preposition, is_pronoun, is_regular_past, is_relative, is_subordinator,
        opens_noun,
    },
    clause::Words,
    token::{Gap, Token},
};

impl Words<'_> {
    /// Whether a word is a pronoun that can only be a subject, with its verb behind it.
    pub(super) fn is_who_does(&self, at: usize) -> bool {
        let who =
            matches!(self.0[at].form, "i" | "he" | "she" | "we" | "they") && self.0[at].gap != Gap::Hyphen;
        who && (at + 1..self.0.len())
            .find(|i| !is_adverb(self.0[*i].form))
            .is_some_and(|next| self.is_finite(next, at))
    }

    /// Whether a word opens a clause about the noun before it; "of that ship" opens none.
    pub(super) fn opens_about(&self, at: usize) -> bool {
        let form = self.0[at].form;
        let that = form == "that" && at > 0 && is_preposition(self.0[at - 1].form);
        is_relative(form) && !that && !self.0[at].name
    }

    /// Whether a name stands behind a word that leads to a place.
    pub(super) fn is_where(&self, at: usize) -> bool {
        let lead = (0..at).rev().find(|i| !self.0[*i].name);
        lead.is_some_and(|i| matches!(self.0[i].form, "in" | "at" | "near" | "from" | "outside" | "of"))
    }

    /// Whether a word is a verb with a subject: neither a part of a name nor a noun or adjective by what stands before it.
    pub(super) fn is_finite(&self, at: usize, lo: usize) -> bool {
        let token = &self.0[at];
        if is_preposition(token.form)
            || is_adverb(token.form)
            || is_determiner(token.form)
            || is_subordinator(token.form)
        {
            return false;
        }
        if token.name
            || token.time
            || token.capital
            || token.gap == Gap::Hyphen
            || self.0.get(at + 1).is_some_and(|t| t.gap == Gap::Hyphen)
        {
            return false;
        }
        let before = (lo..at).rev().find(|i| !is_adverb(self.0[*i].form));
        let Some(before) = before.map(|i| &self.0[i]) else { return false };
        if matches!(before.form, "to" | "be" | "been" | "being" | "having") {
            return false;
        }
        let joined = before.gap == Gap::Hyphen;
        if is_help(token.form) {
            return !is_article(before.form)
                && (joined || !is_preposition(before.form) || matches!(token.form, "is" | "was"));
        }
        if is_determiner(before.form)
            || is_possessive(before.form)
            || token.gap == Gap::Possessive
            || !joined && is_preposition(before.form)
            || is_conjunction(before.form)
        {
            return false;
        }
        let form = token.form;
        if matches!(before.form, "more" | "most" | "less" | "very" | "so" | "too") {
            return false;
        }
        if verbs::is_past(form) || verbs::is_past_or_participle(form) || is_regular_past(form) {
            return true;
        }
        if is_relative(before.form) && is_verb(form) {
            return true;
        }
        let next = self.0.get(at + 1).filter(|t| matches!(t.gap, Gap::Open));
        let object = next.is_some_and(|t| {
            let clause = matches!(t.form, "to" | "that" | "what" | "how" | "why" | "whether");
            clause || opens_noun(t) || is_object(t.form)
        });
        // "The effect of the talks remains", "talks in Orlo remain"
        let of = (lo + 1..at).find(|i| is_preposition(self.0[*i].form) && self.0[*i].form != "than");
        let of_whom = of.map_or(before, |of| &self.0[of - 1]);
        let plural = matches!(
            of_whom.form,
            "they"
                | "we"
                | "i"
                | "you"
                | "who"
                | "people"
                | "police"
                | "men"
                | "women"
                | "children"
                | "which"
                | "that"
        ) || of_whom.form.ends_with('s')
            && !of_whom.form.ends_with("ss")
            && !of_whom.form.ends_with("'s");
        let third = form.len() > 3 && form.ends_with('s') && !form.ends_with("ss") && !form.ends_with("'s");
        let adjective = !before.name
            && !before.time
            && !before.capital
            && ["al", "ic", "ive", "ous", "ary", "ful", "less", "ble"]
                .iter()
                .any(|end| before.form.ends_with(end));
        let number = before.form.starts_with(|c: char| c.is_ascii_digit()) || is_count(before.form);
        if number || adjective && !backstory_lexicon::is_person_noun(before.form) {
            return false;
        }
        if third {
            let known = is_verb(form) || verbs::lookup(form).is_some_and(|(_, f)| f == verbs::Form::Third);
            let verb = self.0.get(at + 1).filter(|t| !matches!(t.gap, Gap::Comma | Gap::Break));
            let noun = verb.is_some_and(|t| {
                is_help(t.form)
                    || verbs::is_past(t.form)
                    || verbs::is_past_or_participle(t.form)
                    || t.form.ends_with("ed")
            });
            let singular = !plural || matches!(of_whom.form, "who" | "which" | "that");
            if matches!(before.form, "he" | "she" | "it") {
                return true;
            }
            let sure =
                before.name || is_pronoun(before.form) || is_relative(before.form) || token.gap == Gap::Comma;
            // "his travels and his home"
            let row = self.0.get(at + 1).is_some_and(|t| is_conjunction(t.form));
            return singular && !noun && (object || known && (sure || !row && !self.later(at + 1)));
        }
        // "They want", "officials want"
        let base = is_verb(form)
            || verbs::lookup(form).is_some_and(|(frame, f)| f == verbs::Form::Base && !frame.noun);
        base && plural && (object || !self.later(at + 1))
    }

    /// Whether a past form says of the noun before it what was done to it: "the men `killed` in the raid were sailors".
    pub(super) fn is_about_noun(&self, at: usize) -> bool {
        let form = self.0[at].form;
        if is_help(form)
            || verbs::is_past(form)
            || !(form.ends_with("ed") || verbs::is_past_or_participle(form))
        {
            return false;
        }
        let particle =
            |form: &str| is_adverb(form) || matches!(form, "out" | "up" | "off" | "down" | "away" | "back");
        let next = (at + 1..self.0.len()).find(|i| !particle(self.0[*i].form));
        let Some(next) = next.filter(|n| !matches!(self.0[*n].gap, Gap::Comma | Gap::Break)) else {
            return false;
        };
        let token = &self.0[next];
        let bare = is_preposition(token.form) || token.form == "to" || token.time;
        token.form == "by"
            || is_help(token.form)
            || bare
                && verbs::lookup(form).is_none_or(|(frame, _)| !frame.behind)
                && (!self.1 || self.later(next))
    }

    /// Whether a word that may be a noun stands where the verb of a plural subject would: "divers `work` at the lock".
    pub(super) fn is_bare_verb(&self, at: usize) -> bool {
        let (before, token) = (&self.0[at - 1], &self.0[at]);
        let plural = before.form.ends_with('s')
            && !before.form.ends_with("ss")
            && !before.form.ends_with("'s")
            && before.gap != Gap::Hyphen;
        let word = |t: &Token<'_>| t.gap == Gap::Open && !t.name && !t.capital && !t.time;
        let plain = word(token)
            && token.form.len() > 2
            && !token.form.ends_with("ing")
            && !opens_noun(token)
            && !is_preposition(token.form)
            && !is_adverb(token.form)
            && !is_conjunction(token.form)
            && !is_relative(token.form)
            && !is_subordinator(token.form)
            && token.form != "to";
        let next = self.0.get(at + 1);
        // "The sale rests on a loan", "the divers work at the lock"
        let third = token.form.ends_with('s') && !token.form.ends_with("ss") && !token.form.ends_with("'s");
        let abstract_noun = ["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism"];
        let person = abstract_noun.iter().any(|end| token.form.ends_with(end))
            || backstory_lexicon::is_person_noun(token.form.trim_end_matches('s'));
        let noun = is_determiner(before.form)
            || is_preposition(before.form)
            || is_count(before.form)
            || before.form.starts_with(|c: char| c.is_ascii_digit());
        plural != third
            && !person
            && !noun
            && plain
            && next.is_some_and(|t| {
                t.gap == Gap::Open && (is_preposition(t.form) && t.form != "of" || is_determiner(t.form))
            })
    }

    /// Whether a past form stands before the noun it is about: "nineteen `jailed` sailors were let out".
    pub(super) fn is_adjective(&self, at: usize) -> bool {
        let form = self.0[at].form;
        let past = !is_help(form) && (is_regular_past(form) || verbs::is_past_or_participle(form));
        let Some(next) = self.0.get(at + 1).filter(|t| t.gap == Gap::Open) else { return false };
        let noun = !opens_noun(next)
            && !is_preposition(next.form)
            && !is_adverb(next.form)
            && !is_object(next.form)
            && !is_conjunction(next.form)
            && !next.time
            && !matches!(next.form, "to" | "that" | "out" | "up" | "down" | "back" | "off" | "away");
        past && noun
            && !is_verb(next.form)
            && !is_pronoun(self.0[at - 1].form)
            && verbs::lookup(form).is_none()
            && self.later(at + 1)
    }

    /// Whether a verb that can only have a subject of its own comes before the clause ends.
    pub(super) fn later(&self, from: usize) -> bool {
        self.once(from, || self.has_later(from))
    }

    fn has_later(&self, from: usize) -> bool {
        for at in from..self.0.len() {
            let token = &self.0[at];
            if at > from && matches!(token.gap, Gap::Comma | Gap::Break)
                || is_relative(token.form)
                || is_conjunction(token.form)
                || is_subordinator(token.form)
            {
                return false;
            }
            if at == from {
                continue;
            }
            // "the boat they sold"
            if matches!(token.form, "i" | "he" | "she" | "we" | "they") {
                return false;
            }
            if !self.is_finite(at, from) {
                continue;
            }
            let object =
                self.0.get(at + 1).is_some_and(|t| opens_noun(t) || is_object(t.form) || t.form == "that");
            if is_help(token.form)
                || verbs::is_past(token.form)
                || object
                || at + 1 == self.0.len() && !token.form.ends_with("ed")
            {
                return true;
            }
            if self.0.get(at + 1).is_none_or(|t| t.form != "by")
                && token.form.ends_with("ed")
                && from + 1 < at
                && !is_preposition(self.0[at - 1].form)
            {
                return true;
            }
        }
        false
    }

    /// The last word of a verb: of "had not yet been sold", "sold"; of "is unsafe", "is".
    pub(super) fn head(&self, verb: usize) -> usize {
        let mut head = verb;
        let mut at = verb;
        while is_help(self.0[at].form) || matches!(self.0[at].form, "be" | "been" | "being") {
            let next = (at + 1..self.0.len())
                .find(|i| !is_adverb(self.0[*i].form) && !matches!(self.0[*i].form, "since" | "so" | "far"));
            let Some(next) = next.filter(|n| !matches!(self.0[*n].gap, Gap::Comma | Gap::Break)) else {
                break;
            };
            let token = &self.0[next];
            let form = token.form;
            let verbal = is_help(form)
                || matches!(form, "be" | "been" | "being")
                || verbs::is_past_or_participle(form)
                || verbs::is_past(form)
                || is_verb(form)
                || form.ends_with("ing")
                || form.ends_with("ed")
                || form.ends_with("en")
                || form.ends_with("wn");
            if !verbal || token.name || token.capital {
                break;
            }
            (at, head) = (next, next);
        }
        head
    }

    /// Whether a verb is in the passive.
    pub(super) fn is_passive(&self, verb: usize, head: usize) -> bool {
        let form = self.0[head].form;
        let be = |t: &Token<'_>| is_be(t.form);
        head > verb
            && self.0[verb..head]
                .iter()
                .rev()
                .find(|t| !is_adverb(t.form) && !is_negation(t.form))
                .is_some_and(be)
            && !form.ends_with("ing")
    }
}
