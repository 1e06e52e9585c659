"""What puts statements together that are left over between a report and the one it took from: the trees of their measures
(crates/link/data/left.txt, made by boosted.py), and the weights of what those say beside what they say of a pair's rivals
(crates/link/src/claims/retold/contest.rs).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db retold > n1.rows
    python retold.py --case n1.rows n1 … --real real.rows ../xtask/data/retold-labels.tsv [--test n2.rows n2 …] --trees ../crates/link/data/left.txt

A pair is right where both statements overlap by half with statements of one fact of the truth, wrong where they overlap
with those of two, or only one does. Pairs of real statements (--real) count as wrong but for those that were labelled by
hand: 1 for one fact, ? for what is left out. What neither side states a fact of only counts as a rival. First each pair is
weighed by its measures, then beside its rivals: the other pairs of either statement, all as trees weigh them that did not
see their case. The score rests on those of claims.py: find these first; and on what it joined itself: run it again with the
new weights. Needs numpy and scikit-learn.
"""

import argparse
import collections
import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

import boosted
from truth import facts

# Of the trees: how many, how much each adds, and what each has of leaves at most; in how many parts the cases are cut to
# weigh each by trees of the others.
TREES, RATE, LEAVES = 300, 0.05, 16
PARTS = 3
# What a pair of real statements weighs, of which there are fewer.
REAL = 3
# The bound of the log odds of a rival, and what all rivals that were never weighed add to their odds.
BOUND, OTHERS = 8, 0.3


class Case:
    """Measures of the pairs of a case, whether each is one fact, and what it counts: 0 where that is not known."""

    def __init__(self, path, label):
        rows = [json.loads(line) for line in open(path, encoding="utf-8")]
        self.x = np.array([row[6:] for row in rows], float)
        self.y, self.w = np.array([label(row) for row in rows], float).T
        self.here = [(row[0], row[3], row[1]) for row in rows]
        self.there = [(row[0], row[3], row[4]) for row in rows]

    def beside(self, own):
        """The log odds of each pair and those of all its rivals."""
        odds = np.exp(np.clip(own, -BOUND, BOUND))
        found = [own]
        for keys in (self.here, self.there):
            all_of = collections.Counter()
            for key, value in zip(keys, odds):
                all_of[key] += value
            found.append(np.log(np.array([all_of[key] for key in keys]) - odds + OTHERS))
        return np.array(found).T


def generated(path, folder):
    fact = facts(folder)

    def label(row):
        a, b = fact(*row[:3]), fact(*row[3:6])
        return a is not None and a == b, a is not None or b is not None

    return Case(path, label)


def labelled(path, labels):
    """The same of real statements. A pair is that of the label with whose statements it overlaps by half: where a statement
    begins and ends may have changed."""
    known = collections.defaultdict(list)
    for line in open(labels, encoding="utf-8"):
        if not line.startswith("#"):
            a, a0, a1, b, b0, b1, label = line.split()
            known[a, b].append((int(a0), int(a1), int(b0), int(b1), label))

    def label(row):
        a, a0, a1, b, b0, b1 = row[:6]
        half = lambda x0, x1, y0, y1: 2 * (min(x1, y1) - max(x0, y0)) >= max(x1 - x0, y1 - y0)
        for x0, x1, y0, y1, label in known[a.rsplit("/")[-1], b.rsplit("/")[-1]]:
            if half(a0, a1, x0, x1) and half(b0, b1, y0, y1):
                return label == "1", REAL * (label != "?")
        return False, REAL

    return Case(path, label)


def fitted(model, cases, measures):
    rows = [(x[case.w > 0], case.y[case.w > 0], case.w[case.w > 0]) for case, x in zip(cases, measures)]
    x, y, w = (np.concatenate(part) for part in zip(*rows))
    return model.fit(x, y, sample_weight=w)


def grown(cases):
    return fitted(boosted.trees(TREES, LEAVES, RATE), cases, [case.x for case in cases])


def unseen(cases):
    """What each case says beside its rivals, by trees of the cases of the other parts. Takes two cases or more."""
    found = {}
    for part in range(PARTS):
        model = grown([case for at, case in enumerate(cases) if at % PARTS != part])
        for case in cases[part::PARTS]:
            found[case] = case.beside(model.decision_function(case.x))
    return [found[case] for case in cases]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", nargs=2, action="append", default=[])
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    parser.add_argument("--trees", help="where the trees are written")
    arguments = parser.parse_args()
    cases = [generated(*case) for case in arguments.case] + [labelled(*case) for case in arguments.real]
    alone = grown(cases)
    if arguments.trees:
        boosted.write(alone, arguments.trees)
    beside = unseen(cases)
    last = fitted(LogisticRegression(max_iter=20000, C=1.0), cases, beside)
    print("    [" + ", ".join(f"{v:.3f}" for v in [*last.coef_[0], last.intercept_[0]]) + "];")
    tests = [generated(*case) for case in arguments.test]
    beside += [case.beside(alone.decision_function(case.x)) for case in tests]
    names = [case[0] for case in arguments.case + arguments.real + arguments.test]
    for name, case, measures in zip(names, cases + tests, beside):
        known = case.w > 0
        p, right = last.predict_proba(measures)[known, 1], case.y[known]
        print(name, "not seen by its trees: average precision", round(average_precision_score(right, p), 4))
        for least in (0.1, 0.3, 0.5, 0.7, 0.9):
            told = p >= least
            print(f"    from {least}: told {told.sum()}, right {right[told].sum():.0f} of {right.sum():.0f}")


if __name__ == "__main__":
    main()
