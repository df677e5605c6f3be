#!/usr/bin/env python3
"""Times the official PyTorch implementations on this machine's CPU and writes a file for 'bench --baseline FILE'.

The cases have the same names as those of 'bench'. The script imports code from three checkouts and does not change them. It needs
PyTorch; other missing packages that the official code imports are replaced by stand-ins. All tensors are float32. "fwd" is a forward pass
without gradients; "fwd+bwd" is a forward pass and the gradients of parameters and input. A case is run once or twice to warm up, then at
least five times, until the time budget or 15 repetitions are reached. A case whose first call takes longer than 10 s is measured by that
call only. cpu_ms is the smallest processor time of all threads together.

With glibc, the settings of the allocator change the results by up to six times. Run both sides of a comparison with the same settings, for
example MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=12000000000 in the environment; the file records them. Compare only runs on the same
machine without other work.
"""
import argparse
import importlib
import json
import os
import re
import sys
import time

from checkouts import CHECKOUTS, CheckoutError, find


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folders = ", ".join(f"{each.folder} ({each.repository})" for each in CHECKOUTS)
    parser.add_argument("--checkouts", required=True, metavar="FOLDER", help="folder that contains " + folders)
    parser.add_argument("--out", required=True, metavar="FILE", help="JSON file to write")
    parser.add_argument("--only", default="", metavar="REGEX", help="measure only cases whose names match (re.search)")
    parser.add_argument(
        "--budget", type=positive, default=3.0, metavar="SECONDS", help="time for the repetitions of one case (default %(default)s)")
    parser.add_argument("--threads", type=count, default=os.cpu_count(), metavar="N", help="threads of PyTorch (default: one per core)")
    parser.add_argument(
        "--slow", action="store_true", help="also measure the sequential scan's backward passes at L=2048; a call takes 10 minutes or more")
    options = parser.parse_args(arguments)
    try:
        re.compile(options.only)
    except re.error as problem:
        parser.error(f"--only {options.only!r} is not a regular expression: {problem}")
    return options


def positive(text):
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not greater than 0")
    return number


def count(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


def main(arguments=None):
    options = parse(arguments)
    try:
        paths = find(options.checkouts)
    except CheckoutError as problem:
        sys.exit(str(problem))
    # OpenMP reads the variable when PyTorch is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", str(options.threads))
    try:
        import torch
    except ImportError as problem:
        sys.exit(f"PyTorch cannot be imported: {problem}. Install it for {sys.executable} (pip install torch; Debian: python3-torch).")
    torch.set_num_threads(options.threads)

    from stopwatch import Stopwatch

    watch, load, began = Stopwatch(options.only, options.budget), os.getloadavg() if hasattr(os, "getloadavg") else None, time.time()
    for name in ("floors", "time_invariant", "scans", "mamba_blocks"):
        importlib.import_module(name).measure(watch, paths, options.slow)
    if not watch.results:
        sys.exit(f"No case's name matches --only {options.only!r}.")
    document = {
        "env": {
            "torch": torch.__version__,
            "threads": torch.get_num_threads(),
            "load_before": load,
            "seconds": round(time.time() - began, 1),
            "allocator": {name: value for name, value in os.environ.items() if name.startswith("MALLOC_") or name == "LD_PRELOAD"},
        },
        "results": watch.results,
    }
    partial = options.out + ".partial"
    with open(partial, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
    os.replace(partial, options.out)


if __name__ == "__main__":
    main()
