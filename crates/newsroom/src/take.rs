//! Reports made from other reports: copies, rewrites, borrowed quotes; and what they alter on the way.

use std::collections::BTreeMap;

use crate::dice::Dice;
use crate::event::Value;
use crate::grammar::{Bound, Channel, Part, Template, Unit};
use crate::plan::{
    Body, Dateline, Item, Made, Plan, ReportKind, Spoken, Stance, Taking, TakingKind, Teller, Told, Voice,
};
use crate::story::{Desk, facts_of};
use crate::style::Quantity;
use crate::world::{OutletKind, WORLD};

/// How a rewrite goes about it.
#[derive(Clone, Copy)]
struct Manner {
    credited: bool,
    /// Of a hundred: facts that are kept, neighbours that change places, synonyms that are used.
    keeps: u32,
    swaps: u32,
    synonyms: u32,
    /// Of a hundred: hedges dropped, numbers altered, actors exchanged, days shifted.
    hedge: u32,
    number: u32,
    actor: u32,
    day: u32,
}

const CREDITED: Manner =
    Manner { credited: true, keeps: 75, swaps: 30, synonyms: 35, hedge: 50, number: 40, actor: 22, day: 14 };
const UNCREDITED: Manner =
    Manner { credited: false, keeps: 82, swaps: 18, synonyms: 60, hedge: 45, number: 18, actor: 8, day: 6 };

