using SerpentDsl.Generator.Expressions;

namespace SerpentDsl.Generator.Tests.Check;

/// <summary>The expressions of <c>[LayerParameter]</c> and <c>[LayerCost]</c>.</summary>
public sealed class ExpressionEvaluatorTests
{
    private static readonly Dictionary<string, long?> Names = new() { ["Features"] = 96, ["StateSize"] = 8, ["Rate"] = null, ["_x1"] = -3 };

    [Theory]
    [InlineData("2", 2)]
    [InlineData(" 1 + 2 * 3 ", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("7 / 2 * 2", 6)]
    [InlineData("-7 / 2", -3)]
    [InlineData("--4", 4)]
    [InlineData("2 * -3", -6)]
    [InlineData("Features * (StateSize + 2) / 4", 240)]
    [InlineData("Features*-_x1", 288)]
    [InlineData("Min(Features, 10) + Max(StateSize, 10)", 20)]
    [InlineData("Min(Max(1, 2), 3)", 2)]
    [InlineData("Log2(1)", 0)]
    [InlineData("Log2(1024)", 10)]
    [InlineData("Log2(1025)", 11)]
    [InlineData("Log2(9223372036854775807)", 63)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Gives(string text, long value) => Assert.Equal(new Evaluation(value, null, false), ExpressionEvaluator.Evaluate(text, Names));

    [Theory]
    [InlineData("", "it ends where a number, a name or '(' should stand")]
    [InlineData("1 +", "it ends where a number, a name or '(' should stand")]
    [InlineData("1 2", "'2' at position 3 is not expected")]
    [InlineData("(1", "')' is missing at position 3")]
    [InlineData("1)", "')' at position 2 is not expected")]
    [InlineData("2 % 3", "'%' at position 3 is not expected")]
    [InlineData("Feature", "'Feature' is unknown; known are Features, Rate, StateSize, _x1")]
    [InlineData("features", "'features' is unknown; known are Features, Rate, StateSize, _x1")]
    [InlineData("Rate * 2", "'Rate' is no integer")]
    [InlineData("Sqrt(4)", "'Sqrt' with one argument is unknown; known are Min(a, b), Max(a, b), Log2(a)")]
    [InlineData("Min(4)", "'Min' with one argument is unknown; known are Min(a, b), Max(a, b), Log2(a)")]
    [InlineData("Log2(4, 2)", "'Log2' with two arguments is unknown; known are Min(a, b), Max(a, b), Log2(a)")]
    [InlineData("9223372036854775808", "9223372036854775808 does not fit a 64-bit integer")]
    [InlineData("0.5", "'.' at position 2 is not expected")]
    public void Cannot_be_read(string text, string fault) => Assert.Equal(new Evaluation(0, fault, true), ExpressionEvaluator.Evaluate(text, Names));

    [Theory]
    [InlineData("1 / (StateSize - 8)", "it divides by zero")]
    [InlineData("Features * 9223372036854775807", "it does not fit a 64-bit integer")]
    [InlineData("-9223372036854775807 - 2", "it does not fit a 64-bit integer")]
    [InlineData("(-9223372036854775807 - 1) / -1", "it does not fit a 64-bit integer")]
    [InlineData("Log2(_x1)", "it takes Log2 of -3")]
    public void Has_no_value(string text, string fault) => Assert.Equal(new Evaluation(0, fault, false), ExpressionEvaluator.Evaluate(text, Names));

    [Fact]
    public void Length_and_nesting_are_bounded()
    {
        Assert.Equal("it is longer than 1000 characters", ExpressionEvaluator.Evaluate(new string('1', 1001), Names).Fault);
        Assert.Equal("it nests deeper than 50 levels", ExpressionEvaluator.Evaluate(new string('(', 400) + "1" + new string(')', 400), Names).Fault);
        Assert.Equal("it nests deeper than 50 levels", ExpressionEvaluator.Evaluate(new string('-', 900) + "1", Names).Fault);
        Assert.Equal(500, ExpressionEvaluator.Evaluate(string.Join("+", Enumerable.Repeat("1", 500)), Names).Value);
    }

    /// <summary>Random expressions, built beside the value that C# gives them.</summary>
    [Fact]
    public void Agrees_with_CSharp_on_random_expressions()
    {
        Random random = new(20);
        for (int i = 0; i < 3000; i++)
        {
            (string text, long? value) = Draw(random, depth: 5);
            Evaluation result = ExpressionEvaluator.Evaluate(text, Names);
            Assert.True(result.Fault is null ? result.Value == value : value is null, $"{text} = {value}, not {result}");
            Assert.False(result.IsMalformed, text);
        }
    }

    [Fact]
    public void Never_throws_on_random_text()
    {
        Random random = new(21);
        const string letters = "0123456789+-*/(), FeaturesMinLog2_é\t\0";
        for (int i = 0; i < 3000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(20)).Select(_ => letters[random.Next(letters.Length)])]);
            Evaluation result = ExpressionEvaluator.Evaluate(text, Names);
            Assert.True(result.Fault is null || result.Value == 0, text);
        }
    }

    private static (string Text, long? Value) Draw(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            int number = random.Next(50);
            return random.Next(3) switch
            {
                0 => ("Features", 96),
                1 => ("_x1", -3),
                _ => ($"{number}", number),
            };
        }

        (string left, long? a) = Draw(random, depth - 1);
        (string right, long? b) = Draw(random, depth - 1);
        return random.Next(7) switch
        {
            0 => ($"({left} + {right})", a + b),
            1 => ($"({left} - {right})", a - b),
            2 => ($"({left} * {right})", a * b),
            3 => ($"({left} / {right})", b == 0 ? null : a / b),
            4 => ($"Min({left}, {right})", a is null || b is null ? null : Math.Min(a.Value, b.Value)),
            5 => ($"Max({left},{right})", a is null || b is null ? null : Math.Max(a.Value, b.Value)),
            _ => ($"-({left})", -a),
        };
    }
}
