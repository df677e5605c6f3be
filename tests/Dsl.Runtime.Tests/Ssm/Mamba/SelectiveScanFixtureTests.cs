using SerpentDsl.Functions;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The selective scan against the official reference: values, last state and gradients, in both precisions.</summary>
public sealed class SelectiveScanFixtureTests
{
    private const string Folder = "mamba-scan";

    [FixtureTheory(Folder)]
    [MemberData(nameof(FixtureFiles.In), Folder, MemberType = typeof(FixtureFiles))]
    public void It_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            var leaves = fixture.NamesWith("in.").ToDictionary(
                name => name["in.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
            var complex = fixture.Bool("complex_A", false);
            var (y, last) = SelectiveScan.Apply(new SelectiveScanInputs
            {
                U = leaves["u"].transpose(1, 2),
                Delta = leaves["delta"].transpose(1, 2),
                A = leaves["A"],
                B = Weights(leaves["B"], complex),
                C = Weights(leaves["C"], complex),
                DeltaBias = leaves.GetValueOrDefault("delta_bias"),
                Softplus = fixture.Bool("delta_softplus", false),
                D = leaves.GetValueOrDefault("D"),
                Z = leaves.GetValueOrDefault("z")?.transpose(1, 2),
            });
            (y.transpose(1, 2) * fixture.Tensor("w.y", dtype)).sum().backward();
            Tolerance.AssertClose(fixture, "out.y", y.transpose(1, 2));
            Tolerance.AssertClose(fixture, "out.last_state", last);
            foreach (var (name, leaf) in leaves)
            {
                Tolerance.AssertClose(fixture, $"grad.in.{name}", leaf.grad);
            }

            fixture.AssertAllUsed();
        }
    }

    // The official (B, N, L) or (B, G, N, L), with real and imaginary parts interleaved along L when complex; (D, N) stays.
    private static Tensor Weights(Tensor weights, bool complex) => weights.dim() switch
    {
        2 => weights,
        _ when complex && !weights.is_complex() => Weights(view_as_complex(weights.unflatten(weights.dim() - 1, -1, 2)), complex),
        3 => weights.transpose(1, 2),
        _ => weights.permute(0, 3, 1, 2),
    };
}
