using System;
using System.Collections.Generic;
using System.Globalization;

namespace SerpentDsl.Generator.Expressions;

/// <summary>Evaluates the expressions that <see cref="ExpressionParser"/> parses. Never throws.</summary>
internal sealed class ExpressionEvaluator
{
    private string? _fault;

    private ExpressionEvaluator()
    {
    }

    /// <summary>Evaluates an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The meaning of each name.</param>
    public static Evaluation Evaluate(string text, IReadOnlyDictionary<string, ExpressionName> names)
    {
        var expression = ExpressionParser.Parse(text, names, out var malformed);
        if (malformed is not null)
        {
            return new Evaluation(0, malformed, IsMalformed: true);
        }

        ExpressionEvaluator evaluator = new();
        var value = evaluator.Value(expression);
        return evaluator._fault is { } fault
            ? new Evaluation(0, fault, IsMalformed: false)
            : new Evaluation(value, null, IsMalformed: false);
    }

    /// <summary>Why an expression has no value for any values of its names, as the end of a sentence; null when it can have one.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The meaning of each name.</param>
    public static string? FindFault(string text, IReadOnlyDictionary<string, ExpressionName> names)
    {
        ExpressionParser.Parse(text, names, out var fault);
        return fault;
    }

    private long Value(Expression expression)
    {
        try
        {
            return expression switch
            {
                Expression.Number number => number.Value,
                Expression.Negation negation => checked(-Value(negation.Operand)),
                Expression.Conditional choice => Value(Value(choice.Condition) != 0 ? choice.WhenTrue : choice.WhenFalse),
                Expression.Binary binary => Combine(binary.Operator, Value(binary.Left), Value(binary.Right)),
                Expression.Call call =>
                    Apply(call.Function, Value(call.Arguments[0]), call.Arguments.Count > 1 ? Value(call.Arguments[1]) : 0),
                _ => 0,
            };
        }
        catch (OverflowException)
        {
            return Fail("it does not fit a 64-bit integer");
        }
    }

    private long Combine(string @operator, long left, long right) => @operator switch
    {
        "+" => checked(left + right),
        "-" => checked(left - right),
        "*" => checked(left * right),
        "/" when right == 0 => Fail("it divides by zero"),
        "/" => checked(left / right),
        "==" => left == right ? 1 : 0,
        "!=" => left != right ? 1 : 0,
        "<" => left < right ? 1 : 0,
        "<=" => left <= right ? 1 : 0,
        ">" => left > right ? 1 : 0,
        ">=" => left >= right ? 1 : 0,
        "&&" => left != 0 && right != 0 ? 1 : 0,
        _ => left != 0 || right != 0 ? 1 : 0,
    };

    private long Apply(string function, long first, long second) => function switch
    {
        "Min" => Math.Min(first, second),
        "Max" => Math.Max(first, second),
        _ when first > 0 => CeilingOfLog2(first),
        _ => Fail($"it takes Log2 of {first.ToString(CultureInfo.InvariantCulture)}"),
    };

    private static long CeilingOfLog2(long value)
    {
        var bits = 0;
        for (var rest = value - 1; rest > 0; rest >>= 1)
        {
            bits++;
        }

        return bits;
    }

    /// <summary>Records why there is no value. Only the first reason is kept, because later ones follow from it.</summary>
    private long Fail(string fault)
    {
        _fault ??= fault;
        return 0;
    }
}
