using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SerpentDsl.Generator.Tests;

/// <summary>An additional file in memory.</summary>
internal sealed class MemoryText(string path, string? content) : AdditionalText
{
    private int _reads;

    public override string Path => path;

    /// <summary>How often its text was asked for.</summary>
    public int Reads => _reads;

    public override SourceText? GetText(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return content is null ? null : SourceText.From(content, Encoding.UTF8);
    }
}
