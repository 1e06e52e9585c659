"""The weights of the scores by which it is told whether one report retells another (crates/link/src/lineage/score.rs).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db > n1.rows
    python lineage.py --case n1.rows n1/truth.json … --real real.rows … [--test n2.rows n2/truth.json …]

Two scores: which of several reports is the giver (reports with a giver in common are wrong pairs), and whether there is
one at all (they are left out). Pairs of generated reports are right where the receiver retells the giver, wrong where
neither took from the other; pairs of real reports (--real) count as wrong, since next to all of them were written apart.
Pairs in which text was copied are told by that text and left out. Needs numpy and scikit-learn.
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
    for line in open(path, encoding="utf-8"):
        giver, receiver, *measures = json.loads(line)
        yield giver.rsplit("/")[-1], receiver.rsplit("/")[-1], measures


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
        """(giver, receiver, measures, whether it retells it, whether a third gave to both)."""
        for giver, receiver, measures in rows(self.path):
            edge = self.edges.get((giver, receiver))
            above = self.above(receiver)
            # Copies are told by their text; what is taken from one is said of what it is a copy of.
            copy = any(frozenset((a, r)) in self.copied for r in (giver, receiver) for a in self.above(r))
            if self.day[giver] > self.day[receiver] or copy or edge and edge["kind"] != "rewrite":
                continue
            if edge is None and (giver in above or receiver in self.above(giver)):
                continue
            yield giver, receiver, measures, edge is not None, bool(above & self.above(giver))


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
    real = [(m, False, REAL) for path in arguments.real for _, _, m in rows(path)]
    all_pairs = [p for case in cases for p in case.pairs()]
    giver = fit([(m, y, 1) for _, _, m, y, _ in all_pairs] + real)
    taken = fit([(m, y, 1) for _, _, m, y, third in all_pairs if not third] + real)
    for name, model in (("GIVER", giver), ("RETOLD", taken)):
        print(f"const {name} = [" + ", ".join(f"{v:.3f}" for v in [*model.coef_[0], model.intercept_[0]]) + "];")
    for name, a, b in zip(NAMES, giver.coef_[0], taken.coef_[0]):
        print(f"{name:14} {a:8.3f} {b:8.3f}")
    for case in cases + [Case(*c) for c in arguments.test]:
        by_receiver = collections.defaultdict(list)
        for g, r, m, y, _ in case.pairs():
            by_receiver[r].append((g, m, g in case.above(r)))
        told = []
        for r, givers in by_receiver.items():
            x = np.array([m for _, m, _ in givers])
            at = giver.predict_proba(x)[:, 1].argmax()
            credited = any(e["credited"] for (_, to), e in case.edges.items() if to == r)
            true = any(to == r and e["kind"] == "rewrite" for (_, to), e in case.edges.items())
            if not credited:
                told.append((taken.predict_proba(x)[at, 1], givers[at][2], true))
        for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            said = [t for t in told if t[0] >= least]
            right = sum(t[1] for t in said)
            print(f"{case.name} from {least}: told {len(said)}, right {right} of {sum(t[2] for t in told)}")
    for path in arguments.real:
        p = taken.predict_proba(np.array([m for _, _, m in rows(path)]))[:, 1]
        print(path, "told from 0.5:", int((p >= 0.5).sum()), "of", len(p))


if __name__ == "__main__":
    main()
