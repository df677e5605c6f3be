using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SerpentDsl.Generator.Weights;

/// <summary>The weights ledgers of a compilation.</summary>
internal sealed class WeightsFiles
{
    /// <summary>The file name extension of ledgers.</summary>
    private const string Extension = ".weights";

    /// <summary>Parses a file. The compiler caches the result until the file changes.</summary>
    public static readonly AdditionalTextValueProvider<WeightsFile> Parser = new(
        static text => WeightsParser.Parse(text.Path, text.GetText(), default));

    private WeightsFiles(IReadOnlyList<WeightsFile> all) => All = all;

    /// <summary>All ledgers.</summary>
    public IReadOnlyList<WeightsFile> All { get; }

    /// <summary>Reads the ledgers among a compilation's additional files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="parse">Parses a file by <see cref="Parser"/>, or returns the cached result.</param>
    public static WeightsFiles Of(IEnumerable<AdditionalText> files, Func<AdditionalText, WeightsFile?> parse) =>
        new(
            [.. files.Where(
                text => text.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Select(parse).OfType<WeightsFile>()]);

    /// <summary>The ledger of an architecture; null when there is none, or when it cannot be read.</summary>
    /// <param name="architecture">The architecture's full name.</param>
    public WeightsFile? Find(string architecture) =>
        All.FirstOrDefault(file => file.Architecture == architecture && file.Faults.Count == 0);

    /// <summary>The first ledger that names an architecture.</summary>
    /// <param name="architecture">The architecture's full name; empty for none.</param>
    public WeightsFile? FindFirst(string architecture) =>
        architecture.Length == 0 ? null : All.FirstOrDefault(file => file.Architecture == architecture);

    /// <summary>The ledger with a path.</summary>
    public WeightsFile? At(string path) => All.FirstOrDefault(file => file.Path == path);
}
