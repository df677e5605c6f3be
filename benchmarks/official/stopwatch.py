"""Runs cases repeatedly and records their times."""
import gc
import re
import statistics
import sys
import time

import torch

WARM_BELOW = 2  # seconds: a second warm-up call follows if the first one was shorter
ONCE_ABOVE = 10  # seconds: no further calls follow if the first one was longer
LEAST, MOST = 5, 15  # repetitions


class Stopwatch:
    """Measures the cases whose names match a regular expression."""

    def __init__(self, only, budget):
        self.results = {}
        self._only = re.compile(only)
        self._budget = budget

    def time(self, name, work):
        """Measures one case, unless its name does not match."""
        if not self._only.search(name):
            return
        first = self._once(work)
        times = [first] if first[0] > ONCE_ABOVE else []
        if first[0] < WARM_BELOW:
            work()
        began = time.perf_counter()
        while first[0] <= ONCE_ABOVE and (len(times) < LEAST or (len(times) < MOST and time.perf_counter() - began < self._budget)):
            times.append(self._once(work))
        wall, processor = zip(*times)
        self.results[name] = {
            "median_ms": round(1e3 * statistics.median(wall), 3),
            "min_ms": round(1e3 * min(wall), 3),
            "cpu_ms": round(1e3 * min(processor), 3),
            "reps": len(times),
        }
        print(f"{name:64s} {self.results[name]}", file=sys.stderr, flush=True)
        gc.collect()

    def both_ways(self, name, module, x, call=None, backward=True):
        """Measures the forward pass of a module, and the forward and backward pass with gradients of parameters and input."""
        call = call or module
        if not (self._only.search(name + " | fwd") or self._only.search(name + " | fwd+bwd")):
            return
        w = torch.randn_like(x)

        def forward():
            with torch.no_grad():
                call(x)

        def both():
            for parameter in module.parameters():
                parameter.grad = None
            (call(x.detach().requires_grad_()) * w).sum().backward()

        self.time(name + " | fwd", forward)
        if backward:
            self.time(name + " | fwd+bwd", both)

    @staticmethod
    def _once(work):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        return time.perf_counter() - wall, time.process_time() - processor
