using SerpentDsl.Experiments.Commands;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Results;

/// <summary>How the cells of the paper's tables are filled: which architecture is trained in which way, with which seeds.</summary>
/// <param name="Name">Its name, also of the folder below <c>runs</c> that its runs go to.</param>
/// <param name="About">What it is, in a sentence or two.</param>
/// <param name="Seeds">The seeds of every cell.</param>
/// <param name="Cells">The cells it can fill.</param>
internal sealed record Protocol(string Name, string About, IReadOnlyList<long> Seeds, IReadOnlyList<ProtocolCell> Cells)
{
    private const string Folder = "SerpentDsl.Experiments.Protocols.";
    private const string Extension = ".json";

    /// <summary>The protocols that come with the runner.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Protocol).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a protocol by its name, or from a file.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or the path of a file.</param>
    /// <param name="catalogue">The architectures it may name.</param>
    /// <exception cref="UsageException">There is none, or something in it is wrong.</exception>
    public static Protocol Load(string nameOrFile, ArchitectureCatalogue catalogue)
    {
        if (Names.Contains(nameOrFile))
        {
            using Stream resource = typeof(Protocol).Assembly.GetManifestResourceStream($"{Folder}{nameOrFile}{Extension}")!;
            using var bytes = new MemoryStream();
            resource.CopyTo(bytes);
            return Read($"protocol {nameOrFile}", bytes.ToArray(), catalogue);
        }

        return File.Exists(nameOrFile)
            ? Read(nameOrFile, File.ReadAllBytes(nameOrFile), catalogue)
            : throw new UsageException($"{NearestNames.Explain($"There is no protocol '{nameOrFile}'.", nameOrFile, Names)} A file of your own can be named as well.");
    }

    /// <summary>Reads a protocol.</summary>
    internal static Protocol Read(string file, ReadOnlySpan<byte> utf8, ArchitectureCatalogue catalogue)
    {
        var root = ConfigNode.Parse(file, utf8);
        root.Members("name", "about", "seeds", "cells");
        ConfigNode name = root.Member("name");
        return new Protocol(
            SweepFile.FolderName(name),
            root.Member("about").String(),
            SweepFile.Seeds(root.Member("seeds")),
            [.. root.Member("cells").Items().Select(cell => ProtocolCell.Read(cell, catalogue))]);
    }

    /// <summary>The cell of a table, if the protocol can fill it.</summary>
    public ProtocolCell? Find(int table, string model, string column) =>
        Cells.FirstOrDefault(cell => cell.Table == table && cell.Model == model && cell.Column == column);
}
