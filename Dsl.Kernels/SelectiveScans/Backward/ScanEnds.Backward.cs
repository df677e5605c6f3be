using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

internal readonly unsafe ref partial struct ScanEnds<TLanes>
{
    /// <summary>
    /// Backward pass: as <see cref="Enter"/>, with the gradient with respect to the outputs before the gate and the derivatives of gate and
    /// softplus.
    /// </summary>
    /// <param name="steps">To be filled in.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="gradient">The gradient with respect to the outputs.</param>
    public void EnterBackwards(in ChunkSteps steps, int from, int count, in Rows gradient)
    {
        var ahead = -_operands.Shape.Chunk;
        Gather(_operands.Delta, from, count, ahead, steps.Delta);
        Gather(_operands.U, from, count, ahead, steps.Input);
        Gather(gradient, from, count, ahead, steps.ForOutput);
        if (_operands.Softplus)
        {
            StepLoops<TLanes>.Exponentials(count, OfChannels(_operands.DeltaBias), steps.Delta, steps.Y);
            BackwardLoops<TLanes>.Slope(count, steps.Delta, steps.Y, steps.Slope);
            StepLoops<TLanes>.Softplus(count, steps.Delta, steps.Y);
        }
        else
        {
            StepLoops<TLanes>.Bias(count, OfChannels(_operands.DeltaBias), steps.Delta);
            BackwardLoops<TLanes>.Fill(count, 1, steps.Slope);
        }

        if (_operands.Z.Exists)
        {
            Gather(_operands.Z, from, count, ahead, steps.Gate);
            BackwardLoops<TLanes>.Sigmoid(count, steps.Gate, steps.Y);
            BackwardLoops<TLanes>.GateBackwards(count, steps.Y, steps.Gate, steps.ForOutput);
        }

        StepLoops<TLanes>.Drive(count, OfChannels(_operands.D), steps.Input, steps.Delta, steps.Driven, steps.Y);

        BackwardLoops<TLanes>.Fill(count, 0, steps.ThroughInput);
        BackwardLoops<TLanes>.Fill(count, 0, steps.ThroughRate);
    }

    /// <summary>Backward pass: writes the gradients with respect to the operands of each position.</summary>
    /// <param name="steps">Holds the gradients with respect to Δu, to Δ through the exponents and to the outputs.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="gradients">The gradients, written at the chunk's positions.</param>
    /// <param name="forSkip">Gradient with respect to D, added to.</param>
    /// <param name="forBias">Gradient with respect to Δ's bias, added to.</param>
    public void LeaveBackwards(in ChunkSteps steps, int from, int count, in ScanGradients gradients, float* forSkip, float* forBias)
    {
        var ahead = -_operands.Shape.Chunk;
        BackwardLoops<TLanes>.Finish(count, OfChannels(_operands.D), steps);
        BackwardLoops<TLanes>.AddProducts(count, steps.ForOutput, steps.Input, forSkip);
        BackwardLoops<TLanes>.Add(count, steps.ThroughRate, forBias);
        Scatter(steps.ThroughInput, from, count, ahead, gradients.U);
        Scatter(steps.ThroughRate, from, count, ahead, gradients.Delta);
        if (gradients.Z.Exists)
        {
            Scatter(steps.Gate, from, count, ahead, gradients.Z);
        }
    }
}
