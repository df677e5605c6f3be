using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.SelectiveScans;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// <see cref="SelectiveScan"/> for float32 on the CPU in one pass: step sizes, recurrence, skip and gate, a register of channels at a time,
/// with threads over sequences and channels.
/// </summary>
internal static unsafe class FusedSelectiveScan
{
    /// <summary>Whether the kernel can work on these operands.</summary>
    public static bool Fits(in SelectiveScanInputs inputs) => FusedKernels.Fit(
        inputs.U, inputs.Delta, inputs.A, inputs.B, inputs.C, inputs.DeltaBias, inputs.D, inputs.Z, inputs.Initial);

    /// <summary>Allocates the results.</summary>
    public static (Tensor Output, Tensor LastState) NewResults(in SelectiveScanInputs inputs) =>
        (empty(inputs.U.shape, ScalarType.Float32), empty([inputs.U.shape[0], .. inputs.A.shape], ScalarType.Float32));

    /// <summary>Allocates the states at the chunks' beginnings.</summary>
    public static Tensor NewCheckpoints(in SelectiveScanInputs inputs)
    {
        using var scope = NewDisposeScope();
        return empty([Operands(inputs).Shape.CheckpointFloats], ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Scans.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="output">Written: outputs, contiguous.</param>
    /// <param name="last">Written: the states after each sequence, contiguous.</param>
    /// <param name="checkpoints">Written: the states at the chunks' beginnings; null: the states are not kept.</param>
    public static void Forward(in SelectiveScanInputs inputs, Tensor output, Tensor last, Tensor? checkpoints)
    {
        using var scope = NewDisposeScope();
        var kernel = new ScanForwardPass(
            Operands(inputs),
            new ScanResults(TensorRows.Of(output), TensorMemory.Floats(last), TensorMemory.FloatsOrNull(checkpoints)));
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive((inputs, output, last, checkpoints));
    }

    /// <summary>The gradients of <see cref="Forward"/>.</summary>
    /// <param name="inputs">Operands that were read.</param>
    /// <param name="checkpoints">The states that the forward pass kept.</param>
    /// <param name="forOutput">Gradient with respect to the outputs.</param>
    /// <param name="forLast">Gradient with respect to the last states; null: zero.</param>
    /// <returns>Gradients with respect to every tensor of the inputs but the lengths; null where there is none. Owned by the
    /// caller.</returns>
    public static SelectiveScanInputs Backward(in SelectiveScanInputs inputs, Tensor checkpoints, Tensor forOutput, Tensor? forLast)
    {
        using var scope = NewDisposeScope();
        var operands = Operands(inputs);
        var shape = operands.Shape;
        var (rows, states) = (inputs.U.shape, new long[] { shape.Batch, shape.Features, shape.Size });
        var shares = new long[] { shape.TilesPerRun, shape.Batch, shape.Length, shape.Runs, shape.PaddedSize };
        Tensor forU = New(rows), forDelta = New(rows), forA = New(states), forInitial = New(states);
        Tensor forB = New(operands.B.PerPosition ? shares : states), forC = New(operands.C.PerPosition ? shares : states);
        Tensor forBias = New(states[..2]), forD = New(states[..2]);
        var forZ = inputs.Z is null ? null : New(rows);
        var (gradient, last) = (
            TensorMemory.Plain(forOutput), forLast is null ? zeros(states, ScalarType.Float32) : TensorMemory.Plain(forLast));
        var kernel = new ScanBackwardPass(
            operands,
            new ScanResults(TensorRows.Of(gradient), TensorMemory.Floats(last), TensorMemory.Floats(checkpoints)),
            new ScanGradients
            {
                U = TensorRows.Of(forU),
                Delta = TensorRows.Of(forDelta),
                Z = TensorRows.Of(forZ),
                A = TensorMemory.Floats(forA),
                B = TensorMemory.Floats(forB),
                C = TensorMemory.Floats(forC),
                DeltaBias = TensorMemory.Floats(forBias),
                D = TensorMemory.Floats(forD),
                Initial = TensorMemory.Floats(forInitial),
            });
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive((inputs, checkpoints, gradient, last));
        return new SelectiveScanInputs
        {
            U = forU.MoveToOuterDisposeScope(),
            Delta = forDelta.MoveToOuterDisposeScope(),
            A = OverBatch(forA),
            B = OfWeights(inputs.B, forB),
            C = OfWeights(inputs.C, forC),
            DeltaBias = inputs.DeltaBias is null ? null : OverBatch(forBias),
            D = inputs.D is null ? null : OverBatch(forD),
            Z = forZ?.MoveToOuterDisposeScope(),
            Initial = inputs.Initial is null ? null : forInitial.MoveToOuterDisposeScope(),
        };

        static Tensor New(long[] sizes) => empty(sizes, ScalarType.Float32);
    }

    private static Tensor OverBatch(Tensor shares) => shares.sum([0]).MoveToOuterDisposeScope();

    // Runs of channels of one group, and the tiles of a run, have shares in the same weights.
    private static Tensor OfWeights(Tensor weights, Tensor shares)
    {
        if (weights.dim() == 2)
        {
            return OverBatch(shares);
        }

        var groups = weights.dim() == 4 ? weights.shape[2] : 1;
        var (sizes, runs) = (shares.shape, shares.shape[3]);
        var sums = shares.view(sizes[0], sizes[1], sizes[2], groups, runs / groups, sizes[4]).sum([0, 4]);
        return sums.narrow(-1, 0, weights.shape[^1]).reshape(weights.shape).MoveToOuterDisposeScope();
    }

    /// <summary>Pointers to the operands; operands whose features are not contiguous are copied, into the caller's dispose scope.</summary>
    private static ScanOperands Operands(in SelectiveScanInputs inputs)
    {
        var (groupsOfB, groupsOfC) = (Groups(inputs.B), Groups(inputs.C));
        var runs = groupsOfB / Divisor(groupsOfB, groupsOfC) * groupsOfC;
        return new ScanOperands
        {
            Sizes = new ScanShape(inputs.U.shape[0], inputs.U.shape[1], inputs.A.shape[0], inputs.A.shape[1], runs, LaneWidth.Widest),
            U = TensorRows.Of(inputs.U),
            Delta = TensorRows.Of(inputs.Delta),
            Z = TensorRows.Of(inputs.Z),
            A = Contiguous(inputs.A),
            DeltaBias = Contiguous(inputs.DeltaBias),
            D = Contiguous(inputs.D),
            Initial = Contiguous(inputs.Initial),
            B = WeightsOf(inputs.B, runs),
            C = WeightsOf(inputs.C, runs),
            Lengths = inputs.Lengths is { } lengths ? TensorMemory.Longs(TensorMemory.Plain(lengths)) : null,
            Softplus = inputs.Softplus,
        };
    }

    private static long Groups(Tensor weights) => weights.dim() == 4 ? weights.shape[2] : 1;

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    private static float* Contiguous(Tensor? x) => x is null ? null : TensorMemory.Floats(TensorMemory.Plain(x));

    private static ScanWeights WeightsOf(Tensor x, long runs)
    {
        if (x.dim() == 2)
        {
            return new ScanWeights(default, Contiguous(x), 1, 0);
        }

        var near = x.stride(-1) == 1 ? x.resolve_neg() : TensorMemory.Plain(x);
        var group = near.dim() == 4 ? near.stride(2) : 0;
        return new ScanWeights(TensorRows.Of(near), null, (int)(runs / Groups(near)), (nint)group);
    }
}
