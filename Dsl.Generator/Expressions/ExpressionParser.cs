using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SerpentDsl.Generator.Expressions;

/// <summary>
/// Parses the expressions of <c>[LayerParameter]</c>, <c>[LayerCost]</c> and so on, whose XML comments describe the language. Never throws;
/// length and nesting are bounded.
/// </summary>
internal sealed class ExpressionParser
{
    private const int MaximumLength = 1000;
    private const int MaximumNesting = 50;
    private const string Functions = "Min(a, b), Max(a, b), Log2(a)";

    private static readonly Expression s_nothing = new Expression.Number(0);

    // Operators that begin with another operator come before it.
    private static readonly string[] s_comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _text;
    private readonly IReadOnlyDictionary<string, ExpressionName> _names;
    private int _at;
    private int _nesting;
    private string? _fault;

    private ExpressionParser(string text, IReadOnlyDictionary<string, ExpressionName> names)
    {
        _text = text;
        _names = names;
    }

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="names">The meaning of each name.</param>
    /// <param name="fault">Why the text is no expression, as the end of a sentence; null when it is one.</param>
    public static Expression Parse(string text, IReadOnlyDictionary<string, ExpressionName> names, out string? fault)
    {
        if (text.Length > MaximumLength)
        {
            fault = $"it is longer than {MaximumLength} characters";
            return s_nothing;
        }

        ExpressionParser parser = new(text, names);
        var parsed = parser.Whole();
        if (parser.Peek() is { } rest)
        {
            parser.Fail($"'{rest}' at position {parser._at + 1} is not expected");
        }

        fault = parser._fault;
        return parsed;
    }

    /// <summary>Parses an expression that has a value, which the bare name of an enum has not.</summary>
    private Expression Whole() => Value(Conditional());

    private Expression Conditional()
    {
        var condition = Or();
        if (!TryRead("?"))
        {
            return condition;
        }

        Value(condition);
        var whenTrue = Whole();
        Expect(':');
        return new Expression.Conditional(condition, whenTrue, _fault is null ? Whole() : s_nothing);
    }

    private Expression Or() => Series(And, "||");

    private Expression And() => Series(Comparison, "&&");

    private Expression Comparison()
    {
        var left = Sum();
        if (_fault is not null || s_comparisons.FirstOrDefault(TryRead) is not { } comparison)
        {
            return left;
        }

        if (left is Expression.EnumName { Name: var name, Meaning: var meaning })
        {
            return comparison is "==" or "!="
                ? new Expression.Binary(comparison, new Expression.Number(meaning.Number ?? 0), Member(name, meaning))
                : Fail($"'{name}' is an enum, whose members have no order; use == or !=");
        }

        return new Expression.Binary(comparison, left, Value(Sum()));
    }

    private Expression Sum() => Series(Product, "+", "-");

    private Expression Product() => Series(Factor, "*", "/");

    /// <summary>Parses operands with operators of one precedence between them, from left to right.</summary>
    private Expression Series(Func<Expression> operand, params string[] operators)
    {
        var left = operand();
        while (_fault is null && operators.FirstOrDefault(TryRead) is { } found)
        {
            left = new Expression.Binary(found, Value(left), Value(operand()));
        }

        return left;
    }

    private Expression Factor()
    {
        if (++_nesting > MaximumNesting)
        {
            return Fail($"it nests deeper than {MaximumNesting} levels");
        }

        Expression parsed;
        switch (Peek())
        {
            case '-':
                _at++;
                parsed = new Expression.Negation(Value(Factor()));
                break;
            case '(':
                _at++;
                parsed = Conditional();
                Expect(')');
                break;
            case >= '0' and <= '9':
                parsed = Number();
                break;
            case { } letter when char.IsLetter(letter) || letter == '_':
                parsed = NameOrCall();
                break;
            case { } other:
                parsed = Fail($"'{other}' at position {_at + 1} is not expected");
                break;
            default:
                parsed = Fail("it ends where a number, a name or '(' should stand");
                break;
        }

        _nesting--;
        return parsed;
    }

    private Expression Number()
    {
        var digits = ReadWhile(static letter => letter is >= '0' and <= '9');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new Expression.Number(value)
            : Fail($"{digits} does not fit a 64-bit integer");
    }

    private Expression NameOrCall()
    {
        var name = ReadName();
        if (Peek() == '(')
        {
            return Call(name);
        }

        if (!_names.TryGetValue(name, out var meaning))
        {
            return Fail($"'{name}' is unknown; known are {string.Join(", ", _names.Keys.OrderBy(key => key, StringComparer.Ordinal))}");
        }

        return meaning.IsEnum ? new Expression.EnumName(name, meaning)
            : meaning.Number is { } value ? new Expression.Number(value)
            : Fail($"'{name}' is no integer");
    }

    private Expression Call(string function)
    {
        _at++;
        List<Expression> arguments = [Whole()];
        if (TryRead(","))
        {
            arguments.Add(Whole());
        }

        Expect(')');
        return (function, arguments.Count) is ("Min", 2) or ("Max", 2) or ("Log2", 1)
            ? new Expression.Call(function, arguments)
            : Fail($"'{function}' with {(arguments.Count == 1 ? "one argument" : "two arguments")} is unknown; known are {Functions}");
    }

    /// <summary>Parses the member of an enum with which a name is compared.</summary>
    private Expression Member(string name, ExpressionName meaning)
    {
        Peek();
        var member = ReadName();
        var index = Array.FindIndex(meaning.Members.ToArray(), candidate => candidate.Name == member);
        return index >= 0
            ? new Expression.Number(meaning.Members[index].Value)
            : Fail(
                $"'{member}' is no member of {name}'s enum; use one of {string.Join(", ", meaning.Members.Select(known => known.Name))}");
    }

    private Expression Value(Expression expression) => expression is Expression.EnumName { Name: var name, Meaning.Members: var members }
        ? Fail($"'{name}' is an enum; compare it with a member, such as {name} == {members[0].Name}")
        : expression;

    private string ReadName() => ReadWhile(static letter => char.IsLetterOrDigit(letter) || letter == '_');

    private string ReadWhile(Func<char, bool> isWanted)
    {
        var start = _at;
        while (_at < _text.Length && isWanted(_text[_at]))
        {
            _at++;
        }

        return _text.Substring(start, _at - start);
    }

    /// <summary>The next character that is not a space; the position stays before this character.</summary>
    private char? Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : null;
    }

    private bool TryRead(string wanted)
    {
        var found = Peek() is not null && string.CompareOrdinal(_text, _at, wanted, 0, wanted.Length) == 0;
        _at += found ? wanted.Length : 0;
        return found;
    }

    private void Expect(char wanted)
    {
        if (!TryRead(wanted.ToString()))
        {
            Fail($"'{wanted}' is missing at position {_at + 1}");
        }
    }

    /// <summary>Records a fault. Only the first fault is kept, because later ones follow from it.</summary>
    private Expression Fail(string fault)
    {
        _fault ??= fault;
        return s_nothing;
    }
}
