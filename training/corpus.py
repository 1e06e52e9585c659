"""Brat standoff files and the tokens of the same texts → tags to learn.

A text's tokens come from `features` (crates/tagger/examples), so that training and use see the same. Tags are BIO over
eight types (S source, Q cue, C content):

    SL, SR      source whose cue lies to its left, right
    Q, QS, QN   cue with a source of its own, with the source of another cue, without a source
    QX          further part of a split cue
    CL, CR      content whose cue lies to its left, right
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

TYPES = ("SL", "SR", "Q", "QS", "QN", "QX", "CL", "CR")
TAGS = ("O", *(f"{bio}-{t}" for t in TYPES for bio in "BI"))
ENTITIES = ("PERSON", "ORGANIZATION", "LOCATION")
ENTITY_TAGS = ("O", *(f"{bio}-{t}" for t in ENTITIES for bio in "BI"))
IGNORED = -100


def read_brat(path):
    """The attributions of one .ann file: dicts of part → list of (start, end), in code points."""
    spans, found = {}, []
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    for cells in lines:
        if len(cells) > 1 and cells[0].startswith("T"):
            pieces = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = [tuple(map(int, piece.split())) for piece in pieces]
    for cells in lines:
        if len(cells) > 1 and cells[0].startswith("E"):
            parts = defaultdict(list)
            for argument in cells[1].split()[1:]:
                role, target = argument.split(":")
                parts[re.sub(r"\d+$", "", role).lower()] += spans[target]
            found.append(parts)
    return found


def runs(places):
    """Sorted places → list of lists without gaps."""
    found = []
    for i in sorted(places):
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def tags(spans, attributions):
    """Tags of the tokens at `spans`; what does not fit the scheme is left out."""
    starts = [s for s, _ in spans]
    tag = ["O"] * len(spans)

    def tokens(pieces):
        from bisect import bisect_right

        hit = set()
        for s, e in pieces:
            i = max(bisect_right(starts, s) - 1, 0)
            while i < len(spans) and spans[i][0] < e:
                if spans[i][1] > s:
                    hit.add(i)
                i += 1
        return hit

    def put(places, kind, over=()):
        for run in runs(p for p in places if tag[p] == "O" or tag[p][2:] in over):
            for n, i in enumerate(run):
                tag[i] = ("B-" if n == 0 else "I-") + kind

    rows = [{part: tokens(a[part]) for part in ("source", "cue", "content")} for a in attributions]
    shared = Counter(frozenset(r["source"]) for r in rows if r["source"])
    nearest = {}
    for n, r in enumerate(rows):
        key = frozenset(r["source"])
        if shared[key] > 1 and r["cue"]:
            gap = min(abs(a - b) for a in r["source"] for b in r["cue"])
            if key not in nearest or gap < nearest[key][0]:
                nearest[key] = (gap, n)
    for n, r in enumerate(rows):
        pieces = runs(r["cue"])
        if not pieces:
            continue
        key = frozenset(r["source"])
        kind = "QN" if not key else "QS" if shared[key] > 1 and nearest[key][1] != n else "Q"
        main = pieces[0]
        if len(pieces) > 1 and key:
            main = min(pieces, key=lambda p: min(abs(a - b) for a in p for b in key))
        for piece in pieces:
            put(piece, kind if piece is main else "QX")
        r["main"] = main
    for n, r in enumerate(rows):
        key = frozenset(r["source"])
        if "main" in r and (shared[key] <= 1 or nearest.get(key, (0, n))[1] == n):
            for run in runs(key):
                put(run, "SR" if run[0] < r["main"][0] else "SL")
    for r in rows:
        for run in runs(r["content"]):
            main = r.get("main")
            put(run, "CR" if main and run[0] < main[0] else "CL")
    return tag


def silver(path):
    """doc → list of (start, end, part of speech, entity, relation) by CoreNLP."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            found[row["doc"]] = [(t[0], t[1], t[4], t[5], t[7]) for s in row["sents"] for t in s]
    return found


def entity_tags(spans, words):
    """BIO tags of people, organizations and places, from the machine's tags of its own tokens."""
    tag, at, last = [], 0, None
    extra = []
    for s, e in spans:
        while at < len(words) and words[at][1] <= s:
            at += 1
        word = words[at] if at < len(words) and words[at][0] < e else None
        kind = word[3] if word else "O"
        if kind in ENTITIES:
            inside = last is not None and last[0] == kind and at - last[1] <= 1
            tag.append(("I-" if inside else "B-") + kind)
            last = (kind, at)
        else:
            tag.append("O")
            last = None
        extra.append((word[2], word[4]) if word else ("", ""))
    return tag, extra


def load(features, folder, silver_path):
    """Texts as dicts: `doc`, the features' fields, `gold` and `tags` (a list for each annotator), `entities`, `speech`,
    `relations` (strings, a token each; empty where the machine's tags are not given, and then not learned)."""
    annotated = defaultdict(list)
    for ann in sorted(Path(folder).glob("*.ann")):
        annotated[ann.stem.rsplit("_", 1)[0]].append(ann)
    machine = silver(silver_path) if silver_path else {}
    found = []
    with open(features, encoding="utf-8") as f:
        for line in f:
            text = json.loads(line)
            doc = text["doc"]
            if doc not in annotated:
                continue
            text["gold"] = [read_brat(a) for a in annotated[doc]]
            text["tags"] = [tags(text["spans"], gold) for gold in text["gold"]]
            unknown = [""] * len(text["spans"])
            text["entities"] = text["speech"] = text["relations"] = unknown
            if doc in machine:
                text["entities"], extra = entity_tags(text["spans"], machine[doc])
                text["speech"] = [p for p, _ in extra]
                text["relations"] = [r for _, r in extra]
            found.append(text)
    return found
