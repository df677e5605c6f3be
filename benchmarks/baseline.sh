#!/usr/bin/env bash
# Times the official PyTorch implementations on this machine, for './serpent bench --baseline FILE', with the allocator and the threads that
# the launcher gives our own runs: the allocator alone makes a difference of up to six times.
# Usage: benchmarks/baseline.sh SCRIPT FOLDER OUT.json [OPTIONS...]
#   SCRIPT   baseline_cpu.py, the script that imports the checkouts and prints {"env": …, "results": {name: {"median_ms": …}}}
#   FOLDER   where the checkouts are or shall be made: s4 (state-spaces/s4), mamba (state-spaces/mamba), mambapy (alxndrTL/mamba.py)
#   OPTIONS  go to the script: --only REGEX takes some cases, --budget SECONDS
# Needs a Python with PyTorch (Debian: python3-torch; PYTHON names another one than python3), and git and a network when a checkout is missing.
set -euo pipefail
if [[ $# -lt 3 ]]; then
    sed -n '/^# Usage/,/^# Needs/s/^# //p' "$0" >&2
    exit 2
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
script=$1 folder=$2 out=$3
shift 3

checkout() { # NAME REPOSITORY
    if [[ ! -d "$folder/$1" ]]; then git clone --quiet --depth 1 "https://github.com/$2" "$folder/$1"; fi
}

mkdir -p "$folder"
checkout s4 state-spaces/s4
checkout mamba state-spaces/mamba
checkout mambapy alxndrTL/mamba.py
source "$here/../build/environment.sh"
python="${PYTHON:-python3}"
"$python" "$script" --s4 "$folder/s4" --mamba "$folder/mamba" --mambapy "$folder/mambapy" "$@" > "$out.partial"
"$python" "$here/baseline_models.py" --shims "$(dirname "$script")" --mamba "$folder/mamba" --mambapy "$folder/mambapy" --into "$out.partial" "$@"
mv "$out.partial" "$out"
