"""Which fact a statement states, by the truth that the newsroom wrote beside its reports (docs/newsroom.md)."""

import collections
import json
import pathlib


def facts(folder, quotes=False):
    """A function that gives the fact which the words of a file from one byte to another state, None where they state none:
    the one with whose statement they overlap most, by half of the shorter at least. With `quotes`, words between quotation
    marks count as a fact of their own, whose name begins with "q": what the newsroom has people say in their own words states
    none of its facts."""
    folder = pathlib.Path(folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    told = collections.defaultdict(list)
    for claim in truth["claims"]:
        for s in claim["statements"]:
            told[s["file"]].append((s["start"], s["end"], claim["id"]))
    for quote in truth["quotes"] if quotes else []:
        for o in quote["occurrences"]:
            told[o["file"]].append((o["start"], o["end"], quote["id"]))
    texts = {}

    def fact(uri, start, end):
        file = uri.rsplit("/")[-1]
        if file not in texts:
            texts[file] = json.loads((folder / "reports" / file).read_text(encoding="utf-8"))["maintext"].encode()
        start, end = (len(texts[file][:b].decode(errors="ignore")) for b in (start, end))
        best = max(told[file], key=lambda t: min(end, t[1]) - max(start, t[0]), default=None)
        if best and 2 * (min(end, best[1]) - max(start, best[0])) >= min(end - start, best[1] - best[0]) > 0:
            return best[2]
        return None

    return fact
