#!/usr/bin/env python3
"""Compares the cases of 'bench' of two builds. The builds measure each family of cases alternately, several times.

    benchmarks/cases.py BEFORE AFTER [--filter WORDS] [--rounds 2] [--budget 0.4] [-- --threads 1]

BEFORE and AFTER are the built commands (serpent.dll) of two checkouts, or command lines. The result of a case is its smallest time over
all rounds, because other work on the machine affects it least. Prints a line for each case, and the medians of the ratios AFTER / BEFORE
of time and of managed memory.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile


def run(command, arguments):
    words = shlex.split(command)
    words = ["dotnet", *words] if words[0].endswith(".dll") else words
    result = subprocess.run([*words, "bench", *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{command} bench {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def measure(command, family, budget, others):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "results.json")
        run(command, ["--filter", family, "--no-reference", "--budget", str(budget), "--repetitions", "3", "--json", file, *others])
        with open(file) as stream:
            return json.load(stream)["results"]


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--filter", default="", help="only cases with names that contain every word")
    parser.add_argument("--without", default="nothing", help="no cases with names that contain this text")
    parser.add_argument("--rounds", type=int, default=2, help="number of times that each build measures each family")
    parser.add_argument("--budget", type=float, default=0.4, help="seconds per case and round")
    options = parser.parse_args(sys.argv[1:split])
    others = sys.argv[split + 1:]
    names = [name for name in run(options.after, ["--list"]).splitlines() if all(word in name for word in options.filter.split())]
    names = [name for name in names if options.without not in name]
    families = list(dict.fromkeys(" ".join(name.split()[:2]) for name in names))
    print(f"{'case':76} {'before ms':>10} {'after ms':>10} {'ratio':>6}   managed KiB")
    ratios, garbage = [], []
    for family in families:
        best = {}
        for _ in range(options.rounds):
            for build, command in enumerate((options.before, options.after)):
                for name, result in measure(command, family, options.budget, others).items():
                    cell = best.setdefault(name, [{}, {}])[build]
                    for key in ("min_ms", "managed_bytes"):
                        cell[key] = min(cell.get(key, float("inf")), result[key])
        for name, (before, after) in best.items():
            if name not in names or not before or not after:
                continue
            names.remove(name)
            ratios.append(after["min_ms"] / before["min_ms"])
            if before["managed_bytes"] > 0:
                garbage.append(after["managed_bytes"] / before["managed_bytes"])
            print(f"{name:76} {before['min_ms']:10.3f} {after['min_ms']:10.3f} {ratios[-1]:6.2f}   "
                  f"{before['managed_bytes'] / 1024:.1f} -> {after['managed_bytes'] / 1024:.1f}", flush=True)
    print(f"median ratio of time {statistics.median(ratios):.3f}, of managed memory {statistics.median(garbage):.2f}, {len(ratios)} cases")


main()
