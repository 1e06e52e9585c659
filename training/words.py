"""Word vectors for telling paraphrases, out of all-MiniLM-L6-v2.

    python words.py --minilm FOLDER [--corpus FOLDER]… [--lemmas FILE]… --out ../crates/link/data/vectors.bin

Each word of the vocabulary is read by the network alone, the mean of its outputs taken, and all of them are turned onto
their DIMENSIONS main axes (as in Model2Vec: Tulkens and van Dongen 2024). A word's vector has length 1 and is stored in
8 bits an axis; how much a word counts in a sentence is decided where the vectors are used.

The vocabulary: the whole words of the network's own, the words of the corpora that stand in three texts or more, and
the lemmas of word lists (WordNet's index.noun, .verb, .adj, .adv). Needs numpy alone.

The file: magic "BSWV1\n"; number of words and of axes, 32 bits each, little-endian; the words, sorted by their bytes,
each ended by a newline; then the vectors in that order, a signed byte for each axis, of which 127 stands for LARGEST.
"""

import argparse
import collections
import json
import pathlib
import re
import struct

import numpy as np

DIMENSIONS = 128
LARGEST = 0.5
WORD = re.compile(r"[a-z]{2,24}\Z")


def tensors(path):
    raw = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8 : 8 + size])
    out = {}
    for name, about in head.items():
        if name == "__metadata__" or about["dtype"] not in ("F32", "F16"):
            continue
        a, b = (8 + size + o for o in about["data_offsets"])
        dtype = {"F32": "<f4", "F16": "<f2"}[about["dtype"]]
        out[name] = np.frombuffer(raw[a:b], dtype).reshape(about["shape"]).astype(np.float32)
    return out


def pieces(word, vocabulary):
    """The longest pieces first; None for a word that cannot be spelt."""
    found, at = [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = ("##" if at else "") + word[at:end]
            if piece in vocabulary:
                found.append(vocabulary[piece])
                at = end
                break
        else:
            return None
    return found


class Network:
    """The forward pass of a BERT encoder, for batches of one length."""

    def __init__(self, folder):
        self.t = tensors(folder / "model.safetensors")
        config = json.loads((folder / "config.json").read_text())
        self.layers, self.heads = config["num_hidden_layers"], config["num_attention_heads"]

    def norm(self, x, name):
        mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) / np.sqrt(var + 1e-12) * self.t[name + ".weight"] + self.t[name + ".bias"]

    def linear(self, x, name):
        return x @ self.t[name + ".weight"].T + self.t[name + ".bias"]

    def mean(self, ids):
        """The mean output for each row of piece numbers."""
        t, (rows, length) = self.t, ids.shape
        x = t["embeddings.word_embeddings.weight"][ids]
        x = x + t["embeddings.position_embeddings.weight"][:length] + t["embeddings.token_type_embeddings.weight"][0]
        x = self.norm(x, "embeddings.LayerNorm")
        for layer in range(self.layers):
            at = f"encoder.layer.{layer}."
            parts = [self.linear(x, at + f"attention.self.{n}") for n in ("query", "key", "value")]
            q, k, v = (p.reshape(rows, length, self.heads, -1).transpose(0, 2, 1, 3) for p in parts)
            score = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
            score = np.exp(score - score.max(-1, keepdims=True))
            score /= score.sum(-1, keepdims=True)
            seen = (score @ v).transpose(0, 2, 1, 3).reshape(rows, length, -1)
            x = self.norm(x + self.linear(seen, at + "attention.output.dense"), at + "attention.output.LayerNorm")
            h = self.linear(x, at + "intermediate.dense")
            h = 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))
            x = self.norm(x + self.linear(h, at + "output.dense"), at + "output.LayerNorm")
        return x.mean(1)


def words(arguments, vocabulary):
    found = {w for w in vocabulary if WORD.match(w)}
    for folder in arguments.corpus:
        texts = collections.Counter()
        for path in sorted(pathlib.Path(folder).glob("**/*.txt")):
            texts.update(set(re.findall(r"\b[a-z]{2,24}\b", path.read_text(errors="replace"))))
        found |= {w for w, n in texts.items() if n >= 3}
    for path in arguments.lemmas:
        for line in open(path, encoding="latin-1"):
            parts = line.split()
            # The last number before the offsets says how many of its senses stand in tagged texts: 0 is a rare word.
            if not line.startswith(" ") and WORD.match(parts[0]) and int(parts[4 + int(parts[3]) + 1]) > 0:
                found.add(parts[0])
    return sorted(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minilm", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", action="append", default=[])
    parser.add_argument("--lemmas", action="append", default=[])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    lines = (arguments.minilm / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = {piece: i for i, piece in enumerate(lines)}
    first, last = vocabulary["[CLS]"], vocabulary["[SEP]"]
    spelt = {w: pieces(w, vocabulary) for w in words(arguments, vocabulary)}
    spelt = {w: [first, *p, last] for w, p in spelt.items() if p and len(p) <= 6}
    network = Network(arguments.minilm)
    by_length = collections.defaultdict(list)
    for word, ids in spelt.items():
        by_length[len(ids)].append(word)
    vector = {}
    for _, same in sorted(by_length.items()):
        for at in range(0, len(same), 512):
            batch = same[at : at + 512]
            vector.update(zip(batch, network.mean(np.array([spelt[w] for w in batch]))))
    order = sorted(vector)
    x = np.stack([vector[w] for w in order]).astype(np.float64)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    x -= x.mean(0)
    values, axes = np.linalg.eigh(x.T @ x)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    # The sign of an axis is arbitrary: the largest part is made positive, so that the file is the same every time.
    axes *= np.sign(axes[np.abs(axes).argmax(0), np.arange(DIMENSIONS)])
    print(f"{len(order)} words; {DIMENSIONS} axes keep {values[::-1][:DIMENSIONS].sum() / values.sum():.3f} of the variance")
    y = x @ axes
    y /= np.linalg.norm(y, axis=1, keepdims=True)
    stored = np.clip(np.rint(y / LARGEST * 127), -127, 127).astype(np.int8)
    head = b"BSWV1\n" + struct.pack("<II", len(order), DIMENSIONS)
    arguments.out.write_bytes(head + "".join(w + "\n" for w in order).encode() + stored.tobytes())


if __name__ == "__main__":
    main()
