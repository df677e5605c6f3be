using BenchmarkDotNet.Running;
using SerpentDsl.Generator.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmarks).Assembly).Run(args);
