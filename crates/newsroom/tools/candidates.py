"""Lists words of the grammars with the words that WordNet puts beside them, to pick data/synonyms.tsv from by hand.

Usage: candidates.py WORDNET   (the folder with data.noun, index.noun …; Debian: wordnet-base, /usr/share/wordnet)

Out: one line for each word of four letters or more that stands three times or more: the word, how often it stands,
and the single words of its first two senses.
"""

import collections
import pathlib
import re
import sys

PARTS = ("noun", "verb", "adj", "adv")
ENDINGS = (
    ("s", "", "noun"), ("es", "", "noun"), ("ies", "y", "noun"), ("s", "", "verb"),
    ("ed", "", "verb"), ("ed", "e", "verb"), ("ing", "", "verb"), ("ing", "e", "verb"),
)


def wordnet(folder):
    """(part, offset) → words; (word, part) → offsets of its senses, the commonest first; irregular form → bases."""
    sets, senses, irregular = {}, {}, collections.defaultdict(list)
    for part in PARTS:
        for line in open(folder / f"data.{part}"):
            if not line.startswith("  "):
                fields = line.split("|")[0].split()
                words = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]) for i in range(int(fields[3], 16))]
                sets[part, fields[0]] = words
        for line in open(folder / f"index.{part}"):
            if not line.startswith("  "):
                fields = line.split()
                senses[fields[0], part] = fields[-int(fields[2]):]
        for line in open(folder / f"{part}.exc"):
            form, *bases = line.split()
            irregular[form] += [(base, part) for base in bases]
    return sets, senses, irregular


def main():
    sets, senses, irregular = wordnet(pathlib.Path(sys.argv[1]))
    count = collections.Counter()
    for path in sorted((pathlib.Path(__file__).parent.parent / "data/events").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("- "):
                count.update(re.findall("[a-z]+", re.sub(r"\{[^}]*\}", " ", line)))
    for word, times in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        if times < 3 or len(word) < 4:
            continue
        bases = [(word, part) for part in PARTS] + irregular[word]
        bases += [(word[: -len(end)] + new, part) for end, new, part in ENDINGS if word.endswith(end)]
        others = []
        for base, part in bases:
            for offset in senses.get((base, part), [])[:2]:
                for other in (other.lower() for other in sets[part, offset]):
                    if other != base and "_" not in other and other not in others:
                        others.append(other)
        if others:
            print(word, times, *others)


if __name__ == "__main__":
    main()
