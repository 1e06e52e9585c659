"""Lists the English nouns that mean people first of all, for data/people.txt.

Usage: people.py WORDNET > data/people.txt   (the folder with data.noun, index.noun; Debian: wordnet-base, /usr/share/wordnet)

In: WordNet 3.0 (Princeton; Fellbaum 1998), whose file noun.person (18) has the senses that mean people; the senses of a
word stand by how often they are used. Out: the single words in lower case whose first sense is one of them.
"""

import pathlib
import re
import sys

PERSON = "18"

HEAD = """\
# Nouns that mean people first of all: the single words of WordNet 3.0 whose commonest sense is in its file noun.person.
# WordNet 3.0, Copyright 2006 by Princeton University; its licence lies beside this file (people.NOTICE). Made by tools/people.py.
"""


def main():
    folder = pathlib.Path(sys.argv[1])
    people = {line.split()[0] for line in open(folder / "data.noun") if line[0] != " " and line.split()[1] == PERSON}
    words = set()
    for line in open(folder / "index.noun"):
        if line[0] != " ":
            fields = line.split()
            first = fields[-int(fields[2])]
            if first in people and re.fullmatch("[a-z]{3,}(-[a-z]+)*", fields[0]):
                words.add(fields[0])
    # Names are in WordNet too: "einstein". In lower case they cannot be told from nouns by their form, but by their sense
    # alone: what stands in data.noun with a capital only is a name.
    named = set()
    plain = set()
    for line in open(folder / "data.noun"):
        if line[0] != " ":
            fields = line.split()
            for at in range(int(fields[3], 16)):
                word = fields[4 + 2 * at]
                (named if word[0].isupper() else plain).add(word.lower())
    print(HEAD, end="")
    for word in sorted(words - (named - plain)):
        print(word)


if __name__ == "__main__":
    main()
