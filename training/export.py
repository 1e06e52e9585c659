"""Writes a trained tagger as the program reads it: 8-bit weights in safetensors files.

    python export.py accurate.pt --name accurate/1 --out accurate.safetensors [--words words.safetensors]

Every Linear's weights are rounded to 8 bits with a scale an output row, and the word table, a file of its own that
several networks may share, with a scale a word. The rest stays 32-bit. What only training needs is left out.
"""

import argparse
import json
import struct

import torch

import corpus
from train import LENGTH

HEAD = 32
TYPES = {torch.float32: "F32", torch.int8: "I8"}


def rounded(weight):
    """(rows, columns) → whole numbers of -127 to 127 and the worth of a unit of each row."""
    weight = weight.float()
    most = weight.abs().amax(1).clamp_min(1e-8) / 127
    best, scale = torch.full_like(most, float("inf")), most.clone()
    # A few large weights cut off may cost less than all others rounded to a coarser grid.
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
        unit = (most * share)[:, None]
        error = ((weight / unit).round().clamp(-127, 127) * unit - weight).square().sum(1)
        scale = torch.where(error < best, unit[:, 0], scale)
        best = torch.minimum(error, best)
    return (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def parts(net):
    """The state of a trained network → tensors by name, without the word table."""
    found = {}
    for name, tensor in net.items():
        of = name.split(".")[0]
        if of in ("speech", "relations", "words"):
            continue
        if of in ("positions", "cases", "places"):
            found[of] = tensor[:LENGTH].float()
        elif tensor.dim() == 2 and of not in ("tags", "entities"):
            weight, scale = rounded(tensor)
            found[name], found[name.replace(".weight", ".scale")] = weight, scale
        else:
            found[name] = tensor.float()
    return found


def words(net):
    weight, scale = rounded(net["words"])
    return {"words.weight": weight, "words.scale": scale}


def restored(tensors, table):
    """What `parts` and `words` gave → the state that a network of training computes with."""
    found = {}
    for name, tensor in {**tensors, **table}.items():
        if name.endswith(".scale"):
            continue
        if tensor.dtype == torch.int8:
            tensor = tensor.float() * {**tensors, **table}[name.replace(".weight", ".scale")][:, None]
        found["words" if name == "words.weight" else name + ".weight" * (name in ("positions", "cases", "places"))] = tensor
    return found


def about(net, name, context):
    width = net["norm.weight"].shape[0]
    said = {
        "name": name,
        "layers": 1 + max(int(n.split(".")[1]) for n in net if n.startswith("layers.")),
        "width": width,
        "heads": net["layers.0.qkv.weight"].shape[0] // 3 // HEAD,
        "inner": net["layers.0.up.weight"].shape[0],
        "length": LENGTH,
        "context": context,
        "tags": " ".join(corpus.TAGS),
        "entities": " ".join(corpus.ENTITY_TAGS),
    }
    return {k: str(v) for k, v in said.items()}


def write(path, tensors, metadata):
    """The safetensors format: the size of a JSON head, the head, and the tensors' bytes."""
    head, at = {"__metadata__": metadata}, 0
    for name, t in tensors.items():
        size = t.numel() * t.element_size()
        head[name] = {"dtype": TYPES[t.dtype], "shape": list(t.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for t in tensors.values():
            f.write(t.contiguous().numpy().tobytes())


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("checkpoint")
    ask.add_argument("--name", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--words")
    ask.add_argument("--context", type=int, default=0, help="pieces of a window around what is scored in it")
    a = ask.parse_args()
    net = torch.load(a.checkpoint, map_location="cpu")["net"]
    # The largest elements first, so that all of them lie on their boundaries.
    tensors = dict(sorted(parts(net).items(), key=lambda item: -item[1].element_size()))
    write(a.out, tensors, about(net, a.name, a.context))
    if a.words:
        rows, columns = net["words"].shape
        write(a.words, dict(reversed(words(net).items())), {"rows": str(rows), "columns": str(columns)})


if __name__ == "__main__":
    main()
