"""Lists English nouns by what they mean first of all, for data/people.txt and data/things.txt.

Usage: people.py WORDNET DATA   (the folder with data.noun, index.noun; Debian: wordnet-base, /usr/share/wordnet)

In: WordNet 3.0 (Princeton; Fellbaum 1998), whose file noun.person (18) has the senses that mean people; the senses of a
word stand by how often they are used. Out: people.txt, the single words in lower case whose first sense is one of them;
things.txt, those that end like words for people ("-er", "-ist", "-ian", "-man", "-woman") and mean something else first.
"""

import pathlib
import re
import sys

PERSON = "18"
ENDINGS = ("er", "ist", "ian", "man", "woman")

NOTICE = "# WordNet 3.0, Copyright 2006 by Princeton University; its licence lies beside this file (people.NOTICE). Made by tools/people.py.\n"
PEOPLE = "# Nouns that mean people first of all: the single words of WordNet 3.0 whose commonest sense is in its file noun.person.\n"
THINGS = "# Nouns that end like words for people and mean something else first of all, by the order of senses in WordNet 3.0.\n"


def main():
    folder, out = map(pathlib.Path, sys.argv[1:])
    people = {line.split()[0] for line in open(folder / "data.noun") if line[0] != " " and line.split()[1] == PERSON}
    # Names are in WordNet too, and its index is in lower case: what has a capital wherever it stands is a name.
    plain = set()
    for line in open(folder / "data.noun"):
        if line[0] != " ":
            fields = line.split()
            plain.update(fields[4 + 2 * at] for at in range(int(fields[3], 16)))
    words, things = set(), set()
    for line in open(folder / "index.noun"):
        if line[0] != " ":
            fields = line.split()
            word, senses = fields[0], fields[-int(fields[2]):]
            if word not in plain or not re.fullmatch("[a-z]{3,}(-[a-z]+)*", word):
                continue
            if senses[0] in people:
                words.add(word)
            elif word.endswith(ENDINGS):
                things.add(word)
    for name, head, of in (("people.txt", PEOPLE, words), ("things.txt", THINGS, things)):
        (out / name).write_text(head + NOTICE + "".join(f"{word}\n" for word in sorted(of)), encoding="utf-8")


if __name__ == "__main__":
    main()
