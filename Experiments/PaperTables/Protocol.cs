using System.Text;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The trainings that fill the cells of the paper's tables: architecture, options and seeds.</summary>
/// <param name="Name">Name of the protocol, and of the folder in <c>runs</c> that holds its runs.</param>
/// <param name="About">A description in a sentence or two.</param>
/// <param name="Seeds">The seeds of every cell.</param>
/// <param name="Cells">The cells that the protocol fills.</param>
internal sealed record Protocol(string Name, string About, IReadOnlyList<long> Seeds, IReadOnlyList<ProtocolCell> Cells)
{
    private const string Folder = "SerpentDsl.Experiments.Protocols.";
    private const string Extension = ".json";

    /// <summary>The protocols that come with the runner.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. EmbeddedFiles.Names(Folder).Select(name => name[Folder.Length..^Extension.Length]),
    ];

    /// <summary>Reads a protocol by its name, or from a file.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or the path of a file.</param>
    /// <param name="calls">Reads the protocol's architectures and options.</param>
    /// <exception cref="UsageException">There is no such protocol, or the file has an error.</exception>
    public static Protocol Load(string nameOrFile, TrainCallReader calls)
    {
        if (Names.Contains(nameOrFile))
        {
            return Read($"protocol {nameOrFile}", Encoding.UTF8.GetBytes(EmbeddedFiles.Read($"{Folder}{nameOrFile}{Extension}")), calls);
        }

        return Path.Exists(nameOrFile)
            ? Read(nameOrFile, ConfigNode.ReadFile(nameOrFile, "Name a protocol or its JSON file."), calls)
            : throw new UsageException($"{NearestNames.Explain($"There is no protocol '{nameOrFile}'.", nameOrFile, Names)} You can also "
                + "give a JSON file of your own.");
    }

    /// <summary>Reads a protocol from the bytes of a file.</summary>
    internal static Protocol Read(string file, ReadOnlySpan<byte> utf8, TrainCallReader calls)
    {
        var root = ConfigNode.Parse(file, utf8);
        root.Members("name", "about", "seeds", "cells");
        var name = root.Member("name");
        return new Protocol(
            SweepFile.FolderName(name),
            root.Member("about").String(),
            SweepFile.Seeds(root.Member("seeds")),
            [.. root.Member("cells").Items().Select(cell => ProtocolCell.Read(cell, calls))]);
    }

    /// <summary>The cell of a table; null if the protocol does not fill it.</summary>
    public ProtocolCell? Find(int table, string model, string column) =>
        Cells.FirstOrDefault(cell => cell.Table == table && cell.Model == model && cell.Column == column);
}
