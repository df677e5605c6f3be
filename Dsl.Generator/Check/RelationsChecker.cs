using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>
/// Compares the options of a branch with each other, by <c>[DivisorOf]</c>, <c>[NotBelow]</c> and <c>[Demands]</c>.
/// </summary>
internal sealed class RelationsChecker(AttributeModel attribute, Anchor anchor, string label, int branchFeatures)
{
    public IEnumerable<Finding> Check()
    {
        foreach (var option in attribute.Options)
        {
            if (option.Limits.DivisorOf is { } multiple && option.Value is { Kind: ConstantKind.Integer, Whole: > 0 } divisor &&
                ValueOf(multiple) is { Kind: ConstantKind.Integer, Whole: > 0 } whole && whole.Whole % divisor.Whole != 0)
            {
                yield return Find(option, multiple, $"a divisor of {multiple}, {whole.Label}", NearestDivisors(whole.Whole, divisor.Whole));
            }

            if (option.Limits.NotBelow is { } lower && option.Value.IsNumber && ValueOf(lower) is { IsNumber: true } least &&
                option.Value.Real < least.Real)
            {
                yield return Find(option, lower, $"at least {lower}, {least.Label}", least.Label);
            }

            foreach (var demand in option.Limits.Demands.Where(demand => demand.Member == option.Value.Label))
            {
                if (ValueOf(demand.Option) is { Kind: ConstantKind.Integer } held && Break(demand, held.Whole) is var (wanted, use))
                {
                    var all = $"{wanted} with {option.Name} {option.Value.Label}";
                    yield return attribute.Find(demand.Option) is { Value.Kind: ConstantKind.Integer } other
                        ? Find(other, option.Name, all, use)
                        : new Finding(
                            Rules.OptionOutOfRange, anchor.In(option.Name), EquatableArray.Of(label, demand.Option, held.Label, all, use));
                }
            }
        }
    }

    private static (string Wanted, string Use)? Break(MemberRequirement demand, long value)
    {
        if (value < demand.Minimum)
        {
            return ($"at least {Text(demand.Minimum)}", Text(demand.Minimum));
        }

        var above = value + ((demand.Factor - (value % demand.Factor)) % demand.Factor);
        return above == value ? null : ($"a multiple of {Text(demand.Factor)}", Text(above));
    }

    /// <summary>The value of an option, of the branch's width, or of an expression over both.</summary>
    private Constant ValueOf(string option)
    {
        if (attribute.Find(option) is { } other && option != "Features")
        {
            return other.Value;
        }

        var names = new Dictionary<string, ExpressionName>(StringComparer.Ordinal);
        foreach (var known in attribute.Options)
        {
            names[known.Name] = known.Value.Kind is ConstantKind.Integer or ConstantKind.Boolean ? known.Value.Whole : null;
        }

        names["Features"] = branchFeatures;
        return ExpressionEvaluator.Evaluate(option, names) is { Fault: null, Value: var value }
            ? new Constant(ConstantKind.Integer, "", value, value, Text(value))
            : Constant.None;
    }

    /// <summary>Reports an option, at its own argument; if only the other option is written down, at that argument.</summary>
    private Finding Find(Option option, string other, string wanted, params string[] values)
    {
        var at = option.IsSet || attribute.Find(other) is not { IsSet: true } ? option.Name : other;
        return new Finding(
            Rules.OptionOutOfRange, anchor.In(at), EquatableArray.Of(
                label, option.Label, option.Value.Label, wanted, string.Join(" or ", values)))
            .Setting(option.Name, values);
    }

    private static string[] NearestDivisors(long number, long near)
    {
        // Widths are small. The bound is for numbers that a user is still typing.
        const int tries = 1_000_000;
        long below = Math.Min(near, number), above = Math.Min(near + 1, number);
        for (var i = 0; i < tries && number % below != 0; i++)
        {
            below--;
        }

        for (var i = 0; i < tries && number % above != 0; i++)
        {
            above++;
        }

        return new[] { below, above }.Where(value => number % value == 0).Distinct().DefaultIfEmpty(1).Select(Text).ToArray();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
