using System.ComponentModel;
using System.Reflection;
using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>
/// S5 against the official implementation: initialisation, discretisation, system, whole layer; values and gradients, in both precisions.
/// </summary>
public sealed class S5FixtureTests
{
    [FixtureTheory("s5")]
    [MemberData(nameof(FixtureFiles.In), "s5", MemberType = typeof(FixtureFiles))]
    public void S5_agrees_with_the_official_code(string path)
    {
        if (Fixture.Load(path).Contains("init.Lambda"))
        {
            CheckInitialisation(Fixture.Load(path));
            return;
        }

        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            CheckLayer(fixture, dtype);
            fixture.AssertAllUsed();
        }
    }

    private static void CheckInitialisation(Fixture fixture)
    {
        using var scope = NewDisposeScope();
        int state = fixture.Int("P", 0), blocks = fixture.Int("blocks", 1), size = state / blocks;
        var conjugate = fixture.Bool("conj_sym", true);

        var (a, b) = Hippo.Transition(HippoMeasure.LegS, size);
        Tolerance.AssertClose(fixture, "init.hippo_A", tensor(a.Cast<double>().ToArray()).reshape(size, size));
        Tolerance.AssertClose(fixture, "init.B_real", tensor(b));
        Tolerance.AssertClose(fixture, "init.P_real", tensor(Hippo.LowRank(HippoMeasure.LegS, size, 1).Cast<double>().ToArray()));
        var (values, vectors) = Hippo.NormalEigenpairs(HippoMeasure.LegS, size, 1);
        Tolerance.AssertClose(fixture, "init.block_Lambda", values);
        Tolerance.AssertClose(fixture, "init.block_V", Turned(fixture, "init.block_V", vectors));

        var initial = S5Initialisation.Create(state, size, conjugate);
        var turned = Turned(fixture, "init.V", initial.Eigenvectors);
        Tolerance.AssertClose(fixture, "init.Lambda", initial.Eigenvalues);
        Tolerance.AssertClose(fixture, "init.V", turned);
        Tolerance.AssertClose(fixture, "init.Vinv", turned.transpose(0, 1).conj().resolve_conj());

        // With the file's phases.
        var official = new S5Initialisation(initial.Eigenvalues, fixture.Tensor("init.V", ScalarType.Float64));
        Tolerance.AssertClose(fixture, "out.B_VinvB", official.Input(fixture.Tensor("in.B_draw", ScalarType.Float64)));
        Tolerance.AssertClose(fixture, "out.C_CV", official.Output(fixture.Tensor("in.C_draw", ScalarType.Float64)));

        var minimum = fixture.Value("dt_min")?.GetDouble() ?? Default(nameof(S5BranchAttribute.MinDelta));
        var maximum = fixture.Value("dt_max")?.GetDouble() ?? Default(nameof(S5BranchAttribute.MaxDelta));
        Tolerance.AssertClose(fixture, "init.log_step_range", tensor(new[] { Math.Log(minimum), Math.Log(maximum) }));
        fixture.AssertAllUsed();
    }

    /// <summary>Eigenvectors with the phases of the file's: a column is defined up to one.</summary>
    private static Tensor Turned(Fixture fixture, string name, Tensor vectors)
    {
        var phase = (vectors.conj() * fixture.Tensor(name, ScalarType.Float64)).sum(dim: 0);
        Tolerance.AssertClose(ones_like(phase.abs()), phase.abs(), 1e-6, $"{fixture.Name}: |V* V|");
        return vectors * phase;
    }

    private static double Default(string option) =>
        (double)typeof(S5BranchAttribute).GetProperty(option)!.GetCustomAttribute<DefaultValueAttribute>()!.Value!;

    private static void CheckLayer(Fixture fixture, ScalarType dtype)
    {
        var activation = fixture.Text("activation");
        using var layer = Make(fixture, activation).to(dtype);
        Load(fixture, layer);
        var rate = fixture.Value("step_rescale")?.GetDouble() ?? 1;
        var u = fixture.Tensor("in.u", dtype).requires_grad_(true);
        var lengths = fixture.Contains("in.lengths") ? fixture.Tensor("in.lengths") : null;

        var (transition, input) = layer.Discretise(rate);
        var complexType = dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;
        Tolerance.AssertClose(fixture, "out.Lambda_bar", transition.to(complexType));
        Tolerance.AssertClose(fixture, "out.B_bar", input.to(complexType));

        var norm = activation is null ? null : new OfficialNorm(fixture, dtype);
        var before = norm is not null && fixture.Bool("prenorm", false);
        var y = layer.System(u, lengths, rate);
        Tolerance.AssertClose(fixture, "out.ssm_y", y);
        Tolerance.AssertClose(fixture, "out.ssm_y_without_D", y - (u * Parameter(layer, "D")));
        if (norm is not null)
        {
            var sum = u.Plus(layer.Forward(before ? norm.Apply(u) : u, lengths, rate));
            y = before ? sum : norm.Apply(sum);
            Tolerance.AssertClose(fixture, "out.layer_y", y);
        }

        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "grad.in.u", u.grad);
        foreach ((var name, Tensor parameter) in layer.named_parameters())
        {
            foreach (var (official, gradient) in Official(fixture, name, parameter.grad!))
            {
                Tolerance.AssertClose(fixture, $"grad.{official}", gradient);
            }
        }

        norm?.CheckGradients();
    }

    private static S5 Make(Fixture fixture, string? activation)
    {
        int features = fixture.Int("H", 0), state = fixture.Int("P_full", 0);
        var conjugate = fixture.Bool("conj_sym", true);
        return new S5(
            features,
            fixture.Bool("bidirectional", false),
            state,
            state / fixture.Int("blocks", 1),
            conjugate,
            fixture.Text("discretization") switch
            {
                null or "zoh" => Discretisation.ZeroOrderHold,
                "bilinear" => Discretisation.Bilinear,
                var other => throw new NotSupportedException($"{fixture.Name}: discretisation '{other}'"),
            },
            fixture.Text("C_init") switch
            {
                "lecun_normal" => S5OutputInitialisation.LecunNormal,
                null or "trunc_standard_normal" => S5OutputInitialisation.TruncatedStandardNormal,
                "complex_normal" => S5OutputInitialisation.ComplexNormal,
                var other => throw new NotSupportedException($"{fixture.Name}: C_init '{other}'"),
            },
            fixture.Bool("clip_eigs", false),
            1e-3,
            1e-1,
            activation switch
            {
                null => S5Activation.None,
                "gelu" => S5Activation.Gelu,
                "half_glu1" => S5Activation.HalfGlu1,
                "half_glu2" => S5Activation.HalfGlu2,
                "full_glu" => S5Activation.FullGlu,
                _ => throw new NotSupportedException($"{fixture.Name}: activation '{activation}'"),
            },
            S5Preset.Official,
            S5OptimizerGroups.Standard,
            globalDelta: false,
            1e-3);
    }

    private static void Load(Fixture fixture, S5 layer)
    {
        using var noGrad = no_grad();
        foreach ((var name, Tensor parameter) in layer.named_parameters())
        {
            var value = name switch
            {
                "C" when fixture.Contains("param.C1") => stack([fixture.Tensor("param.C1"), fixture.Tensor("param.C2")], 0),
                "C" => fixture.Tensor("param.C").unflatten(1, [parameter.shape[0], -1]).transpose(0, 1),
                "out1.weight" or "out2.weight" => fixture.Tensor(
                    $"param.{name.Replace("weight", "kernel", StringComparison.Ordinal)}").transpose(0, 1),
                _ => fixture.Tensor($"param.{name}"),
            };
            Assert.Equal(parameter.shape, value.shape);
            parameter.copy_(value);
        }
    }

    /// <summary>The gradient of one of our parameters in the official shapes under the official names.</summary>
    private static IEnumerable<(string Name, Tensor Gradient)> Official(Fixture fixture, string name, Tensor ours) => name switch
    {
        "C" when fixture.Contains("param.C1") => [("C1", ours[0]), ("C2", ours[1])],
        "C" => [("C", ours.transpose(0, 1).flatten(1, 2))],
        "out1.weight" or "out2.weight" => [(name.Replace("weight", "kernel", StringComparison.Ordinal), ours.transpose(0, 1))],
        _ => [(name, ours)],
    };

    private static Tensor Parameter(S5 layer, string name) =>
        layer.named_parameters().Single(parameter => parameter.name == name).parameter;
}
