using SerpentDsl.Experiments.Inspection;

namespace SerpentDsl.Experiments.Tests.Inspection;

public sealed class TokenGroupsTests
{
    [Fact]
    public void Expressions_have_operators_digits_and_brackets() => Assert.Equal(
        ["operators", "digits", "operators", "digits", "closing brackets", "closing brackets", "others"],
        TokenGroups.Of(["[SM", "2", "[MAX", "9", "]", "X", "<eos>"]));

    [Fact]
    public void A_letter_belongs_to_the_word_around_it()
    {
        string[] letters = [.. "The film, of 1999".Select(letter => $"{letter}")];
        var groups = TokenGroups.Of(letters);
        Assert.Equal(
            "FFF_CCCCo_FF_dddd",
            string.Concat(groups.Select(group => group switch
            {
                "function words" => 'F',
                "content words" => 'C',
                "white space" => '_',
                "digits" => 'd',
                _ => 'o',
            })));
    }

    [Fact]
    public void Pieces_with_a_space_before_them_begin_a_word() => Assert.Equal(
        ["function words", "function words", "content words", "content words", "function words"],
        TokenGroups.Of(["th", "e", " fi", "lm", " is"]));

    [Fact]
    public void Without_white_space_each_token_is_a_word() =>
        Assert.Equal(["function words", "content words", "function words"], TokenGroups.Of(["the", "parser", "of"]));
}
