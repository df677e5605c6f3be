"""Times scans without their blocks: sequential (state-spaces/mamba), parallel (mamba.py), in chunks (Mamba-2), GLA as a plain loop."""
import sys

import torch
from torch.nn.functional import logsigmoid, silu, softplus

from official import MambaReference

BATCH, FEATURES, STATES = 2, 256, 16


def measure(watch, paths, slow):
    """Measures the cases of this file with a stopwatch."""
    mamba = MambaReference(paths["mamba"])
    sys.path.insert(0, paths["mambapy"])
    from mambapy.pscan import pscan

    for length in (512, 2048):
        torch.manual_seed(2)
        u, delta, z = torch.randn(BATCH, FEATURES, length), torch.randn(BATCH, FEATURES, length) - 1, torch.randn(BATCH, FEATURES, length)
        a, b, c = -torch.exp(torch.randn(FEATURES, STATES)), torch.randn(BATCH, STATES, length), torch.randn(BATCH, STATES, length)
        d, bias = torch.randn(FEATURES), torch.randn(FEATURES)
        sizes = f"B={BATCH} D={FEATURES} N={STATES} L={length}"
        _scan(
            watch, f"Mamba selective_scan_ref {sizes}", [u, delta, a, b, c, d, z, bias],
            lambda *tensors: mamba.scans.selective_scan_ref(*tensors, delta_softplus=True), slow or length < 2048)

        def parallel(u, delta, a, b, c, z, d=d):
            states = pscan(torch.exp(delta.unsqueeze(-1) * a), (delta.unsqueeze(-1) * b.unsqueeze(2)) * u.unsqueeze(-1))
            return ((states @ c.unsqueeze(-1)).squeeze(3) + d * u) * silu(z)

        u, delta, b, c, z = (tensor.transpose(1, 2).contiguous() for tensor in (u, softplus(delta), b, c, z))
        _scan(watch, f"Mamba parallel scan (mamba.py) {sizes}", [u, delta, a, b, c, z], parallel)
        _chunked(watch, mamba, length)
        _gated(watch, length)


def _gated(watch, length):
    batch, heads, keys, values = 2, 4, 32, 64
    torch.manual_seed(4)
    operands = [torch.randn(batch, length, heads, width) for width in (keys, keys, values)]
    operands.append(logsigmoid(torch.randn(batch, length, heads, keys)))

    def loop(queries, inputs, outputs, gates):
        state, results, decays = queries.new_zeros(batch, heads, keys, values), [], gates.exp().unsqueeze(-1)
        for position in range(length):
            state = state * decays[:, position] + inputs[:, position].unsqueeze(-1) * outputs[:, position].unsqueeze(-2)
            results.append((queries[:, position].unsqueeze(-2) @ state).squeeze(-2))
        return torch.stack(results, 1)

    _scan(watch, f"GLA recurrence b={batch} heads={heads} k={keys} v={values} L={length}", operands, loop)


def _chunked(watch, mamba, length):
    batch, heads, width, states, chunk = 2, 4, 64, 64, 64
    torch.manual_seed(3)
    delta = softplus(torch.randn(batch, length, heads) - 2)
    operands = [
        torch.randn(batch, length, heads, width) * delta[..., None],
        -torch.exp(torch.rand(heads)) * delta,
        torch.randn(batch, length, heads, states),
        torch.randn(batch, length, heads, states),
    ]
    _scan(
        watch, f"Mamba-2 ssd_minimal b={batch} heads={heads} p={width} n={states} chunk={chunk} L={length}", operands,
        lambda *tensors: mamba.chunks.ssd_minimal_discrete(*tensors, chunk)[0])


def _scan(watch, name, operands, scan, backward=True):
    def forward():
        with torch.no_grad():
            scan(*operands)

    def both():
        scan(*[operand.detach().requires_grad_() for operand in operands]).sum().backward()

    watch.time(name + " | fwd", forward)
    if backward:
        watch.time(name + " | fwd+bwd", both)
