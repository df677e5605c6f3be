using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>Liquid-S4 against its official implementation: values and gradients, in both precisions.</summary>
public sealed class LiquidS4FixtureTests
{
    private const string Kernel = "kernel.kernel.";

    [FixtureTheory("liquid-s4")]
    [MemberData(nameof(FixtureFiles.In), "liquid-s4", MemberType = typeof(FixtureFiles))]
    public void Liquid_S4_agrees_with_the_official_code(string path)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            var fixture = Fixture.Load(path);
            Check(fixture, dtype);
            fixture.AssertAllUsed();
        }
    }

    private static void Check(Fixture fixture, ScalarType dtype)
    {
        Assert.True(fixture.Text("mode", "nplr") == "nplr", $"{fixture.Name}: mode '{fixture.Text("mode")}' is not S4's.");
        var transposed = fixture.Bool("transposed", true);
        var x = Ours(fixture.Tensor("in.x", dtype), transposed).contiguous().requires_grad_(true);
        var lengths = fixture.Contains("in.lengths") ? fixture.Tensor("in.lengths") : null;
        var length = x.shape[1];
        var tuned = fixture.Int("l_max", (int)length);
        CheckSubsets(fixture, length);

        using var layer = Make(fixture, tuned).to(dtype);
        CheckKernel(fixture, dtype, tuned, Math.Min(length, tuned));
        Load(fixture, layer, dtype);

        var y = Ours(Finish(fixture, layer.forward(x, lengths), dtype, out var output), transposed);
        Tolerance.AssertClose(fixture, "out.y", y);
        (y * fixture.Tensor("w.y", dtype)).sum().backward();
        Tolerance.AssertClose(fixture, "grad.in.x", Ours(x.grad!, transposed));
        foreach ((var name, Tensor parameter) in layer.named_parameters())
        {
            var official = $"grad.{OfficialName(name)}";
            Tolerance.AssertClose(fixture, official, Turned(name, parameter.grad!).reshape(fixture.Tensor(official).shape));
        }

        for (var i = 0; i < output.Length; i++)
        {
            Tolerance.AssertClose(fixture, i == 0 ? "grad.output_linear.0.weight" : "grad.output_linear.0.bias", output[i].grad);
        }

        using (no_grad())
        {
            layer.named_buffers().Single(buffer => buffer.name == "liquid_B").buffer.fill_(Scalars.Zero);
        }

        var plain = Finish(fixture, layer.forward(x, lengths), dtype, out _);
        Tolerance.AssertClose(fixture, "out.y_without_liquid", Ours(plain, transposed));
    }

    private static void CheckSubsets(Fixture fixture, long length)
    {
        foreach (var name in fixture.NamesWith("in.combs_p"))
        {
            var order = int.Parse(name["in.combs_p".Length..], System.Globalization.CultureInfo.InvariantCulture);
            var expected = fixture.Tensor(name);
            Assert.Equal(expected.data<long>().ToArray(), LiquidSubsets.Last(length, order));
        }
    }

    /// <summary>The plain S4 kernel, and C̃ as the official code stores it.</summary>
    private static void CheckKernel(Fixture fixture, ScalarType dtype, int tuned, long taps)
    {
        using var kernel = new S4Kernel(Options(fixture)).to(dtype);
        using (no_grad())
        {
            foreach ((var name, Tensor parameter) in kernel.named_parameters())
            {
                parameter.copy_(
                    Turned($"kernel.{name}", fixture.Tensor($"param.{OfficialName($"kernel.{name}")}")).reshape(parameter.shape));
            }
        }

        kernel.Tune(tuned);
        Tolerance.AssertClose(fixture, "tilde.C", kernel.named_parameters().Single(parameter => parameter.name == "C").parameter);
        Tolerance.AssertClose(fixture, "out.K", kernel.Kernel(taps));
    }

    private static OfficialLiquidS4 Make(Fixture fixture, int tuned)
    {
        var options = Options(fixture);
        return new OfficialLiquidS4(
            options.Features,
            fixture.Bool("bidirectional", false),
            tuned,
            options.StateSize,
            fixture.Text("liquid_kernel") switch
            {
                "polyb" => LiquidKernel.PB,
                "kb" => LiquidKernel.KB,
                var other => throw new NotSupportedException($"{fixture.Name}: liquid_kernel '{other}'"),
            },
            fixture.Int("liquid_degree", 2),
            fixture.Bool("allcombs", true),
            fixture.Text("lcontract") switch
            {
                null => LiquidContraction.None,
                "tanh" => LiquidContraction.Tanh,
                "lecun" => LiquidContraction.LecunTanh,
                var other => throw new NotSupportedException($"{fixture.Name}: lcontract '{other}'"),
            },
            options.Initialisation,
            options.Rank,
            options.MinDelta,
            options.MaxDelta,
            1e-3,
            fixture.Bool("linear", false) ? Activation.None : Activation.Gelu,
            options.Copies);
    }

    private static StateSpaceOptions Options(Fixture fixture) => new()
    {
        Features = fixture.Int("d_model", 0),
        StateSize = fixture.Int("d_state", 64),
        Channels = fixture.Bool("bidirectional", false) ? 2 : 1,
        Copies = fixture.Int("n_ssm", fixture.Int("d_model", 0)),
        Rank = fixture.Int("rank", 1),
        Initialisation = fixture.Text("measure") switch
        {
            null or "legs" => Initialisation.LegS,
            "legt" => Initialisation.LegT,
            "fourier" or "fout" => Initialisation.Fourier,
            "hippo" => Initialisation.Hippo,
            var other => throw new NotSupportedException($"{fixture.Name}: measure '{other}'"),
        },
        MinDelta = fixture.Value("dt_min")?.GetDouble() ?? 1e-3,
        MaxDelta = fixture.Value("dt_max")?.GetDouble() ?? 1e-1,
        DeltaTransform = PositiveTransform.Exp,
    };

    private static void Load(Fixture fixture, OfficialLiquidS4 layer, ScalarType dtype)
    {
        using var noGrad = no_grad();
        foreach ((var name, Tensor parameter) in layer.named_parameters())
        {
            // The gradients refer to the tuned C.
            var official = name == "kernel.C" ? "tilde.C" : $"param.{OfficialName(name)}";
            parameter.copy_(Turned(name, fixture.Tensor(official, dtype)).reshape(parameter.shape));
        }

        foreach (var (name, buffer) in layer.named_buffers().Where(entry => entry.name.StartsWith("liquid_", StringComparison.Ordinal)))
        {
            var value = fixture.Tensor($"liquid.{name["liquid_".Length..]}", dtype);
            buffer.copy_(value.is_complex() ? view_as_real(value) : value);
        }
    }

    private static string OfficialName(string name) => name switch
    {
        "D" => "D",
        "kernel.inv_dt" => Kernel + "log_dt",
        "kernel.A_real" => Kernel + "inv_w_real",
        "kernel.A_imag" => Kernel + "w_imag",
        _ => Kernel + name["kernel.".Length..],
    };

    /// <summary>From our sign to the official one, and back: Im A is stored there, −Im A here.</summary>
    private static Tensor Turned(string name, Tensor value) => name == "kernel.A_imag" ? -value : value;

    /// <summary>The output linear with its gate, where the file has one.</summary>
    private static Tensor Finish(Fixture fixture, Tensor y, ScalarType dtype, out Tensor[] parameters)
    {
        parameters = !fixture.Contains("param.output_linear.0.weight")
            ? []
            : [.. new[] { "weight", "bias" }.Select(name => fixture.Tensor($"param.output_linear.0.{name}", dtype).requires_grad_(true))];
        return parameters.Length == 0 ? y : nn.functional.glu(nn.functional.linear(y, parameters[0], parameters[1]), -1);
    }

    /// <summary>Between [batch, length, features] and the file's order of axes.</summary>
    private static Tensor Ours(Tensor x, bool transposed) =>
        transposed ? x.transpose(1, 2) : x;
}
