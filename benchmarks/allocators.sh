#!/usr/bin/env bash
# Measures the table of allocators in docs/internals/memory.md: 20 steps of the full-size ListOps model with each allocator.
# Allocators that are not installed are skipped. Takes about a minute per allocator.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
runs="$(mktemp -d)"
trap 'rm -rf "$runs"' EXIT

# Prints a field of the line of a step: FOLDER STEP FIELD.
field() { sed -n "s/.*\"kind\":\"step\",\"step\":$2,.*\"$3\":\([0-9.]*\).*/\1/p" "$1/metrics.jsonl"; }

measure() { # NAME SETTINGS...
    local name="$1" run="$runs/$1"
    shift
    env "$@" "$root/serpent" train SerpentS4ListOps --max-steps 20 --seed 1 --evaluation-rows 16 --out "$run" >/dev/null
    local first last
    first="$(field "$run" 1 seconds)" last="$(field "$run" 20 seconds)"
    awk -v name="$name" -v first="$first" -v last="$last" -v early="$(field "$run" 5 residentBytes)" -v late="$(field "$run" 20 residentBytes)" \
        'BEGIN { printf "%-16s %5.2f s/step   RSS %5d MiB at step 5   %5d MiB at step 20\n", name, (last - first) / 19, early / 1048576, late / 1048576 }'
}

library() { PATH="$PATH:/sbin:/usr/sbin" ldconfig -p | sed -n "s/^[[:space:]]*$1\.so\.2 .*=> //p" | sed -n 1p; }

# The runner does not change the settings of glibc if a MALLOC_ variable is set; 65536 is the default of glibc.
measure glibc MALLOC_MMAP_MAX_=65536
measure glibc-keeping
jemalloc="$(library libjemalloc)" mimalloc="$(library libmimalloc)"
if [[ -n "$jemalloc" ]]; then
    measure jemalloc LD_PRELOAD="$jemalloc"
    measure jemalloc-keeping LD_PRELOAD="$jemalloc" MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
    measure jemalloc-one LD_PRELOAD="$jemalloc" MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1,oversize_threshold:0,narenas:1
fi
if [[ -n "$mimalloc" ]]; then measure mimalloc LD_PRELOAD="$mimalloc"; fi
