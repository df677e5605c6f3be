using SerpentDsl.Functions;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Linear controlled differential equations against the authors' code, and against solutions written down without code.</summary>
public sealed class LinearCdeFixtureTests
{
    /// <summary>All files but those of signatures, which have no equation.</summary>
    public static TheoryData<string> Files => [.. FixtureFiles.Where("linear-cde", fixture => fixture.Value("structure") is not null)];

    [FixtureTheory("linear-cde")]
    [MemberData(nameof(Files))]
    public void Linear_equations_agree_with_the_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            if (fixture.Contains("in.omega"))
            {
                CheckScan(fixture, dtype);
            }
            else if (fixture.Contains("in.ids"))
            {
                CheckModel(fixture, dtype);
            }
            else
            {
                CheckLayer(fixture, dtype);
            }

            fixture.AssertAllUsed();
        }
    }

    private static void CheckScan(Fixture fixture, ScalarType dtype)
    {
        var leaves = fixture.NamesWith("in.").ToDictionary(
            name => name["in.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
        var length = leaves["omega"].shape[1];
        var isIncrement = fixture.Text("control") == "increment";
        var states = LinearCdeScan.Apply(new LinearCdeInputs
        {
            Controls = Moves(leaves["omega"]),
            Inputs = Moves(leaves["xi"]),
            A = leaves["A"].dim() == 2 ? leaves["A"].unsqueeze(2) : leaves["A"],
            B = leaves["Bm"],
            Initial = leaves["z0"],
            IsExact = fixture.Text("step") == "exact",
        });
        var z = cat([leaves["z0"].unsqueeze(1), states], 1);
        (z * fixture.Tensor("w.z", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.z", z);
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, $"grad.in.{name}", leaf.grad);
        }

        Tensor Moves(Tensor path) => isIncrement
            ? path.narrow(1, 1, length - 1) - path.narrow(1, 0, length - 1)
            : path.narrow(1, 1, length - 1) * Scalars.Of(1.0 / length);
    }

    /// <summary>The authors' code returns the states, also where their width is not that of the features.</summary>
    private static void CheckLayer(Fixture fixture, ScalarType dtype)
    {
        var x = fixture.Tensor("in.x", dtype).requires_grad_(true);
        using var layer = Layer(fixture, x.shape[1], dtype);
        var parameters = layer.named_parameters().Where(entry => entry.name != "out_proj.weight").ToArray();
        foreach (var (name, parameter) in parameters)
        {
            FixtureParameters.Copy(fixture, $"param.{name}", parameter);
        }

        var z = layer.States(x, null);
        (z * fixture.Tensor("w.z", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.z", z);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        foreach (var (name, parameter) in parameters)
        {
            Tolerance.AssertClose(fixture, $"grad.{name}", parameter.grad);
        }
    }

    private static void CheckModel(Fixture fixture, ScalarType dtype)
    {
        var leaves = fixture.NamesWith("param.").Where(name => !name.Contains("LCDE", StringComparison.Ordinal)).ToDictionary(
            name => name["param.".Length..], name => fixture.Tensor(name, dtype).requires_grad_(true));
        var ids = fixture.Tensor("in.ids", ScalarType.Int64);
        var width = fixture.Int("hidden_dim", 0);
        using var layer = Layer(fixture, ids.shape[1], dtype);
        FixtureParameters.Load(fixture, layer, "param.LCDE.");
        var embedded = leaves["embedding.weights"].index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], width);
        var z = layer.forward(embedded, null);
        var mixed = nn.functional.linear(z, leaves["linear_mix.weight"], leaves["linear_mix.bias"]).relu().Plus(embedded);
        var normed = nn.functional.layer_norm(mixed, [width], leaves["norm.weight"], leaves["norm.bias"], 1e-5);
        var classes = nn.functional.linear(normed, leaves["linear_out.weight"], leaves["linear_out.bias"]).softmax(-1);
        (classes * fixture.Tensor("w.probs", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "out.z", z);
        Tolerance.AssertClose(fixture, "out.probs", classes);
        FixtureParameters.AssertGradients(fixture, layer, "grad.LCDE.");
        foreach (var (name, leaf) in leaves)
        {
            Tolerance.AssertClose(fixture, $"grad.{name}", leaf.grad);
        }
    }

    private static LinearCde Layer(Fixture fixture, long length, ScalarType dtype)
    {
        var features = fixture.Contains("in.ids") ? fixture.Int("hidden_dim", 0) : fixture.Int("input_dim", 0);
        var layer = new LinearCde(
            features,
            (int)length,
            fixture.Int("hidden_dim", 0),
            blockSize: 0,
            fixture.Text("control") == "increment" ? CdeControl.Increment : CdeControl.Value,
            fixture.Text("step") == "exact" ? CdeSolution.Exact : CdeSolution.Euler,
            controlScale: 1);
        return layer.to(dtype);
    }
}
