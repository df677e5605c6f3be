using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>The distribution of a ListOps task's expressions.</summary>
public sealed record ListOpsSettings
{
    /// <summary>The task of the Long Range Arena: its generator's own constants.</summary>
    public static ListOpsSettings Full { get; } = new();

    /// <summary>The same generator, but only its short sequences, of 11 to 63 symbols: for trying out a model in minutes.</summary>
    public static ListOpsSettings Short { get; } = Between(11, 63);

    /// <summary>The same generator, but only its sequences of 100 to 300 symbols.</summary>
    public static ListOpsSettings Medium { get; } = Between(100, 300);

    /// <summary>The same generator, but only its sequences of 500 to 1,000 symbols.</summary>
    public static ListOpsSettings Long { get; } = Between(500, 1000);

    /// <summary>Depth at which only digits are drawn, the root being at depth 1.</summary>
    public int MaxDepth { get; init; } = 10;

    /// <summary>Largest number of arguments of an operator; the smallest is 2.</summary>
    public int MaxArguments { get; init; } = 10;

    /// <summary>Probability that a node that is not at the greatest depth is an operator.</summary>
    public double OperatorProbability { get; init; } = 0.25;

    /// <summary>Expressions are longer than this, in symbols (digits, operators, closing brackets).</summary>
    public int ShorterThanAll { get; init; } = 500;

    /// <summary>Expressions are shorter than this, in symbols.</summary>
    public int LongerThanAll { get; init; } = 2000;

    /// <summary>Rows of the training split.</summary>
    public int TrainRows { get; init; } = 96_000;

    /// <summary>Rows of the validation split.</summary>
    public int ValidationRows { get; init; } = 2_000;

    /// <summary>Rows of the test split.</summary>
    public int TestRows { get; init; } = 2_000;

    /// <summary>Seed of the drawing.</summary>
    public ulong Seed { get; init; } = 3333;

    /// <summary>Rows of all splits.</summary>
    public int Rows => TrainRows + ValidationRows + TestRows;

    /// <summary>The settings in one line, for messages and for the cache's fingerprint.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{ShorterThanAll} < length < {LongerThanAll}, depth {MaxDepth}, 2 to {MaxArguments} arguments, operator probability "
            + $"{OperatorProbability}, rows {TrainRows}/{ValidationRows}/{TestRows}, seed {Seed}");

    /// <summary>A short name that no other settings have.</summary>
    public string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Describe())).AsSpan(0, 6));

    /// <summary>Checks that expressions can be drawn at all.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(MaxDepth is >= 1 and <= 1000, $"{nameof(MaxDepth)} is {MaxDepth}; it lies in 1 … 1000.");
        Require(MaxArguments >= 2, $"{nameof(MaxArguments)} is {MaxArguments}; it is at least 2.");
        Require(OperatorProbability is >= 0 and <= 1, $"{nameof(OperatorProbability)} is {OperatorProbability}; it lies in 0 … 1.");
        Require(
            ShorterThanAll >= 0 && LongerThanAll > ShorterThanAll + 1,
            $"No length is over {nameof(ShorterThanAll)} = {ShorterThanAll} and under {nameof(LongerThanAll)} = {LongerThanAll}.");
        Require(
            TrainRows >= 1 && ValidationRows >= 1 && TestRows >= 1,
            $"Every split needs a row; there are {TrainRows}, {ValidationRows} and {TestRows}.");
    }

    // With 10,000 rows in each evaluation split the standard error of an accuracy is half a point.
    private static ListOpsSettings Between(int shortest, int longest) => new()
    {
        ShorterThanAll = shortest - 1,
        LongerThanAll = longest + 1,
        ValidationRows = 10_000,
        TestRows = 10_000,
    };

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
