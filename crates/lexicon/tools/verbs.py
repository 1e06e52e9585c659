"""Lists English words that are verbs more often than anything else, for data/verbs.txt.

Usage: verbs.py WORDNET DATA   (the folder with cntlist.rev and verb.exc; Debian: wordnet-base, /usr/share/wordnet)

In: WordNet 3.0 (Princeton; Fellbaum 1998); cntlist.rev tells how often each sense stands in the texts that were tagged
with them. Out: the single words in lower case that stand there as verbs at least twice as often as all else together,
and the irregular forms of these.
"""

import collections
import pathlib
import re
import sys

VERB = "2"
NOTICE = "# WordNet 3.0, Copyright 2006 by Princeton University; its licence lies beside this file (people.NOTICE). Made by tools/verbs.py.\n"
HEAD = "# Words that are verbs at least twice as often as anything else, in the texts tagged for WordNet 3.0, and their irregular forms.\n"
SEEN = 2


def main():
    folder, out = map(pathlib.Path, sys.argv[1:])
    counts = collections.defaultdict(lambda: [0, 0])
    for line in open(folder / "cntlist.rev"):
        key, _, count = line.split()
        lemma, sense = key.split("%")
        counts[lemma][sense[0] == VERB] += int(count)
    word = re.compile("[a-z]{2,}")
    kept = {w for w, (other, verb) in counts.items() if word.fullmatch(w) and verb >= SEEN and verb >= 2 * other}
    forms = set()
    for line in open(folder / "verb.exc"):
        form, *lemmas = line.split()
        if word.fullmatch(form) and not form.endswith("ing") and kept.intersection(lemmas):
            other, verb = counts[form]
            if verb >= other:
                forms.add(form)
    (out / "verbs.txt").write_text(HEAD + NOTICE + "".join(f"{w}\n" for w in sorted(kept | forms)), encoding="utf-8")


if __name__ == "__main__":
    main()
