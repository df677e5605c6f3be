using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Shares the backbone's width among the branches.</summary>
internal static class FeaturesChecker
{
    /// <summary>The width of each branch; null when the widths do not add up to the backbone's width.</summary>
    public static int[]? Share(int features, EquatableArray<BranchModel> branches, List<Finding> findings)
    {
        var declared = branches.Select(branch => branch.Attribute.Find("Features")).ToArray();
        var count = branches.Count;
        if (declared.Any(option => option is not { IsSet: true }) && features % count != 0)
        {
            var below = features - (features % count);
            string[] use = below > 0 ? [Text(below), Text((long)below + count)] : [Text(count)];
            findings.Add(new Finding(
                Rules.FeaturesNotShareable, Anchor.Backbone.In("Features"), EquatableArray.Of(
                    Text(features), Text(count), string.Join(" or ", use)))
                .Setting("Features", use));
            return null;
        }

        var widths = declared.Select(option => option is { IsSet: true } ? option.Value.Whole : features / count).ToArray();
        if (widths.Any(width => width < 1 || width > int.MaxValue))
        {
            return null;
        }

        var sum = widths.Sum();
        if (sum != features)
        {
            var last = System.Array.FindLastIndex(declared, option => option is { IsSet: true });
            var needed = features - (sum - widths[last]);
            var use = needed > 0 ? $"{Text(needed)} for branch {Text(last)}" : $"features: {Text(sum)} in the backbone";
            findings.Add(new Finding(
                Rules.FeaturesDoNotAddUp,
                Anchor.Branch(last).In("Features"),
                EquatableArray.Of(string.Join(" + ", widths.Select(Text)), Text(sum), Text(features), use))
                .Setting("Features", needed > 0 ? Text(needed) : ""));
            return null;
        }

        return widths.Select(width => (int)width).ToArray();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
