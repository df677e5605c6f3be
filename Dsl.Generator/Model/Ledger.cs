using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>
/// All modules of an architecture in the order in which they run, with shapes, parameters and cost. In shapes, B is the batch, L the length
/// and K the number of resampled points.
/// </summary>
/// <param name="Before">The modules before the blocks.</param>
/// <param name="Block">The modules of one block.</param>
/// <param name="After">The modules after the blocks.</param>
/// <param name="BlockParameters">Trainable parameters of one block.</param>
/// <param name="Total">Trainable parameters of the whole model.</param>
internal sealed record Ledger(
    EquatableArray<LedgerRow> Before,
    EquatableArray<LedgerRow> Block,
    EquatableArray<LedgerRow> After,
    long BlockParameters,
    LayerSize Total)
{
    /// <summary>Number of blocks.</summary>
    public int Depth { get; init; }

    /// <summary>Lists the modules of an architecture.</summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static Ledger Of(Architecture architecture)
    {
        var batch = architecture.Head.Batch;
        var whole = Positions(batch, "L", architecture.Features);
        LedgerRow[] before = [.. architecture.Head.RowsBefore(architecture.Features)];
        if (architecture.Positions is { } positions)
        {
            before = [.. before, new("positions", ShortName(MetadataNames.SequencePositions), whole, whole, positions.Size)];
        }

        var block = new List<LedgerRow>();
        LedgerRow norm = new("norm", ShortName(architecture.Norm), whole, whole, architecture.NormSize);
        if (architecture.NormFirst)
        {
            block.Add(norm);
        }

        foreach (var branch in architecture.Branches)
        {
            block.AddRange(RowsOf(branch, architecture));
        }

        if (architecture.Mixer is { } mixer)
        {
            block.Add(new("mixer", ShortName(mixer.Type), whole, whole, mixer.Size));
        }

        if (architecture.Dropout > 0)
        {
            var kind = architecture.DropoutTied ? "SequenceDropout" : "Dropout";

            // It follows the branches, and again the feed-forward part.
            var passes = architecture.FeedForward is null ? 1 : 2;
            var size = KnownSizes.Dropout(architecture.Features, architecture.MaxLength, architecture.DropoutTied);
            block.Add(
                new(
                    "dropout", kind, whole, whole, checked(size with
                    {
                        Flops = passes * size.Flops,
                        KeptWithin = passes * size.KeptWithin,
                    })));
        }

        if (!architecture.NormFirst)
        {
            block.Add(norm);
        }
        else if (architecture.SkipNorm is { } skip)
        {
            block.Add(new("skip_norm", ShortName(skip.Type), whole, whole, skip.Size));
        }

        if (architecture.SkipActivation is not null)
        {
            // The function keeps its input; there is no module of its own for it.
            var last = block[block.Count - 1];
            var kept = checked(sizeof(float) * (long)architecture.MaxLength * architecture.Features);
            block[block.Count - 1] = last with { Size = last.Size with { KeptWithin = checked(last.Size.KeptWithin + kept) } };
        }

        if (architecture.FeedForward is { } part)
        {
            LedgerRow[] rows =
            [
                norm with { Name = "feed_forward_norm" },
                new("feed_forward", ShortName(MetadataNames.FeedForward), whole, whole, part.Size),
            ];
            block.AddRange(architecture.NormFirst ? rows : Enumerable.Reverse(rows));
        }

        var after = new List<LedgerRow>();
        if (architecture.FinalNorm)
        {
            after.Add(norm with { Name = "final_norm" });
        }

        // The modules before the answer run over every sequence of an input: over both sequences of a pair.
        var sequences = architecture.Head.Kind.Inputs.Count;
        before = [.. before.Select(row => Repeat(row, sequences))];
        block = [.. block.Select(row => Repeat(row, sequences))];
        after = [.. after.Select(row => Repeat(row, sequences)), .. architecture.Head.RowsAfter(architecture.Features)];
        LayerSize one = Sum(block), rest = Sum(before.Concat(after));
        var total = checked(new LayerSize(
            rest.Parameters + (architecture.Depth * one.Parameters),
            rest.Flops + (architecture.Depth * one.Flops)));
        return new(Filled(before), Filled(block), Filled(after), one.Parameters, total) { Depth = architecture.Depth };

        static EquatableArray<LedgerRow> Filled(IEnumerable<LedgerRow> rows) => KeptValues.Assign(rows).ToEquatableArray();
    }

    private static LedgerRow Repeat(LedgerRow row, int times) => checked(row with
    {
        Size = row.Size with
        {
            Flops = (times * (row.Size.Flops - row.Size.SharedFlops)) + row.Size.SharedFlops,
            KeptInput = times * row.Size.KeptInput,
            KeptWithin = times * row.Size.KeptWithin,
        },
    });

    /// <summary>Adds up a figure over all modules of all blocks, and those before and after the blocks.</summary>
    /// <exception cref="System.OverflowException">The sum does not fit a 64-bit integer.</exception>
    public long Sum(Func<LedgerRow, long> figure) => checked(Before.Sum(figure) + (Depth * Block.Sum(figure)) + After.Sum(figure));

    private static IEnumerable<LedgerRow> RowsOf(Branch branch, Architecture architecture)
    {
        var batch = architecture.Head.Batch;
        var whole = Positions(batch, "L", architecture.Features);
        var inner = Positions(batch, branch.Compression is null ? "L" : "K", branch.Features);
        if (branch.Compression is { } compression)
        {
            yield return new($"branch{branch.Index}_compression", ShortName(architecture.CompressionType), whole, inner, compression.Size);
        }
        else if (branch.Features != architecture.Features)
        {
            var projection = KnownSizes.Linear(architecture.Features, branch.Features, architecture.MaxLength);
            yield return new($"branch{branch.Index}_projection", "Linear", whole, inner, projection);
        }

        yield return new($"branch{branch.Index}_ssm", branch.LayerName, inner, inner, branch.Size);
    }

    private static string Positions(string batch, string axis, int features) => $"[{batch}, {axis}, {features}]";

    private static LayerSize Sum(IEnumerable<LedgerRow> rows) => rows.Aggregate(
        default(LayerSize),
        (sum, row) => checked(new LayerSize(sum.Parameters + row.Size.Parameters, sum.Flops + row.Size.Flops)));

    private static string ShortName(string metadataName) => metadataName.Substring(metadataName.LastIndexOf('.') + 1);
}
