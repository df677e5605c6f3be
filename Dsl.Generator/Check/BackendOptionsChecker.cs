using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>
/// Checks the options of a branch attribute's class: each can be set, reaches the layer, and has limits that allow its default.
/// </summary>
internal static class BackendOptionsChecker
{
    public static IEnumerable<Finding> Check(BackendModel backend, Anchor anchor) => backend.Options
        .Where(option => option.IsOwn)
        .SelectMany(option => CheckUse(backend, option, anchor.In("Option:" + option.Name))
            .Concat(CheckDefault(backend, option, anchor.In("Option:" + option.Name)))
            .Concat(CheckLimits(backend, option, anchor.In("Option:" + option.Name))));

    private static IEnumerable<Finding> CheckUse(BackendModel backend, BackendOption option, Anchor at)
    {
        if (option.Name is LayerNames.Directions or LayerNames.Length or LayerNames.MaxLength)
        {
            yield return new(Rules.ReservedOption, at, EquatableArray.Of(backend.Name, option.Name));
            yield break;
        }

        if (backend.Layer is not { Unfit: null, PublicConstructors: 1 } layer)
        {
            yield break;
        }

        var taker = layer.Constructor.FirstOrDefault(parameter => parameter.OptionName == option.Name);
        if (taker is null && option.Unsettable is null)
        {
            yield return new(
                Rules.UntakenOption, at, EquatableArray.Of(backend.Name, option.Name, layer.Name, Identifiers.ToCamelCase(option.Name)));
        }
        else if (taker is { Default.Kind: ConstantKind.None } &&
            option is { Unsettable: { } reason, Unset.Default.Kind: ConstantKind.None })
        {
            yield return new(Rules.UnsettableOption, at, EquatableArray.Of(backend.Name, option.Name, reason));
        }
    }

    private static IEnumerable<Finding> CheckDefault(BackendModel backend, BackendOption option, Anchor at)
    {
        if (option.DefaultUnfit is { } unfit)
        {
            var use = option.Sample.Length > 0 ? $"[DefaultValue({WithoutNamespace(option.Sample)})]" : $"a value of type {option.Type}";
            yield return new Finding(
                Rules.DefaultDoesNotConvert, at.In("Default"), EquatableArray.Of(backend.Name, option.Name, unfit, option.Type, use))
                .Using([unfit == "text" ? "" : option.Sample]);
        }
        else if (LimitsChecker.IsUnknownMember(option.Unset))
        {
            var members = option.Unset.Limits.EnumMembers;
            yield return new Finding(
                Rules.DefaultOutOfRange,
                at.In("Default"),
                EquatableArray.Of(
                    backend.Name, option.Name, option.Unset.Default.Label, $"a member of {option.Unset.Limits.EnumName}",
                    string.Join(" or ", members)))
                .Using(LimitsChecker.MembersOf(option.Unset));
        }
        else if (WhyEmpty(option) is null && LimitsChecker.Check(option.Unset) is { } breach)
        {
            yield return new Finding(
                Rules.DefaultOutOfRange,
                at.In("Default"),
                EquatableArray.Of(backend.Name, option.Name, option.Unset.Default.Label, breach.Wanted, breach.Use))
                .Using(breach.Values);
        }
    }

    private static IEnumerable<Finding> CheckLimits(BackendModel backend, BackendOption option, Anchor at)
    {
        foreach (var idle in option.IneffectiveLimits)
        {
            yield return new(
                Rules.IneffectiveLimit, at.In(idle.Attribute), EquatableArray.Of(backend.Name, idle.Attribute, option.Name, idle.Reason));
        }

        if (WhyEmpty(option) is var (limit, reason))
        {
            yield return new(Rules.ContradictoryLimits, at.In(limit), EquatableArray.Of(backend.Name, option.Name, reason));
        }

        var limits = option.Unset.Limits;
        foreach (var (kind, other) in new[] { ("DivisorOf", limits.DivisorOf), ("NotBelow", limits.NotBelow) })
        {
            if (other is null || other == option.Name || option.IneffectiveLimits.Any(idle => idle.Attribute == kind))
            {
                continue;
            }

            var candidates = backend.Options
                .Where(candidate => candidate.Name != option.Name && (candidate.IsInteger || (kind == "NotBelow" && IsReal(candidate))))
                .Select(candidate => candidate.Name)
                .ToArray();
            var isKnown = candidates.Contains(other)
                || (
                    kind == "DivisorOf" &&
                        ExpressionEvaluator.FindFault(other, candidates.ToDictionary(name => name, _ => (ExpressionName)1)) is null);
            if (!isKnown)
            {
                yield return new(
                    Rules.UnknownOption,
                    at.In(kind).In("Argument"),
                    EquatableArray.Of(
                        backend.Name, kind, option.Name, other, kind == "DivisorOf" ? "integer" : "number", string.Join(", ", candidates)));
            }
        }
    }

    /// <summary>The limit that leaves no value, and the remedy; null when the limits allow a value.</summary>
    private static (string Limit, string Reason)? WhyEmpty(BackendOption option)
    {
        var limits = option.Unset.Limits;
        if (limits is { Minimum: { } minimum, Maximum: { } maximum })
        {
            string least = Numbers.Plain(minimum), greatest = Numbers.Plain(maximum);
            if (minimum > maximum)
            {
                return ("Range", $"nothing is at least {least} and at most {greatest}; use [Range({greatest}, {least})]");
            }

            if (minimum == maximum && (limits.MinimumIsExclusive || limits.MaximumIsExclusive))
            {
                return ("Range", $"nothing is beyond {least} and not; use a wider range");
            }

            var multiple = System.Math.Ceiling(minimum / limits.Factor) * limits.Factor;
            if (limits.Factor > 1 && multiple > maximum)
            {
                return (
                    "MultipleOf",
                    $"nothing between {least} and {greatest} is a multiple of {limits.Factor}; use a range up to " +
                    $"{Numbers.Plain(multiple)}");
            }
        }

        return null;
    }

    private static bool IsReal(BackendOption option) => option.Type is "double" or "float";

    private static string WithoutNamespace(string code) =>
        code.StartsWith("global::", System.StringComparison.Ordinal) && code.LastIndexOf('.') is var dot &&
            code.LastIndexOf('.', dot - 1) is var before and > 0
            ? code.Substring(before + 1)
            : code.Replace("global::", "");
}
