"""What tells whether two statements state one fact: the weights of the score by what the two say alone
(crates/link/src/likeness.rs), and the trees of the one by that and the company they keep (crates/link/data/company.txt,
made by boosted.py). The second rests on the first: put those in, make the rows anew, and run this again.

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db statements > n1.rows
    python claims.py --case n1.rows n1 … --real real.rows ../xtask/data/statement-labels.tsv [--test n2.rows n2 …] --trees ../crates/link/data/company.txt

A pair is right where both statements overlap by half with statements of one fact of the truth, wrong where they overlap
with those of two; statements that the truth does not have are left out, but for quotes, which state no fact. Pairs of real statements were labelled by hand
(--real: their measures, and the labels); they were drawn by ten strata of what an earlier score said, and weigh by how
many pairs of theirs there were, up to CAP. Needs numpy 2.4 and scikit-learn 1.9: another version
may keep its trees in another way.
"""

import argparse
import collections
import json

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

import boosted
from truth import facts

NAMES = ["alike", "cosine", "cosine over 0.6", "numbers", "other numbers", "day", "other days", "names", "other names",
         "source", "other source", "report", "negated", "lengths", "runs", "words", "place", "related",
         "related cosine", "related place", "apart", "apart over 0.5", "unit", "related other number",
         "telling number", "related telling number", "all numbers"]
COMPANY = ["chance", "best rival", "other rival", "rival over chance", "likeliest", "witnesses", "many witnesses",
           "against", "one report", "reports", "reports and chance", "reports and witnesses", "number alone", "telling number alone",
           "number's statements", "other measure", "one quoted", "both quoted", "common to the reports", "common to any", "opposed",
           "one hedged", "both hedged", "one in its own voice", "both in their own voice", "numbers apart", "share of chances",
           "neighbours"]
NUMBERS = NAMES.index("numbers")


def cases(path, folder):
    fact = facts(folder, quotes=True)
    known = {}
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        both = []
        for at in (tuple(row[:3]), tuple(row[3:6])):
            if at not in known:
                known[at] = fact(*at)
            both.append(known[at])
        quoted = sum(name is not None and name.startswith("q") for name in both)
        # Two quotes may be parts of one; and one with the number of a fact may well state it.
        if None in both or quoted == 2 or quoted and row[6 + NUMBERS]:
            continue
        yield row[6:], both[0] == both[1]


# Of the trees that tell two statements in company: how many, how much each adds, and what each has of leaves at most.
TREES = 150
RATE = 0.1
LEAVES = 16

# Of wrong generated pairs whose first score lies under this, as the logarithm of its odds, one in so many is looked at, and
# weighs as much more: they are most of all, and tell little.
EASY, ONE_IN = -3.5, 5

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
    parser.add_argument("--trees", help="where the trees of the second score are written")
    arguments = parser.parse_args()
    x, y = (np.array(c, float) for c in zip(*(d for case in arguments.case for d in cases(*case))))
    easy = (y == 0) & (x[:, len(NAMES)] < EASY)
    kept = ~easy | (np.random.default_rng(0).random(len(y)) < 1 / ONE_IN)
    w = np.where(easy, ONE_IN, 1)[kept] / len(y)
    x, y = x[kept], y[kept]
    generated = len(y)
    for case in arguments.real:
        m, r, v = (np.array(c, float) for c in zip(*labelled(*case)))
        x, y, w = np.vstack([x, m]), np.r_[y, r], np.r_[w, REAL * v / v.sum()]
    tests = [("trained on", x, y)]
    for case in arguments.test:
        m, r = zip(*cases(*case))
        tests.append((case[0], np.array(m), np.array(r)))
    own = len(NAMES)
    alone = LogisticRegression(max_iter=10000, C=1.0).fit(x[:, :own], y, sample_weight=20000 * w)
    for name, weight in zip(NAMES, alone.coef_[0]):
        print(f"  {name:22} {weight:8.3f}")
    print("    [" + ", ".join(f"{v:.3f}" for v in [*alone.coef_[0], alone.intercept_[0]]) + "];")
    company = boosted.trees(TREES, LEAVES, RATE).fit(x, y, sample_weight=20000 * w)
    if arguments.trees:
        boosted.write(company, arguments.trees)
    for title, model, width in (("alone", alone, own), ("in company", company, own + len(COMPANY))):
        print(title)
        for name, m, r in tests:
            p = model.predict_proba(m[:, :width])[:, 1]
            print(" ", name, "AUC", round(roc_auc_score(r, p), 4))
            for least in (0.1, 0.3, 0.5, 0.7, 0.9):
                told = p >= least
                print(f"    from {least}: told {told.sum()}, right {r[told].sum():.0f} of {r.sum():.0f}")
    if arguments.real:
        across(x, y, w, generated, company)


def across(x, y, w, real, model):
    """How pairs of real statements are told by trees that did not see them: in each of five parts by the others."""
    at = np.arange(real, len(y))
    told = np.zeros(len(at))
    order = np.random.default_rng(0).permutation(len(at))
    for part in np.array_split(order, 5):
        seen = np.r_[np.arange(real), np.delete(at, part)]
        told[part] = clone(model).fit(x[seen], y[seen], sample_weight=20000 * w[seen]).predict_proba(x[at[part]])[:, 1]
    right, weight = y[at], w[at]
    print("real pairs, not seen: average precision", round(100 * average_precision_score(right, told, sample_weight=weight), 1))
    for least in (0.3, 0.5, 0.7):
        of = told >= least
        share = 100 * (right * weight)[of].sum() / weight[of].sum()
        print(f"    from {least}: told {of.sum()}, right {right[of].sum():.0f} of {right.sum():.0f}; weighted {share:.0f} %")


if __name__ == "__main__":
    main()
