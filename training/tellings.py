"""What joins groups of statements that reports which tell nearly the same have of one fact: the trees of their measures
(crates/link/data/tellings.txt, made by boosted.py).

    backstory-newsroom --seed 1 --reports 1000 --out n1; backstory trace n1/reports -o n1.db
    cargo run --release -p backstory-pipeline --example measures -- n1.db tellings > n1.rows
    python tellings.py --case n1.rows n1 … [--test n2.rows n2 …] --trees ../crates/link/data/tellings.txt

Two groups are right where the fact that most statements of the one overlap with, by half, is that of the other; groups that
state no fact of the truth are left out. The groups rest on what claims.py found: find that first. Needs numpy and
scikit-learn.
"""

import argparse
import collections
import json

import numpy as np

import boosted
from truth import facts

# Of the trees: how many, how much each adds, and what each has of leaves at most: there are few groups to learn from.
TREES, RATE, LEAVES = 80, 0.06, 6


def generated(path, folder):
    fact = facts(folder)

    def most(places):
        found = collections.Counter(f for f in (fact(*place) for place in places) if f is not None)
        return found.most_common(1)[0][0] if found else None

    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    both = [(most(row[0]), most(row[1])) for row in rows]
    known = [(row[2:], a == b) for row, (a, b) in zip(rows, both) if a is not None and b is not None]
    return tuple(np.array(part, float) for part in zip(*known))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", nargs=2, action="append", default=[])
    parser.add_argument("--test", nargs=2, action="append", default=[])
    parser.add_argument("--trees", help="where the trees are written")
    arguments = parser.parse_args()
    cases = [generated(*case) for case in arguments.case]
    x, y = (np.concatenate(part) for part in zip(*cases))
    model = boosted.trees(TREES, LEAVES, RATE).fit(x, y)
    if arguments.trees:
        boosted.write(model, arguments.trees)
    for name, m, r in [("trained on", x, y)] + [(case[0], *generated(*case)) for case in arguments.test]:
        p = model.predict_proba(m)[:, 1]
        print(name)
        for least in (0.3, 0.4, 0.5, 0.6, 0.7):
            told = p >= least
            print(f"    from {least}: told {told.sum()}, right {r[told].sum():.0f} of {r.sum():.0f}")


if __name__ == "__main__":
    main()
