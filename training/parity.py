"""Scores of a small text by the framework of training, from the same rounded weights in 32-bit numbers: what the
program's forward pass is held against (crates/tagger/tests/parity.rs). From the folder of the project:

    python training/parity.py accurate fast
"""

import json
import struct
import subprocess
import sys
from pathlib import Path

import torch

import export
import network
import train
import windows

HOME = Path(__file__).parent.parent / "crates/tagger"
TYPES = {"F32": torch.float32, "I8": torch.int8}


def read(path):
    """A safetensors file → its tensors and what it says of them."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    head = json.loads(data[8 : 8 + size])
    about = head.pop("__metadata__")
    found = {}
    for name, t in head.items():
        start, end = (8 + size + at for at in t["data_offsets"])
        found[name] = torch.frombuffer(bytearray(data[start:end]), dtype=TYPES[t["dtype"]]).reshape(t["shape"])
    return found, about


def load(path, words):
    """A network with the rounded weights of a file."""
    tensors, about = read(path)
    state = export.restored(tensors, read(words)[0])
    sizes = {k: int(about[k]) for k in ("layers", "width", "heads", "inner")}
    net = network.Tagger(state["words"], **sizes, dropout=0.0).eval()
    length = int(about["length"])
    with torch.no_grad():
        net.positions.weight[:length] = state.pop("positions.weight")
    wanted = {n for n in net.state_dict() if n.split(".")[0] not in ("positions", "speech", "relations")}
    if wanted != set(state):
        raise SystemExit(f"{path}: {sorted(wanted ^ set(state))} do not fit")
    net.load_state_dict(state, strict=False)
    return net, length, int(about["context"])


def scores(net, length, context, text):
    """Logarithms of chances of all tokens: tags and entity tags."""
    found = ([], [])
    n = len(text["spans"])
    text = {**text, "tags": [[""] * n], "entities": [""] * n, "speech": [""] * n, "relations": [""] * n}
    names = {task: {} for task in ("tags", "entities", "speech", "relations")}
    for ranges, (first, behind) in windows.in_context(text, length, context):
        pieces, cases, places, keep, _ = windows.batch([(text, ranges, 0)], length, names)
        with torch.no_grad():
            said = net(pieces, cases, places, train.attention_mask(keep, net.layers[0].heads).float())
        tokens = [t for start, end in ranges for t in range(start, end)]
        for token, at in zip(tokens, windows.firsts(text, ranges)):
            if first <= token < behind:
                for into, of in zip(found, said):
                    into.append([round(float(x), 4) for x in of[0, at].log_softmax(-1)])
    return found


def main():
    ask = ["cargo", "run", "-q", "-p", "backstory-tagger", "--example", "features", str(HOME / "tests/parity/news.txt")]
    text = json.loads(subprocess.run(ask, check=True, capture_output=True, text=True).stdout)
    for name in sys.argv[1:]:
        net, length, context = load(HOME / f"data/{name}.safetensors", HOME / "data/words.safetensors")
        tags, entities = scores(net, length, context, text)
        rows = lambda of: "[\n" + ",\n".join(json.dumps(row) for row in of) + "\n]"
        path = HOME / f"tests/parity/{name}.json"
        path.write_text(f'{{"tags": {rows(tags)},\n"entities": {rows(entities)}}}\n')


if __name__ == "__main__":
    main()
