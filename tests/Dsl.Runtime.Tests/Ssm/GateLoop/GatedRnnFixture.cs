using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The gated linear recurrent network of GateLoop's official repository, whose matrices are [inputs, outputs].</summary>
internal static class GatedRnnFixture
{
    public static void Check(Fixture fixture, ScalarType dtype)
    {
        using var layer = new GatedRnn(
            fixture.Int("d_model", 0),
            fixture.Int("d_h", 0),
            tiedGates: fixture.Bool("use_tied_gates", true),
            trueRecurrence: fixture.Bool("use_true_recurrence", false)).to(dtype);
        using (no_grad())
        {
            foreach (var (name, parameter) in layer.named_parameters())
            {
                var value = fixture.Tensor("param." + Official(name), dtype);
                parameter.copy_(value.dim() == 2 ? value.t() : value);
            }
        }

        Tensor x = fixture.Tensor("in.x", dtype).requires_grad_(true),
            carry = fixture.Contains("in.carry") ? fixture.Tensor("in.carry", dtype) : zeros([x.shape[0], fixture.Int("d_h", 0)], dtype);
        carry.requires_grad_(true);
        using var state = layer.NewState(x.shape[0]).ForTraining();
        state.Replace(0, carry.alias());
        var y = layer.Chunk(x, null, state);
        var last = state[0];
        (y * fixture.Tensor("w.y", dtype)).sum().Plus((last * fixture.Tensor("w.h", dtype)).sum()).backward();
        Tolerance.AssertClose(fixture, "out.y", y);
        Tolerance.AssertClose(fixture, "out.h", last);
        Tolerance.AssertClose(fixture, "grad.in.x", x.grad);
        if (fixture.Contains("in.carry"))
        {
            Tolerance.AssertClose(fixture, "grad.in.carry", carry.grad);
        }

        foreach (var (name, parameter) in layer.named_parameters())
        {
            Tolerance.AssertClose(fixture, "grad." + Official(name), parameter.dim() == 2 ? parameter.grad!.t() : parameter.grad);
        }

        using var stepping = layer.NewState(x.shape[0]);
        stepping.Replace(0, carry.detach());
        Tensor[] steps = [.. Enumerable.Range(0, (int)x.shape[1]).Select(position => layer.Step(x.select(1, position), stepping))];
        Tolerance.AssertClose(fixture, "out.step_y", stack(steps, 1));
        Tolerance.AssertClose(fixture, "out.step_h", stepping[0]);
    }

    private static string Official(string name) =>
        (name.StartsWith("recurrent", StringComparison.Ordinal) ? "model." + name : name).Replace(
            ".weight", ".kernel", StringComparison.Ordinal);
}
