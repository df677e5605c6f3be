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
            // With this rate there are at least sixteen points, and the windows together reach every position.
            var least = System.Math.Max(16.0 / maxLength, window > 0 ? 1.0 / window : 0);
            var enough = Numbers.Plain(System.Math.Min(0.5, System.Math.Ceiling(100 * least) / 100));
            yield return new Finding(
                Rules.SinglePoint, anchor.In("CompressionRate"), EquatableArray.Of(label, rate.Label, Text(maxLength), enough))
                .Setting("CompressionRate", enough);
        }
        else if (window > 0 && window * rate.Real < 1)
        {
            long reached = (long)System.Math.Floor(100 * window * rate.Real), wide = (long)System.Math.Ceiling(1 / rate.Real);
            yield return new Finding(
                Rules.UnreadPositions, anchor.In("WindowSize"), EquatableArray.Of(
                    label, Text(window), rate.Label, Text(reached), Text(wide)))
                .Setting("WindowSize", Text(wide));
        }
    }

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
