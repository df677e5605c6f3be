#!/usr/bin/env python3
"""Cases that baseline_cpu.py lacks, added to its file: Mamba blocks with mamba.py's parallel scan, and tokens through a stack of official blocks.

usage: baseline_models.py --shims FOLDER_OF_BASELINE_CPU --mamba CHECKOUT --mambapy CHECKOUT --into FILE [--only REGEX] [--budget SECONDS]

Measured as there: medians over a time budget after a warm-up, at least five and at most 15 times.
"""
import argparse
import json
import os
import re
import statistics
import sys
import time

ap = argparse.ArgumentParser()
ap.add_argument("--shims", required=True)
ap.add_argument("--mamba", required=True)
ap.add_argument("--mambapy", required=True)
ap.add_argument("--into", required=True)
ap.add_argument("--only", default="")
ap.add_argument("--budget", type=float, default=3.0)
a, _ = ap.parse_known_args()
sys.path[:0] = [a.shims, a.mambapy]
import torch  # noqa: E402

import shims  # noqa: E402
from mambapy.mamba import MambaBlock, MambaConfig  # noqa: E402

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
results = {}


def bench(name, f):
    if not re.search(a.only, name):
        return
    f()
    times, cpu, began = [], [], time.perf_counter()
    while len(times) < 5 or (len(times) < 15 and time.perf_counter() - began < a.budget):
        t, c = time.perf_counter(), time.process_time()
        f()
        times.append(1e3 * (time.perf_counter() - t))
        cpu.append(1e3 * (time.process_time() - c))
    results[name] = {"median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3), "cpu_ms": round(min(cpu), 3), "reps": len(times)}
    print(f"{name:64s} {results[name]}", file=sys.stderr, flush=True)


for length in (512, 2048):
    torch.manual_seed(2)
    block = MambaBlock(MambaConfig(d_model=128, n_layers=1, d_state=16))
    x = torch.randn(2, length, 128)
    w = torch.randn_like(x)

    def forward():
        with torch.no_grad():
            block(x)

    def both():
        for p in block.parameters():
            p.grad = None
        (block(x.detach().requires_grad_()) * w).sum().backward()

    name = f"Mamba block with mamba.py's scan d_model=128 N=16 B=2 L={length}"
    bench(name + " | fwd", forward)
    bench(name + " | fwd+bwd", both)

Mamba = shims.MambaRef(a.mamba).mamba_simple.Mamba
width, layers = 768, 24
torch.manual_seed(2)
blocks = [Mamba(width, d_state=16, use_fast_path=False).eval() for _ in range(layers)]
weights = [torch.ones(width) for _ in blocks]
for batch in (1, 64):
    caches = [block.allocate_inference_cache(batch, 64) for block in blocks]
    x = torch.randn(batch, 1, width)

    def step():
        with torch.no_grad():
            h = x
            for block, weight, cache in zip(blocks, weights, caches):
                normalised = h * torch.rsqrt(h.square().mean(-1, keepdim=True) + 1e-5) * weight
                h = h + block.step(normalised, *cache)[0]

    bench(f"Mamba step width={width} layers={layers} B={batch}", step)

with open(a.into) as file:
    document = json.load(file)
document["results"].update(results)
with open(a.into, "w") as file:
    json.dump(document, file, indent=1)
