using System.ComponentModel.DataAnnotations;

namespace SerpentDsl;

/// <summary>
/// Sets limits to the size and cost of an architecture; exceeding one is a compiler error on that argument. Each figure is the constant of
/// the same name in the generated class. An unset one has no limit.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>Most trainable parameters.</summary>
    [Range(1, double.MaxValue)]
    public long Parameters { get; set; }

    /// <summary>Most floating-point operations per token in training, forward and backward.</summary>
    [Range(1, double.MaxValue)]
    public long TrainingFlops { get; set; }

    /// <summary>Most bytes per token that a forward pass keeps for the backward pass.</summary>
    [Range(1, double.MaxValue)]
    public long TrainingBytes { get; set; }

    /// <summary>Most floating-point operations of one step of the streaming form.</summary>
    [Range(1, double.MaxValue)]
    public long StepFlops { get; set; }

    /// <summary>Most bytes that one step of the streaming form reads and writes.</summary>
    [Range(1, double.MaxValue)]
    public long StepBytes { get; set; }

    /// <summary>Most bytes of one sequence's state in the streaming form.</summary>
    [Range(1, double.MaxValue)]
    public long StateBytes { get; set; }
}
