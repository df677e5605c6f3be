using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using SerpentDsl.Kernels.Compression;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using SerpentDsl.Resampling;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Generated blocks against the whole-block fixtures: each file's configuration is written as a declaration.</summary>
public class BlockFixtureTests
{
    private const string Folder = "serpent";

    // Both precisions of a file share one compilation.
    private static readonly ConcurrentDictionary<string, Assembly> s_assemblies = new();

    public static TheoryData<string, ScalarType> Files()
    {
        var data = new TheoryData<string, ScalarType>();
        foreach (var file in FixtureFiles.Where(Folder, fixture => fixture.Text("part") == "block"))
        {
            data.Add(file, ScalarType.Float64);
            data.Add(file, ScalarType.Float32);
        }

        return data;
    }

    [FixtureTheory(Folder)]
    [MemberData(nameof(Files))]
    public void A_generated_block_computes_what_the_file_says(string file, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var fixture = Fixture.Load(file);
        var block = Load(fixture, type);
        var state = block.state_dict();
        var u = fixture.Tensor("in.u", type).requires_grad_();
        var lengths = fixture.Tensor("in.lengths");

        var y = SequenceMask.Apply(block.forward(u, lengths), lengths);
        y.mul(fixture.Tensor("w.y", type)).sum().backward();

        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "grad.in.u", u.grad);
        foreach (var name in fixture.NamesWith("grad.").Where(name => name != "grad.in.u"))
        {
            Tolerance.AssertClose(fixture, name, state[ModuleName(name["grad.".Length..])].grad!.view(fixture.Tensor(name).shape));
        }

        foreach (var name in fixture.NamesWith("out.running_"))
        {
            Tolerance.AssertClose(fixture, name, state["norm." + name["out.".Length..]]);
        }

