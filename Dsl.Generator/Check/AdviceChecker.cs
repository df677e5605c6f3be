using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Finds declarations that are allowed but probably not intended.</summary>
internal static class AdviceChecker
{
    public static IEnumerable<Finding> Check(Declaration declaration, int maxLength)
    {
        var resampling = declaration.Branches.SelectMany(
            (branch, index) => CheckResampling(branch.Attribute, index, maxLength));
        return resampling.Concat(CheckRepetition(declaration.Branches)).Concat(CheckTraining(declaration));
    }

    private static IEnumerable<Finding> CheckResampling(AttributeModel branch, int index, int maxLength)
    {
        if (branch.Find("CompressionRate") is not { IsSet: true, Value: { IsNumber: true, Real: > 0 and <= 1 } rate })
        {
            yield break;
        }

        var anchor = Anchor.Branch(index);
        var label = BranchChecker.LabelOf(index, branch);
        if (rate.Real == 1)
        {
            yield return new Finding(Rules.RateKeepsAll, anchor.In("CompressionRate"), EquatableArray.Of(label))
                .Setting("CompressionRate", "0.5").Removing(["CompressionRate", .. ResamplingOptions.All]);
            yield break;
        }

        var window = branch["WindowSize"] is { Kind: ConstantKind.Integer, Whole: > 0 and var positions } && positions <= maxLength
            ? positions
            : 0;
        var points = maxLength > 1 ? Numbers.CeilingOfProduct(rate.Real, maxLength) : 0;
        if (points == 1)
        {
            // With this rate there are at least sixteen points, and the windows read every position from the start.
            var least = System.Math.Max(16.0 / maxLength, window > 0 ? 1 / (window * StartOf(branch)) : 0);
            var enough = Numbers.Plain(System.Math.Min(0.5, System.Math.Ceiling(100 * least) / 100));
            yield return new Finding(
                Rules.SinglePoint, anchor.In("CompressionRate"), EquatableArray.Of(label, rate.Label, Text(maxLength), enough))
                .Setting("CompressionRate", enough);
        }
        else if (window > 0 && CheckCoverage(branch, rate.Real, window, maxLength, anchor.In("WindowSize"), label) is { } finding)
        {
            yield return finding;
        }
    }

    /// <summary>Whether the windows read every position where a training starts, with intervals of ρ·σ(b).</summary>
    private static Finding? CheckCoverage(AttributeModel branch, double rate, long window, int maxLength, Anchor at, string label)
    {
        var start = rate * StartOf(branch);
        if (window * start >= 1)
        {
            return null;
        }

        // The other remedy, if even intervals of ρ read everything: a start with ρ·σ(b) = 1/W.
        var wide = Text(System.Math.Min(maxLength, (long)System.Math.Ceiling(1 / start)));
        var least = System.Math.Ceiling(-10 * System.Math.Log((window * rate) - 1)) / 10;
        var use = window * rate > 1 && least <= 10 ? $"a window of {wide}, or DeltaBias = {Numbers.Plain(least)}" : $"a window of {wide}";
        return new Finding(
            Rules.UnreadPositions, at, EquatableArray.Of(
                label, Text(window), Numbers.Plain(System.Math.Round(start, 4)), Text((long)System.Math.Floor(100 * window * start)), use))
            .Setting("WindowSize", wide);
    }

    /// <summary>σ(b), the share of the compression rate that intervals start with.</summary>
    private static double StartOf(AttributeModel branch) =>
        1 / (1 + System.Math.Exp(branch["DeltaBias"] is { IsNumber: true, Real: >= -10 and <= 10 } bias ? -bias.Real : 0));

    private static IEnumerable<Finding> CheckRepetition(EquatableArray<BranchModel> branches)
    {
        for (var i = 1; i < branches.Count; i++)
        {
            var first = branches.TakeWhile(branch => !branch.Equals(branches[i])).Count();
            if (first < i)
            {
                yield return new(
                    Rules.RepeatedBranch, Anchor.Branch(i), EquatableArray.Of(Text(first), Text(i), branches[i].Attribute.Name));
            }
        }
    }

    private static IEnumerable<Finding> CheckTraining(Declaration declaration)
    {
        if (declaration.Recipe is not { } recipe)
        {
            yield break;
        }

        if (declaration.Backbone?["Norm"].Label == "Batch" && recipe.Attribute.Find("BatchSize") is { IsSet: true, Value.Whole: 1 })
        {
            yield return new Finding(Rules.BatchNormOfOne, Anchor.Recipe.In("BatchSize"), default).Setting("BatchSize", "16");
        }

        if (recipe.Attribute.Find("Patience") is { IsSet: true, Value: { Kind: ConstantKind.Integer, Whole: > 0 and var patience } } &&
            recipe.Attribute["Epochs"] is { Kind: ConstantKind.Integer, Whole: > 0 and var epochs } && patience >= epochs)
        {
            var use = epochs > 1 ? $"use at most {Text(epochs - 1)}, or remove it" : "remove it";
            yield return new Finding(
                Rules.PatienceNeverEnds, Anchor.Recipe.In("Patience"), EquatableArray.Of(Text(patience), Text(epochs), use))
                .Setting("Patience", epochs > 1 ? Text((epochs + 1) / 3 is var third and > 0 ? third : 1) : "").Removing("Patience");
        }

        if (recipe is { Quick: { } quick, QuickUnfit: null, QuickHasRecipe: false })
        {
            yield return new(Rules.QuickWithoutRecipe, Anchor.Recipe.In("Quick"), EquatableArray.Of(quick, declaration.Class.Name));
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
