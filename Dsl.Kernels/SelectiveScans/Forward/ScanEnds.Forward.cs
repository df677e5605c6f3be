using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

internal readonly unsafe ref partial struct ScanEnds<TLanes>
{
    /// <summary>Forward pass: fills in Δ, Δu and the skipped inputs.</summary>
    /// <param name="steps">To be filled in.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    public void Enter(in ChunkSteps steps, int from, int count)
    {
        var ahead = _operands.Shape.Chunk;
        Gather(_operands.Delta, from, count, ahead, steps.Delta);
        Gather(_operands.U, from, count, ahead, steps.Driven);
        if (_operands.Softplus)
        {
            StepLoops<TLanes>.Exponentials(count, OfChannels(_operands.DeltaBias), steps.Delta, steps.Y);
            StepLoops<TLanes>.Softplus(count, steps.Delta, steps.Y);
        }
        else
        {
            StepLoops<TLanes>.Bias(count, OfChannels(_operands.DeltaBias), steps.Delta);
        }

        StepLoops<TLanes>.Drive(count, OfChannels(_operands.D), steps.Driven, steps.Delta, steps.Driven, steps.Y);
    }

    /// <summary>Forward pass: writes the gated outputs.</summary>
    /// <param name="steps">Holds the outputs before the gate.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="output">Outputs, written at the chunk's positions.</param>
    public void Leave(in ChunkSteps steps, int from, int count, in Rows output)
    {
        var ahead = _operands.Shape.Chunk;
        if (_operands.Z.Exists)
        {
            Gather(_operands.Z, from, count, ahead, steps.Gate);
            StepLoops<TLanes>.Gate(count, steps.Gate, steps.Y);
        }

        Scatter(steps.Y, from, count, ahead, output);
    }
}
