using SerpentDsl.Native;
using SerpentDsl.Ssm;
using SerpentDsl.Testing;
using static SerpentDsl.Runtime.Tests.Ssm.SelectiveLayers;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Ssm;

/// <summary>The initial values of Mamba and Mamba-2.</summary>
public sealed class MambaInitialisationTests
{
    [Fact]
    public void Mamba_starts_as_the_official_code_does()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using Mamba layer = new(64, 16, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, true, false, 4);
        var state = layer.state_dict();
        Tolerance.AssertClose(TensorRange.Of(1, 17, ScalarType.Float32).log().repeat(128, 1), state["A_log"], 0, "A_log");
        Tolerance.AssertClose(ones(128), state["D"], 0, "D");
        var tau = state["dt_proj.bias"].Softplus();
        AssertRange(tau, 0.00099, 0.101);
        Assert.True(tau.min().item<float>() < 0.002 && tau.max().item<float>() > 0.05);
        AssertRange(state["dt_proj.weight"], -0.5, 0.5); // rank 4
        Assert.True(state["dt_proj.weight"].abs().max().item<float>() > 0.49);
        AssertRange(state["conv1d.weight"], -0.5, 0.5);
        AssertRange(state["in_proj.weight"], -0.125, 0.125);
        AssertRange(state["out_proj.weight"], -0.5 / Math.Sqrt(128), 0.5 / Math.Sqrt(128));
        Assert.True(state["out_proj.weight"].max().item<float>() > 0.49 / Math.Sqrt(128));
        using Mamba constant = new(64, 16, 2, 4, 0, 1e-6, 1e-5, 1e-4, DeltaInitialisation.Constant, 3, true, false, 1);
        Tolerance.AssertClose(full([128, 4], Scalars.Of(1.5f)), constant.state_dict()["dt_proj.weight"], 0, "constant weights");
        Tolerance.AssertClose(full([128], Scalars.Of(1e-4f)), constant.state_dict()["dt_proj.bias"].Softplus(), 1e-3, "floor");
    }

    [Fact]
    public void Mamba2_starts_as_the_official_code_does()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = Mamba2(headSize: 1, convRange: 0.01);
        var state = layer.state_dict();
        AssertRange(state["A_log"].exp(), 1, 16.001);
        AssertRange(state["dt_bias"].Softplus(), 0.00099, 0.101);
        AssertRange(state["conv1d.weight"], -0.01, 0.01);
        Tolerance.AssertClose(ones(12), state["D"], 0, "D");
        Tolerance.AssertClose(ones(12), state["norm.weight"], 0, "norm");
    }

    private static void AssertRange(Tensor values, double least, double greatest)
    {
        Assert.InRange(values.min().item<float>(), (float)least, (float)greatest);
        Assert.InRange(values.max().item<float>(), (float)least, (float)greatest);
    }
}
