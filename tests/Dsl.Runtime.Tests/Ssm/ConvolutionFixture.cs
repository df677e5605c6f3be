using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>A file of s4/ or s4d/ that holds a whole layer: convolution, recurrence, state forwarding, output linear.</summary>
internal sealed class ConvolutionFixture
{
    private readonly Fixture _fixture;
    private readonly string _prefix;
    private readonly S4Convolution _layer;
    private readonly Tensor _x;
    private readonly Tensor? _weight;
    private readonly Tensor? _bias;
    private readonly bool _transposed;

    public ConvolutionFixture(Fixture fixture, ScalarType dtype)
    {
        _fixture = fixture;
        var block = fixture.Bool("block", false);
        _prefix = block ? "layer." : "";
        _transposed = fixture.Bool("transposed", true);
        _x = Sequence(fixture.Tensor("in.x", dtype)).contiguous().requires_grad_(true);
        var kernel = SsmFixture.Kernel(fixture, $"param.{_prefix}kernel.", dtype);
        var maxLength = fixture.Value("l_max")?.GetInt32();
        if (kernel is S4Kernel s4)
        {
            s4.Tune(maxLength ?? _x.shape[1]);
            Tensor c = s4.named_parameters().Single(parameter => parameter.name == "C").parameter;
            Tolerance.AssertClose(fixture, "tilde.C", c);
            FixtureParameters.Copy(fixture, "tilde.C", c);
        }

        // The official layer's own default is GELU; the files state null where there is none.
        var gelu = !fixture.Config.TryGetProperty("activation", out _) || fixture.Text("activation") == "gelu";
        _layer = new S4Convolution(
            kernel,
            fixture.Int("channels", 1),
            fixture.Bool("bidirectional", false),
            gelu ? Activation.Gelu : Activation.None,
            maxLength).to(dtype);
        FixtureParameters.Copy(
            fixture, $"param.{_prefix}D", _layer.named_parameters().Single(parameter => parameter.name == "D").parameter);
        if (block)
        {
            _weight = fixture.Tensor("param.output_linear.0.weight", dtype).requires_grad_(true);
            _bias = fixture.Tensor("param.output_linear.0.bias", dtype).requires_grad_(true);
        }
    }

    public void Check()
    {
        var y = Finish(_layer.forward(_x, null));
        Tolerance.AssertClose(_fixture, "out.y", Official(y));
        (Official(y) * _fixture.Tensor("w.y", y.dtype)).sum().backward();
        Tolerance.AssertClose(_fixture, "grad.in.x", Official(_x.grad!));
        FixtureParameters.AssertGradients(_fixture, _layer, $"grad.{_prefix}");
        if (_weight is not null)
        {
            Tolerance.AssertClose(_fixture, "grad.output_linear.0.weight", _weight.grad);
            Tolerance.AssertClose(_fixture, "grad.output_linear.0.bias", _bias!.grad);
        }

        if (_fixture.Contains("in.state"))
        {
            CheckState();
        }

        foreach (var name in _fixture.NamesWith("out.step_").Where(name => name.EndsWith("_y", StringComparison.Ordinal)))
        {
            CheckSteps(name[..^"_y".Length]);
        }
    }

    private void CheckState()
    {
        var (y, state) = _layer.ForwardFrom(_x, null, _fixture.Tensor("in.state", _x.dtype));
        Tolerance.AssertClose(_fixture, "out.y_from_state", Official(Finish(y)));
        Tolerance.AssertClose(_fixture, "out.next_state", state);
    }

    private void CheckSteps(string name)
    {
        var form = name["out.step_".Length..] switch
        {
            "dense" => RecurrenceForm.Dense,
            "linear" => RecurrenceForm.LowRank,
            "diagonal" or "step" => RecurrenceForm.Diagonal,
            var other => throw new NotSupportedException($"{_fixture.Name}: step mode '{other}'"),
        };
        using var recurrence = _layer.Recurrence(form);
        var state = recurrence.InitialState(_x.shape[0]);
        List<Tensor> outputs = [];
        for (long l = 0; l < _x.shape[1]; l++)
        {
            (var y, state) = _layer.Step(recurrence, _x.detach().select(1, l), state);
            outputs.Add(Finish(y));
        }

        Tolerance.AssertClose(_fixture, $"{name}_y", Official(stack(outputs, 1)));
        if (_fixture.Contains($"{name}_final_state"))
        {
            Tolerance.AssertClose(_fixture, $"{name}_final_state", state);
        }
    }

    // The block's output linear with its gate.
    private Tensor Finish(Tensor y) => _weight is null ? y : nn.functional.glu(nn.functional.linear(y, _weight, _bias), -1);

    // Between [batch, length, features] and the file's order of axes.
    private Tensor Official(Tensor y) => _transposed ? y.transpose(1, 2) : y;

    private Tensor Sequence(Tensor x) => _transposed ? x.transpose(1, 2) : x;
}