        AssertDecisions(fixture, block, u, lengths);
        AssertPrefixes(fixture, block, u.detach(), lengths);
        fixture.AssertAllUsed();
    }

    /// <summary>Asks each compression of the block for its points, counts and indices.</summary>
    private static void AssertDecisions(Fixture fixture, SequenceLayer block, Tensor u, Tensor lengths)
    {
        using var noGradient = no_grad();
        var children = block.named_children().ToDictionary(child => child.name, child => child.module);
        var input = fixture.Bool("prenorm", false) ? ((SequenceLayer)children["norm"]).forward(u, lengths) : u;
        var padding = SequenceMask.Of(lengths, u.shape[1]).logical_not();
        var branches = Branches(fixture);
        for (var i = 0; i < branches.Length; i++)
        {
            if (branches[i].GetProperty("kind").GetString() == "base")
            {
                continue;
            }

            using var compressed = ((CompressionLayer)children[$"branch{i}_compression"]).forward(input, lengths);
            int storage = branches[i].GetProperty("Kmax").GetInt32(), windowSize = branches[i].GetProperty("W").GetInt32();
            var missing = zeros([u.shape[0], storage - compressed.Features.shape[1], compressed.Features.shape[2]], u.dtype);
            Tolerance.AssertClose(fixture, $"out.branch{i}.K", compressed.Counts);
            Tolerance.AssertClose(fixture, $"out.branch{i}.u_prime", cat([compressed.Features, missing], 1));
            if (IsCausal(fixture))
            {
                AssertEmissions(fixture, $"out.branch{i}.", compressed, storage);
                continue;
            }

            var beyond = SequenceMask.Of(compressed.Counts, storage).logical_not();
            var starts = ResamplingIndices.WindowStarts(compressed.Times, lengths, storage, windowSize);
            var kappa = ResamplingIndices.NearestPoints(compressed.Times, compressed.Counts);
            Tolerance.AssertClose(fixture, $"out.branch{i}.window_start", starts.masked_fill(beyond, Scalars.Of(-1)));
            Tolerance.AssertClose(fixture, $"out.branch{i}.kappa", kappa.masked_fill(padding, Scalars.Of(-1)));
        }
    }

    private static void AssertEmissions(Fixture fixture, string prefix, CompressedSequence compressed, int storage)
    {
        var times = compressed.Times;
        if (fixture.Bool("ticks", false))
        {
            times = times.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64);
            Tolerance.AssertClose(fixture, prefix + "ticks", compressed.Intervals.mul(Scalars.Of(Ticks.PerPoint)).to(ScalarType.Int64));
        }

        Tolerance.AssertClose(fixture, prefix + "emission", ResamplingIndices.EmissionIndices(times, storage));
    }

    /// <summary>A causal block over the first inputs alone gives the first outputs.</summary>
    private static void AssertPrefixes(Fixture fixture, SequenceLayer block, Tensor u, Tensor lengths)
    {
        if (fixture.Value("prefixes") is not { } prefixes)
        {
            return;
        }

        using var noGradient = no_grad();
        foreach (var prefix in prefixes.EnumerateArray().Select(prefix => prefix.GetInt64()))
        {
            var known = lengths.clamp_max(Scalars.Of(prefix));
            var y = SequenceMask.Apply(block.forward(u.narrow(1, 0, prefix), known), known);
            Tolerance.AssertClose(fixture, string.Create(CultureInfo.InvariantCulture, $"out.prefix{prefix}.y"), y);
        }
    }

    /// <summary>Declares, generates and compiles the file's block, and gives it the file's parameters.</summary>
    private static SequenceLayer Load(Fixture fixture, ScalarType type)
    {
        var assembly = s_assemblies.GetOrAdd(Declaration(fixture), GeneratedAssembly.Compile);
        var blockClass = assembly.GetType("Declared+Block", throwOnError: true)!;
        var block = ((SequenceLayer)Activator.CreateInstance(blockClass)!).to(type);
        block.train(fixture.Text("norm") != "batch_eval");
        foreach (var compression in block.named_children().Select(child => child.module).OfType<CompressionLayer>())
        {
            compression.IntegerTicks = fixture.Bool("ticks", false);
        }

        var state = block.state_dict();
        var sources = fixture.NamesWith("param.").ToDictionary(name => ModuleName(name["param.".Length..]));
        Assert.Equal(sources.Keys.Order(StringComparer.Ordinal), state.Keys.Order(StringComparer.Ordinal));
        using (no_grad())
        {
            foreach (var (name, target) in state)
            {
                var source = fixture.Tensor(sources[name]);
                Assert.Equal(source.shape, target.shape);
                target.copy_(source);
            }
        }

        foreach (var (name, buffer) in state.Where(pair => pair.Key.EndsWith(".gamma", StringComparison.Ordinal)))
        {
            buffer.requires_grad = true;
        }

        return block;
    }

    private static string Declaration(Fixture fixture)
    {
        var size = fixture.Int("N", 0);
        var activation = fixture.Text("activation") switch
        {
            "none" => "None",
            "gelu" => "Gelu",
            var other => throw new NotSupportedException($"{fixture.Name}: no activation is called '{other}'."),
        };
        var norm = fixture.Text("norm") switch
        {
            "batch_eval" or "batch_train_masked" => "Batch",
            "layer" => "Layer",
            "rms" => "Rms",
            var other => throw new NotSupportedException($"{fixture.Name}: no norm is called '{other}'."),
        };
        var placement = fixture.Bool("prenorm", false) ? "Before" : "After";
        StringBuilder source = new();
        // A fixture may have branches that nobody would declare.
        source.AppendLine("#pragma warning disable SDSL240, SDSL242, SDSL243");
        source.AppendLine("using SerpentDsl;");
        // A fixture may resample at a rate of 1, which a person is warned of.
        source.AppendLine("#pragma warning disable SDSL240");
        var causal = IsCausal(fixture) ? ", Causal = true" : "";
        source.AppendLine(
            CultureInfo.InvariantCulture, $"[SequenceClassifier(vocabulary: 2, classes: 2, maxLength: {fixture.Int("L", 0)}{causal})]");
        source.AppendLine(
            CultureInfo.InvariantCulture,
            $"[Backbone(features: {fixture.Int("H", 0)}, depth: 1, Norm = Norm.{norm}, NormPlacement = NormPlacement.{placement})]");
        foreach (var branch in Branches(fixture))
        {
            var resampling = branch.GetProperty("kind").GetString() == "base"
                ? ""
                : string.Create(CultureInfo.InvariantCulture,
                    $", CompressionRate = {branch.GetProperty("rho").GetDouble()}, WindowSize = {branch.GetProperty("W").GetInt32()}, "
                        + $"TimeBasis = {fixture.Int("E", 0)}");
            source.AppendLine(
                CultureInfo.InvariantCulture, $"[S4DBranch(StateSize = {size}, Activation = Activation.{activation}{resampling})]");
        }

        source.AppendLine("public sealed partial class Declared;");
        return source.ToString();
    }

    /// <summary>
    /// The file's <c>branch1.ssm.C</c> and <c>branch1.mu</c> are the block's <c>branch1_ssm.C</c> and <c>branch1_compression.mu</c>.
    /// </summary>
    private static string ModuleName(string name) => name.Split('.') switch
    {
        [var branch, "proj", var parameter] => $"{branch}_projection.{parameter}",
        [var branch, "ssm", var parameter] => $"{branch}_ssm.{parameter}",
        ["norm", var parameter] => $"norm.{parameter}",
        [var branch, var parameter] => $"{branch}_compression.{parameter}",
        _ => throw new NotSupportedException($"No part of a block is called '{name}'."),
    };

    private static bool IsCausal(Fixture fixture) => fixture.Text("variant") == "causal";

    private static JsonElement[] Branches(Fixture fixture) => [.. fixture.Config.GetProperty("branches").EnumerateArray()];
}
