using System.Collections.Concurrent;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Analyzers;

/// <summary>
/// Checks each declaration once: an editor makes a new compilation of every keystroke, in which most declarations are what they were. Holds
/// values only, no symbols.
/// </summary>
internal sealed class CheckCache
{
    /// <summary>
    /// More than a project declares. Beyond it the cache is emptied, because the declarations in it are mostly old versions.
    /// </summary>
    private const int Capacity = 1024;

    private readonly ConcurrentDictionary<Declaration, CheckResult> _results = new();

    /// <summary>The result for a declaration, from an earlier compilation when there is one.</summary>
    public CheckResult Check(Declaration declaration)
    {
        if (_results.Count >= Capacity)
        {
            _results.Clear();
        }

        return _results.GetOrAdd(declaration, DeclarationChecker.Check);
    }
}
