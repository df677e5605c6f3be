using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Compares the options of an attribute with the limits that the attribute's class states.</summary>
internal static class OptionsChecker
{
    public static IEnumerable<Finding> Check(AttributeModel attribute, Anchor anchor, string label, DiagnosticDescriptor outOfRange)
    {
        // A default that breaks its own limits is reported at the attribute's class.
        foreach (var option in attribute.Options.Where(option => option.IsSet))
        {
            var at = anchor.In(option.Name);
            if (option.IsGivenTwice)
            {
                yield return new Finding(
                    Rules.GivenTwice, at.In("Property"), EquatableArray.Of(label, option.Name, Identifiers.ToCamelCase(option.Name)))
                    .Removing(option.Name);
            }

            if (LimitsChecker.IsUnknownMember(option))
            {
                yield return new Finding(
                    Rules.UnknownEnumValue,
                    at,
                    EquatableArray.Of(
                        label, option.Label, option.Value.Label, option.Limits.EnumName!, string.Join(" or ", option.Limits.EnumMembers)))
                    .Setting(option.Name, LimitsChecker.MembersOf(option));
            }
            else if (LimitsChecker.Check(option) is { } breach)
            {
                string[] what = [option.Label, option.Value.Label, breach.Wanted, breach.Use];
                yield return new Finding(outOfRange, at, outOfRange == Rules.RecipeNumberOutOfRange ? new(what) : new([label, .. what]))
                    .Setting(option.Name, breach.Values);
            }
        }
    }
}
