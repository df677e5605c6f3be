using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Mamba and Mamba-2 against the official implementation: values, gradients and states, in both precisions.</summary>
public sealed class MambaFixtureTests
{
    [FixtureTheory("mamba-block")]
    [MemberData(nameof(FixtureFiles.In), "mamba-block", MemberType = typeof(FixtureFiles))]
    public void Mamba_agrees_with_the_official_code(string path) => InBoth(path, (fixture, dtype) =>
    {
        using var layer = MambaFixtures.Mamba(fixture);
        MambaFixtures.Check(fixture, layer, dtype);
    });

    [FixtureTheory("mamba2")]
    [MemberData(nameof(FixtureFiles.In), "mamba2", MemberType = typeof(FixtureFiles))]
    public void Mamba2_agrees_with_the_official_code(string path) => InBoth(path, (fixture, dtype) =>
    {
        if (fixture.Contains("in.X"))
        {
            CheckMinimal(fixture, dtype);
        }
        else if (fixture.Contains("in.dt"))
        {
            CheckScan(fixture, dtype);
        }
        else
        {
            using var layer = MambaFixtures.Mamba2(fixture);
            MambaFixtures.Check(fixture, layer, dtype);
        }
    });

    // ssd_minimal_discrete.
    private static void CheckMinimal(Fixture fixture, ScalarType dtype)
    {
        var leaves = Leaves(fixture, dtype);
        var (y, last) = StateSpaceDual.Scan(
            leaves["X"],
            leaves["A"],
            leaves["B"],
            leaves["C"],
            fixture.Int("block_len", 0),
            leaves.GetValueOrDefault("initial_states")?.squeeze(1));
        (y * fixture.Tensor("w.Y", dtype)).sum().Plus((last * fixture.Tensor("w.final_state", dtype)).sum()).backward();
        Tolerance.AssertClose(fixture, "out.Y", y);
        Tolerance.AssertClose(fixture, "out.final_state", last);
        AssertGradients(fixture, leaves);
    }

    // ssd_selective_scan.
    private static void CheckScan(Fixture fixture, ScalarType dtype)
    {
        var leaves = Leaves(fixture, dtype);
        var (y, _) = StateSpaceDual.Apply(
            new StateSpaceDualInputs
            {
                X = leaves["x"],
                Delta = leaves["dt"],
                A = leaves["A"],
                B = leaves["B"],
                C = leaves["C"],
                DeltaBias = leaves.GetValueOrDefault("dt_bias"),
                DeltaLimits = MambaFixtures.Pair(fixture, "dt_limit", (0, double.PositiveInfinity)),
                D = leaves.GetValueOrDefault("D"),
                Z = leaves.GetValueOrDefault("z"),
            },
            chunkLength: 8);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        AssertGradients(fixture, leaves);
    }

    private static Dictionary<string, Tensor> Leaves(Fixture fixture, ScalarType dtype) =>
        fixture.NamesWith("in.").ToDictionary(name => name["in.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));

    private static void AssertGradients(Fixture fixture, Dictionary<string, Tensor> leaves)
    {
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, $"grad.in.{name}", leaf.grad);
        }

        fixture.AssertAllUsed();
    }

    private static void InBoth(string path, Action<Fixture, ScalarType> check)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            check(Fixture.Load(path), dtype);
        }
    }
}
