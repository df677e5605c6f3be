"""Times S4 and S4D of state-spaces/s4: layers, convolution kernels, blocks with their gated linear unit, recurrent steps."""
import torch

from official import StateSpaceS4

BATCH, FEATURES = 4, 128
FORMS = (("S4 DPLR", "dplr", {}), ("S4D zoh", "s4d", {"init": "diag-lin", "disc": "zoh"}))


def measure(watch, paths, slow):
    """Measures the cases of this file with a stopwatch."""
    s4 = StateSpaceS4(paths["s4"]).s4
    for states in (64, 4):
        for length in (1024, 2048, 4096):
            for name, mode, options in FORMS:
                torch.manual_seed(1)
                layer = s4.FFTConv(FEATURES, mode=mode, d_state=states, activation="gelu", verbose=False, **options).eval()
                watch.both_ways(
                    f"{name} FFTConv layer N={states} H={FEATURES} B={BATCH} L={length}",
                    layer, torch.randn(BATCH, FEATURES, length), lambda x, layer=layer: layer(x)[0])
                _kernel(watch, f"{name} kernel only N={states} H={FEATURES} L={length}", layer.kernel, length)
    for name, mode, options in FORMS:
        torch.manual_seed(1)
        block = s4.S4Block(FEATURES, mode=mode, d_state=64, verbose=False, **options).eval()
        watch.both_ways(
            f"{name} S4Block (with GLU output) N=64 H={FEATURES} B={BATCH} L=2048",
            block, torch.randn(BATCH, FEATURES, 2048), lambda x, block=block: block(x)[0])
    for mode, form, options in (("dplr", "dense", {}), ("dplr", "linear", {}), ("dplr", "diagonal", {}), ("s4d", None, FORMS[1][2])):
        _steps(watch, s4, mode, form, options)


def _kernel(watch, name, kernel, length):
    def forward():
        with torch.no_grad():
            kernel(L=length)

    def both():
        for parameter in kernel.parameters():
            parameter.grad = None
        kernel(L=length)[0].sum().backward()

    watch.time(name + " | fwd", forward)
    watch.time(name + " | fwd+bwd", both)


def _steps(watch, s4, mode, form, options):
    torch.manual_seed(1)
    layer = s4.FFTConv(FEATURES, mode=mode, d_state=64, activation="gelu", verbose=False, **options).eval()
    with torch.no_grad():
        # The first forward pass adapts C of S4 to the length, which setup_step relies on.
        layer(torch.randn(1, FEATURES, 1024))
        layer.setup_step(**({"mode": form} if form else {}))
        first, u = layer.default_state(1), torch.randn(1, FEATURES)

    def steps():
        with torch.no_grad():
            state = first
            for _ in range(64):
                _, state = layer.step(u, state)

    watch.time(f"{'S4 DPLR' if mode == 'dplr' else 'S4D'} 64 recurrent steps ({form or 'diag'}) N=64 H={FEATURES} B=1", steps)
