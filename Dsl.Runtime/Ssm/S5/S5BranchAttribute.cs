using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SerpentDsl.Ssm;

namespace SerpentDsl;

/// <summary>A branch whose sequence layer is S5 (<see cref="S5"/>), with the defaults of the official code.</summary>
[BranchLayer(typeof(S5))]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class S5BranchAttribute : DeltaBranchAttribute
{
    /// <summary>
    /// Size of the whole state, conjugates included (the official <c>ssm_size_base</c>). With conjugate symmetry half as many modes are
    /// stored.
    /// </summary>
    [DefaultValue(256)]
    [Range(2, 8192)]
    [MultipleOf(2)]
    public int StateSize { get; set; }

    /// <summary>
    /// Size of each HiPPO block that the state matrix starts from; the official <c>blocks</c> is the state size divided by it.
    /// </summary>
    [DefaultValue(32)]
    [Range(2, 8192)]
    [MultipleOf(2)]
    [DivisorOf(nameof(StateSize))]
    public int BlockSize { get; set; }

    /// <summary>Whether one mode of each conjugate pair stands for both.</summary>
    [DefaultValue(true)]
    public bool ConjugateSymmetry { get; set; }

    /// <summary>How the system is discretised.</summary>
    [DefaultValue(Discretisation.ZeroOrderHold)]
    public Discretisation Discretisation { get; set; }

    /// <summary>How C is initialised.</summary>
    [DefaultValue(S5OutputInitialisation.TruncatedStandardNormal)]
    public S5OutputInitialisation OutputInitialisation { get; set; }

    /// <summary>
    /// Whether the real parts of the eigenvalues are kept at or below −1e-4, which the official code recommends for unbounded lengths.
    /// </summary>
    [DefaultValue(false)]
    public bool ClipEigenvalues { get; set; }

    /// <summary>The function at the end of the layer.</summary>
    [DefaultValue(S5Activation.HalfGlu1)]
    public S5Activation Activation { get; set; }

    /// <summary>Which definition of S5, where code and paper differ.</summary>
    [DefaultValue(S5Preset.Official)]
    public S5Preset Preset { get; set; }

    /// <summary>Which parameters learn at <see cref="SsmLearningRate"/> and which have weight decay.</summary>
    [DefaultValue(S5OptimizerGroups.Standard)]
    public S5OptimizerGroups OptimizerGroups { get; set; }

    /// <summary>
    /// Whether Δ learns as the recipe says, decay included, instead of at <see cref="SsmLearningRate"/> (the official <c>dt_global</c>).
    /// </summary>
    [DefaultValue(false)]
    public bool GlobalDelta { get; set; }

    /// <summary>Learning rate of the eigenvalues, and of Δ and B where the groups say so.</summary>
    [DefaultValue(1e-3)]
    [Range(1e-9, 1.0)]
    public double SsmLearningRate { get; set; }
}
