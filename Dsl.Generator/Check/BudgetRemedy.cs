using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Check;

/// <summary>Finds the greatest width and depth that keep a declaration within a limit, by checking smaller declarations.</summary>
internal sealed class BudgetRemedy(Declaration declaration, BudgetFigure figure, long limit)
{
    /// <summary>How many smaller widths are tried when a width breaks some other rule.</summary>
    private const int Tries = 16;

    /// <summary>The remedy, as the end of a message's sentence.</summary>
    public string Find()
    {
        var changes = new[] { Change("Features", "features", WidthUnit()), Change("Depth", "depth", 1) }.OfType<string>().ToArray();
        return changes.Length > 0
            ? $"use {string.Join(" or ", changes)}, or raise {figure.Option}"
            : $"no smaller width or depth is within it: choose other branches, or raise {figure.Option}";
    }

    /// <summary>
    /// The number by which a width must be divisible, because the branches share it equally; 0 when the branches state their own widths, so
    /// that another width would need other branches.
    /// </summary>
    private int WidthUnit() =>
        declaration.Branches.Any(branch => branch.Attribute.Find("Features") is { IsSet: true }) ? 0 : declaration.Branches.Count;

    private string? Change(string option, string label, int unit)
    {
        var current = declaration.Backbone![option].Whole;
        if (unit == 0)
        {
            return null;
        }

        // The figure grows with the width and with the depth, so bisection finds the largest value that fits.
        long fits = 0, exceeds = (current + unit - 1) / unit;
        while (exceeds - fits > 1)
        {
            var middle = fits + ((exceeds - fits) / 2);
            if (IsWithin(option, middle, unit) is not null)
            {
                fits = middle;
            }
            else
            {
                exceeds = middle;
            }
        }

        return IsWithin(option, fits, unit) is { } found ? $"{label}: {found.ToString(CultureInfo.InvariantCulture)}" : null;
    }

    /// <summary>The largest value up to <c>multiple · unit</c> that breaks no rule, if it is within the limit; else null.</summary>
    private long? IsWithin(string option, long multiple, int unit)
    {
        for (var tried = multiple; tried > 0 && tried > multiple - Tries; tried--)
        {
            if (FigureWith(option, tried * unit) is { } value)
            {
                return value <= limit ? tried * unit : null;
            }
        }

        return null;
    }

    private long? FigureWith(string option, long value)
    {
        Constant constant = new(ConstantKind.Integer, "", value, value, "");
        var backbone = declaration.Backbone!;
        var changed = backbone with
        {
            Options = backbone.Options.Select(entry => entry.Name == option ? entry with { Value = constant } : entry).ToEquatableArray(),
        };
        return DeclarationChecker.Check(declaration with { Backbone = changed, Budget = null }).Model is { } smaller
            ? figure.Total(smaller)
            : null;
    }
}
