using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks that a variant names an architecture to inherit from.</summary>
internal static class VariantChecker
{
    public static IEnumerable<Finding> Check(Declaration declaration)
    {
        var at = Anchor.Variant.In("Architecture");
        if (declaration.Variant is { Unfit: { } reason } unfit)
        {
            yield return new(Rules.VariantOfNothing, at, EquatableArray.Of(declaration.Class.Name, unfit.Target, reason));
        }
        else if (declaration.Variant is { Cycle: { } way })
        {
            yield return new(Rules.VariantOfItself, at, EquatableArray.Of(declaration.Class.Name, way));
        }
    }
}
