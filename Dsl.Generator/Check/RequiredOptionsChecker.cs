using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks that an attribute has all required options. A variant may leave out the options that it inherits.</summary>
internal static class RequiredOptionsChecker
{
    /// <summary>Options that may stay without a value.</summary>
    private static readonly string[] s_optional =
    [
        "Quick", "TrackSize", "NormEpsilon", "SkipNorm", "SkipActivation", "FeedForward", "Positions", "HiddenFeatures", "HiddenActivation",
        "Comparison",
    ];

    /// <summary>Checks an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="anchor">The anchor of the attribute.</param>
    /// <param name="example">Arguments for the message, as an example.</param>
    public static IEnumerable<Finding> Check(AttributeModel attribute, Anchor anchor, string example) => attribute.IsBroken
        ? []
        : attribute.Options
            .Where(option => option.Value.Kind is ConstantKind.None or ConstantKind.Null && !s_optional.Contains(option.Name))
            .Select(
                option =>
                    new Finding(Rules.RequiredOption, anchor.In(option.Name), EquatableArray.Of(attribute.Name, option.Name, example)));
}
