using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The convolution kernel of a diagonal system (S4D), k_l = 2 Re Σ_n C_n B̄_n Ā_n^l, by zero-order hold or the bilinear rule.
/// </summary>
public sealed class S4DKernel : StateSpaceKernel
{
    private readonly Discretisation _discretisation;

    /// <summary>Draws Δ and C, and initialises A and B.</summary>
    /// <param name="options">Sizes and initialisation; its rank has no effect.</param>
    /// <param name="discretisation">How the continuous system becomes a recurrence.</param>
    /// <param name="isReal">Whether A, B and C are real: then all N modes are stored; the factor 2 of the formula still applies.</param>
    public S4DKernel(StateSpaceOptions options, Discretisation discretisation, bool isReal)
        : this(
            options,
            discretisation,
            isReal,
            StateMatrix.Create(
                options.Initialisation, isReal ? 2 * options.StateSize : options.StateSize, 1, options.Copies, options.InputClip))
    {
    }

    private S4DKernel(StateSpaceOptions options, Discretisation discretisation, bool isReal, StateMatrix matrix)
        : base(nameof(S4DKernel), options, matrix, isReal)
    {
        matrix.Dispose();
        _discretisation = discretisation;
        RegisterComponents();
    }

    internal override long? RecurrentModes => A_real.shape[1];

    internal override Tensor Convolve(Tensor u, Tensor skip, double rate)
    {
        CheckLength(u.shape[1], rate);
        using var scope = NewDisposeScope();
        return System(rate).Convolve(u, skip).MoveToOuterDisposeScope();
    }

    internal override RecurrenceForm StreamingForm => RecurrenceForm.Diagonal;

    /// <inheritdoc/>
    public override Tensor NextState(Tensor u, Tensor? lengths, Tensor state)
    {
        CheckSequence(u, lengths);
        CheckState(state);
        using var scope = NewDisposeScope();
        return System(1.0).Next(u, lengths, state).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StateSpaceRecurrence Recurrence(RecurrenceForm form)
    {
        if (form != RecurrenceForm.Diagonal)
        {
            throw new ArgumentException($"A diagonal system has no {form} recurrence; use {RecurrenceForm.Diagonal}.", nameof(form));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return System(1.0).Recurrence(ComplexType);
    }

    private protected override (Tensor Kernel, Tensor? FromState) Kernels(long length, double rate, Tensor? state)
    {
        CheckLength(length, rate);
        using var scope = NewDisposeScope();
        var (kernel, fromState) = System(rate).Kernel(length, state, RealType);
        return (kernel.MoveToOuterDisposeScope(), fromState?.MoveToOuterDisposeScope());
    }

    /// <summary>The discretised system, in the current dispose scope.</summary>
    /// <param name="rate">Factor on Δ, above 0; 1 is the rate of the training data.</param>
    internal DiagonalSystem System(double rate = 1.0) =>
        DiagonalSystem.Discretise(_discretisation, Diagonal(), Delta(rate), Input(), Output());
}
