"""The weights of the scores by which it is told whether two statements state one fact (crates/link/src/likeness.rs):
by what the two say alone, and by that and the company they keep. The second rest on the first: put those in, make the
rows anew, and run this again.

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db statements > n1.rows
    python claims.py --case n1.rows n1 … --real real.rows ../xtask/data/statement-labels.tsv [--test n2.rows n2 …]

A pair is right where both statements overlap by half with statements of one fact of the truth, wrong where they overlap
with those of two; statements that the truth does not have are left out. Pairs of real statements were labelled by hand
(--real: their measures, and the labels); they were drawn by ten strata of what an earlier score said, and weigh by how
many pairs of theirs there were, up to CAP. Needs numpy and scikit-learn.
"""

import argparse
import collections
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from truth import facts

NAMES = ["alike", "cosine", "cosine over 0.6", "numbers", "other numbers", "day", "other days", "names", "other names",
         "source", "other source", "report", "negated", "lengths", "runs", "words", "place", "related",
         "related cosine", "related place", "apart", "apart over 0.5", "unit", "related other number",
         "telling number", "related telling number", "all numbers"]
COMPANY = ["chance", "best rival", "other rival", "rival over chance", "likeliest", "witnesses", "many witnesses",
           "against", "one report", "reports", "reports and chance", "reports and witnesses", "number alone", "telling number alone", "number's statements", "other measure"]


def cases(path, folder):
    fact = facts(folder)
    known = {}
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        both = []
        for at in (tuple(row[:3]), tuple(row[3:6])):
            if at not in known:
                known[at] = fact(*at)
            both.append(known[at])
        if None not in both:
            yield row[6:], both[0] == both[1]


# What the real pairs weigh together, for the generated ones; the most that one of them weighs for another.
REAL = 1
CAP = 50


def labelled(path, labels):
    """Measures, label and weight of each labelled pair; the label file's last column says how many pairs it stands for.

    A pair is that of the label whose statements it overlaps by half: where a statement begins and ends may have changed.
    """
    wanted = collections.defaultdict(list)
    for line in open(labels, encoding="utf-8"):
        if not line.startswith("#"):
            a, a0, a1, b, b0, b1, label, weight = line.split("\t")
            places = sorted([(a, int(a0), int(a1)), (b, int(b0), int(b1))])
            wanted[places[0][0], places[1][0]].append((places, int(label), min(float(weight), CAP)))

    def shared(one, other):
        both = min(one[2], other[2]) - max(one[1], other[1])
        return both / max(one[2] - one[1], other[2] - other[1])

    best = {}
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        places = sorted((row[n].rsplit("/")[-1], *row[n + 1 : n + 3]) for n in (0, 3))
        for at, (theirs, _, _) in enumerate(wanted.get((places[0][0], places[1][0]), [])):
            orders = [theirs] if theirs[0][0] != theirs[1][0] else [theirs, theirs[::-1]]
            like = max(min(shared(x, y) for x, y in zip(places, order)) for order in orders)
            key = (places[0][0], places[1][0], at)
            if like >= 0.5 and like > best.get(key, (0, None))[0]:
                best[key] = (like, row[6:])
    print(f"{sum(map(len, wanted.values())) - len(best)} labelled pairs are no pairs of statements any more")
    for (a, b, at), (_, measures) in sorted(best.items()):
        yield measures, *wanted[a, b][at][1:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", nargs=2, action="append", default=[])
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    arguments = parser.parse_args()
    x, y = (np.array(c, float) for c in zip(*(d for case in arguments.case for d in cases(*case))))
    w = np.full(len(y), 1 / len(y))
    for case in arguments.real:
        m, r, v = (np.array(c, float) for c in zip(*labelled(*case)))
        x, y, w = np.vstack([x, m]), np.r_[y, r], np.r_[w, REAL * v / v.sum()]
    tests = [("trained on", x, y)]
    for case in arguments.test:
        m, r = zip(*cases(*case))
        tests.append((case[0], np.array(m), np.array(r)))
    own = len(NAMES)
    for title, names, width in (("alone", NAMES, own), ("in company", NAMES + COMPANY, own + len(COMPANY))):
        model = LogisticRegression(max_iter=10000, C=1.0).fit(x[:, :width], y, sample_weight=20000 * w)
        print(title)
        for name, weight in zip(names, model.coef_[0]):
            print(f"  {name:22} {weight:8.3f}")
        print("    [" + ", ".join(f"{v:.3f}" for v in [*model.coef_[0], model.intercept_[0]]) + "];")
        for name, m, r in tests:
            p = model.predict_proba(m[:, :width])[:, 1]
            print(" ", name, "AUC", round(roc_auc_score(r, p), 4))
            for least in (0.1, 0.3, 0.5, 0.7, 0.9):
                told = p >= least
                print(f"    from {least}: told {told.sum()}, right {r[told].sum():.0f} of {r.sum():.0f}")


if __name__ == "__main__":
    main()
