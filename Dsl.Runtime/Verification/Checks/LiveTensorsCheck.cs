using SerpentDsl.Autograd;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Verification.Checks;

/// <summary>A pass leaves no tensors alive.</summary>
internal sealed class LiveTensorsCheck(int passes) : ModelCheck(
    "live tensors",
    FormattableString.Invariant(
        $"how many more live after {passes:N0} passes: training steps in a scope and without, evaluations, stream steps"),
    0)
{
    private const int WarmUp = 2;

    protected override void Check(ModelUnderTest model)
    {
        var input = model.Draw(int.Min(model.Length, 24));
        model.Module.train();
        Count("training steps", () =>
        {
            // The tensors that a custom function's backward pass makes belong to the surrounding dispose scope, as in TorchSharp.
            using var step = NewDisposeScope();
            BackwardPass.Run(model.Forward(input).sum());
            model.Module.zero_grad();
        });
        Count("training steps without a scope", () =>
        {
            using var answers = model.Forward(input);
            using var loss = answers.sum();
            loss.backward();
            model.Module.zero_grad();
        });
        model.Module.eval();
        CountTrainingPieces(model, input.Sequences[0].Values);
        using var noGradient = no_grad();
        Count("evaluations", () => model.Forward(input).Dispose());
        if (model.Stream is { } stream)
        {
            using var state = stream.NewState(model.Batch);
            using var position = input.Sequences[0].Values.select(1, 0);
            Count("steps of a stream", () => stream.Step(position, state).Dispose());
            Count("pieces of a stream", () => stream.Chunk(input.Sequences[0].Values, null, state).Dispose());
            Count("states", () => stream.NewState(model.Batch).Dispose());
        }
    }

    private void CountTrainingPieces(ModelUnderTest model, Tensor values)
    {
        if (CausalObstacles.OfStreaming(model) is not null || model.Stream is not { } stream)
        {
            return;
        }

        using var state = stream.NewState(model.Batch);
        if (!state.CanTrain)
        {
            return;
        }

        state.ForTraining();
        Count("training steps over pieces", () =>
        {
            using var step = NewDisposeScope();
            BackwardPass.Run(stream.Chunk(values, null, state).sum());
            model.Module.zero_grad();
            state.Detach();
        });
    }

    private void Count(string what, Action pass)
    {
        // Counted outside the check's own dispose scope, whose end would free the leaked tensors.
        using var scope = NewDisposeScope();
        long before = 0;
        for (var i = 0; i < WarmUp + passes; i++)
        {
            if (i == WarmUp)
            {
                before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            }

            pass();
        }

        var more = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
        Measure(Math.Abs(more), $"{more} more tensors live after {passes} {what}");
    }
}
