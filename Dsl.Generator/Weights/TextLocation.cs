using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SerpentDsl.Generator.Weights;

/// <summary>A part of one line of an additional file.</summary>
/// <param name="Start">Characters before it in the file.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Line">Lines before its line.</param>
/// <param name="Column">Characters before it in its line.</param>
internal readonly record struct TextLocation(int Start, int Length, int Line, int Column)
{
    /// <summary>The location as the compiler reports it.</summary>
    public Location In(string path) => Location.Create(
        path,
        new TextSpan(Start, Length),
        new LinePositionSpan(new LinePosition(Line, Column), new LinePosition(Line, Column + Length)));
}
