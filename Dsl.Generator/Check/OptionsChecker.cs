using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Holds the options of an attribute against the limits that its class states.</summary>
internal static class OptionsChecker
{
    public static IEnumerable<Finding> Check(AttributeModel attribute, Anchor anchor, string label, DiagnosticDescriptor outOfRange)
    {
        foreach (Option option in attribute.Options)
        {
            Anchor at = anchor.In(option.Name);
            if (LimitsChecker.IsUnknownMember(option))
            {
                yield return new(
                    Rules.UnknownEnumValue,
                    at,
                    EquatableArray.Of(label, option.Label, option.Value.Label, option.Limits.EnumName!, string.Join(" or ", option.Limits.EnumMembers)));
            }
            else if (LimitsChecker.Check(option) is var (wanted, use))
            {
                string[] what = [option.Label, option.Value.Label, wanted, use];
                yield return new(outOfRange, at, outOfRange == Rules.RecipeNumberOutOfRange ? new(what) : new([label, .. what]));
            }
        }
    }
}
