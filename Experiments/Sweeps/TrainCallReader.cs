using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Reads the trainings that a sweep file or protocol lists.</summary>
/// <param name="catalogue">The known architectures.</param>
/// <param name="arguments">Reads the options of <c>train</c>.</param>
internal sealed class TrainCallReader(ArchitectureCatalogue catalogue, ITrainArguments arguments)
{
    /// <summary>Options that a file must not set, because the sweep sets them.</summary>
    private static readonly string[] s_reserved = ["out", "seed", "quick", "json"];

    private readonly string[] _known = [.. arguments.Options.Except(s_reserved).Order(StringComparer.Ordinal)];

    /// <summary>Reads an architecture's name.</summary>
    /// <param name="name">The value in the file.</param>
    /// <exception cref="UsageException">There is no such architecture.</exception>
    public ArchitectureSpec Architecture(ConfigNode name)
    {
        var wanted = name.String();
        try
        {
            return catalogue.Find(wanted);
        }
        catch (UsageException problem)
        {
            throw name.Problem(problem.Message);
        }
    }

    /// <summary>Reads options of <c>train</c>.</summary>
    /// <param name="options">The JSON object with names and values.</param>
    /// <exception cref="UsageException">A name is not an option of <c>train</c>.</exception>
    public IReadOnlyDictionary<string, string> Options(ConfigNode options)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in options.Members(_known))
        {
            if (value.Truth is not false)
            {
                read.Add(name, value.Truth is true ? "" : value.Scalar());
            }
        }

        return read;
    }

    /// <summary>The data and options of a training, as <c>train</c> would read them.</summary>
    /// <param name="call">The training.</param>
    /// <exception cref="UsageException">
    /// The value of an option is wrong, there is no such task or file, or nothing says what to train on.
    /// </exception>
    public PlannedTraining Resolve(TrainCall call) => arguments.Read(call.Arguments(1).Skip(1), call.Architecture, catalogue);
}
