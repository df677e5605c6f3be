#!/bin/sh
# Fuzzes one reader: tests/Fuzz/fuzz.sh READER SECONDS
set -e
reader=${1:?"usage: fuzz.sh READER SECONDS"}
seconds=${2:?"usage: fuzz.sh READER SECONDS"}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/artifacts/fuzz
program=$work/program
fixtures=$root/tests/fixtures/import
PATH=$PATH:$HOME/.dotnet/tools

if [ ! -e "$program/marked" ]; then
    dotnet publish -c Release -v q --nologo -o "$program" "$root/tests/Fuzz"
    sharpfuzz "$program/SerpentDsl.Runtime.dll" SerpentDsl.Io
    sharpfuzz "$program/SerpentDsl.Tasks.dll" SerpentDsl.Tasks
    touch "$program/marked"
fi

seeds=$work/$reader/seeds
rm -rf "${work:?}/$reader"
mkdir -p "$seeds"
number=0
add() {
    number=$((number + 1))
    cp "$1" "$seeds/$number"
}

case $reader in
    safetensors) for file in "$fixtures"/*/model*.safetensors "$fixtures"/refuse/*/*.safetensors; do add "$file"; done ;;
    torch) for file in "$fixtures"/*/pytorch_model.bin "$fixtures"/refuse/*/pytorch_model.bin; do add "$file"; done ;;
    pickle)
        for file in "$fixtures"/*/pytorch_model.bin "$fixtures"/refuse/pickle_foreign_global/pytorch_model.bin; do
            number=$((number + 1))
            unzip -p "$file" '*/data.pkl' > "$seeds/$number"
        done ;;
    config) for file in "$fixtures"/*/config.json; do add "$file"; done ;;
    index) for file in "$fixtures"/*/*.index.json "$fixtures"/refuse/*/*.index.json; do add "$file"; done ;;
    tokenizer)
        for file in "$root"/tests/Fuzz/seeds/*.tokenizer.json "$root"/tests/fixtures/tokenizers/word-level/*.json \
            "$fixtures"/*/tokenizer.json; do
            add "$file"
        done ;;
    csv | jsonl) for file in "$root"/tests/Fuzz/seeds/*."$reader"; do add "$file"; done ;;
    *) echo "There is no reader $reader." >&2; exit 2 ;;
esac

AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 \
    afl-fuzz -i "$seeds" -o "$work/$reader/found" -t 10000 -m none -V "$seconds" -- dotnet "$program/SerpentDsl.Fuzz.dll" "$reader"
