"""Trains the tagger on a brat corpus. Deterministic for one machine and number of threads.

    python train.py --train train.jsonl --corpus polnear/train --silver silver-train.jsonl.gz \\
        --minilm model.safetensors --out accurate.pt
"""

import argparse
import json
import random
import time

import torch
import torch.nn.functional as F

import corpus
import network
import windows

LENGTH, ROWS = 256, 8
WEIGHTS = {"tags": 1.0, "entities": 0.4, "speech": 0.1, "relations": 0.1}
MASK = 103


def classes(texts):
    """Names of what is to be told apart → their numbers, by task."""
    names = {"tags": corpus.TAGS, "entities": corpus.ENTITY_TAGS}
    for task in ("speech", "relations"):
        names[task] = sorted({label for t in texts for label in t[task]} - {""})
    return {task: {label: i for i, label in enumerate(labels)} for task, labels in names.items()}


def round_words(table):
    """Rounds a word table to 8 bits with a scale a row, as it is shipped."""
    scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
    return (table / scale).round() * scale


def attention_mask(keep, heads):
    n, length = keep.shape
    mask = torch.zeros(n, 1, 1, length, dtype=torch.bfloat16).masked_fill(~keep[:, None, None], -1e4)
    return mask.expand(n, heads, 1, length).reshape(n * heads, 1, length)


def hide(pieces, keep, rate):
    """Hides some pieces, so that no single word decides."""
    hidden = (torch.rand(pieces.shape) < rate) & keep & (pieces > 999)
    return pieces.masked_fill(hidden, MASK)


def epochs(texts, rng):
    """Batches without end: every text once an epoch, with windows that start elsewhere each time."""
    while True:
        rows = []
        for text in texts:
            who = rng.randrange(len(text["tags"]))
            rows += [(text, w, who) for w in windows.windows(text, LENGTH, rng)]
        rng.shuffle(rows)
        for i in range(0, len(rows) - ROWS + 1, ROWS):
            yield rows[i : i + ROWS]


def optimizer(net, steps, rate, fresh_rate, warm=200):
    """AdamW with a rate for what was trained before and one for what is new; both fall to 0 in a line."""
    new = ("cases", "places", "tags", "entities", "speech", "relations")
    fresh = [p for n, p in net.named_parameters() if n.split(".")[0] in new]
    kept = [p for n, p in net.named_parameters() if n.split(".")[0] not in new]
    groups = [{"params": kept, "lr": rate}, {"params": fresh, "lr": fresh_rate}]
    adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    fall = torch.optim.lr_scheduler.LambdaLR(adam, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm))))
    return adam, fall


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--train", required=True)
    ask.add_argument("--corpus", required=True)
    ask.add_argument("--silver", help="part of speech, entities and relations of the same texts")
    ask.add_argument("--minilm", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--steps", type=int, default=6000)
    ask.add_argument("--seed", type=int, default=1)
    a = ask.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    texts = corpus.load(a.train, a.corpus, a.silver)
    names = classes(texts)
    net = network.from_minilm(a.minilm, speech=len(names["speech"]), relations=len(names["relations"]))
    net.words = round_words(net.words)
    heads = net.layers[0].heads
    adam, schedule = optimizer(net, a.steps, 1e-4, 1e-3)
    net.train()
    begun, mean = time.time(), 0.0
    for step, rows in enumerate(epochs(texts, rng)):
        if step == a.steps:
            break
        pieces, cases, places, keep, want = windows.batch(rows, LENGTH, names, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = net(hide(pieces, keep, 0.05), cases, places, attention_mask(keep, heads))
        loss = 0.0
        for task, scores in zip(WEIGHTS, said):
            wanted = want[task].flatten()
            at = wanted != corpus.IGNORED
            if at.any():
                loss = loss + WEIGHTS[task] * F.cross_entropy(scores.flatten(0, 1)[at].float(), wanted[at])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        adam.zero_grad(set_to_none=True)
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