impl Desk<'_> {
    /// Copies a report. False where there is none that others may copy.
    pub(crate) fn wire_copy(&mut self) -> bool {
        let mut list = Vec::new();
        for (i, done) in self.done.iter().enumerate() {
            let agency = WORLD.outlets[done.plan.outlet].kind == OutletKind::Agency;
            let weight = match done.plan.kind {
                ReportKind::WireCopy => 3,
                ReportKind::CreditedRewrite | ReportKind::UncreditedRewrite | ReportKind::QuotesOnly => 0,
                _ if agency => 12,
                _ => 1,
            };
            list.extend(std::iter::repeat_n(i, weight));
        }
        if list.is_empty() {
            return false;
        }
        let from = *self.dice.pick(&list);
        let outlet = self.outlet(&[
            OutletKind::Daily,
            OutletKind::Daily,
            OutletKind::Broadcaster,
            OutletKind::Site,
            OutletKind::Blog,
        ]);
        let giver = &self.done[from].plan;
        let (giver_outlet, giver_style, giver_me, giver_line) =
            (giver.outlet, giver.style, giver.me, giver.dateline);
        let (items, view, earlier) = (giver.items.clone(), giver.view.clone(), giver.takes);
        let time = giver.time
            + if self.dice.percent(75) {
                self.dice.between(15, 10 * 60)
            } else {
                self.dice.between(600, 2400)
            };
        let mut plan = self.blank(ReportKind::WireCopy, outlet, time);
        plan.view = view;
        plan.items = items;
        plan.dateline = Dateline::None;
        plan.me = giver_me;
        if self.dice.percent(50) {
            plan.style = giver_style;
        }
        // The giver's footer goes, its background stays.
        plan.items.retain(|item| !matches!(item.body, Body::Words { list, .. } if list != "bridge" && list != "update_lead"));
        self.cut(&mut plan.items);
        self.touch_up(&mut plan.items);
        if self.dice.percent(45) {
            for item in plan.items.iter_mut().skip(1) {
                item.para = matches!(item.body, Body::Spoken(_)) || self.dice.percent(70);
            }
        }
        let credits = self.credit_copy(&mut plan, from, giver_outlet, giver_line, earlier);
        if credits.is_none() {
            plan.me = outlet;
        }
        if self.dice.percent(12) {
            self.new_lead(&mut plan);
        }
        if self.dice.percent(35) {
            self.footer(&mut plan);
        }
        for item in &mut plan.items {
            match &mut item.body {
                Body::Told(told) => told.taken = true,
                Body::Spoken(spoken) | Body::Indirect(spoken) => spoken.taken = true,
                _ => {}
            }
        }
        plan.takes = Some(Taking { from, kind: TakingKind::Copy, credited: credits == Some(from), credits });
        self.finish(plan);
        true
    }

    /// Leaves sentences out: from the end, or inside.
    fn cut(&mut self, items: &mut Vec<Item>) {
        if items.len() > 6 && self.dice.percent(50) {
            let gone = self.dice.between(1, items.len() as i64 / 2) as usize;
            items.truncate(items.len() - gone);
        }
        if items.len() > 5 && self.dice.percent(45) {
            for _ in 0..self.dice.between(1, 3) {
                if items.len() > 5 {
                    let at = 1 + self.dice.below(items.len() - 1);
                    items.remove(at);
                }
            }
        }
    }

    /// Small edits: another word here and there, another place for "said".
    fn touch_up(&mut self, items: &mut [Item]) {
        if !self.dice.percent(55) {
            return;
        }
        for _ in 0..self.dice.between(1, 3) {
            let at = self.dice.below(items.len());
            let (seed, form) = (self.dice.any(), self.dice.percent(40));
            if let Body::Told(told) = &mut items[at].body {
                for clause in &mut told.clauses {
                    clause.synonyms = seed;
                    clause.rate = 60;
                }
                if form {
                    told.form = seed;
                }
            }
        }
    }

    /// How a copy names the one that it copies: the report whose outlet is named.
    fn credit_copy(
        &mut self,
        plan: &mut Plan,
        from: usize,
        giver_outlet: usize,
        giver_line: Dateline,
        earlier: Option<Taking>,
    ) -> Option<usize> {
        // A copy of a copy mostly keeps the credit that it finds.
        if let Some(Taking { credits: Some(first), .. }) = earlier
            && self.dice.percent(65)
        {
            plan.dateline = match giver_line {
                Dateline::None | Dateline::Town => {
                    plan.items
                        .insert(0, credit_line("by_agency", self.done[first].plan.outlet, &mut self.dice));
                    Dateline::None
                }
                line => line,
            };
            return Some(first);
        }
        let agency = WORLD.outlets[giver_outlet].kind == OutletKind::Agency;
        match self.dice.below(100) {
            0..42 if agency => {
                plan.dateline = if matches!(giver_line, Dateline::Dated(_)) {
                    giver_line
                } else {
                    Dateline::Agency(giver_outlet)
                };
            }
            42..60 if agency => plan.authors = vec![WORLD.outlets[giver_outlet].name.to_owned()],
            60..72 if agency => plan.items.insert(0, credit_line("by_agency", giver_outlet, &mut self.dice)),
            0..86 => {
                let mut line = self.words("credit_footer", Some(giver_outlet), false);
                line.para = true;
                plan.items.push(line);
            }
            _ => return None,
        }
        Some(from)
    }

    /// A first sentence of the copying house's own, for the fact that comes first.
    fn new_lead(&mut self, plan: &mut Plan) {
        let lead = plan.items.iter().position(|item| matches!(item.body, Body::Told(_)));
        let Some(lead) = lead else { return };
        let Body::Told(told) = &plan.items[lead].body else { return };
        let mut told = told.clone();
        told.clauses.truncate(1);
        told.clauses[0] = self.clause(told.clauses[0].fact, &[], &[told.clauses[0].telling], 30);
        told.voice = Voice { tellers: Vec::new(), via: None, exclusive: false };
        told.form = self.dice.any();
        plan.items.insert(lead, Item { para: true, body: Body::Told(told) });
        plan.items[lead + 1].para = true;
    }

    pub(crate) fn credited_rewrite(&mut self) -> bool {
        let from = self.giver(false);
        let outlet = self.outlet(&[
            OutletKind::Daily,
            OutletKind::Broadcaster,
            OutletKind::Site,
            OutletKind::Site,
            OutletKind::Blog,
        ]);
        let time = self.done[from].plan.time + self.dice.between(60, 3 * 1440);
        let mut plan = self.blank(ReportKind::CreditedRewrite, outlet, time);
        let giver = self.done[from].plan.outlet;
        self.rewrite(&mut plan, from, CREDITED);
        // The outlet is named at least once.
        let named = plan.items.iter().any(|item| match &item.body {
            Body::Told(told) => told.voice.via.is_some(),
            Body::Spoken(spoken) => spoken.via.is_some(),
            _ => false,
        });
        if !named || self.dice.percent(25) {
            let at = 1 + self.dice.below(plan.items.len().min(4));
            let mut line = self.words("credit", Some(giver), false);
            line.para = self.dice.percent(60);
            plan.items.insert(at.min(plan.items.len()), line);
        }
        if self.dice.percent(15) {
            self.invent(&mut plan, giver);
        }
        if self.dice.percent(20) {
            self.add_own(&mut plan, from);
        }
        self.house_matter(&mut plan);
        plan.takes = Some(Taking { from, kind: TakingKind::Rewrite, credited: true, credits: Some(from) });
        self.finish(plan);
        true
    }

    /// A fact of the rewriter's own, from somebody with a name.
    fn add_own(&mut self, plan: &mut Plan, from: usize) {
        let known = facts_of(&self.done[from].plan.items);
        let named = |slot: &String| {
            matches!(self.event.values.get(slot), Some(Value::Person { .. } | Value::Org { .. }))
        };
        let mut free: Vec<usize> = self.event.facts.clone();
        free.retain(|f| {
            let fact = &self.event.kind.facts[*f];
            !known.contains(f) && !fact.exclusive && fact.by.iter().all(named)
        });
        if free.is_empty() {
            return;
        }
        let fact = *self.dice.pick(&free);
        let told = self.tell(fact, &mut BTreeMap::new(), false);
        if !told.voice.tellers.is_empty() {
            let at = 1 + self.dice.below(plan.items.len());
            plan.items.insert(at, Item { para: true, body: Body::Told(told) });
        }
    }

    pub(crate) fn uncredited_rewrite(&mut self) -> bool {
        let from = self.giver(true);
        let outlet = self.outlet(&[OutletKind::Site, OutletKind::Blog, OutletKind::Blog, OutletKind::Daily]);
        let time = self.done[from].plan.time + self.dice.between(90, 4 * 1440);
        let mut plan = self.blank(ReportKind::UncreditedRewrite, outlet, time);
        plan.dateline = Dateline::None;
        self.rewrite(&mut plan, from, UNCREDITED);
        for _ in 0..self.dice.between(1, 3) {
            let at = 1 + self.dice.below(plan.items.len());
            let mut line = self.words("filler", None, false);
            line.para = self.dice.percent(50);
            plan.items.insert(at, line);
        }
        self.footer(&mut plan);
        plan.takes = Some(Taking { from, kind: TakingKind::Rewrite, credited: false, credits: None });
        self.finish(plan);
        true
    }

    /// Retells a report.
    fn rewrite(&mut self, plan: &mut Plan, from: usize, manner: Manner) {
        let giver = self.done[from].plan.clone();
        plan.view = giver.view.clone();
        plan.style.quotes = WORLD.outlets[plan.outlet].style.quotes;
        let giver_name = manner.credited.then_some(giver.outlet);
        let mut items = Vec::new();
        let mut seen = Vec::new();
        for (i, item) in giver.items.iter().enumerate() {
            match &item.body {
                Body::Told(told) => {
                    for clause in &told.clauses {
                        let again = seen.contains(&clause.fact) && told.stance == Stance::Affirms;
                        let keep = i < 2 || self.dice.percent(manner.keeps);
                        let denial_goes = told.stance != Stance::Affirms && self.dice.percent(50);
                        if again || !keep || denial_goes {
                            continue;
                        }
                        seen.push(clause.fact);
                        items.push(Item {
                            para: true,
                            body: Body::Told(self.retold(told, clause.fact, clause.telling, giver_name)),
                        });
                    }
                }
                Body::Spoken(spoken) => {
                    if let Some(body) = self.requoted(spoken, giver_name, plan) {
                        items.push(Item { para: true, body });
                    }
                }
                // The words themselves are not there to be quoted.
                Body::Indirect(spoken) if self.dice.percent(if manner.credited { 60 } else { 30 }) => {
                    let mut spoken = spoken.clone();
                    spoken.taken = true;
                    spoken.form = self.dice.any();
                    spoken.via = giver_name.filter(|_| self.dice.percent(50));
                    items.push(Item { para: true, body: Body::Indirect(spoken) });
                }
                _ => {}
            }
        }
        // Denials never stand first, nor without what they deny.
        items.retain(|item| match &item.body {
            Body::Told(told) if told.stance != Stance::Affirms => {
                giver.items.iter().any(|i| matches!(&i.body, Body::Told(t) if t.stance == Stance::Affirms && t.clauses[0].fact == told.clauses[0].fact))
            }
            _ => true,
        });
        let affirmed = facts_of(&items);
        items.retain(|item| match &item.body {
            Body::Told(told) if told.stance != Stance::Affirms => affirmed.contains(&told.clauses[0].fact),
            _ => true,
        });
        if let Some(first) =
            items.iter().position(|item| matches!(&item.body, Body::Told(t) if t.stance == Stance::Affirms))
        {
            items.swap(0, first);
        }
        for i in 1..items.len().saturating_sub(1) {
            if self.dice.percent(manner.swaps) {
                items.swap(i, i + 1);
            }
        }
        self.alter(plan, &items, from, manner);
        self.merge(&mut items, 35);
        self.paragraphs(&mut items);
        plan.items = items;
    }

    /// A fact of another report in other words.
    fn retold(&mut self, told: &Told, fact: usize, telling: usize, via: Option<usize>) -> Told {
        let mut tellers = Vec::new();
        let mut credit = via;
        for teller in &told.voice.tellers {
            let kept = match (teller, via) {
                (Teller::Group(group), Some(_)) => match self.dice.below(10) {
                    0..7 => Some(Teller::Group(group.clone())),
                    _ => None,
                },
                (Teller::Group(_) | Teller::Vague(_), None) => {
                    self.dice.percent(50).then(|| Teller::Vague(self.dice.below(6)))
                }
                (Teller::Named(slot), _) => {
                    let stays = told.stance != Stance::Affirms
                        || self.dice.percent(if via.is_some() { 80 } else { 60 });
                    stays.then(|| Teller::Named(slot.clone()))
                }
                (other, _) => Some(other.clone()),
            };
            tellers.extend(kept);
        }
        // A rewrite without credit does not speak of two nameless groups.
        if via.is_none() && tellers.len() > 1 {
            tellers.truncate(1);
        }
        if told.stance != Stance::Affirms || (!told.voice.exclusive && self.dice.percent(60)) {
            credit = None;
        }
        // Nameless sources without the outlet that found them would be the rewriter's own.
        if tellers.iter().any(|t| matches!(t, Teller::Group(_))) {
            credit = via;
        }
        let rate = if via.is_some() { CREDITED.synonyms } else { UNCREDITED.synonyms };
        let mut clause = self.clause(fact, &tellers, &[telling], rate);
        // Some stay close to the sentence that they read.
        if self.dice.percent(15) {
            clause.telling = telling;
            clause.rate = 80;
        }
        if crate::story::mentions_any(&self.event.kind.facts[fact].tellings[clause.telling], &tellers)
            && told.stance == Stance::Affirms
        {
            tellers.clear();
        }
        Told {
            clauses: vec![clause],
            voice: Voice { tellers, via: credit, exclusive: false },
            form: self.dice.any(),
            stance: told.stance,
            taken: true,
        }
    }

    /// What a rewrite makes of a quote; None: it leaves it out.
    fn requoted(&mut self, spoken: &Spoken, via: Option<usize>, plan: &mut Plan) -> Option<Body> {
        let mut spoken = spoken.clone();
        spoken.taken = true;
        spoken.form = self.dice.any();
        let told = self.event.kind.sayings[spoken.utterance.saying].channel == Channel::Told;
        spoken.via = via.filter(|_| told || self.dice.percent(40));
        if spoken.invented && via.is_none() {
            return None;
        }
        match (via, self.dice.below(100)) {
            (Some(_), 0..16) => return None,
            (Some(_), 16..26) => return Some(Body::Indirect(spoken)),
            (Some(_), 26..48) => self.shorten(&mut spoken, plan),
            (Some(_), 48..64) => self.reword(&mut spoken, plan),
            (Some(_), 64..74) => self.misattribute(&mut spoken, plan),
            (Some(_), _) => {}
            (None, 0..60) => return None,
            (None, 60..82) => return Some(Body::Indirect(spoken)),
            (None, 82..92) => self.reword(&mut spoken, plan),
            (None, _) => self.shorten(&mut spoken, plan),
        }
        if matches!(spoken.speaker, Teller::Group(_)) && via.is_none() {
            spoken.speaker = Teller::Vague(0);
        }
        Some(Body::Spoken(spoken))
    }

    fn variant(&self, spoken: &Spoken) -> &[Template] {
        &self.event.kind.sayings[spoken.utterance.saying].variants[spoken.utterance.variant]
    }

    /// Cuts three words or more: a marked stretch inside a sentence, or a sentence at an end.
    fn shorten(&mut self, spoken: &mut Spoken, plan: &mut Plan) {
        let saying = spoken.utterance.saying;
        let mut cuts = Vec::new();
        for &sentence in &spoken.sentences {
            let count = self.variant(spoken)[sentence].iter().filter(|p| matches!(p, Part::Cut(_))).count();
            cuts.extend((0..count).map(|cut| (sentence, cut)).filter(|key| !spoken.cuts.contains(key)));
        }
        let several = spoken.sentences.len() > 1;
        if several && (cuts.is_empty() || self.dice.percent(45)) {
            let gone =
                if self.dice.percent(70) { spoken.sentences.pop() } else { Some(spoken.sentences.remove(0)) };
            plan.made.extend(gone.map(|sentence| Made::Shorter(saying, sentence)));
        } else if !cuts.is_empty() {
            let (sentence, cut) = *self.dice.pick(&cuts);
            spoken.cuts.insert((sentence, cut));
            plan.made.push(Made::Cut(saying, sentence, cut));
        }
    }

    /// Exchanges words, where the quote leaves a choice of words.
    fn reword(&mut self, spoken: &mut Spoken, plan: &mut Plan) {
        let mut choices = Vec::new();
        for &sentence in &spoken.sentences {
            let mut list = Vec::new();
            visible_choices(&self.variant(spoken)[sentence], sentence, spoken, &mut (0, 0), true, &mut list);
            choices.extend(list);
        }
        for _ in 0..self.dice.between(1, 3) {
            let Some(&(key, options)) = choices.get(self.dice.below(choices.len())) else { return };
            let current =
                spoken.reworded.get(&key).copied().unwrap_or_else(|| spoken.utterance.option(key, options));
            let other = (current + 1 + self.dice.below(options - 1)) % options;
            if spoken.reworded.contains_key(&key) {
                continue;
            }
            spoken.reworded.insert(key, other);
            plan.made.push(Made::Wording(spoken.utterance.saying, key.0, key.1));
        }
    }

    /// Gives a quote to somebody else.
    fn misattribute(&mut self, spoken: &mut Spoken, plan: &mut Plan) {
        let people: Vec<&String> = self
            .event
            .kind
            .slots
            .iter()
            .map(|(name, _)| name)
            .filter(|name| matches!(self.event.values.get(*name), Some(Value::Person { .. })))
            .filter(|name| spoken.speaker != Teller::Named((*name).clone()))
            .collect();
        if people.is_empty() {
            return;
        }
        spoken.speaker = Teller::Named((*self.dice.pick(&people)).clone());
        plan.made.push(Made::Speaker(spoken.utterance.saying));
    }

    /// Adds a quote that stands nowhere, as if the credited report had it.
    fn invent(&mut self, plan: &mut Plan, giver: usize) {
        let used: Vec<usize> = plan
            .items
            .iter()
            .filter_map(|item| match &item.body {
                Body::Spoken(s) | Body::Indirect(s) => Some(s.utterance.saying),
                _ => None,
            })
            .collect();
        let free: Vec<_> =
            self.event.inventions.iter().copied().filter(|u| !used.contains(&u.saying)).collect();
        if free.is_empty() {
            return;
        }
        let utterance = *self.dice.pick(&free);
        let slot = self.event.kind.sayings[utterance.saying].speaker.clone();
        if !matches!(self.event.values.get(&slot), Some(Value::Person { .. })) {
            return;
        }
        let all = self.event.kind.sayings[utterance.saying].variants[utterance.variant].len();
        let spoken = Spoken {
            utterance,
            invented: true,
            sentences: (0..all.min(1 + self.dice.below(2))).collect(),
            cuts: Default::default(),
            reworded: BTreeMap::new(),
            speaker: Teller::Named(slot),
            via: Some(giver),
            form: self.dice.any(),
            taken: true,
        };
        plan.made.push(Made::Invented(utterance.saying));
        let at = 2 + self.dice.below(plan.items.len().saturating_sub(1));
        plan.items.insert(at.min(plan.items.len()), Item { para: true, body: Body::Spoken(spoken) });
    }

    /// Alters numbers, hedges, actors and days of what is retold, where the giver shows them.
    fn alter(&mut self, plan: &mut Plan, items: &[Item], from: usize, manner: Manner) {
        let event = self.event;
        let facts = facts_of(items);
        let mut numbers = Vec::new();
        let mut days = Vec::new();
        for &fact in &facts {
            for part in event.kind.facts[fact].tellings.iter().flatten() {
                let Part::Slot { name, form } = part else { continue };
                match event.values.get(name) {
                    Some(Value::Number(_)) if form.is_empty() && !numbers.contains(name) => {
                        numbers.push(name.clone())
                    }
                    Some(Value::Day(_)) if !days.contains(name) => days.push(name.clone()),
                    _ => {}
                }
            }
        }
        let mut share = manner.number;
        while !numbers.is_empty() && self.dice.percent(share) {
            let slot = numbers.remove(self.dice.below(numbers.len()));
            let now = self.done[from]
                .plan
                .view
                .numbers
                .get(&slot)
                .copied()
                .or_else(|| event.known(&slot, event.day));
            if let Some(now) = now {
                let drifted = self.drifted(now);
                if drifted != now {
                    plan.view.numbers.insert(slot.clone(), drifted);
                    plan.made.push(Made::Number(slot));
                }
            }
            share /= 2;
        }
        for &fact in &facts {
            let hedged =
                event.kind.facts[fact].tellings.iter().flatten().any(|p| matches!(p, Part::Hedge { .. }));
            if hedged && !plan.view.plain.contains(&fact) && self.dice.percent(manner.hedge) {
                plan.view.plain.insert(fact);
                plan.made.push(Made::Hedge(fact));
            }
            let swap = event.kind.facts[fact].swap.is_some();
            if swap && !plan.view.swapped.contains(&fact) && self.dice.percent(manner.actor * 2) {
                plan.view.swapped.insert(fact);
                plan.made.push(Made::Actor(fact));
            }
        }
        if !days.is_empty() && self.dice.percent(manner.day) {
            let slot = self.dice.pick(&days).clone();
            let Some(Value::Day(day)) = event.values.get(&slot) else { return };
            let day = plan.view.days.get(&slot).copied().unwrap_or(*day);
            let shift = if day >= event.day && day + 1 > self.done[from].plan.day() {
                -1
            } else {
                [1, -1][self.dice.below(2)]
            };
            plan.view.days.insert(slot.clone(), day + shift);
            plan.made.push(Made::Day(slot));
        }
    }

    /// Another number, or the same with another bound.
    fn drifted(&mut self, now: Quantity) -> Quantity {
        let mut number = now;
        let others = [Bound::Exact, Bound::AtLeast, Bound::MoreThan, Bound::About];
        match self.dice.below(10) {
            0..4 if now.bound != Bound::Exact => number.bound = Bound::Exact,
            4..6 => number.bound = *self.dice.pick(&others),
            _ => {
                let step = (now.value * self.dice.between(5, 30) / 100).max(1);
                let step =
                    if now.unit == Unit::Money && now.value >= 20 { (step / 10).max(1) * 10 } else { step };
                // Round numbers stay round.
                let round = [1000, 500, 100, 50, 10, 5]
                    .into_iter()
                    .find(|r| now.value % r == 0 && now.value > 4 * r)
                    .unwrap_or(1);
                let step = (step / round).max(1) * round;
                number.value = if self.dice.percent(65) || now.value <= step + 1 {
                    now.value + step
                } else {
                    now.value - step
                };
                if self.dice.percent(30) {
                    number.bound = Bound::Exact;
                }
            }
        }
        number
    }

    pub(crate) fn quotes_only(&mut self) -> bool {
        let mut givers = Vec::new();
        for (i, done) in self.done.iter().enumerate() {
            let quotes = done
                .plan
                .items
                .iter()
                .filter(|item| matches!(&item.body, Body::Spoken(s) if !s.invented))
                .count();
            if done.plan.kind == ReportKind::Origin && quotes >= 2 {
                givers.push(i);
            }
        }
        if givers.is_empty() {
            return false;
        }
        let from = *self.dice.pick(&givers);
        let giver = self.done[from].plan.clone();
        let outlet = self.outlet(&[OutletKind::Daily, OutletKind::Broadcaster, OutletKind::Site]);
        let time = giver.time + self.dice.between(120, 2 * 1440);
        let mut plan = self.blank(ReportKind::QuotesOnly, outlet, time);
        self.later_numbers(&mut plan);
        self.own_report(&mut plan, &[], &[], 6, 10);
        // Its own quotes go, so that each quote is somebody's.
        plan.items.retain(|item| !matches!(item.body, Body::Spoken(_) | Body::Indirect(_)));
        let mut quotes: Vec<Spoken> = giver
            .items
            .iter()
            .filter_map(|item| match &item.body {
                Body::Spoken(s) => Some(s.clone()),
                _ => None,
            })
            .collect();
        self.dice.shuffle(&mut quotes);
        quotes.truncate(self.dice.between(2, 3) as usize);
        let mut at = 2;
        for mut spoken in quotes {
            spoken.via = Some(giver.outlet);
            spoken.taken = true;
            spoken.form = self.dice.any();
            if self.dice.percent(20) {
                self.shorten(&mut spoken, &mut plan);
            } else if self.dice.percent(12) {
                self.reword(&mut spoken, &mut plan);
            }
            at = at.min(plan.items.len());
            while plan.items.get(at).is_some_and(|i| !i.para) {
                at += 1;
            }
            plan.items.insert(at, Item { para: true, body: Body::Spoken(spoken) });
            at += 1 + self.dice.below(2);
        }
        plan.takes = Some(Taking { from, kind: TakingKind::Quotes, credited: true, credits: Some(from) });
        self.finish(plan);
        true
    }
}

fn credit_line(list: &'static str, outlet: usize, dice: &mut Dice) -> Item {
    Item {
        para: true,
        body: Body::Words { list, seed: dice.any(), outlet: Some(outlet), day: None, stock: false },
    }
}

/// The choices of words that a reader of the quote sees, with two options or more that are words.
fn visible_choices(
    template: &Template,
    sentence: usize,
    spoken: &Spoken,
    count: &mut (usize, usize),
    shown: bool,
    list: &mut Vec<((usize, usize), usize)>,
) {
    for part in template {
        match part {
            Part::Either(options) => {
                let key = (sentence, count.0);
                count.0 += 1;
                if shown && options.iter().all(|o| !o.is_empty()) {
                    list.push((key, options.len()));
                }
            }
            Part::Cut(inside) => {
                let gone = spoken.cuts.contains(&(sentence, count.1));
                count.1 += 1;
                visible_choices(inside, sentence, spoken, count, shown && !gone, list);
            }
            _ => {}
        }
    }
}
