using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;

namespace SerpentDsl.Generator.Tests.Expressions;

/// <summary>The expressions of <c>[LayerParameter]</c> and <c>[LayerCost]</c>.</summary>
public sealed class ExpressionEvaluatorTests
{
    private static readonly Dictionary<string, ExpressionName> s_names = new()
    {
        ["Features"] = 96,
        ["StateSize"] = 8,
        ["Rate"] = null,
        ["_x1"] = -3,
    };

    private static readonly Dictionary<string, ExpressionName> s_choices = new()
    {
        ["Features"] = 96,
        ["Bias"] = 1,
        ["Kernel"] = new(1, EquatableArray.Of(("KB", 0L), ("PB", 1L), ("Exact", 2L), ("AliasOfPB", 1L))),
    };

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
    public void Gives(string text, long value) =>
        Assert.Equal(new Evaluation(value, null, false), ExpressionEvaluator.Evaluate(text, s_names));

    [Theory]
    [InlineData("1 < 2", 1)]
    [InlineData("2 <= 1", 0)]
    [InlineData("Features >= 96", 1)]
    [InlineData("Features > 96", 0)]
    [InlineData("1 + 2 == 3", 1)]
    [InlineData("1 + (2 == 3)", 1)]
    [InlineData("Features != 96", 0)]
    [InlineData("Bias ? Features : 0", 96)]
    [InlineData("Bias == 0 ? Features : 2 + 3", 5)]
    [InlineData("0 ? 1 : 0 ? 2 : 3", 3)]
    [InlineData("1 ? 0 ? 1 : 2 : 3", 2)]
    [InlineData("2 * (Bias ? 3 : 4) + 1", 7)]
    [InlineData("Kernel == PB", 1)]
    [InlineData("Kernel == AliasOfPB", 1)]
    [InlineData("Kernel != Exact", 1)]
    [InlineData("(Kernel) == KB ? 1 : 2", 2)]
    [InlineData("Kernel == KB || Kernel == PB ? Features : 0", 96)]
    [InlineData("Kernel == KB && 1 || Bias", 1)]
    [InlineData("Kernel == PB && Bias && 0", 0)]
    [InlineData("Bias ? 1 : 1 / 0", 1)]
    [InlineData("Bias ? Max(Kernel == PB, 0) : Log2(0)", 1)]
    public void Chooses(string text, long value) =>
        Assert.Equal(new Evaluation(value, null, false), ExpressionEvaluator.Evaluate(text, s_choices));

    [Theory]
    [InlineData("Kernel", "'Kernel' is an enum; compare it with a member, such as Kernel == KB")]
    [InlineData("Kernel / 2", "'Kernel' is an enum; compare it with a member, such as Kernel == KB")]
    [InlineData("1 - Kernel == PB", "'Kernel' is an enum; compare it with a member, such as Kernel == KB")]
    [InlineData("Min(1, Kernel)", "'Kernel' is an enum; compare it with a member, such as Kernel == KB")]
    [InlineData("Kernel ? 1 : 2", "'Kernel' is an enum; compare it with a member, such as Kernel == KB")]
    [InlineData("Kernel < PB", "'Kernel' is an enum, whose members have no order; use == or !=")]
    [InlineData("Kernel == 1", "'1' is no member of Kernel's enum; use one of KB, PB, Exact, AliasOfPB")]
    [InlineData("Kernel == Kb", "'Kb' is no member of Kernel's enum; use one of KB, PB, Exact, AliasOfPB")]
    [InlineData("PB == Kernel", "'PB' is unknown; known are Bias, Features, Kernel")]
    [InlineData("Bias ? 1", "':' is missing at position 9")]
    [InlineData("Bias ? 1 :", "it ends where a number, a name or '(' should stand")]
    [InlineData("1 < 2 < 3", "'<' at position 7 is not expected")]
    [InlineData("1 = 2", "'=' at position 3 is not expected")]
    [InlineData("1 & 2", "'&' at position 3 is not expected")]
    public void Cannot_choose(string text, string fault) =>
        Assert.Equal(new Evaluation(0, fault, true), ExpressionEvaluator.Evaluate(text, s_choices));

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
    public void Cannot_be_read(string text, string fault) =>
        Assert.Equal(new Evaluation(0, fault, true), ExpressionEvaluator.Evaluate(text, s_names));

