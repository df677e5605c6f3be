using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>Declares what an architecture is trained on, and how: the runner's defaults for it.</summary>
/// <param name="task">
/// The task: a public class with a parameterless constructor that implements what the head is trained on,
/// <see cref="Tasks.ISequenceTask"/>, <see cref="Tasks.IPairTask"/>, <see cref="Tasks.ILanguageTask"/> or
/// <see cref="Tasks.ISeriesTask"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecipeAttribute(Type task) : Attribute
{
    /// <summary>For a variant: inherits every option of the other architecture's recipe that is not set here.</summary>
    public RecipeAttribute()
        : this(null!)
    {
    }

    /// <summary>The task.</summary>
    public Type Task { get; set; } = task;

    /// <summary>Passes over the training split.</summary>
    [DefaultValue(10), Range(1, int.MaxValue)]
    public int Epochs { get; set; }

    /// <summary>Sequences per step.</summary>
    [DefaultValue(32), Range(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>Learning rate of AdamW; a layer may set another one for its own parameters.</summary>
    [DefaultValue(1e-3), Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; set; }

    /// <summary>Decoupled weight decay of AdamW; biases, norms, embeddings and SSM parameters have none.</summary>
    [DefaultValue(0.05), Range(0.0, double.MaxValue)]
    public double WeightDecay { get; set; }

    /// <summary>How the learning rate changes.</summary>
    [DefaultValue(Schedule.Cosine)]
    public Schedule Schedule { get; set; }

    /// <summary>Steps of linear warm-up (cosine schedule).</summary>
    [DefaultValue(0), Range(0, int.MaxValue)]
    public int WarmupSteps { get; set; }

    /// <summary>
    /// Number of epochs without a better validation accuracy after which a plateau schedule lowers the learning rate, and the other
    /// schedules stop the training. 0: never.
    /// </summary>
    [DefaultValue(0), Range(0, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>Largest norm of the gradient; a larger gradient is scaled down to it. 0: no limit.</summary>
    [DefaultValue(0.0), Range(0.0, double.MaxValue)]
    public double GradientClip { get; set; }

    /// <summary>
    /// Decay of an exponential moving average of the parameters, such as 0.999: that average is then evaluated and saved. 0: the parameters
    /// themselves are.
    /// </summary>
    [DefaultValue(0.0), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double EmaDecay { get; set; }

    /// <summary>
    /// For language models: whether the blocks of a text are read in order, with the state carried from each to the next; gradients are cut
    /// between blocks.
    /// </summary>
    [DefaultValue(false)]
    public bool CarryState { get; set; }

    /// <summary>The smaller architecture that <c>train --quick</c> runs instead, if any.</summary>
    public Type? Quick { get; set; }
}
