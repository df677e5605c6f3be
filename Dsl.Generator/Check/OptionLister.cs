using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Lists the options of a declaration, including those that have their defaults.</summary>
internal static class OptionLister
{
    public static EquatableArray<DeclaredOption> List(Declaration declaration) =>
        ListOf("head", declaration.Head)
            .Concat(declaration.Backbone is { } backbone ? ListOf("backbone", backbone) : [])
            .Concat(declaration.Branches.SelectMany((branch, index) => ListOf($"branch{index}", branch.Attribute)))
            .ToEquatableArray();

    private static IEnumerable<DeclaredOption> ListOf(string owner, AttributeModel attribute) => attribute.Options
        .Where(option => option.Value.Kind != ConstantKind.None && HasEffect(attribute, option))
        .Select(option => new DeclaredOption(owner, attribute.Name, option.Name, option.Value.Label, option.IsSet));

    /// <summary>
    /// Whether an option has an effect: the options of resampling, of a feed-forward part and of a hidden layer have none without it.
    /// </summary>
    private static bool HasEffect(AttributeModel attribute, Option option) => option.Name switch
    {
        _ when ResamplingOptions.All.Contains(option.Name) => attribute.Find("CompressionRate") is null or { IsSet: true },
        "FeedForwardActivation" or "FeedForwardDropout" => attribute.Find("FeedForward") is null or { IsSet: true },
        "HiddenActivation" => option.IsSet || attribute.Find("HiddenFeatures") is null or { IsSet: true },
        _ => true,
    };
}
