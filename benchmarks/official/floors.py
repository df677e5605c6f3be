"""Times single operators of PyTorch, on tensors of the sizes that the layers use."""
import torch

BATCH, FEATURES = 4, 128


def measure(watch, paths, slow):
    """Measures the cases of this file with a stopwatch."""
    torch.manual_seed(0)
    for length in (1024, 2048, 4096):
        _transforms(watch, length)
    for size in (256, 1024):
        p, q = torch.randn(size, size), torch.randn(size, size)
        watch.time(f"floor matmul {size}x{size}x{size} f32", lambda: p @ q)
    weight, x = torch.randn(2 * FEATURES, FEATURES), torch.randn(BATCH * 2048, FEATURES)
    watch.time(f"floor linear ({BATCH * 2048}x{FEATURES}) @ ({FEATURES}x{2 * FEATURES})", lambda: x @ weight.t())
    source, target = torch.randn(16 * 2**20), torch.empty(16 * 2**20)
    watch.time("floor copy 64 MiB -> 64 MiB", lambda: target.copy_(source))


def _transforms(watch, length):
    size = 2 * length
    x, kernel = torch.randn(BATCH, FEATURES, length), torch.randn(1, FEATURES, length)
    spectrum, response = torch.fft.rfft(x, n=size), torch.fft.rfft(kernel, n=size)
    watch.time(f"floor rfft (B={BATCH},H={FEATURES},L={length}) n=2L", lambda: torch.fft.rfft(x, n=size))
    watch.time(f"floor rfft (1,H={FEATURES},L={length}) n=2L", lambda: torch.fft.rfft(kernel, n=size))
    watch.time(f"floor irfft (B={BATCH},H={FEATURES}) n=2L={size}", lambda: torch.fft.irfft(spectrum, n=size))
    watch.time(f"floor complex product (B={BATCH},H={FEATURES},L+1={length + 1})", lambda: spectrum * response)
    watch.time(
        f"floor fftconv rfft+rfft+mul+irfft L={length}",
        lambda: torch.fft.irfft(torch.fft.rfft(x, n=size) * torch.fft.rfft(kernel, n=size), n=size)[..., :length])
