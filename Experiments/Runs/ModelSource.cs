using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using TorchSharp;

namespace SerpentDsl.Experiments.Runs;

/// <summary>A model in evaluation mode, loaded from a run or a checkpoint, or newly initialised.</summary>
internal sealed class ModelSource : IDisposable
{
    private ModelSource(ArchitectureSpec architecture, ISequenceModel model, string origin, string? run, JsonObject? configuration)
    {
        Run = run;
        Configuration = configuration;
        Architecture = architecture;
        Model = model;
        Origin = origin;
        model.Module.eval();
    }

    /// <summary>The run's folder; null for a newly initialised model or a checkpoint outside of a run.</summary>
    public string? Run { get; }

    /// <summary>The model's architecture.</summary>
    public ArchitectureSpec Architecture { get; }

    /// <summary>The content of the run's <c>run.json</c>; null for a newly initialised model or a checkpoint outside of a run.</summary>
    public JsonObject? Configuration { get; }

    /// <summary>The model.</summary>
    public ISequenceModel Model { get; }

    /// <summary>Source of the parameters, for people.</summary>
    public string Origin { get; }

    /// <summary>Opens a run's folder, a checkpoint file, or an architecture by its name.</summary>
    /// <param name="runOrName">A run's folder, a checkpoint file or an architecture's name.</param>
    /// <param name="seed">Seed of the parameters of a newly initialised model.</param>
    /// <param name="catalogue">The known architectures.</param>
    /// <exception cref="UsageException">There is no run, checkpoint or architecture with this name.</exception>
    public static ModelSource Open(string runOrName, long seed, ArchitectureCatalogue catalogue)
    {
        var path = Directory.Exists(runOrName) ? RunFolder.FindCheckpoint(runOrName, null) : File.Exists(runOrName) ? runOrName : null;
        if (path is null)
        {
            var named = Named(runOrName, catalogue);
            torch.manual_seed(seed);
            return new ModelSource(named, MemoryCheck.Create(named), $"untrained, seed {seed}", run: null, configuration: null);
        }

        var file = CheckpointFile.Read(path);
        var checkpoint = file.About;
        var architecture = catalogue.Declared(checkpoint.Architecture, path);
        var model = MemoryCheck.Create(architecture);
        try
        {
            ModuleState.Load(model.Module, file.Model, path);
            var configuration = RunFolder.ConfigurationOf(path);
            return new ModelSource(
                architecture,
                model,
                $"{path}, step {Figures.Count(checkpoint.Step)}, epoch {checkpoint.Epoch}",
                configuration is null ? null : RunFolder.OfCheckpoint(path),
                configuration);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static ArchitectureSpec Named(string runOrName, ArchitectureCatalogue catalogue)
    {
        try
        {
            return catalogue.Find(runOrName);
        }
        catch (UsageException problem)
        {
            throw new UsageException(
                $"There is no run and no checkpoint {runOrName}, and as the name of an untrained model: {problem.Message}");
        }
    }

    /// <summary>Runs the model over one sequence, for observers of its layers.</summary>
    /// <param name="ids">The token ids of the sequence.</param>
    /// <exception cref="UsageException">The model does not read tokens, or the text is too long.</exception>
    public void Read(IReadOnlyList<int> ids)
    {
        var longest = Architecture.Head.MaxLength;
        if (ids.Count == 0 || ids.Count > longest)
        {
            throw new UsageException(
                $"The text has {Figures.Count(ids.Count)} tokens; {Architecture.Name} reads 1 to {Figures.Count(longest)}.");
        }

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var tokens = torch.tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0);
        var lengths = torch.tensor(new[] { (long)ids.Count });
        switch (Model)
        {
            case ISequenceClassifier classifier:
                classifier.forward(tokens, lengths);
                break;
            case ILanguageModel language:
                language.forward(tokens, lengths);
                break;
            case IPairClassifier pair:
                pair.forward(tokens, lengths, tokens, lengths);
                break;
            default:
                throw new UsageException($"{Architecture.Name} is declared [{Architecture.Head.Kind}], which reads no tokens.");
        }
    }

    public void Dispose() => Model.Dispose();
}
