using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Functions;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// What a training changes: a model's parameters, AdamW's moments of them, and their moving average; and how a step does it.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly ISequenceModel _model;
    private readonly Objective _objective;
    private readonly Dataset _dataset;
    private readonly TrainingOptions _options;
    private readonly Device _device;
    private readonly IReadOnlyList<OptimizerGroup> _groups;
    private readonly AdamW _optimizer;
    private readonly WeightAverage? _average;

    /// <param name="model">The model, on its device; not disposed here.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="options">The training options.</param>
    /// <param name="device">The model's device.</param>
    public Learner(ISequenceModel model, Dataset dataset, TrainingOptions options, Device device)
    {
        _model = model;
        _objective = Objective.Of(model);
        _dataset = dataset;
        _options = options;
        _device = device;
        _groups = OptimizerGroup.Of(model.Module, options.LearningRate, options.WeightDecay);
        _optimizer = OptimizerGroup.AdamW(_groups, options.LearningRate);
        _average = options.EmaDecay > 0 ? new WeightAverage(_groups, options.EmaDecay) : null;
    }

    /// <summary>The model.</summary>
    public nn.Module Module => _model.Module;

    /// <summary>The trained parameters by their <c>state_dict</c> names.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters() => _groups.SelectMany(group => group.Parameters);

    /// <summary>The gradient of a step, and the rates for it.</summary>
    /// <param name="rows">Rows of the training split.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="factor">The schedule's factor on every rate.</param>
    /// <returns>As <see cref="TrainingStep.Run"/> does.</returns>
    public StepSample Differentiate(int[] rows, int step, double factor)
    {
        foreach (var (group, controlled) in _groups.Zip(_optimizer.ParamGroups))
        {
            controlled.LearningRate = group.LearningRate * factor;
        }

        StepRandom.Begin(_options.Seed, step);
        OptimizerGroup.ZeroGradients(_groups);
        return TrainingStep.Run(_objective, _dataset, rows, _options.Accumulate, _device);
    }

    /// <summary>Scales the gradient down to what the recipe allows.</summary>
    /// <returns>Its norm before; null where none is clipped.</returns>
    public double? ClipGradient() => _options.GradientClip == 0
        ? null
        : FusedGradientClip.Apply(Parameters().Select(member => member.Parameter), _options.GradientClip);

    /// <summary>Changes the parameters by their gradients.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    public void Step(int step)
    {
        FusedAdamW.Step(_optimizer);
        _average?.Update(step);
    }

    /// <summary>Puts the average of the parameters in their place, where one is kept.</summary>
    /// <returns>Puts them back; null where none is.</returns>
    public IDisposable? AverageInPlace() => _average?.InPlace();

    /// <summary>The tensors of a state, which stay those of the model and of this.</summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors() =>
    [
        .. _model.Module.state_dict().Select(entry => (entry.Key, entry.Value)),
        .. OptimizerState.Tensors(_optimizer, _groups),
        .. _average?.Tensors() ?? [],
    ];

    /// <summary>The optimizer's steps with each parameter.</summary>
    public Dictionary<string, long> Steps() => OptimizerState.Steps(_optimizer, _groups);

    /// <summary>Goes back to a state.</summary>
    /// <exception cref="SafetensorsException">It is of another model.</exception>
    public void Restore(CheckpointFile state)
    {
        ModuleState.Load(_model.Module, state.Model, state.Path);
        OptimizerState.Restore(_optimizer, _groups, state, state.Training!.OptimizerSteps);
        _average?.Restore(state);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
    }
}
