
namespace SerpentDsl.Tasks.Tests;

public class ListOpsExpressionTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("( ( ( [MAX 2 ) 4 ) ] )", 4)]
    [InlineData("[MIN 3 8 2 ]", 2)]
    [InlineData("[MED 2 5 ]", 3)] // 3.5, truncated
    [InlineData("[MED 5 2 ]", 3)]
    [InlineData("[MED 9 0 4 ]", 4)]
    [InlineData("[MED 1 2 8 9 ]", 5)]
    [InlineData("[MED 1 2 3 4 5 6 7 8 9 9 ]", 5)]
    [InlineData("[SM 9 9 9 ]", 7)]
    [InlineData("[SM 5 5 ]", 0)]
    [InlineData("[MAX 1 [MIN 7 [SM 4 5 ] 8 X 3 X", 7)]
    [InlineData("  [SM\t1   2 ]  ", 3)]
    public void The_value_follows_the_definition(string text, int value) =>
        Assert.Equal(value, ListOpsExpression.Parse(text).Value);

    [Theory]
    [InlineData("5", 0)]
    [InlineData("[MAX 1 2 ]", 1)]
    [InlineData("[MAX [MIN 1 [SM 1 2 ] ] [SM 3 4 ] ]", 3)]
    public void Depth_counts_nested_operators(string text, int depth) =>
        Assert.Equal(depth, ListOpsExpression.Parse(text).Depth);

    [Fact]
    public void Nine_nested_operators_are_evaluated_from_the_inside()
    {
        var text = string.Concat(Enumerable.Repeat("[SM 1 ", 9)) + "1" + string.Concat(Enumerable.Repeat(" ]", 9));
        var expression = ListOpsExpression.Parse(text);
        Assert.Equal(0, expression.Value);
        Assert.Equal(9, expression.Depth);
    }

    [Fact]
    public void No_nesting_is_too_deep()
    {
        const int Depth = 200_000;
        var symbols = new List<ListOpsSymbol>();
        for (var i = 0; i < Depth; i++)
        {
            symbols.AddRange([ListOpsSymbol.Sm, ListOpsSymbol.Zero + 1]);
        }

        symbols.Add(ListOpsSymbol.Nine);
        symbols.AddRange(Enumerable.Repeat(ListOpsSymbol.Close, Depth));
        var expression = ListOpsExpression.FromSymbols(symbols.ToArray());
        Assert.Equal((9 + Depth) % 10, expression.Value);
        Assert.Equal(Depth, expression.Depth);
        Assert.Equal(expression, ListOpsExpression.Parse(expression.ToString()));
    }

    [Theory]
    [InlineData("4", "4")]
    [InlineData("[MAX 2 4 ]", "( ( ( [MAX 2 ) 4 ) ] )")]
    [InlineData("[SM [MIN 1 2 ] 3 ]", "( ( ( [SM ( ( ( [MIN 1 ) 2 ) ] ) ) 3 ) ] )")]
    public void The_text_form_pairs_from_the_left(string text, string official)
    {
        var expression = ListOpsExpression.Parse(text);
        Assert.Equal(official, expression.ToString());
        Assert.Equal(expression, ListOpsExpression.Parse(official));
    }

    [Fact]
    public void Equality_is_that_of_trees()
    {
        var expression = ListOpsExpression.Parse("[MAX 2 4 ]");
        Assert.Equal(expression, ListOpsExpression.Parse("( ( ( [MAX 2 ) 4 ) X )"));
        Assert.NotEqual(expression, ListOpsExpression.Parse("[MAX 4 2 ]"));
        Assert.NotEqual(expression, ListOpsExpression.Parse("[MIN 2 4 ]"));
        Assert.False(expression.Equals(null));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("[MAX 1 2", "1 operator still open")]
    [InlineData("[MAX [MIN 1", "2 operators still open")]
    [InlineData("[MAX ]", "[MAX closed at symbol 2 has no arguments")]
    [InlineData("]", "closes no operator")]
    [InlineData("1 2", "Symbol 2 of 2 (2) comes after")]
    [InlineData("[MAX 1 2 ] ]", "comes after")]
    [InlineData("[MAX 1 2 ] 3", "Symbol 5 of 5 (3)")]
    [InlineData("[MAX 12 2 ]", "Word 2: '12' is no symbol")]
    [InlineData("[AVG 1 2 ]", "Word 1: '[AVG' is no symbol")]
    [InlineData("( ( [MAX 2 ) 4 ) ] )", "2 '(' stand before an operator with 2 arguments")]
    [InlineData("( ( ( ( [MAX 2 ) 4 ) ] ) )", "4 '(' stand before")]
    [InlineData("( ( ( [MAX 2 4 ) ] )", "Word 6: ')' is missing before '4'")]
    [InlineData("( ( ( [MAX 2 ) 4 ) ]", "unpaired")]
    [InlineData("( ( ( [MAX 2 ) ) 4 ) ] )", "Word 7: no ')' belongs here")]
    [InlineData("( ( ( [MAX ( 2 ) 4 ) ] )", "Word 6: '(' does not belong")]
    [InlineData("( ( ( [MAX [MIN 1 2 ] 4 ) ] )", "')' is missing")]
    [InlineData("[MAX ( ( ( [MIN 1 ) 2 ) ] ) 3 ]", "'(' does not belong")]
    [InlineData("( 5 )", "'(' does not belong")]
    public void Malformed_text_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => ListOpsExpression.Parse(text)).Message);

    [Fact]
    public void Unknown_codes_are_refused() =>
        Assert.Contains(
            "unknown code 15",
            Assert.Throws<FormatException>(() => ListOpsExpression.FromSymbols([ListOpsSymbol.Max, (ListOpsSymbol)15])).Message);
}
