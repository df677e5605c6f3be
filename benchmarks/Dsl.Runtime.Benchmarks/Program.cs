using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using SerpentDsl.Runtime.Benchmarks;

// The allocator of native memory is chosen before a process starts, and benchmarks run in this one.
if (Environment.GetEnvironmentVariable("SERPENT_ALLOCATOR") is null)
{
    Console.Error.WriteLine("'source build/environment.sh' first: without the launcher's allocator setting every call pays for its page faults.");
    return 2;
}

// Names of cases whole, not "S4D z(...)".
ManualConfig config = ManualConfig.Create(DefaultConfig.Instance).WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(120));
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args, config);
return 0;
