using System;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace SerpentDsl.Generator.Common;

/// <summary>Writes indented C#, with <c>\n</c> on every platform.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        foreach (var part in text.Split('\n'))
        {
            if (part.Length > 0)
            {
                _text.Append(' ', 4 * _depth).Append(part);
            }

            _text.Append('\n');
        }
    }

    public Scope Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new(this);
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    public readonly struct Scope(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}
