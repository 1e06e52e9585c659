//! All reports on one event: an event in, plans and texts out, givers before those who took from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::dice::Dice;
use crate::event::{Event, Utterance, Value};
use crate::grammar::{Channel, Part, Rank, Template};
use crate::plan::{
    Body, Clause, DateShown, Dateline, Group, Head, Item, Plan, ReportKind, Spoken, Stance, Teller, Told,
    View, Voice,
};
use crate::render::{Rendered, render};
use crate::world::{OutletKind, WORLD};

/// A report that is done.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) plan: Plan,
    pub(crate) rendered: Rendered,
}

/// Where the reports on an event are made.
pub(crate) struct Desk<'a> {
    pub(crate) event: &'a Event,
    pub(crate) dice: Dice,
    pub(crate) done: Vec<Done>,
    /// Outlets that have reported.
    used: BTreeSet<usize>,
    /// Exclusive facts and sayings that nobody has yet.
    facts_left: Vec<usize>,
    sayings_left: Vec<usize>,
    /// (fact, telling) → how many reports have used it.
    told: BTreeMap<(usize, usize), usize>,
}

/// How many of a hundred later reports are what.
const SHARES: [(ReportKind, u32); 7] = [
    (ReportKind::WireCopy, 36),
    (ReportKind::CreditedRewrite, 20),
    (ReportKind::UncreditedRewrite, 14),
    (ReportKind::Independent, 9),
    (ReportKind::QuotesOnly, 7),
    (ReportKind::Response, 6),
    (ReportKind::Update, 8),
];

/// Makes the reports on an event, at most so many.
pub(crate) fn story(event: &Event, follow_up: bool, most: usize) -> Vec<Done> {
    let dice = Dice::new(event.seed, 7);
    let exclusive_saying = |u: &&Utterance| event.kind.sayings[u.saying].channel == Channel::Told;
    let mut desk = Desk {
        event,
        dice,
        done: Vec::new(),
        used: BTreeSet::new(),
        facts_left: event.facts.iter().copied().filter(|&f| event.kind.facts[f].exclusive).collect(),
        sayings_left: event.utterances.iter().filter(exclusive_saying).map(|u| u.saying).collect(),
        told: BTreeMap::new(),
    };
    desk.dice.shuffle(&mut desk.facts_left);
    desk.dice.shuffle(&mut desk.sayings_left);
    let (origins, later) = if follow_up {
        (1, desk.dice.below(3))
    } else {
        let origins = [1, 1, 1, 2, 2, 3][desk.dice.below(6)];
        let later = [2, 3, 4, 5, 6, 7, 9, 12][desk.dice.below(8)];
        (origins, later)
    };
    for n in 0..origins.min(most) {
        let kind = if follow_up { ReportKind::FollowUp } else { ReportKind::Origin };
        desk.origin(kind, n, origins);
    }
    for _ in 0..later {
        if desk.done.len() >= most {
            break;
        }
        desk.later(follow_up);
    }
    desk.done
}

