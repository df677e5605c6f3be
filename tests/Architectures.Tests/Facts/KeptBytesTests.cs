using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts;

/// <summary>
/// The bytes that a forward pass keeps for the backward pass, as the compiler states them and as the C library counts them.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class KeptBytesTests
{
    /// <summary>
    /// How far the statement may be from the measurement: sizes of transforms are rounded up, small tensors are not stated.
    /// </summary>
    private const double Tolerance = 0.05;

    /// <summary>
    /// The middle one of so many measurements counts: the whole process is counted, and something else may free memory in one of them.
    /// </summary>
    private const int Rounds = 3;

    /// <summary>Bytes beside which the allocator's own do not count.</summary>
    private const long Enough = 32 << 20;

    /// <summary>
    /// A larger model is not measured: its layers state the same formulas, and the test would take gigabytes and minutes.
    /// </summary>
    private const long Most = 128 << 20;

    public static TheoryData<string> Names => [.. DeclaredArchitectures.All.Where(spec => Stated(spec) <= Most).Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sequence_more_in_the_batch_keeps_as_many_bytes_more(string name)
    {
        if (!NativeMemory.IsCounted)
        {
            return;
        }

        var spec = DeclaredArchitectures.Find(name);
        using var model = spec.Create();
        model.Module.train();
        ModelRun.KeepAllPoints(model.Module);
        long stated = Stated(spec), more = long.Clamp(Enough / stated, 2, 64);

        // Buffers that libraries and kernels keep for good come into being in the first pass.
        _ = Measure(model, spec, 1 + more);
        double[] measured =
        [
            .. Enumerable.Range(0, Rounds).Select(_ => (Measure(model, spec, 1 + more) - Measure(model, spec, 1)) / (double)more).Order()
        ];
        Assert.InRange(stated / measured[Rounds / 2], 1 - Tolerance, 1 + Tolerance);
    }

    private static long Stated(ArchitectureSpec spec) => spec.Layers.Sum(layer => layer.KeptBytes);

    private static long Measure(ISequenceModel model, ArchitectureSpec spec, long batch)
    {
        // What earlier work left to the finalizers must not go away meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = NativeMemory.InUse;
        var logits = ModelRun.Forward(model, spec.Head, batch, spec.Head.MaxLength);
        // The logits are the caller's.
        var kept = NativeMemory.InUse - before - (logits.NumberOfElements * logits.ElementSize);
        logits.Dispose();
        return kept;
    }
}
