using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Compares a value with the limits of its option.</summary>
internal static class LimitsChecker
{
    /// <summary>The limits that a value breaks, with a value that satisfies them; null when the value breaks none.</summary>
    public static LimitViolation? Check(Option option)
    {
        var limits = option.Limits;
        var value = option.Value.Real;
        if (limits.Allowed.Count > 0 && option.Value.Kind != ConstantKind.None && !limits.Allowed.Contains(option.Value.Label))
        {
            var best = Math.Max(0, Array.IndexOf(limits.Allowed.ToArray(), option.Default.Label));
            return new LimitViolation(
                string.Join(" or ", limits.Allowed), limits.Allowed[best], EquatableArray.Of(limits.AllowedCode[best]));
        }

        if (!option.Value.IsNumber || IsWithin(value, limits))
        {
            return null;
        }

        var values = Suggest(option);
        return new LimitViolation(Describe(limits), string.Join(" or ", values), new(values));
    }

    /// <summary>Whether an enum option holds a value that has no name.</summary>
    public static bool IsUnknownMember(Option option) =>
        option.Value.Kind == ConstantKind.Enum && option.Limits.EnumName is not null &&
            !option.Limits.EnumMembers.Contains(option.Value.Label);

    /// <summary>The members of an option's enum, as C#.</summary>
    public static IEnumerable<string> MembersOf(Option option) =>
        option.Limits.EnumMembers.Select(member => $"{option.Limits.EnumCode}.{Identifiers.Escape(member)}");

    private static bool IsWithin(double value, Limits limits) =>
        (limits.Minimum is not { } minimum || (limits.MinimumIsExclusive ? value > minimum : value >= minimum)) &&
        (limits.Maximum is not { } maximum || (limits.MaximumIsExclusive ? value < maximum : value <= maximum)) &&
        (limits.Factor == 1 || value % limits.Factor == 0);

    private static string Describe(Limits limits)
    {
        var bounded = limits.Maximum is < int.MaxValue;
        string above = limits.MinimumIsExclusive ? "greater than" : "at least", below = limits.MaximumIsExclusive ? "less than" : "at most";
        var range = (limits.Minimum, bounded) switch
        {
            ({ } minimum, true) => $"{above} {Numbers.Plain(minimum)} and {below} {Numbers.Plain(limits.Maximum!.Value)}",
            ({ } minimum, false) => $"{above} {Numbers.Plain(minimum)}",
            _ => "",
        };
        var multiple = limits.Factor == 1 ? "" : $"a multiple of {limits.Factor.ToString(CultureInfo.InvariantCulture)}";
        return range.Length > 0 && multiple.Length > 0 ? $"{multiple}, {range}" : range + multiple;
    }

    /// <summary>The nearest integers that satisfy the limits, else the default, else a number inside the range.</summary>
    private static string[] Suggest(Option option)
    {
        var limits = option.Limits;
        if (option.Value.Kind == ConstantKind.Integer)
        {
            var near = new[] { Below(option.Value.Whole, limits), Above(option.Value.Whole, limits) }
                .OfType<long>().Distinct().Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray();
            if (near.Length > 0)
            {
                return near;
            }
        }

        if (option.Default.IsNumber && IsWithin(option.Default.Real, limits))
        {
            return [option.Default.Label];
        }

        double minimum = limits.Minimum ?? 0, maximum = Math.Min(limits.Maximum ?? 1, minimum + 1);
        return [Numbers.Plain((minimum + maximum) / 2)];
    }

    private static long? Below(long value, Limits limits)
    {
        var top = limits.Maximum is { } maximum && maximum < value ? (long)Math.Floor(maximum) : value;
        var found = top - Remainder(top, limits.Factor);
        for (var tries = 0; tries < 2; tries++, found -= limits.Factor)
        {
            if (IsWithin(found, limits))
            {
                return found;
            }
        }

        return null;
    }

    private static long? Above(long value, Limits limits)
    {
        var bottom = limits.Minimum is { } minimum && minimum > value ? (long)Math.Ceiling(minimum) : value;
        var found = Remainder(bottom, limits.Factor) is var rest and > 0 ? bottom + (limits.Factor - rest) : bottom;
        for (var tries = 0; tries < 2; tries++, found += limits.Factor)
        {
            if (IsWithin(found, limits))
            {
                return found;
            }
        }

        return null;
    }

    private static long Remainder(long value, int factor) => ((value % factor) + factor) % factor;
}
