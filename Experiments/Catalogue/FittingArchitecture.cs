using SerpentDsl.Io;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Catalogue;

/// <summary>Finds the declared architecture that an official checkpoint fits, by the names and shapes of its tensors.</summary>
internal static class FittingArchitecture
{
    private const string Head = "head.weight";

    /// <summary>Finds the one architecture whose tensors are those of a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="path">Its path.</param>
    /// <param name="catalogue">The declared architectures.</param>
    /// <exception cref="UsageException">None fits, or several do; the message says what to declare, or which to name.</exception>
    public static ArchitectureSpec Find(OfficialCheckpoint checkpoint, string path, ArchitectureCatalogue catalogue)
    {
        var tensors = checkpoint.UnderOurNames();
        ArchitectureSpec[] fitting = [.. catalogue.All.Where(architecture => Fits(tensors, architecture))];
        return fitting switch
        {
            [var only] => only,
            [] when checkpoint.Declaration is { } declaration => throw new UsageException(
                $"No architecture of this program has the tensors of {path}. Declare one, and import again:\n{declaration}\n  public "
                    + $"sealed partial class {ClassNameOf(path)};"),
            [] => throw new UsageException(
                $"No architecture of this program has the tensors of {path}. Name one after it; the refusal then lists what differs."),
            _ => throw new UsageException(
                $"{path} fits {string.Join(", ", fitting.Select(architecture => architecture.Name))}. Name one of them after it."),
        };
    }

    /// <summary>A file may hold a tied embedding twice, once as the head; a head that the model does not have is ignored.</summary>
    private static bool Fits(SafetensorsFile tensors, ArchitectureSpec architecture)
    {
        var shapes = architecture.Weights.ToDictionary(weight => weight.Name, weight => weight.Shape);
        return shapes.Count > 0
            && shapes.All(weight => tensors.Entries.TryGetValue(weight.Key, out var entry) && entry.Shape.SequenceEqual(weight.Value))
            && tensors.Names.All(name => name == Head || shapes.ContainsKey(name));
    }

    /// <summary>A name for the class, from that of the folder: <c>mamba-130m-hf</c> becomes <c>Mamba130mHf</c>.</summary>
    private static string ClassNameOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full) ?? full;
        var words = new string([.. Path.GetFileName(folder).Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"Model{name}";
    }
}
