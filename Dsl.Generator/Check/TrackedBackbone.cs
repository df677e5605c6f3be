using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Derives width and depth of a backbone of tracks from the greatest length.</summary>
internal static class TrackedBackbone
{
    /// <summary>The declaration with the width and the depth that its backbone leaves to the tracks.</summary>
    public static Declaration Complete(Declaration declaration)
    {
        if (declaration.Backbone is not { } backbone || WidthOf(declaration) is not { } width || width > int.MaxValue)
        {
            return declaration;
        }

        var depth = System.Math.Max(1, Doublings(LengthOf(declaration)));
        return declaration with
        {
            Backbone = backbone with
            {
                Options = backbone.Options.Select(option => option switch
                {
                    { Name: "Features", IsSet: false } => option with { Value = Whole(width) },
                    { Name: "Depth", IsSet: false } => option with { Value = Whole(depth) },
                    _ => option,
                }).ToEquatableArray(),
            },
        };
    }

    /// <summary>The width of all tracks; null for a backbone without tracks, and where a number is missing or wrong.</summary>
    public static long? WidthOf(Declaration declaration) =>
        declaration.Backbone?["TrackSize"] is { Kind: ConstantKind.Integer, Whole: > 0 and <= int.MaxValue and var size } &&
            LengthOf(declaration) is > 0 and var length
            ? size * (Doublings(length) + 1)
            : null;

    /// <summary>The longest sequence; 0 when unknown.</summary>
    public static long LengthOf(Declaration declaration) =>
        HeadKinds.Find(declaration.Head) is { } kind && declaration.Head[kind.LengthOption] is
        { Kind: ConstantKind.Integer, Whole: > 0 and <= int.MaxValue and var length }
            ? length
            : 0;

    /// <summary>⌈log2⌉: one track for each power of two below the length.</summary>
    private static int Doublings(long length)
    {
        var doublings = 0;
        while (1L << doublings < length)
        {
            doublings++;
        }

        return doublings;
    }

    private static Constant Whole(long value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new(ConstantKind.Integer, text, value, value, text);
    }
}
