using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SerpentDsl.Generator.Weights;

/// <summary>The weights ledgers of a compilation.</summary>
internal sealed class WeightsFiles
{
    /// <summary>How the files of ledgers end.</summary>
    private const string Extension = ".weights";

    /// <summary>Parses a file. The compiler keeps what it gives for a file as long as the file does not change.</summary>
    public static readonly AdditionalTextValueProvider<WeightsFile> Parser = new(
        static text => WeightsParser.Parse(text.Path, text.GetText(), default));

    private WeightsFiles(IReadOnlyList<WeightsFile> all) => All = all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<WeightsFile> All { get; }

    /// <summary>Reads the ledgers among a compilation's additional files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="parse">Parses one of them by <see cref="Parser"/>, or remembers what that gave.</param>
    public static WeightsFiles Of(IEnumerable<AdditionalText> files, Func<AdditionalText, WeightsFile?> parse) =>
        new(
            [.. files.Where(
                text => text.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Select(parse).OfType<WeightsFile>()]);

    /// <summary>The ledger of an architecture, if it can be read.</summary>
    /// <param name="architecture">Its full name.</param>
    public WeightsFile? Find(string architecture) =>
        All.FirstOrDefault(file => file.Architecture == architecture && file.Faults.Count == 0);

    /// <summary>The first ledger that names an architecture.</summary>
    /// <param name="architecture">Its full name; empty for none.</param>
    public WeightsFile? FindFirst(string architecture) =>
        architecture.Length == 0 ? null : All.FirstOrDefault(file => file.Architecture == architecture);

    /// <summary>The ledger in a file.</summary>
    public WeightsFile? At(string path) => All.FirstOrDefault(file => file.Path == path);
}
