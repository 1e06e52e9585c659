"""Texts → windows of pieces. The same packing as crates/tagger/src/window.rs; in training with a moving start."""

import random

import torch

import corpus

FIRST, BREAK, PAD = 101, 102, 0
# Tokens that a part of a paragraph has at least to be shown as context.
PART = 4


def windows(text, length, rng=None):
    """Lists of token ranges (start, end), a range a paragraph (or a part of a long one), that fit one window each."""
    marks = text["paragraphs"] + [len(text["spans"])]
    starts = text["starts"]
    found, now, used = [], [], 1
    room = length if rng is None else rng.randint(length // 3, length)
    for s, e in zip(marks, marks[1:]):
        while s < e:
            size = starts[e] - starts[s] + 1
            if used + size <= room:
                now.append((s, e))
                used += size
                break
            if now:
                found.append(now)
                now, used, room = [], 1, length
                continue
            cut = s
            while starts[cut + 1] - starts[s] + 2 <= length:
                cut += 1
            room = length
            if cut >= e:
                continue
            found.append([(s, cut)])
            s = cut
    if now:
        found.append(now)
    return found


def in_context(text, length, context):
    """Windows as (ranges, scored): up to `context` pieces stand around the range of tokens that are scored there."""
    packed = windows(text, length - context)
    everything = [r for w in packed for r in w]
    starts = text["starts"]
    found, at = [], 0
    for w in packed:
        first, at = at, at + len(w)
        before, room = [], context // 2
        for s, e in reversed(everything[:first]):
            size = starts[e] - starts[s] + 1
            if size > room:
                part = next((i for i in range(s, e) if starts[e] - starts[i] < room), e)
                before += [(part, e)] if e - part >= PART else []
                break
            before.append((s, e))
            room -= size
        behind, room = [], context // 2
        for s, e in everything[at:]:
            size = starts[e] - starts[s] + 1
            if size > room:
                part = next((i for i in range(e - 1, s, -1) if starts[i] - starts[s] < room), s)
                behind += [(s, part)] if part - s >= PART else []
                break
            behind.append((s, e))
            room -= size
        found.append((before[::-1] + w + behind, (w[0][0], w[-1][1])))
    return found


def firsts(text, ranges):
    """Where the first pieces of the tokens of a window stand in it."""
    places, at = [], 1
    for s, e in ranges:
        places += [at + text["starts"][i] - text["starts"][s] for i in range(s, e)]
        at += text["starts"][e] - text["starts"][s] + 1
    return places


def batch(rows, length, names, rng=None):
    """Windows as (text, ranges, annotator) → tensors: pieces, cases, places, mask, and the wanted classes by name."""
    n = len(rows)
    t = {k: torch.zeros(n, length, dtype=torch.long) for k in ("pieces", "cases", "places")}
    keep = torch.zeros(n, length, dtype=torch.bool)
    want = {k: torch.full((n, length), corpus.IGNORED, dtype=torch.long) for k in ("tags", "entities", "speech", "relations")}
    for r, (text, ranges, who) in enumerate(rows):
        pieces, cases, places = [FIRST], [0], [0]
        for s, e in ranges:
            for i in range(s, e):
                a, b = text["starts"][i], text["starts"][i + 1]
                at = len(pieces)
                for k in want:
                    labels = text["tags"][who] if k == "tags" else text[k]
                    label = names[k].get(labels[i], corpus.IGNORED)
                    want[k][r, at] = label
                pieces += text["pieces"][a:b]
                cases += [text["cases"][i]] * (b - a)
                places += [text["places"][i]] * (b - a)
            pieces.append(BREAK)
            cases.append(0)
            places.append(0)
        m = len(pieces)
        t["pieces"][r, :m] = torch.tensor(pieces)
        t["cases"][r, :m] = torch.tensor(cases)
        t["places"][r, :m] = torch.tensor(places)
        keep[r, :m] = True
    return t["pieces"], t["cases"], t["places"], keep, want
