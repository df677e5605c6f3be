using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Weights;

/// <summary>The differences between the tensors of an architecture and the pinned ones.</summary>
internal sealed class WeightsDifference
{
    /// <summary>The largest number of tensors of each kind that a message names.</summary>
    private const int MostNamed = 12;

    private readonly List<PinnedTensor> _added = [];
    private readonly List<PinnedTensor> _removed = [];
    private readonly List<(PinnedTensor Was, PinnedTensor Is)> _reshaped = [];
    private readonly List<(PinnedTensor Was, PinnedTensor Is)> _renamed = [];

    /// <summary>Compares pinned and current tensors.</summary>
    /// <param name="pinned">The tensors of the ledger. Two of the same name have no block in common.</param>
    /// <param name="current">The tensors of the architecture.</param>
    public WeightsDifference(IReadOnlyList<PinnedTensor> pinned, IReadOnlyList<PinnedTensor> current)
    {
        var was = pinned.ToLookup(tensor => tensor.Name, StringComparer.Ordinal);
        HashSet<string> names = new(current.Select(tensor => tensor.Name), StringComparer.Ordinal);
        foreach (var tensor in current)
        {
            Compare(tensor, was[tensor.Name].OrderBy(part => part.First));
        }

        _removed.AddRange(pinned.Where(tensor => !names.Contains(tensor.Name)));
        Pair();
    }

    /// <summary>Whether there is no difference.</summary>
    public bool IsEmpty => _added.Count + _removed.Count + _reshaped.Count + _renamed.Count == 0;

    /// <summary>The tensors of an architecture.</summary>
    public static IReadOnlyList<PinnedTensor> TensorsOf(SizedArchitecture model)
    {
        var ledger = model.Ledger;
        IEnumerable<PinnedTensor> Rows(IEnumerable<LedgerRow> rows, string prefix, long last) => rows.SelectMany(row =>
            row.Size.Weights.Select(weight => new PinnedTensor($"{prefix}{row.Name}.{weight.Name}", 0, last, weight.Type, weight.Shape)));

        return [.. Rows(ledger.Before, "", 0), .. Rows(
            ledger.Block, PinnedTensor.AnyBlock, ledger.Depth - 1), .. Rows(ledger.After, "", 0)];
    }

    /// <summary>All differences in words: <c>added a; removed b; reshaped c from d to e; probably renamed f to g</c>.</summary>
    public override string ToString() => string.Join(
        "; ",
        new[]
        {
            Words("added", _added.Select(tensor => $"{tensor.FullName} {tensor.Form}")),
            Words("removed", _removed.Select(tensor => $"{tensor.FullName} {tensor.Form}")),
            Words("reshaped", _reshaped.Select(pair => $"{pair.Is.FullName} from {pair.Was.Form} to {pair.Is.Form}")),
            Words("probably renamed", _renamed.Select(pair => $"{pair.Was.FullName} to {pair.Is.FullName}")),
        }.Where(words => words.Length > 0));

    private static string Words(string kind, IEnumerable<string> entries)
    {
        var all = entries.ToArray();
        var more = all.Length > MostNamed ? $" and {all.Length - MostNamed} more" : "";
        return all.Length == 0 ? "" : $"{kind} {string.Join(", ", all.Take(MostNamed))}{more}";
    }

    /// <summary>
    /// Compares one tensor of all blocks with the ledger's tensors of the same name, by ranges of blocks instead of single blocks.
    /// </summary>
    private void Compare(PinnedTensor now, IEnumerable<PinnedTensor> parts)
    {
        var next = now.First;
        foreach (var part in parts)
        {
            if (part.Last > now.Last)
            {
                _removed.Add(part with { First = Math.Max(part.First, now.Last + 1) });
            }

            if (part.First > now.Last)
            {
                continue;
            }

            if (part.First > next)
            {
                _added.Add(now with { First = next, Last = part.First - 1 });
            }

            if (part.Form != now.Form)
            {
                _reshaped.Add((part, now with { First = part.First, Last = Math.Min(part.Last, now.Last) }));
            }

            next = Math.Max(next, part.Last + 1);
        }

        if (next <= now.Last)
        {
            _added.Add(now with { First = next });
        }
    }

    /// <summary>
    /// Pairs removed and added tensors that are in the same blocks and have the same type and shape: they are probably one tensor under a
    /// new name. Of several candidates, the one whose name has the longest common ending is chosen.
    /// </summary>
    private void Pair()
    {
        foreach (var gone in _removed.ToArray())
        {
            var twin = _added
                .Where(
                    come =>
                        come.First == gone.First && come.Last == gone.Last && come.IsInBlocks == gone.IsInBlocks && come.Form == gone.Form)
                .OrderByDescending(come => CommonEnd(come.Name, gone.Name))
                .FirstOrDefault();
            if (twin is not null)
            {
                _removed.Remove(gone);
                _added.Remove(twin);
                _renamed.Add((gone, twin));
            }
        }
    }

    private static int CommonEnd(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[left.Length - 1 - length] == right[right.Length - 1 - length])
        {
            length++;
        }

        return length;
    }
}
