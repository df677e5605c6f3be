using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// What comes before and behind the recurrence at each position, for one register of channels: step sizes, skip and gate.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal readonly unsafe ref struct ScanEnds<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private readonly ref readonly ScanOperands _operands;
    private readonly int _sequence;
    private readonly int _channel;
    private readonly int _width;

    /// <summary>Prepares it.</summary>
    /// <param name="operands">What is read.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="channel">First channel.</param>
    /// <param name="width">Number of channels.</param>
    public ScanEnds(in ScanOperands operands, int sequence, int channel, int width)
    {
        _operands = ref operands;
        (_sequence, _channel, _width) = (sequence, channel, width);
    }

    /// <summary>Forwards: fills in Δ, Δu and the skipped inputs.</summary>
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

    /// <summary>Forwards: writes the gated outputs.</summary>
    /// <param name="steps">Holds the outputs before the gate.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="output">Written.</param>
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

    /// <summary>
    /// Backwards: as <see cref="Enter"/>, with the gradient by the outputs before the gate and the derivatives of gate and softplus.
    /// </summary>
    /// <param name="steps">To be filled in.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="gradient">The gradient by the outputs.</param>
    public void EnterBackwards(in ChunkSteps steps, int from, int count, in Rows gradient)
    {
        var ahead = -_operands.Shape.Chunk;
        Gather(_operands.Delta, from, count, ahead, steps.Delta);
        Gather(_operands.U, from, count, ahead, steps.Input);
        Gather(gradient, from, count, ahead, steps.ForOutput);
        if (_operands.Softplus)
        {
            StepLoops<TLanes>.Exponentials(count, OfChannels(_operands.DeltaBias), steps.Delta, steps.Y);
            StepLoops<TLanes>.Slope(count, steps.Delta, steps.Y, steps.Slope);
            StepLoops<TLanes>.Softplus(count, steps.Delta, steps.Y);
        }
        else
        {
            StepLoops<TLanes>.Bias(count, OfChannels(_operands.DeltaBias), steps.Delta);
            StepLoops<TLanes>.Fill(count, 1, steps.Slope);
        }

        if (_operands.Z.Exists)
        {
            Gather(_operands.Z, from, count, ahead, steps.Gate);
            StepLoops<TLanes>.Sigmoid(count, steps.Gate, steps.Y);
            StepLoops<TLanes>.GateBackwards(count, steps.Y, steps.Gate, steps.ForOutput);
        }

        StepLoops<TLanes>.Drive(count, OfChannels(_operands.D), steps.Input, steps.Delta, steps.Driven, steps.Y);

        StepLoops<TLanes>.Fill(count, 0, steps.ThroughInput);
        StepLoops<TLanes>.Fill(count, 0, steps.ThroughRate);
    }

    /// <summary>Backwards: writes the gradients by what was read at each position.</summary>
    /// <param name="steps">Holds the gradients by Δu, by Δ through the exponents and by the outputs.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="gradients">Written.</param>
    /// <param name="forSkip">Gradient by D, added to.</param>
    /// <param name="forBias">Gradient by Δ's bias, added to.</param>
    public void LeaveBackwards(in ChunkSteps steps, int from, int count, in ScanGradients gradients, float* forSkip, float* forBias)
    {
        var ahead = -_operands.Shape.Chunk;
        StepLoops<TLanes>.Finish(count, OfChannels(_operands.D), steps);
        StepLoops<TLanes>.AddProducts(count, steps.ForOutput, steps.Input, forSkip);
        StepLoops<TLanes>.Add(count, steps.ThroughRate, forBias);
        Scatter(steps.ThroughInput, from, count, ahead, gradients.U);
        Scatter(steps.ThroughRate, from, count, ahead, gradients.Delta);
        if (gradients.Z.Exists)
        {
            Scatter(steps.Gate, from, count, ahead, gradients.Z);
        }
    }

    /// <summary>Writes zeros from a position on.</summary>
    /// <param name="rows">Written, if it exists.</param>
    /// <param name="from">First position.</param>
    public void Clear(in Rows rows, int from)
    {
        for (var l = from; rows.Exists && l < _operands.Shape.Length; l++)
        {
            new Span<float>(rows.Pointer(_sequence, l, _channel), _width).Clear();
        }
    }

    private void Gather(in Rows rows, int from, int count, int ahead, float* target) =>
        Channels<TLanes>.Gather(rows.Pointer(_sequence, from, _channel), rows.PositionStride, count, _width, ahead, target);

    private void Scatter(float* source, int from, int count, int ahead, in Rows rows) =>
        Channels<TLanes>.Scatter(source, count, _width, ahead, rows.Pointer(_sequence, from, _channel), rows.PositionStride);

    private TLanes OfChannels(float* values) => values is null ? TLanes.Zero : Channels<TLanes>.Load(values + _channel, _width);
}
