"""The weights of the score by which statements that are left over between a report and the one it took from are put
together (crates/link/src/claims/retold.rs).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db retold > n1.rows
    python retold.py --case n1.rows n1 … --real real.rows ../xtask/data/retold-labels.tsv [--test n2.rows n2 …]

A pair is right where both statements overlap by half with statements of one fact of the truth, wrong where they overlap
with those of two, or only one does. Pairs of real statements (--real) count as wrong but for those that were labelled by
hand: 1 for one fact, ? for what is left out. The score rests on that of `likeness`: find its weights first. Needs numpy
and scikit-learn.
"""

import argparse
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from truth import facts

NAMES = ["chance", "apart", "words", "negated", "over rival", "source", "other source", "unnamed",
         "source alone", "witness", "witness back", "all numbers", "number near", "other numbers", "day", "day near",
         "day alone", "distance", "between", "copy", "kept", "kept over"]
# What a pair of real statements weighs, of which there are fewer.
REAL = 3


def cases(path, folder):
    """Measures of each pair, and whether it is one fact."""
    fact = facts(folder)
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        both = [fact(*row[:3]), fact(*row[3:6])]
        if both != [None, None]:
            yield row[6:], both[0] == both[1]


def labelled(path, labels):
    """The same of real statements."""
    known = {}
    for line in open(labels, encoding="utf-8"):
        if not line.startswith("#"):
            a, a0, a1, b, b0, b1, label = line.split()
            known[a, int(a0), int(a1), b, int(b0), int(b1)] = label
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        (a, a0, a1, b, b0, b1), measures = row[:6], row[6:]
        label = known.get((a.rsplit("/")[-1], a0, a1, b.rsplit("/")[-1], b0, b1), "0")
        if label != "?":
            yield measures, label == "1"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", nargs=2, action="append", default=[])
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    arguments = parser.parse_args()
    x, y = (np.array(c, float) for c in zip(*(d for case in arguments.case for d in cases(*case))))
    w = np.ones(len(y))
    for case in arguments.real:
        m, r = (np.array(c, float) for c in zip(*labelled(*case)))
        x, y, w = np.vstack([x, m]), np.r_[y, r], np.r_[w, np.full(len(r), REAL)]
    model = LogisticRegression(max_iter=20000, C=1.0).fit(x, y, sample_weight=w)
    for name, weight in zip(NAMES, model.coef_[0]):
        print(f"  {name:16} {weight:8.3f}")
    print("    [" + ", ".join(f"{v:.3f}" for v in [*model.coef_[0], model.intercept_[0]]) + "];")
    tests = [(case[0], *(np.array(c, float) for c in zip(*cases(*case)))) for case in arguments.test]
    for name, m, r in [("trained on", x, y), *tests]:
        p = model.predict_proba(m)[:, 1]
        print(name, "AUC", round(roc_auc_score(r, p), 4))
        for least in (0.1, 0.3, 0.5, 0.7, 0.9):
            told = p >= least
            print(f"    from {least}: told {told.sum()}, right {r[told].sum():.0f} of {r.sum():.0f}")


if __name__ == "__main__":
    main()
