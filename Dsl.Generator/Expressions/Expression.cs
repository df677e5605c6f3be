using System.Collections.Generic;

namespace SerpentDsl.Generator.Expressions;

/// <summary>A parsed expression over integers. Every name in it is known.</summary>
internal abstract record Expression
{
    /// <summary>A literal, or a name that has a value.</summary>
    internal sealed record Number(long Value) : Expression;

    /// <summary>The name of an option whose type is an enum. Only a comparison can use it.</summary>
    internal sealed record EnumName(string Name, ExpressionName Meaning) : Expression;

    /// <summary>The negative of an operand.</summary>
    internal sealed record Negation(Expression Operand) : Expression;

    /// <summary>Two operands; a comparison gives 1 or 0.</summary>
    internal sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

    /// <summary>A function of one or two arguments.</summary>
    internal sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary>One of two operands: <c>WhenTrue</c> when the condition is not 0, else <c>WhenFalse</c>.</summary>
    internal sealed record Conditional(Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression;
}
