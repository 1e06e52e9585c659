"""Teaches a smaller network what a larger one says (Hinton et al. 2015), on the corpus, on variations of it and on texts
without labels.

    python distil.py --train train.jsonl --corpus polnear/train --silver silver-train.jsonl.gz \\
        --more other.jsonl --teacher accurate.pt --out fast.pt
"""

import argparse
import json
import random
import time
from collections import defaultdict

import torch
import torch.nn.functional as F

import corpus
import network
import train
import windows

VARIED = ("NN", "VB", "JJ", "RB", "CD")


def vary(text, same, rng, rate=0.15):
    """The text with some words exchanged for others of the same part of speech and writing: as grammatical, new to both."""
    pieces, starts = [], [0]
    for i, (speech, case) in enumerate(zip(text["speech"], text["cases"])):
        own = text["pieces"][text["starts"][i] : text["starts"][i + 1]]
        if speech[:2] in VARIED and rng.random() < rate:
            own = rng.choice(same[speech, case])
        pieces += own
        starts.append(len(pieces))
    return {**text, "pieces": pieces, "starts": starts}


def words_by_speech(texts):
    """(Part of speech, writing) → the words' pieces, as often as they stand in the texts."""
    found = defaultdict(list)
    for text in texts:
        for i, (speech, case) in enumerate(zip(text["speech"], text["cases"])):
            found[speech, case].append(text["pieces"][text["starts"][i] : text["starts"][i + 1]])
    return found


def say(net, texts, names):
    """Adds to each text what the network says: `says`, log-probabilities of tags and entities, a row a token."""
    net.eval()
    rows = [(t, w, 0) for t in texts for w in windows.windows(t, train.LENGTH)]
    said = {id(t): [] for t in texts}
    with torch.no_grad():
        for i in range(0, len(rows), train.ROWS):
            part = rows[i : i + train.ROWS]
            pieces, cases, places, keep, _ = windows.batch(part, train.LENGTH, names)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tags, entities, _, _ = net(pieces, cases, places, train.attention_mask(keep, net.layers[0].heads))
            both = torch.cat([tags.float().log_softmax(-1), entities.float().log_softmax(-1)], -1).half()
            for r, (text, ranges, _) in enumerate(part):
                said[id(text)].append(both[r, windows.firsts(text, ranges)])
    for t in texts:
        t["says"] = torch.cat(said[id(t)])


def smaller(teacher, names, layers, heads, inner, dropout):
    """A network of some of the teacher's layers, with those heads and inner units that weigh most."""
    width = teacher.positions.weight.shape[1]
    net = network.Tagger(teacher.words, len(layers), width, heads, inner, dropout, len(names["speech"]), len(names["relations"]))
    own, theirs = net.state_dict(), teacher.state_dict()
    for name in own:
        part, *rest = name.split(".", 2)
        if part != "layers":
            own[name].copy_(theirs[name])
            continue
        i, rest = rest
        layer = teacher.layers[layers[int(i)]]
        value = theirs[f"layers.{layers[int(i)]}.{rest}"]
        # Rows of `qkv` are query, key, value × head × place; columns of `out` are head × place.
        kinds = layer.qkv.weight.view(3, layer.heads, network.HEAD, width)
        columns = layer.out.weight.view(width, layer.heads, network.HEAD)
        if rest.startswith("qkv") or rest == "out.weight":
            weight = kinds[2].flatten(1).norm(dim=1) * columns.transpose(0, 1).flatten(1).norm(dim=1)
            best = weight.topk(heads).indices.sort().values
            if rest == "out.weight":
                value = columns[:, best].reshape(width, -1)
            else:
                value = value.view(3, layer.heads, network.HEAD, *value.shape[1:])[:, best].flatten(0, 2)
        elif rest.startswith("up") or rest == "down.weight":
            weight = layer.up.weight.norm(dim=1) * layer.down.weight.norm(dim=0)
            best = weight.topk(inner).indices.sort().values
            value = value[:, best] if rest == "down.weight" else value[best]
        own[name].copy_(value)
    return net


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    for name in ("train", "corpus", "teacher", "out"):
        ask.add_argument(f"--{name}", required=True)
    ask.add_argument("--silver")
    ask.add_argument("--more", action="append", default=[], help="features of texts without labels")
    ask.add_argument("--layers", default="0,2,4", help="layers of the teacher to begin with")
    ask.add_argument("--heads", type=int, default=6)
    ask.add_argument("--inner", type=int, default=640)
    ask.add_argument("--steps", type=int, default=4500)
    ask.add_argument("--varied", type=int, default=2, help="variations of each text")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--start", help="a network that was taught before, to go on with")
    a = ask.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    begun = time.time()
    texts = corpus.load(a.train, a.corpus, a.silver)
    saved = torch.load(a.teacher)
    names = saved["names"]
    teacher = network.Tagger(saved["net"]["words"], speech=len(names["speech"]), relations=len(names["relations"]))
    teacher.load_state_dict(saved["net"])
    same = words_by_speech(texts)
    texts += [vary(t, same, rng) for _ in range(a.varied) for t in list(texts)]
    for path in a.more:
        with open(path, encoding="utf-8") as f:
            for line in f:
                text = json.loads(line)
                blank = [""] * len(text["spans"])
                texts.append({**text, "tags": [blank], "entities": blank, "speech": blank, "relations": blank})
    say(teacher, texts, names)
    print(f"taught {len(texts)} texts {(time.time() - begun) / 60:.1f} min", flush=True)
    net = smaller(teacher, names, [int(n) for n in a.layers.split(",")], a.heads, a.inner, 0.05)
    if a.start:
        net.load_state_dict(torch.load(a.start)["net"])
    net.train()
    tags = len(corpus.TAGS)
    optimizer, schedule = train.optimizer(net, a.steps, 3e-4, 1e-3)
    mean = 0.0
    for step, rows in enumerate(train.epochs(texts, rng)):
        if step == a.steps:
            break
        pieces, cases, places, keep, want = windows.batch(rows, train.LENGTH, names)
        asked = torch.cat([t["says"][s:e] for t, ranges, _ in rows for s, e in ranges]).float()
        at = torch.zeros_like(keep)
        for r, (text, ranges, _) in enumerate(rows):
            at[r, windows.firsts(text, ranges)] = True
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = net(train.hide(pieces, keep, 0.03), cases, places, train.attention_mask(keep, net.layers[0].heads))
        loss = 0.0
        for scores, soft, weight in ((said[0], asked[:, :tags], 1.0), (said[1], asked[:, tags:], 0.4)):
            loss = loss + weight * F.kl_div(scores[at].float().log_softmax(-1), soft, reduction="batchmean", log_target=True)
        for task, scores, weight in (("tags", said[0], 0.2), ("speech", said[2], 0.05), ("relations", said[3], 0.05)):
            wanted = want[task].flatten()
            known = wanted != corpus.IGNORED
            if known.any():
                loss = loss + weight * F.cross_entropy(scores.flatten(0, 1)[known].float(), wanted[known])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        mean += float(loss.detach())
        if step % 50 == 49:
            print(f"step {step + 1} loss {mean / 50:.4f} {(time.time() - begun) / 60:.1f} min", flush=True)
            mean = 0.0
        if step % 1000 == 999:
            torch.save({"net": net.state_dict(), "names": names}, a.out + ".part")
    torch.save({"net": net.state_dict(), "names": names}, a.out)
    print(json.dumps({"minutes": (time.time() - begun) / 60, "steps": a.steps, "seed": a.seed}))


if __name__ == "__main__":
    main()
