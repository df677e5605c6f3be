using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Text whose next token follows from the two before: a step up or down, marked by its parity.</summary>
public sealed class CountingText : ILanguageTask
{
    public const int TrainTokens = 4_001;
    public const int OtherTokens = 405;

    public string Name => "Counting";

    public int Vocabulary => 10;

    public LanguageSplits Load(TaskContext context, CancellationToken cancellation)
    {
        LanguageSplit[] splits = [Draw(1, TrainTokens), Draw(2, OtherTokens), Draw(3, OtherTokens)];
        return new LanguageSplits(
            splits[0], splits[1], splits[2], new Digits(), LanguageBaselines.Of(splits[0].Tokens, splits[1].Tokens, Vocabulary),
            "drawn for tests");
    }

    private static LanguageSplit Draw(ulong seed, int count)
    {
        var random = new Xoshiro256(seed);
        var tokens = new int[count];
        var step = 1;
        for (var i = 1; i < count; i++)
        {
            step = random.NextBelow(20) == 0 ? 10 - step : step;
            tokens[i] = (tokens[i - 1] + step) % 10;
        }

        return new LanguageSplit(TokenStream.Of(tokens), count, count);
    }

    private sealed class Digits : ITokenizer
    {
        private static readonly byte[] s_digits = "0123456789"u8.ToArray();

        public int Vocabulary => 10;

        public int[] Encode(string text) => [.. text.Where(char.IsAsciiDigit).Select(digit => digit - '0')];

        public ReadOnlySpan<byte> BytesOf(int token) => s_digits.AsSpan(token, 1);
    }
}
