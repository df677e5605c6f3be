using System.Collections.Concurrent;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>
/// Checks each declaration once. An editor makes a new compilation at every keystroke, in which most declarations are unchanged. The cache
/// holds values only, no symbols.
/// </summary>
internal sealed class CheckCache
{
    /// <summary>
    /// More declarations than a project has. At this size the cache is emptied, because most of its declarations are old versions.
    /// </summary>
    private const int Capacity = 1024;

    private readonly ConcurrentDictionary<Declaration, CheckResult> _results = new();

    /// <summary>The result of checking a declaration, taken from an earlier compilation if the cache has it.</summary>
    public CheckResult Check(Declaration declaration)
    {
        if (_results.Count >= Capacity)
        {
            _results.Clear();
        }

        return _results.GetOrAdd(declaration, DeclarationChecker.Check);
    }
}
