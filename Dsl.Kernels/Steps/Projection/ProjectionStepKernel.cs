using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// A linear map of one position of every sequence, with the optional GELU before it and the optional gate after it of a feature mixer.
/// </summary>
internal unsafe struct ProjectionStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Inputs of a sequence.</summary>
    public int Width;

    /// <summary>Rows of the matrix.</summary>
    public int Rows;

    /// <summary>The position, <c>[batch, width]</c>.</summary>
    public float* Inputs;

    /// <summary>The matrix, <c>[rows, width]</c>, and its bias <c>[rows]</c> or null.</summary>
    public float* Weight, Bias;

    /// <summary>Results: <c>[batch, rows]</c>, or <c>[batch, rows / 2]</c> where one half gates the other. Not the inputs.</summary>
    public float* Outputs;

    /// <summary>Function of the inputs that the matrix is applied to.</summary>
    public StepGelu Gelu;

    /// <summary>Gate after the map.</summary>
    public StepGate Gate;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var packed = StepProjection<TLanes, RowStore>.PackedSize(Batch, Width);
        var (read, made) = ((long)Batch * Width, (long)Batch * Rows);
        var room = Scratch.Floats(packed + (Gelu == StepGelu.None ? 0 : read) + (Gate == StepGate.None ? 0 : made));
        var inputs = Inputs;
        var free = room + packed;
        if (Gelu != StepGelu.None)
        {
            inputs = free;
            free += read;
            StepGelus<TLanes>.Run(Gelu, Inputs, inputs, read);
        }

        var outputs = Gate == StepGate.None ? Outputs : free;
        StepProjection<TLanes, RowStore>.Run(Weight, Bias, inputs, room, Batch, Width, Rows, new RowStore(outputs, Rows));
        switch (Gate)
        {
            case StepGate.Inputs:
                LanePairs<TLanes, PairGate>.Run(default, Inputs, outputs, Outputs, (nint)made);
                break;
            case StepGate.Halves:
                nint half = Rows / 2;
                for (nint sequence = 0; sequence < Batch; sequence++)
                {
                    var first = outputs + (sequence * Rows);
                    LanePairs<TLanes, PairGate>.Run(default, first, first + half, Outputs + (sequence * half), half);
                }

                break;
        }
    }
}
