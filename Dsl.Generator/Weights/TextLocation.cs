using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SerpentDsl.Generator.Weights;

/// <summary>A part of one line of an additional file.</summary>
/// <param name="Start">Characters before the part, from the beginning of the file.</param>
/// <param name="Length">Characters of the part.</param>
/// <param name="Line">Index of the line, from 0.</param>
/// <param name="Column">Characters before the part, from the beginning of the line.</param>
internal readonly record struct TextLocation(int Start, int Length, int Line, int Column)
{
    /// <summary>The part as a location for the compiler.</summary>
    public Location In(string path) => Location.Create(
        path,
        new TextSpan(Start, Length),
        new LinePositionSpan(new LinePosition(Line, Column), new LinePosition(Line, Column + Length)));
}
