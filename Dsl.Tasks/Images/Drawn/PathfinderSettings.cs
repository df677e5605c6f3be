using System.Globalization;

namespace SerpentDsl.Tasks;

/// <summary>
/// The distribution of drawn Pathfinder images: two long dashed curves that begin near each other, shorter ones that distract, and two
/// discs. The first disc is on the beginning of a long curve; the second is on the end of the same one (class 1) or of the other (class 0).
/// Lengths are in pixels.
/// </summary>
public sealed record PathfinderSettings
{
    /// <summary>Rows of an image, and pixels of a row.</summary>
    public required int Size { get; init; }

    /// <summary>Dashes of a long curve.</summary>
    public required int Dashes { get; init; }

    /// <summary>Length of a dash.</summary>
    public required double DashLength { get; init; }

    /// <summary>Distance of a dash from the next.</summary>
    public double Gap { get; init; } = 1;

    /// <summary>Width of a dash.</summary>
    public required double Thickness { get; init; }

    /// <summary>Smallest distance of two curves, and of a curve from itself.</summary>
    public required double Margin { get; init; }

    /// <summary>Largest angle between a dash and the next, in radians.</summary>
    public double MostTurn { get; init; } = 1;

    /// <summary>Distance between the beginnings of the long curves.</summary>
    public required double SeedDistance { get; init; }

    /// <summary>Radius of the discs.</summary>
    public required double DiscRadius { get; init; }

    /// <summary>Number of short curves; fewer are drawn where there is no room.</summary>
    public required int Distractors { get; init; }

    /// <summary>Dashes of a short curve.</summary>
    public required int DistractorDashes { get; init; }

    /// <summary>Brightness of curves, 0 … 1; discs have 1.</summary>
    public double Brightness { get; init; } = 0.8;

    /// <summary>Images of the training split.</summary>
    public int TrainRows { get; init; } = 40_000;

    /// <summary>Images of the validation split.</summary>
    public int ValidationRows { get; init; } = 5_000;

    /// <summary>Images of the test split.</summary>
    public int TestRows { get; init; } = 5_000;

    /// <summary>Seed of the drawing.</summary>
    public ulong Seed { get; init; } = 3333;

    /// <summary>Images of all splits.</summary>
    public int Rows => TrainRows + ValidationRows + TestRows;

    /// <summary>Settings for images of any size, whose lengths are about those of the official images at 32, 64, 128 and 256.</summary>
    /// <param name="size">Rows of an image, 16 … 1,024.</param>
    public static PathfinderSettings ForSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        var doublings = Math.Log2(size / 32.0);
        return new PathfinderSettings
        {
            Size = size,
            Dashes = Math.Min(14, size * 7 / 16),
            DashLength = 1 + (size / 32.0),
            Thickness = 0.5 + (size / 64.0),
            Margin = Math.Max(1, doublings),
            SeedDistance = 3 + (size / 8.0),
            DiscRadius = 1 + (size / 64.0),
            Distractors = Math.Min(8, 1 + (size / 8)),
            DistractorDashes = Math.Max(2, Math.Min(14, size * 7 / 16) / 3),
        };
    }

    /// <summary>The settings in one line, for messages and for the cache.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Size} x {Size} pixels, {Dashes} dashes of {DashLength} x {Thickness}, gap {Gap}, margin {Margin}, turn {MostTurn}, "
            + $"seed distance {SeedDistance}, discs {DiscRadius}, {Distractors} distractors of {DistractorDashes}, "
            + $"brightness {Brightness}, rows "
            + $"{TrainRows}/{ValidationRows}/{TestRows}, seed {Seed}");

    /// <summary>Checks that images can be drawn at all.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Size is >= 8 and <= 4096, $"{nameof(Size)} is {Size}; it lies in 8 … 4096.");
        Require(Dashes >= 1, $"{nameof(Dashes)} is {Dashes}; it is at least 1.");
        Require(Distractors >= 0, $"{nameof(Distractors)} is {Distractors}; it is at least 0.");
        Require(DistractorDashes >= 1, $"{nameof(DistractorDashes)} is {DistractorDashes}; it is at least 1.");
        RequireLength(DashLength, nameof(DashLength));
        RequireLength(Thickness, nameof(Thickness));
        RequireLength(SeedDistance, nameof(SeedDistance));
        RequireLength(DiscRadius, nameof(DiscRadius));
        Require(Gap >= 0 && Gap <= Size, Invariant($"{nameof(Gap)} is {Gap}; it lies in 0 … {Size}."));
        Require(Margin >= 0 && Margin <= Size, Invariant($"{nameof(Margin)} is {Margin}; it lies in 0 … {Size}."));
        Require(MostTurn is >= 0 and <= Math.PI, Invariant($"{nameof(MostTurn)} is {MostTurn}; it lies in 0 … π."));
        Require(Brightness is > 0 and <= 1, Invariant($"{nameof(Brightness)} is {Brightness}; it is above 0 and at most 1."));
        Require(
            TrainRows >= 1 && ValidationRows >= 1 && TestRows >= 1,
            $"Every split needs a row; there are {TrainRows}, {ValidationRows} and {TestRows}.");
    }

    private void RequireLength(double value, string name) =>
        Require(value > 0 && value <= Size, Invariant($"{name} is {value}; it is above 0 and at most {Size}."));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
