using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Functions;
using SerpentDsl.Io;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// The mutable part of a training: the model's parameters, AdamW's moments, the moving average; and the operations of a step.
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
    private readonly CarriedState? _carried;

    /// <param name="model">The model, on its device; not disposed here.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="options">The training options.</param>
    /// <param name="groups">The parameters that are trained.</param>
    /// <param name="device">The model's device.</param>
    public Learner(
        ISequenceModel model, Dataset dataset, TrainingOptions options, IReadOnlyList<OptimizerGroup> groups, Device device)
    {
        _model = model;
        _objective = Objective.Of(model);
        _dataset = dataset;
        _options = options;
        _device = device;
        _groups = groups;
        _optimizer = OptimizerGroup.AdamW(_groups, options.LearningRate);
        _carried = CarriedState.Of(model, options);
        _average = options.EmaDecay > 0 ? new WeightAverage(_groups, options.EmaDecay) : null;
    }

    /// <summary>The model.</summary>
    public nn.Module Module => _model.Module;

    /// <summary>The trainable parameters by their <c>state_dict</c> names.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters() => _groups.SelectMany(group => group.Parameters);

    /// <summary>Must be called before the first batch of an epoch: a state that is carried returns to the beginning of the text.</summary>
    public void BeginEpoch() => _carried?.Reset();

    /// <summary>Computes the gradient of a step, and sets the learning rates.</summary>
    /// <param name="rows">Indices of rows of the training split.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="factor">The schedule's factor, by which all learning rates are multiplied.</param>
    /// <returns>The result of <see cref="TrainingStep.Run"/>.</returns>
    public StepSample Differentiate(int[] rows, int step, double factor)
    {
        foreach (var (group, controlled) in _groups.Zip(_optimizer.ParamGroups))
        {
            controlled.LearningRate = group.LearningRate * factor;
        }

        StepRandom.Begin(_options.Seed, step);
        OptimizerGroup.ZeroGradients(_groups);
        return TrainingStep.Run(_objective, _dataset, rows, _options.Accumulate, _device, _carried);
    }

    /// <summary>Clips the gradient to the norm that the recipe allows.</summary>
    /// <returns>The norm before clipping; null if the recipe does not clip.</returns>
    public double? ClipGradient() => _options.GradientClip == 0
        ? null
        : FusedGradientClip.Apply(Parameters().Select(member => member.Parameter), _options.GradientClip);

    /// <summary>Updates the parameters by their gradients, and the moving average.</summary>
    /// <param name="step">Number of the step, from 1.</param>
    public void Step(int step)
    {
        FusedAdamW.Step(_optimizer);
        _average?.Update(step);
    }

    /// <summary>Replaces the parameters by their moving average, if the recipe keeps one.</summary>
    /// <returns>Restores the parameters when disposed; null if no average is kept.</returns>
    public IDisposable? AverageInPlace() => _average?.InPlace();

    /// <summary>The tensors of a training state. They still belong to the model and to this object.</summary>
    /// <param name="buffers">Buffers that replace the model's, by their names; null: none.</param>
    public IEnumerable<(string Name, Tensor Value)> Tensors(IReadOnlyDictionary<string, Tensor>? buffers = null) =>
    [
        .. _model.Module.state_dict().Select(entry => (entry.Key, buffers?.GetValueOrDefault(entry.Key) ?? entry.Value)),
        .. OptimizerState.Tensors(_optimizer, _groups),
        .. _average?.Tensors() ?? [],
        .. _carried?.Tensors() ?? [],
    ];

    /// <summary>Number of optimizer steps of each parameter, by the parameter's name.</summary>
    public Dictionary<string, long> Steps() => OptimizerState.Steps(_optimizer, _groups);

    /// <summary>Restores a training state.</summary>
    /// <exception cref="SafetensorsException">The state belongs to another model.</exception>
    public void Restore(CheckpointFile state)
    {
        ModuleState.Load(_model.Module, state.Model, state.Path);
        OptimizerState.Restore(_optimizer, _groups, state, state.Training!.OptimizerSteps);
        _average?.Restore(state);
        _carried?.Restore(state);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _carried?.Dispose();
    }
}
