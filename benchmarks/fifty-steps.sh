#!/usr/bin/env bash
# Trains every architecture of the papers' tables for 50 steps, on short sequences in small batches, and prints a table: the validation loss
# before and after, the mean loss of the first and the last ten steps, resident memory and live tensors after step 10 and step 50.
# Usage: benchmarks/fifty-steps.sh [DATA-FOLDER] [NAME...]
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:-../shared/data}
shift || true
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    mapfile -t names < <(sed -n 's/^| \([A-Z][A-Za-z0-9]*\) |.*/\1/p' docs/models/README.md)
fi

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
printf '| architecture | validation before | after | first ten steps | last ten | MiB at step 10 | at 50 | tensors at 10 | at 50 |\n'
printf '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n'
for name in "${names[@]}"; do
    options=(--max-steps 50 --batch-size 32 --max-length 256 --evaluation-rows 64)
    case $name in
        # Expressions of at most 63 symbols. The first 256 symbols of a long one say too little about its value for 50 steps.
        *ListOps) options+=(--task ShortListOps) ;;
        # WikiText-2 instead of WikiText-103, whose training split has 500 MB.
        *WikiText103) options=(--max-steps 50 --batch-size 2 --max-length 128 --evaluation-rows 16 --task WikiText2) ;;
    esac
    if ! dotnet run -c Release --project Experiments -- train "$name" "${options[@]}" --data "$data" --out "$runs/$name" > "$runs/$name.log" 2>&1; then
        printf '| %s | failed: %s |\n' "$name" "$(tail -n 1 "$runs/$name.log")"
        continue
    fi

    awk -v name="$name" '
        function number(key,   text) { text = substr($0, index($0, "\"" key "\":") + length(key) + 3); sub("[,}].*", "", text); return text + 0 }
        /"kind":"evaluation"/ && /"split":"validation"/ { if (before == "") before = number("loss"); after = number("loss") }
        /"kind":"step"/ {
            step = number("step"); loss = number("loss")
            if (step <= 10) first += loss / 10
            if (step > 40) last += loss / 10
            if (step == 10 || step == 50) { memory[step] = number("residentBytes") / 1048576; tensors[step] = number("liveTensors") }
        }
        END {
            printf "| %s | %.3f | %.3f | %.3f | %.3f | %.0f | %.0f | %d | %d |\n", \
                name, before, after, first, last, memory[10], memory[50], tensors[10], tensors[50]
        }' "$runs/$name/metrics.jsonl"
done