    [Theory]
    [InlineData("1 / (StateSize - 8)", "it divides by zero")]
    [InlineData("Features * 9223372036854775807", "it does not fit a 64-bit integer")]
    [InlineData("-9223372036854775807 - 2", "it does not fit a 64-bit integer")]
    [InlineData("(-9223372036854775807 - 1) / -1", "it does not fit a 64-bit integer")]
    [InlineData("Log2(_x1)", "it takes Log2 of -3")]
    public void Has_no_value(string text, string fault) =>
        Assert.Equal(new Evaluation(0, fault, false), ExpressionEvaluator.Evaluate(text, s_names));

    [Fact]
    public void Length_and_nesting_are_bounded()
    {
        Assert.Equal("it is longer than 1000 characters", ExpressionEvaluator.Evaluate(new string('1', 1001), s_names).Fault);
        Assert.Equal(
            "it nests deeper than 50 levels",
            ExpressionEvaluator.Evaluate(new string('(', 400) + "1" + new string(')', 400), s_names).Fault);
        Assert.Equal("it nests deeper than 50 levels", ExpressionEvaluator.Evaluate(new string('-', 900) + "1", s_names).Fault);
        Assert.Equal(500, ExpressionEvaluator.Evaluate(string.Join("+", Enumerable.Repeat("1", 500)), s_names).Value);
    }

    /// <summary>Random expressions, built beside the value that C# gives them.</summary>
    [Fact]
    public void Agrees_with_CSharp_on_random_expressions()
    {
        Random random = new(20);
        for (var i = 0; i < 3000; i++)
        {
            var (text, value) = Draw(random, depth: 5);
            var result = ExpressionEvaluator.Evaluate(text, s_names);
            Assert.True(result.Fault is null ? result.Value == value : value is null, $"{text} = {value}, not {result}");
            Assert.False(result.IsMalformed, text);
        }
    }

    [Fact]
    public void Never_throws_on_random_text()
    {
        Random random = new(21);
        const string letters = "0123456789+-*/(), FeaturesMinLog2_é\t\0<>=!&|?:";
        for (var i = 0; i < 3000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(20)).Select(_ => letters[random.Next(letters.Length)])]);
            var result = ExpressionEvaluator.Evaluate(text, s_names);
            Assert.True(result.Fault is null || result.Value == 0, text);
        }
    }

    private static (string Text, long? Value) Draw(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            var number = random.Next(50);
            return random.Next(3) switch
            {
                0 => ("Features", 96),
                1 => ("_x1", -3),
                _ => ($"{number}", number),
            };
        }

        var (left, a) = Draw(random, depth - 1);
        var (right, b) = Draw(random, depth - 1);
        return random.Next(9) switch
        {
            0 => ($"({left} + {right})", Fit((Int128?)a + b)),
            1 => ($"({left} - {right})", Fit((Int128?)a - b)),
            2 => ($"({left} * {right})", Fit((Int128?)a * b)),
            3 => ($"({left} / {right})", b == 0 ? null : a / b),
            4 => ($"Min({left}, {right})", a is null || b is null ? null : Math.Min(a.Value, b.Value)),
            7 => ($"({left} < {right} ? 3 : -3)", a is null || b is null ? null : a < b ? 3 : -3),
            8 => ($"({left} >= {right})", a is null || b is null ? null : a >= b ? 1 : 0),
            5 => ($"Max({left},{right})", a is null || b is null ? null : Math.Max(a.Value, b.Value)),
            _ => ($"-({left})", -a),
        };
    }

    private static long? Fit(Int128? value) => value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
}