impl Desk<'_> {
    pub(crate) fn finish(&mut self, plan: Plan) {
        let giver_day = plan.takes.map(|t| t.from).or(plan.cites).map(|from| self.done[from].plan.day());
        let rendered = render(self.event, &plan, giver_day);
        self.used.insert(plan.outlet);
        self.done.push(Done { plan, rendered });
    }

    /// An outlet that has not reported yet, if one of these kinds is left.
    pub(crate) fn outlet(&mut self, kinds: &[OutletKind]) -> usize {
        let all = WORLD.of_kind(kinds);
        let free: Vec<usize> = all.iter().copied().filter(|o| !self.used.contains(o)).collect();
        *self.dice.pick(if free.is_empty() { &all } else { &free })
    }

    pub(crate) fn shown(&mut self) -> DateShown {
        match self.dice.below(100) {
            0..55 => DateShown::Minute,
            55..90 => DateShown::Day,
            90..96 => DateShown::Missing,
            _ => DateShown::Wrong([-9, -4, -2, -1, 1, 2, 5, 30][self.dice.below(8)]),
        }
    }

    pub(crate) fn head(&mut self) -> Option<Head> {
        if self.dice.percent(4) {
            return None;
        }
        Some(Head { number: self.dice.below(self.event.kind.heads.len()), seed: self.dice.any() })
    }

    pub(crate) fn authors(&mut self, outlet: usize) -> Vec<String> {
        let staff = &WORLD.outlets[outlet].staff;
        match self.dice.below(10) {
            0..2 => Vec::new(),
            2..8 => vec![self.dice.pick(staff).clone()],
            _ => {
                let first = self.dice.below(staff.len());
                vec![staff[first].clone(), staff[(first + 1) % staff.len()].clone()]
            }
        }
    }

    /// An empty plan of an outlet.
    pub(crate) fn blank(&mut self, kind: ReportKind, outlet: usize, time: i64) -> Plan {
        let home = &WORLD.outlets[outlet];
        let dateline = match (home.kind, self.dice.below(10)) {
            (OutletKind::Agency, 0..2) => Dateline::Dated(outlet),
            (OutletKind::Agency, 2..9) => Dateline::Agency(outlet),
            (OutletKind::Daily | OutletKind::Broadcaster, 0..3) => Dateline::Town,
            _ => Dateline::None,
        };
        Plan {
            kind,
            outlet,
            me: outlet,
            time,
            date: self.shown(),
            style: home.style,
            head: self.head(),
            authors: self.authors(outlet),
            dateline,
            items: Vec::new(),
            view: View::default(),
            made: Vec::new(),
            takes: None,
            cites: None,
            house: None,
        }
    }

    fn origin(&mut self, kind: ReportKind, number: usize, of: usize) {
        let first_is_agency = self.dice.percent(60);
        let kinds: &[OutletKind] = match number {
            0 if first_is_agency => &[OutletKind::Agency],
            _ => &[OutletKind::Daily, OutletKind::Daily, OutletKind::Broadcaster, OutletKind::Site],
        };
        let outlet = self.outlet(kinds);
        let start = self.event.day * 1440;
        let time = match number {
            0 => start + self.dice.between(9 * 60, 22 * 60),
            _ => start + self.dice.between(10 * 60, 40 * 60),
        };
        let mut plan = self.blank(kind, outlet, time);
        let facts = self.facts_left.len().div_ceil(of - number);
        let mut exclusive: Vec<usize> = self.facts_left.drain(..facts).collect();
        // Now and then two outlets get at the same thing, each by itself.
        if number > 0 && self.dice.percent(35) {
            let others: Vec<usize> = self
                .event
                .facts
                .iter()
                .copied()
                .filter(|&f| self.event.kind.facts[f].exclusive && !exclusive.contains(&f))
                .collect();
            if !others.is_empty() {
                exclusive.push(*self.dice.pick(&others));
            }
        }
        let sayings = self.sayings_left.len().div_ceil(of - number);
        let told: Vec<usize> = self.sayings_left.drain(..sayings).collect();
        self.later_numbers(&mut plan);
        self.own_report(&mut plan, &exclusive, &told, 10, 15);
        self.finish(plan);
    }

    /// Numbers as they are known when the report comes out.
    pub(crate) fn later_numbers(&mut self, plan: &mut Plan) {
        for slot in self.event.growth.keys() {
            if let Some(number) = self.event.known(slot, plan.day()) {
                plan.view.numbers.insert(slot.clone(), number);
            }
        }
    }

    /// Fills a plan with own reporting.
    pub(crate) fn own_report(
        &mut self,
        plan: &mut Plan,
        exclusive: &[usize],
        told: &[usize],
        least: i64,
        most: i64,
    ) {
        let event = self.event;
        let mut public: Vec<usize> =
            event.facts.iter().copied().filter(|&f| !event.kind.facts[f].exclusive).collect();
        let wanted = self.dice.between(least, most) as usize;
        // Leads stay; of the rest, some go.
        while public.len() + exclusive.len() > wanted {
            let movable: Vec<usize> =
                (0..public.len()).filter(|&i| event.kind.facts[public[i]].rank != Rank::Lead).collect();
            if movable.is_empty() {
                break;
            }
            let at = *self.dice.pick(&movable);
            public.remove(at);
        }
        let mut facts: Vec<(i64, usize)> = Vec::new();
        let mut order: Vec<usize> = public.iter().chain(exclusive).copied().collect();
        order.sort_unstable();
        for fact in order {
            let place = match event.kind.facts[fact].rank {
                Rank::Lead => 0,
                Rank::Early => 10,
                Rank::Mid => 20,
                Rank::Late => 32,
            };
            // What makes the news is told first, the rest in the order of its weight, more or less.
            let jitter = if place == 0 { self.dice.between(0, 9) } else { self.dice.between(-80, 80) };
            facts.push((place * 10 + jitter, fact));
        }
        if let Some(lead) = facts.iter_mut().find(|(_, f)| event.kind.facts[*f].rank == Rank::Lead) {
            lead.0 = -1000;
        }
        facts.sort_unstable();
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (_, fact) in facts {
            let told = self.tell(fact, &mut groups, exclusive.contains(&fact));
            plan.items.push(Item { para: true, body: Body::Told(told.clone()) });
            let denied = event.kind.facts[fact].denied_by.clone();
            if let Some(slot) = denied
                && self.dice.percent(40)
            {
                let stance = if self.dice.percent(70) { Stance::Denies } else { Stance::Declines };
                let mut denial = told;
                denial.voice = Voice { tellers: vec![Teller::Named(slot)], via: None, exclusive: false };
                denial.stance = stance;
                denial.form = self.dice.any();
                for clause in &mut denial.clauses {
                    *clause = self.clause(clause.fact, &denial.voice.tellers, &[clause.telling], 10);
                }
                plan.items.push(Item { para: false, body: Body::Told(denial) });
            }
        }
        self.merge(&mut plan.items, 30);
        let mut public_sayings: Vec<usize> = event
            .utterances
            .iter()
            .map(|u| u.saying)
            .filter(|&s| event.kind.sayings[s].channel != Channel::Told)
            .collect();
        self.dice.shuffle(&mut public_sayings);
        public_sayings.truncate(self.dice.between(1, 3) as usize);
        for saying in public_sayings.into_iter().chain(told.iter().copied()) {
            self.place_quote(plan, saying, &mut groups);
        }
        if self.dice.percent(20) {
            let at = plan.items.len().min(3) + self.dice.below(plan.items.len().saturating_sub(2));
            let at = at.min(plan.items.len());
            plan.items.insert(at, self.words("bridge", None, false));
        }
        self.paragraphs(&mut plan.items);
        self.house_matter(plan);
    }

    /// What an outlet adds to its reports: background on the subject, and a footer.
    pub(crate) fn house_matter(&mut self, plan: &mut Plan) {
        let stock = &self.event.kind.stock;
        let own = format!("{}/{}", plan.outlet, self.event.kind.name);
        if !stock.is_empty() && self.dice.percent(40) {
            let seed = crate::dice::hash(&own);
            let number = Dice::new(seed, 3).below(stock.len());
            plan.items.push(Item { para: true, body: Body::Background { number, seed } });
        }
        self.footer(plan);
    }

    /// The outlet's footer: always the same one, and only in outlets that have one.
    pub(crate) fn footer(&mut self, plan: &mut Plan) {
        let seed = crate::dice::hash(WORLD.outlets[plan.outlet].name);
        if Dice::new(seed, 5).percent(60) {
            let body = Body::Words { list: "footer", seed, outlet: None, day: None, stock: true };
            plan.items.push(Item { para: true, body });
        }
    }

    pub(crate) fn words(&mut self, list: &'static str, outlet: Option<usize>, stock: bool) -> Item {
        Item { para: true, body: Body::Words { list, seed: self.dice.any(), outlet, day: None, stock } }
    }

    /// A fact in the words of an own report, told by one of those who know it.
    pub(crate) fn tell(
        &mut self,
        fact: usize,
        groups: &mut BTreeMap<String, Group>,
        exclusive: bool,
    ) -> Told {
        let event = self.event;
        let by = &event.kind.facts[fact].by;
        let who = if self.dice.percent(65) { &by[0] } else { self.dice.pick(by) };
        let mut tellers = Vec::new();
        if who != "own" {
            tellers.push(self.teller(who, groups));
            // Two kinds of nameless people may tell the same.
            if let Some(Value::Anon { .. }) = event.values.get(who)
                && let Some(other) =
                    by.iter().find(|b| *b != who && matches!(event.values.get(*b), Some(Value::Anon { .. })))
                && self.dice.percent(40)
            {
                tellers.push(self.teller(other, groups));
            }
        }
        let clause = self.clause(fact, &tellers, &[], 12);
        // What a body does itself is told in the reporter's voice.
        if mentions_any(&event.kind.facts[fact].tellings[clause.telling], &tellers) {
            tellers.clear();
        }
        Told {
            clauses: vec![clause],
            voice: Voice { tellers, via: None, exclusive },
            form: self.dice.any(),
            stance: Stance::Affirms,
            taken: false,
        }
    }

    fn teller(&mut self, slot: &str, groups: &mut BTreeMap<String, Group>) -> Teller {
        if !matches!(self.event.values.get(slot), Some(Value::Anon { .. })) {
            return Teller::Named(slot.to_owned());
        }
        if let Some(group) = groups.get(slot) {
            return Teller::Group(group.clone());
        }
        let stated = match self.dice.below(20) {
            0..5 => Some(1),
            5..14 => Some(self.dice.between(2, 5) as usize),
            _ => None,
        };
        let many = stated.unwrap_or_else(|| self.dice.between(2, 4) as usize);
        let mut pool: Vec<usize> = (0..8).collect();
        self.dice.shuffle(&mut pool);
        let really = pool.into_iter().take(many).collect();
        let group = Group { slot: slot.to_owned(), stated, really };
        groups.insert(slot.to_owned(), group.clone());
        Teller::Group(group)
    }

    /// Words for a fact: no telling of `not`, none that names its own teller, and rather one that is new.
    pub(crate) fn clause(&mut self, fact: usize, tellers: &[Teller], not: &[usize], rate: u32) -> Clause {
        let tellings = &self.event.kind.facts[fact].tellings;
        let all: Vec<usize> = (0..tellings.len()).collect();
        let keep = |list: &[usize], test: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let kept: Vec<usize> = list.iter().copied().filter(|&t| test(t)).collect();
            if kept.is_empty() { list.to_vec() } else { kept }
        };
        let list = keep(&all, &|t| !not.contains(&t));
        let list = keep(&list, &|t| !mentions_any(&tellings[t], tellers));
        let uses = |t: usize| self.told.get(&(fact, t)).copied().unwrap_or(0);
        let least = list.iter().map(|&t| uses(t)).min().unwrap_or(0);
        let list = keep(&list, &|t| uses(t) == least);
        let telling = *self.dice.pick(&list);
        *self.told.entry((fact, telling)).or_default() += 1;
        // What another report has said in these words is said in somewhat other ones.
        let rate = if least > 0 { rate.max(70) } else { rate };
        Clause { fact, telling, seed: self.dice.any(), synonyms: self.dice.any(), rate }
    }

    /// Joins neighbours of one voice in one sentence, in so many of a hundred cases.
    pub(crate) fn merge(&mut self, items: &mut Vec<Item>, share: u32) {
        let mut i = 0;
        while i + 1 < items.len() {
            let joined = match (&items[i].body, &items[i + 1].body) {
                (Body::Told(a), Body::Told(b)) => self.joinable(a, b) && self.dice.percent(share),
                _ => false,
            };
            if joined
                && let Body::Told(second) = items.remove(i + 1).body
                && let Body::Told(first) = &mut items[i].body
            {
                first.clauses.extend(second.clauses);
            }
            i += 1;
        }
    }

    fn joinable(&self, a: &Told, b: &Told) -> bool {
        a.clauses.len() == 1
            && b.clauses.len() == 1
            && a.clauses[0].fact != b.clauses[0].fact
            && a.voice.tellers == b.voice.tellers
            && a.voice.via == b.voice.via
            && a.stance == Stance::Affirms
            && b.stance == Stance::Affirms
            && a.taken == b.taken
            && !has_and(&self.event.kind.facts[a.clauses[0].fact].tellings[a.clauses[0].telling])
            && !has_and(&self.event.kind.facts[b.clauses[0].fact].tellings[b.clauses[0].telling])
    }

    /// Puts a quote behind a fact of the same speaker, or somewhere in the middle.
    pub(crate) fn place_quote(
        &mut self,
        plan: &mut Plan,
        saying: usize,
        groups: &mut BTreeMap<String, Group>,
    ) {
        let event = self.event;
        let slot = event.kind.sayings[saying].speaker.clone();
        let speaker = self.teller(&slot, groups);
        let utterance = event.utterances[saying];
        let count = event.kind.sayings[saying].variants[utterance.variant].len();
        let sentences = self.some_sentences(count);
        let spoken = Spoken {
            utterance,
            invented: false,
            sentences,
            cuts: BTreeSet::new(),
            reworded: BTreeMap::new(),
            speaker: speaker.clone(),
            via: None,
            form: self.dice.any(),
            taken: false,
        };
        let body = if self.dice.percent(12) { Body::Indirect(spoken) } else { Body::Spoken(spoken) };
        let behind = plan.items.iter().rposition(|item| match &item.body {
            Body::Told(told) => {
                told.stance == Stance::Affirms && told.voice.tellers.first() == Some(&speaker)
            }
            _ => false,
        });
        match behind {
            Some(i) => {
                let para = self.dice.percent(50);
                plan.items.insert(i + 1, Item { para, body });
            }
            None => {
                let at = 2 + self.dice.below(plan.items.len().saturating_sub(1));
                let mut at = at.min(plan.items.len());
                // A denial stays behind what it denies.
                while plan.items.get(at).is_some_and(|i| !i.para) {
                    at += 1;
                }
                plan.items.insert(at, Item { para: true, body });
            }
        }
    }

    /// All sentences of a quote, or some that follow each other.
    fn some_sentences(&mut self, count: usize) -> Vec<usize> {
        let all: Vec<usize> = (0..count).collect();
        if count < 2 || self.dice.percent(65) {
            return all;
        }
        let from = self.dice.below(count);
        let length = 1 + self.dice.below(count - from);
        all[from..from + length].to_vec()
    }

    /// Breaks a report into paragraphs of one or two sentences.
    pub(crate) fn paragraphs(&mut self, items: &mut [Item]) {
        for i in 1..items.len() {
            if !items[i].para {
                continue;
            }
            let quote = matches!(items[i].body, Body::Spoken(_));
            let after_quote = matches!(items[i - 1].body, Body::Spoken(_));
            let room = i < 2 || items[i - 1].para;
            if i > 1 && room && !quote && !after_quote && self.dice.percent(40) {
                items[i].para = false;
            }
        }
    }

    fn later(&mut self, follow_up: bool) {
        let mut roll = self.dice.below(100) as u32;
        let mut kind = ReportKind::WireCopy;
        for (candidate, share) in SHARES {
            if roll < share {
                kind = candidate;
                break;
            }
            roll -= share;
        }
        if follow_up && kind != ReportKind::WireCopy {
            kind = ReportKind::CreditedRewrite;
        }
        let done = match kind {
            ReportKind::WireCopy => self.wire_copy(),
            ReportKind::UncreditedRewrite => self.uncredited_rewrite(),
            ReportKind::QuotesOnly => self.quotes_only(),
            ReportKind::Independent => self.independent(),
            ReportKind::Response => self.response(),
            ReportKind::Update => self.update(),
            _ => self.credited_rewrite(),
        };
        // Where there is nothing to copy, deny or count up, a rewrite fills the place.
        if !done {
            self.credited_rewrite();
        }
    }

    /// A report to take from: rather one with reporting of its own.
    pub(crate) fn giver(&mut self, own_only: bool) -> usize {
        let mut list = Vec::new();
        for (i, done) in self.done.iter().enumerate() {
            let weight = match done.plan.kind {
                ReportKind::Origin | ReportKind::FollowUp => 10,
                ReportKind::WireCopy | ReportKind::Independent if !own_only => 2,
                ReportKind::CreditedRewrite | ReportKind::UncreditedRewrite if !own_only => 1,
                _ => 0,
            };
            list.extend(std::iter::repeat_n(i, weight));
        }
        *self.dice.pick(&list)
    }

    fn independent(&mut self) -> bool {
        let outlet = self.outlet(&[OutletKind::Daily, OutletKind::Broadcaster, OutletKind::Site]);
        let time = self.event.day * 1440 + self.dice.between(11 * 60, 46 * 60);
        let mut plan = self.blank(ReportKind::Independent, outlet, time);
        self.later_numbers(&mut plan);
        self.own_report(&mut plan, &[], &[], 7, 11);
        self.finish(plan);
        true
    }

    fn response(&mut self) -> bool {
        let event = self.event;
        let mut choices = Vec::new();
        for (i, done) in self.done.iter().enumerate() {
            if done.plan.kind != ReportKind::Origin {
                continue;
            }
            for told in done.plan.items.iter().filter_map(|item| match &item.body {
                Body::Told(told) if told.stance == Stance::Affirms => Some(told),
                _ => None,
            }) {
                let deniable = told.clauses.iter().filter(|c| event.kind.facts[c.fact].denied_by.is_some());
                choices.extend(deniable.map(|c| (i, *c)));
            }
        }
        if choices.is_empty() {
            return false;
        }
        let (from, clause) = *self.dice.pick(&choices);
        let Some(who) = event.kind.facts[clause.fact].denied_by.clone() else { return false };
        let outlet =
            self.outlet(&[OutletKind::Agency, OutletKind::Daily, OutletKind::Broadcaster, OutletKind::Site]);
        let time = self.done[from].plan.time + self.dice.between(5 * 60, 60 * 60);
        let mut plan = self.blank(ReportKind::Response, outlet, time);
        self.later_numbers(&mut plan);
        let mut more = plan.clone();
        self.own_report(&mut more, &[], &[], 6, 10);
        more.items.retain(|item| match &item.body {
            Body::Told(told) => told.clauses.iter().all(|c| c.fact != clause.fact),
            _ => true,
        });
        let named = self.dice.percent(65);
        let via = named.then_some(self.done[from].plan.outlet);
        plan.cites = named.then_some(from);
        let tellers = vec![Teller::Named(who.clone())];
        let denial = Told {
            clauses: vec![self.clause(clause.fact, &tellers, &[clause.telling], 12)],
            voice: Voice { tellers, via, exclusive: false },
            form: self.dice.any(),
            stance: Stance::Denies,
            taken: false,
        };
        plan.items.push(Item { para: true, body: Body::Told(denial) });
        plan.items.extend(more.items);
        let has_quote = plan.items.iter().any(|item| match &item.body {
            Body::Spoken(s) => s.speaker == Teller::Named(who.clone()),
            _ => false,
        });
        let saying = event.kind.sayings.iter().position(|s| s.speaker == who && s.channel != Channel::Told);
        if let Some(saying) = saying
            && !has_quote
        {
            let mut quote = plan.clone();
            quote.items.clear();
            self.place_quote(&mut quote, saying, &mut BTreeMap::new());
            let mut items = quote.items;
            for item in &mut items {
                item.para = true;
            }
            plan.items.splice(1..1, items);
        }
        self.finish(plan);
        true
    }

    fn update(&mut self) -> bool {
        let event = self.event;
        let mut firsts = Vec::new();
        for (i, done) in self.done.iter().enumerate() {
            let own = matches!(done.plan.kind, ReportKind::Origin | ReportKind::Independent);
            let grows = done.rendered.marks.iter().any(|(mark, ..)| {
                matches!(mark, crate::ink::Mark::Slot { slot, .. } if event.growth.contains_key(slot))
            });
            if own && grows {
                firsts.push(i);
            }
        }
        if firsts.is_empty() {
            return false;
        }
        let from = *self.dice.pick(&firsts);
        let outlet = self.done[from].plan.outlet;
        let time = self.done[from].plan.time + self.dice.between(2 * 1440, 11 * 1440);
        let mut plan = self.blank(ReportKind::Update, outlet, time);
        self.later_numbers(&mut plan);
        plan.house = Some(from);
        let first = self.done[from].plan.items.clone();
        let told_there: Vec<usize> = facts_of(&first);
        // Fresh: the numbers that have grown.
        let mut groups = BTreeMap::new();
        let grown: Vec<usize> = told_there
            .iter()
            .copied()
            .filter(|&f| {
                event.kind.facts[f].tellings[0]
                    .iter()
                    .any(|p| matches!(p, Part::Slot { name, .. } if event.growth.contains_key(name)))
            })
            .collect();
        for &fact in &grown {
            let mut told = self.tell(fact, &mut groups, false);
            told.voice.tellers.retain(|t| matches!(t, Teller::Named(_)));
            plan.items.push(Item { para: true, body: Body::Told(told) });
        }
        if plan.items.is_empty() {
            return false;
        }
        if self.dice.percent(50) {
            let mut line = self.words("update_lead", None, false);
            if let Body::Words { day, .. } = &mut line.body {
                *day = Some(self.done[from].plan.day());
            }
            line.para = false;
            plan.items.push(line);
        }
        let mut new: Vec<usize> = event
            .facts
            .iter()
            .copied()
            .filter(|f| !told_there.contains(f) && !event.kind.facts[*f].exclusive)
            .collect();
        self.dice.shuffle(&mut new);
        for fact in new.into_iter().take(5) {
            let told = self.tell(fact, &mut groups, false);
            plan.items.push(Item { para: true, body: Body::Told(told) });
        }
        // Pasted: what the house wrote the first time, without its anonymous sources.
        let mut old: Vec<Item> = first
            .into_iter()
            .filter(|item| match &item.body {
                Body::Told(told) => {
                    told.stance == Stance::Affirms
                        && told.clauses.iter().all(|c| !grown.contains(&c.fact))
                        && told.voice.tellers.iter().all(|t| matches!(t, Teller::Named(_)))
                }
                Body::Background { .. } => true,
                _ => false,
            })
            .collect();
        old.truncate(self.dice.between(4, 6) as usize);
        for item in &mut old {
            item.para = true;
        }
        let mut sayings: Vec<usize> = event
            .utterances
            .iter()
            .map(|u| u.saying)
            .filter(|&s| event.kind.sayings[s].channel != Channel::Told)
            .collect();
        self.dice.shuffle(&mut sayings);
        if let Some(&saying) = sayings.first() {
            self.place_quote(&mut plan, saying, &mut groups);
        }
        self.paragraphs(&mut plan.items);
        plan.items.extend(old);
        self.footer(&mut plan);
        self.finish(plan);
        true
    }
}

/// Whether a sentence has two halves already.
fn has_and(template: &Template) -> bool {
    template
        .iter()
        .any(|part| matches!(part, Part::Text(words) if words.contains(", ") || words.contains("; ")))
}

/// The facts that a report affirms.
pub(crate) fn facts_of(items: &[Item]) -> Vec<usize> {
    let mut facts = Vec::new();
    for item in items {
        if let Body::Told(told) = &item.body
            && told.stance == Stance::Affirms
        {
            facts.extend(told.clauses.iter().map(|c| c.fact));
        }
    }
    facts
}

/// Whether a sentence names one of those who tell it.
pub(crate) fn mentions_any(template: &Template, tellers: &[Teller]) -> bool {
    tellers.iter().any(|teller| match teller {
        Teller::Named(slot) => mentions(template, slot),
        _ => false,
    })
}

fn mentions(template: &Template, slot: &str) -> bool {
    template.iter().any(|part| match part {
        Part::Slot { name, .. } => name == slot,
        Part::Either(options) => options.iter().any(|o| mentions(o, slot)),
        Part::Hedge { with, without } => mentions(with, slot) || mentions(without, slot),
        Part::Cut(inside) => mentions(inside, slot),
        _ => false,
    })
}
