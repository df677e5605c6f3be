using System.Collections.Generic;
using System.Linq;

namespace SerpentDsl.Generator.Model;

/// <summary>
/// Computes the bytes that each module of a block keeps for the backward pass. All branches read the same value; every other module reads
/// the value of the module before it. A value that several modules keep unchanged is in memory once.
/// </summary>
internal static class KeptValues
{
    /// <summary>Fills in <see cref="LedgerRow.Kept"/>.</summary>
    /// <param name="rows">Modules in the order they run.</param>
    /// <exception cref="System.OverflowException">A sum does not fit a 64-bit integer.</exception>
    public static IEnumerable<LedgerRow> Assign(IEnumerable<LedgerRow> rows)
    {
        string? branch = null;
        var branchInputIsKept = false;
        foreach (var row in rows)
        {
            var own = BranchOf(row.Name);
            var readsShared = own is not null && own != branch;
            branch = own;
            var input = readsShared && branchInputIsKept ? 0 : row.Size.KeptInput;
            branchInputIsKept |= readsShared && row.Size.KeptInput > 0;
            yield return row with { Kept = checked(input + row.Size.KeptWithin) };
        }
    }

    /// <summary>The branch of a module: <c>branch1</c> for <c>branch1_ssm</c>; null for a module outside of branches.</summary>
    public static string? BranchOf(string name)
    {
        const string prefix = "branch";
        var end = name.IndexOf('_');
        return name.StartsWith(prefix, System.StringComparison.Ordinal) && end > prefix.Length &&
            name.Skip(prefix.Length).Take(end - prefix.Length).All(char.IsDigit)
            ? name.Substring(0, end)
            : null;
    }
}
