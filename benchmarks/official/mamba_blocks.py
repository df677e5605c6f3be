"""Times Mamba blocks: the official one without CUDA kernels, that of mamba.py, and a stack of official ones token by token."""
import sys

import torch

from official import MambaReference

WIDTH, STATES, BATCH = 128, 16, 2


def measure(watch, paths, slow):
    """Measures the cases of this file with a stopwatch."""
    mamba = MambaReference(paths["mamba"]).blocks.Mamba
    sys.path.insert(0, paths["mambapy"])
    from mambapy.mamba import MambaBlock, MambaConfig

    for length in (512, 2048):
        torch.manual_seed(2)
        x = torch.randn(BATCH, length, WIDTH)
        watch.both_ways(
            f"Mamba block slow path d_model={WIDTH} N={STATES} B={BATCH} L={length}",
            mamba(WIDTH, d_state=STATES, use_fast_path=False).eval(), x, backward=slow or length < 2048)
        watch.both_ways(
            f"Mamba block with mamba.py's scan d_model={WIDTH} N={STATES} B={BATCH} L={length}",
            MambaBlock(MambaConfig(d_model=WIDTH, n_layers=1, d_state=STATES)), x)
    _steps(watch, mamba)
    for batch in (1, 64):
        _tokens(watch, mamba, batch)


def _steps(watch, mamba):
    block = mamba(WIDTH, d_state=STATES, use_fast_path=False).eval()
    cache, x = block.allocate_inference_cache(1, 64), torch.randn(1, 1, WIDTH)

    def steps():
        with torch.no_grad():
            for _ in range(64):
                block.step(x, *cache)

    watch.time(f"Mamba block 64 recurrent steps d_model={WIDTH} N={STATES} B=1", steps)


def _tokens(watch, mamba, batch, width=768, layers=24):
    torch.manual_seed(2)
    blocks = [mamba(width, d_state=STATES, use_fast_path=False).eval() for _ in range(layers)]
    weights = [torch.ones(width) for _ in blocks]
    caches = [block.allocate_inference_cache(batch, 64) for block in blocks]
    x = torch.randn(batch, 1, width)

    def step():
        with torch.no_grad():
            h = x
            for block, weight, cache in zip(blocks, weights, caches):
                normalised = h * torch.rsqrt(h.square().mean(-1, keepdim=True) + 1e-5) * weight
                h = h + block.step(normalised, *cache)[0]

    watch.time(f"Mamba step width={width} layers={layers} B={batch}", step)
