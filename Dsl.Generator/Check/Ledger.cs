using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Check;

/// <summary>Every module of an architecture in the order it runs, with shapes, parameters and cost. B batch, L length, K resampled points.</summary>
/// <param name="Before">What stands before the blocks.</param>
/// <param name="Block">The modules of one block.</param>
/// <param name="After">What stands behind the blocks.</param>
/// <param name="BlockParameters">Trainable parameters of one block.</param>
/// <param name="Total">The whole model.</param>
internal sealed record Ledger(
    EquatableArray<LedgerRow> Before,
    EquatableArray<LedgerRow> Block,
    EquatableArray<LedgerRow> After,
    long BlockParameters,
    LayerSize Total)
{
    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; }

    /// <summary>Draws the ledger up.</summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static Ledger Of(Architecture architecture)
    {
        string whole = Positions("L", architecture.Features);
        LedgerRow[] before =
        [
            new("embedding", "Embedding", "[B, L]", whole, Embedding(architecture.Vocabulary, architecture.Features, architecture.MaxLength)),
        ];
        var block = new List<LedgerRow>();
        LedgerRow norm = new("norm", ShortName(architecture.Norm), whole, whole, architecture.NormSize);
        if (architecture.NormFirst)
        {
            block.Add(norm);
        }

        foreach (Branch branch in architecture.Branches)
        {
            block.AddRange(RowsOf(branch, architecture));
        }

        if (architecture.Mixer is { } mixer)
        {
            block.Add(new("mixer", ShortName(MetadataNames.GatedLinearMixer), whole, whole, mixer));
        }

        if (architecture.Dropout > 0)
        {
            block.Add(new("dropout", "Dropout", whole, whole, Dropout(architecture.Features, architecture.MaxLength)));
        }

        if (!architecture.NormFirst)
        {
            block.Add(norm);
        }

        var after = new List<LedgerRow>();
        if (architecture.FinalNorm)
        {
            after.Add(norm with { Name = "final_norm" });
        }

        after.Add(new("head", "Linear", $"[B, {architecture.Features}]", $"[B, {architecture.Classes}]", Linear(architecture.Features, architecture.Classes, 1)));
        LayerSize one = Sum(block), rest = Sum(before.Concat(after));
        LayerSize total = checked(new LayerSize(
            rest.Parameters + (architecture.Depth * one.Parameters),
            rest.Flops + (architecture.Depth * one.Flops)));
        return new(Filled(before), Filled(block), Filled(after), one.Parameters, total) { Depth = architecture.Depth };

        static EquatableArray<LedgerRow> Filled(IEnumerable<LedgerRow> rows) => KeptValues.Assign(rows).ToEquatableArray();
    }

    /// <summary>Adds a figure of every module up, of all blocks.</summary>
    /// <exception cref="System.OverflowException">The sum does not fit a 64-bit integer.</exception>
    public long Sum(Func<LedgerRow, long> figure) => checked(Before.Sum(figure) + (Depth * Block.Sum(figure)) + After.Sum(figure));

    private static IEnumerable<LedgerRow> RowsOf(Branch branch, Architecture architecture)
    {
        string whole = Positions("L", architecture.Features);
        string inner = Positions(branch.Compression is null ? "L" : "K", branch.Features);
        if (branch.Compression is { } compression)
        {
            yield return new($"branch{branch.Index}_compression", ShortName(MetadataNames.SelectiveCompression), whole, inner, compression.Size);
        }
        else if (branch.Features != architecture.Features)
        {
            LayerSize projection = Linear(architecture.Features, branch.Features, architecture.MaxLength);
            yield return new($"branch{branch.Index}_projection", "Linear", whole, inner, projection);
        }

        yield return new($"branch{branch.Index}_ssm", branch.LayerName, inner, inner, branch.Size);
    }

    private static string Positions(string axis, int features) => $"[B, {axis}, {features}]";

    private static LayerSize Embedding(long vocabulary, long features, long positions) => checked(new(vocabulary * features, 0)
    {
        Weights = EquatableArray.Of(Weight.Parameter("weight", vocabulary, features)),
        StepReads = sizeof(float) * features,
        KeptInput = sizeof(long) * positions,
    });

    private static LayerSize Linear(long inputs, long outputs, long positions) => checked(new((inputs * outputs) + outputs, positions * outputs * ((2 * inputs) + 1))
    {
        Weights = EquatableArray.Of(Weight.Parameter("weight", outputs, inputs), Weight.Parameter("bias", outputs)),
        StepFlops = outputs * ((2 * inputs) + 1),
        StepReads = sizeof(float) * ((inputs * outputs) + outputs),
        KeptInput = sizeof(float) * positions * inputs,
    });

    /// <summary>Drawing the mask counts as nothing, scaling and applying it as one operation each.</summary>
    private static LayerSize Dropout(long features, long positions) =>
        checked(new(0, 2 * positions * features) { KeptWithin = sizeof(float) * positions * features });

    private static LayerSize Sum(IEnumerable<LedgerRow> rows) => rows.Aggregate(
        default(LayerSize),
        (sum, row) => checked(new LayerSize(sum.Parameters + row.Size.Parameters, sum.Flops + row.Size.Flops)));

    private static string ShortName(string metadataName) => metadataName.Substring(metadataName.LastIndexOf('.') + 1);
}
