"""The weights of the scores by which it is told whether one report retells another (crates/link/src/lineage/score.rs).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db > n1.rows
    python lineage.py --case n1.rows n1/truth.json … --real real.rows … [--test n2.rows n2/truth.json …]

Three scores: which of several reports is the giver (pairs of all reports; those with a giver in common are wrong), whether
there is one at all (of each report that names none, the likeliest giver by the first score), and whether one that is named
is retold or only quoted or answered (also by how often it is named beside what is quoted). Pairs of generated reports are
right where the receiver retells the giver, wrong where neither took from the other; pairs of real reports (--real) count
as wrong, since next to all of them were written apart. Pairs in which text was copied are told by that text and left out.
Needs numpy and scikit-learn.
"""

import argparse
import collections
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

NAMES = ["told", "told if taken", "given", "order", "order of many", "adjacent", "only", "surprise", "exclusive",
         "exclusive only", "left out", "elsewhere", "own quotes", "same source", "other source", "vague", "quotes",
         "common quotes", "own", "longer"]
# What a pair of real reports weighs, of which there are fewer.
REAL = 2


def rows(path):
    """(giver, receiver, measures, how often the receiver names the giver beside what it quotes; −1: not at all)."""
    for line in open(path, encoding="utf-8"):
        giver, receiver, *measures, named = json.loads(line)
        yield giver.rsplit("/")[-1], receiver.rsplit("/")[-1], measures, named


def ancestors(edges):
    into = collections.defaultdict(set)
    for e in edges:
        into[e["to"]].add(e["from"])

    def all_of(report, seen):
        for giver in into[report] - seen:
            seen.add(giver)
            all_of(giver, seen)
        return seen

    return lambda report: all_of(report, set())


class Case:
    def __init__(self, path, truth):
        self.name, self.path = path, path
        truth = json.load(open(truth, encoding="utf-8"))
        self.day = {r["file"]: r["published"] for r in truth["reports"]}
        self.above = ancestors(truth["lineage"])
        self.edges = {(e["from"], e["to"]): e for e in truth["lineage"]}
        self.copied = {frozenset(p) for p, e in self.edges.items() if e["kind"] == "copy"}

    def pairs(self):
        """(giver, receiver, measures, naming, the kind of edge or None, whether a third gave to both)."""
        for giver, receiver, measures, named in rows(self.path):
            edge = self.edges.get((giver, receiver))
            above = self.above(receiver)
            # Copies are told by their text; what is taken from one is said of what it is a copy of.
            copy = any(frozenset((a, r)) in self.copied for r in (giver, receiver) for a in self.above(r))
            if self.day[giver] > self.day[receiver] or copy:
                continue
            if edge is None and (giver in above or receiver in self.above(giver)):
                continue
            yield giver, receiver, measures, named, edge and edge["kind"], bool(above & self.above(giver))

    def likeliest(self, giver):
        """For each report that names no other, its likeliest giver: (its measures, whether it took from it)."""
        by_receiver = collections.defaultdict(list)
        named = {e["to"] for e in self.edges.values() if e["credited"]}
        for g, r, m, naming, kind, _ in self.pairs():
            if naming >= 0:
                named.add(r)
            elif kind in (None, "rewrite"):
                by_receiver[r].append((m, g in self.above(r)))
        for r, givers in by_receiver.items():
            if r not in named:
                yield givers[giver.predict_proba(np.array([m for m, _ in givers]))[:, 1].argmax()]


def fit(data):
    x, y, w = (np.array(c, float) for c in zip(*data))
    return LogisticRegression(max_iter=20000, C=1.0).fit(x, y, sample_weight=w)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--real", action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    arguments = parser.parse_args()
    cases = [Case(*c) for c in arguments.case]
    real = [(m, False, REAL) for path in arguments.real for _, _, m, _ in rows(path)]
    all_pairs = [p for case in cases for p in case.pairs()]
    unnamed = [p for p in all_pairs if p[4] in (None, "rewrite")]
    giver = fit([(m, kind is not None, 1) for _, _, m, _, kind, _ in unnamed] + real)
    retold = fit([(m, y, 1) for case in cases for m, y in case.likeliest(giver)] + real)

    def by_name(measures, named):
        return [*measures, np.log1p(named)]

    of_named = [p for p in all_pairs if p[3] >= 0 and (p[4] or not p[5])]
    name = fit([(by_name(m, n), kind == "rewrite", 1) for _, _, m, n, kind, _ in of_named])
    for what, model in (("GIVER", giver), ("RETOLD", retold), ("NAMED", name)):
        print(f"const {what} = [" + ", ".join(f"{v:.3f}" for v in [*model.coef_[0], model.intercept_[0]]) + "];")
    for what, *weights in zip(NAMES, giver.coef_[0], retold.coef_[0], name.coef_[0]):
        print(f"{what:14}" + "".join(f" {weight:8.3f}" for weight in weights))
    for case in cases + [Case(*c) for c in arguments.test]:
        told = [(retold.predict_proba([m])[0, 1], y) for m, y in case.likeliest(giver)]
        named = [(name.predict_proba([by_name(m, n)])[0, 1], kind == "rewrite")
                 for _, _, m, n, kind, third in case.pairs() if n >= 0 and (kind or not third)]
        for what, pairs in (("retold", told), ("by name", named)):
            for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
                said = [y for p, y in pairs if p >= least]
                print(f"{case.name} {what} from {least}: told {len(said)}, right {sum(said)} of {sum(y for _, y in pairs)}")
    for path in arguments.real:
        p = retold.predict_proba(np.array([m for _, _, m, _ in rows(path)]))[:, 1]
        print(path, "told from 0.5:", int((p >= 0.5).sum()), "of", len(p))


if __name__ == "__main__":
    main()
