using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SerpentDsl.Generator.Tests;

/// <summary>An additional file that stands nowhere.</summary>
internal sealed class MemoryText(string path, string? content) : AdditionalText
{
    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => content is null ? null : SourceText.From(content, Encoding.UTF8);
}
