using BenchmarkDotNet.Attributes;
using SerpentDsl.Experiments.Timings;
using SerpentDsl.Functions;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Benchmarks;

/// <summary>
/// The kernel cases of <c>serpent bench</c>, with fused kernels and on the reference path. They run in BenchmarkDotNet's own process,
/// because its child processes are built in another folder, where libtorch is not found.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private Belongings? _owned;
    private DisposeScope? _scope;
    private Action _action = () => { };

    /// <summary>Name of the case.</summary>
    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    public static IEnumerable<string> Cases =>
        BenchmarkSuite.All.Where(one => one is { IsKernel: true, HasReference: true }).Select(one => one.Name);

    [GlobalSetup]
    public void Prepare()
    {
        set_num_threads(Environment.ProcessorCount);
        manual_seed(1);
        _scope = NewDisposeScope();
        _owned = new Belongings();
        _action = BenchmarkSuite.All.Single(one => one.Name == Case).Prepare(_owned);
    }

    [GlobalCleanup]
    public void Free()
    {
        _owned?.Dispose();
        _scope?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Plain()
    {
        using var off = FusedKernels.Off();
        Fused();
    }

    [Benchmark]
    public void Fused()
    {
        using var scope = NewDisposeScope();
        _action();
    }
}
