"""The weights of the score by which it is told whether one report retells another (crates/link/src/lineage/score.rs).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db > n1.rows
    python lineage.py --case n1.rows n1/truth.json … --real real.rows …

Pairs of generated reports are right where the receiver took from the giver, wrong where neither took from the other; pairs
of real reports (--real) count as wrong, since next to all of them were written apart. Pairs in which text was copied
are left out. Needs numpy and scikit-learn.
"""

import argparse
import collections
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

NAMES = ["told", "surely", "given", "order", "told in order", "new", "rare", "likeness", "vague", "exclusive", "own",
         "fresh", "pairs"]


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


def generated(path, truth):
    truth = json.load(open(truth, encoding="utf-8"))
    day = {r["file"]: r["published"] for r in truth["reports"]}
    above = ancestors(truth["lineage"])
    kinds = {(e["from"], e["to"]): e for e in truth["lineage"]}
    copied = {frozenset(p) for p, e in kinds.items() if e["kind"] == "copy"}
    for giver, receiver, measures in rows(path):
        edge = kinds.get((giver, receiver))
        if day[giver] > day[receiver] or (edge is None and (giver in above(receiver) or receiver in above(giver))):
            continue
        if frozenset((giver, receiver)) in copied or (edge and (edge["kind"] != "rewrite")):
            continue
        # Two copies of one text are told apart by what is copied, not by this.
        if above(giver) & above(receiver) and any(frozenset((a, giver)) in copied and frozenset((a, receiver)) in copied for a in above(giver)):
            continue
        yield measures, edge is not None, 2 if edge and not edge["credited"] else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--real", action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    arguments = parser.parse_args()
    data = [d for case in arguments.case for d in generated(*case)]
    for path in arguments.real:
        data += [(m, False, 1) for _, _, m in rows(path)]
    x, y, w = (np.array(c, float) for c in zip(*data))
    model = LogisticRegression(max_iter=10000, C=1.0).fit(x, y, sample_weight=w)
    for name, weight in zip(NAMES, model.coef_[0]):
        print(f"{name:14} {weight:8.3f}")
    print("    [" + ", ".join(f"{v:.3f}" for v in [*model.coef_[0], model.intercept_[0]]) + "];")
    tests = [("trained on", x, y)]
    for case in arguments.test:
        m, r, _ = zip(*generated(*case))
        tests.append((case[0], np.array(m), np.array(r)))
    for path in arguments.real:
        m = np.array([m for _, _, m in rows(path)])
        tests.append((path, m, np.zeros(len(m))))
    for name, x, y in tests:
        p = model.predict_proba(x)[:, 1]
        for least in (0.3, 0.5, 0.7, 0.8, 0.9):
            told = p >= least
            print(f"{name} from {least}: told {told.sum()}, right {y[told].sum():.0f} of {y.sum():.0f}")


if __name__ == "__main__":
    main()
