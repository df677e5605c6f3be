using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The step of TorchSharp's AdamW in one pass over memory for each parameter, instead of ten operators and their temporaries. The optimizer
/// keeps its state and its settings, so its checkpoints do not change. Models that are not float32 on the CPU step by operators.
/// </summary>
public static class FusedAdamW
{
    /// <summary>Takes a step with every parameter that has a gradient.</summary>
    /// <param name="optimizer">The optimizer, without amsgrad and without maximizing. Its moments and step counts advance.</param>
    public static void Step(AdamW optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var scope = NewDisposeScope();
        var states = optimizer.state_dict().State;
        var next = 0;
        AdamW.ParamGroup[] groups = [.. optimizer.ParamGroups.Cast<AdamW.ParamGroup>()];
        if (!groups.All(group => group.Parameters.All(parameter => Fits(parameter))) || groups.Any(IsOther))
        {
            optimizer.step();
            return;
        }

        foreach (var group in groups)
        {
            var options = (AdamW.Options)group.Options;
            foreach (var parameter in group.Parameters)
            {
                var state = (AdamW.State)states[next++];
                if (parameter.grad is { } gradient)
                {
                    state.step++;
                    Step(parameter, gradient, state, Factors(options, state.step));
                }
            }
        }
    }

    private static unsafe void Step(Tensor parameter, Tensor gradient, AdamW.State state, AdamWFactors factors)
    {
        var slope = TensorMemory.Plain(gradient);
        var tiles = new AdamWTiles
        {
            Factors = factors,
            Parameter = TensorMemory.Floats(parameter),
            Gradient = TensorMemory.Floats(slope),
            First = TensorMemory.Floats(state.exp_avg),
            Second = TensorMemory.Floats(state.exp_avg_sq),
            Elements = parameter.numel(),
        };
        CpuWorkers.Run(tiles.Count, tiles);
        GC.KeepAlive((parameter, slope, state));
    }

    private static AdamWFactors Factors(AdamW.Options options, long step) => AdamWFactors.Of(
        options.LearningRate!.Value,
        options.weight_decay!.Value,
        options.beta1!.Value,
        options.beta2!.Value,
        options.eps!.Value,
        step);

    private static bool Fits(Tensor parameter) => FusedKernels.FitInPlace(parameter);

    private static bool IsOther(AdamW.ParamGroup group) =>
        group.Options is AdamW.Options { amsgrad: true } or AdamW.Options { maximize: true };
}
