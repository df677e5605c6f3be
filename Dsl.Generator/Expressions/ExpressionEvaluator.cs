using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SerpentDsl.Generator.Expressions;

/// <summary>
/// Evaluates the integer expressions of <c>[LayerParameter]</c> and <c>[LayerCost]</c>: + − * /, parentheses, names, <c>Min</c>,
/// <c>Max</c> and <c>Log2</c>. Never throws; length and nesting are bounded.
/// </summary>
internal sealed class ExpressionEvaluator
{
    private const int MaximumLength = 1000;
    private const int MaximumNesting = 50;

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, long?> _names;
    private readonly bool _ignoresValues;
    private int _at;
    private int _nesting;
    private string? _fault;
    private bool _isMalformed;

    private ExpressionEvaluator(string text, IReadOnlyDictionary<string, long?> names, bool ignoresValues)
    {
        _text = text;
        _names = names;
        _ignoresValues = ignoresValues;
    }

    /// <summary>Evaluates an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The value of each name; null when it has one that is no integer.</param>
    public static Evaluation Evaluate(string text, IReadOnlyDictionary<string, long?> names) => Run(text, names, ignoresValues: false);

    /// <summary>Why an expression can have no value whatever the names' values are, as the end of a sentence; null when it can.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">Its names; a value of null for one that has no integers.</param>
    public static string? FindFault(string text, IReadOnlyDictionary<string, long?> names) => Run(text, names, ignoresValues: true).Fault;

    private static Evaluation Run(string text, IReadOnlyDictionary<string, long?> names, bool ignoresValues)
    {
        if (text.Length > MaximumLength)
        {
            return new Evaluation(0, $"it is longer than {MaximumLength} characters", true);
        }

        ExpressionEvaluator evaluator = new(text, names, ignoresValues);
        long value = evaluator.Sum();
        if (evaluator.Peek() is { } rest)
        {
            evaluator.Malformed($"'{rest}' at position {evaluator._at + 1} is not expected");
        }

        return evaluator._fault is { } fault ? new Evaluation(0, fault, evaluator._isMalformed) : new Evaluation(value, null, false);
    }

    private long Sum()
    {
        long value = Product();
        while (_fault is null && Peek() is '+' or '-')
        {
            char sign = _text[_at++];
            long right = Product();
            value = Checked(() => sign == '+' ? checked(value + right) : checked(value - right));
        }

        return value;
    }

    private long Product()
    {
        long value = Factor();
        while (_fault is null && Peek() is '*' or '/')
        {
            char sign = _text[_at++];
            long right = Factor();
            if (sign == '/' && right == 0)
            {
                Impossible("it divides by zero");
                value = 0;
                continue;
            }

            value = Checked(() => sign == '*' ? checked(value * right) : checked(value / right));
        }

        return value;
    }

    private long Factor()
    {
        if (++_nesting > MaximumNesting)
        {
            Malformed($"it nests deeper than {MaximumNesting} levels");
            return 0;
        }

        long value = 0;
        switch (Peek())
        {
            case '-':
                _at++;
                long operand = Factor();
                value = Checked(() => checked(-operand));
                break;
            case '(':
                _at++;
                value = Sum();
                Expect(')');
                break;
            case >= '0' and <= '9':
                value = Number();
                break;
            case { } letter when char.IsLetter(letter) || letter == '_':
                value = NameOrCall();
                break;
            case { } other:
                Malformed($"'{other}' at position {_at + 1} is not expected");
                break;
            default:
                Malformed("it ends where a number, a name or '(' should stand");
                break;
        }

        _nesting--;
        return value;
    }

    private long Number()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is >= '0' and <= '9')
        {
            _at++;
        }

        string digits = _text.Substring(start, _at - start);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
        {
            Malformed($"{digits} does not fit a 64-bit integer");
        }

        return value;
    }

    private long NameOrCall()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        string name = _text.Substring(start, _at - start);
        if (Peek() == '(')
        {
            return Call(name);
        }

        if (!_names.TryGetValue(name, out long? value))
        {
            Malformed($"'{name}' is unknown; known are {string.Join(", ", _names.Keys.OrderBy(key => key, StringComparer.Ordinal))}");
        }
        else if (value is null)
        {
            Malformed($"'{name}' is no integer");
        }

        return value ?? 0;
    }

    private long Call(string function)
    {
        _at++;
        long first = Sum();
        long? second = null;
        if (Peek() == ',')
        {
            _at++;
            second = Sum();
        }

        Expect(')');
        if (_fault is not null)
        {
            return 0;
        }

        switch (function, second)
        {
            case ("Min", { } other):
                return Math.Min(first, other);
            case ("Max", { } other):
                return Math.Max(first, other);
            case ("Log2", null) when first > 0:
                return CeilingOfLog2(first);
            case ("Log2", null):
                Impossible($"it takes Log2 of {first.ToString(CultureInfo.InvariantCulture)}");
                return 0;
            default:
                Malformed($"'{function}' with {(second is null ? "one argument" : "two arguments")} is unknown; known are Min(a, b), Max(a, b), Log2(a)");
                return 0;
        }
    }

    private static long CeilingOfLog2(long value)
    {
        int bits = 0;
        for (long rest = value - 1; rest > 0; rest >>= 1)
        {
            bits++;
        }

        return bits;
    }

    /// <summary>The next character that is no space, without passing it.</summary>
    private char? Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : null;
    }

    private void Expect(char wanted)
    {
        if (Peek() == wanted)
        {
            _at++;
        }
        else
        {
            Malformed($"'{wanted}' is missing at position {_at + 1}");
        }
    }

    private long Checked(Func<long> operation)
    {
        if (_fault is not null)
        {
            return 0;
        }

        try
        {
            return operation();
        }
        catch (OverflowException)
        {
            Impossible("it does not fit a 64-bit integer");
            return 0;
        }
    }

    private void Malformed(string fault) => Fail(fault, isMalformed: true);

    private void Impossible(string fault)
    {
        if (!_ignoresValues)
        {
            Fail(fault, isMalformed: false);
        }
    }

    private void Fail(string fault, bool isMalformed)
    {
        // The first fault is the one to tell; what follows comes of it.
        if (_fault is null)
        {
            _fault = fault;
            _isMalformed = isMalformed;
        }
    }
}
