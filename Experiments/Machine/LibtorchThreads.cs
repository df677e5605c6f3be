using TorchSharp;

namespace SerpentDsl.Experiments.Machine;

/// <summary>Threads of libtorch's operators; libtorch's own default differs between its builds.</summary>
internal static class LibtorchThreads
{
    /// <summary>Sets the number of threads.</summary>
    /// <param name="threads">Number of threads, at most one per core; null: one per core.</param>
    public static void Use(int? threads) =>
        torch.set_num_threads(Math.Clamp(threads ?? Environment.ProcessorCount, 1, Environment.ProcessorCount));
}
