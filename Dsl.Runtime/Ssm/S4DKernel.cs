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
    /// <param name="discretisation">The rule.</param>
    /// <param name="isReal">Whether A, B and C are real: then N modes are stored, and the factor 2 of the formula remains.</param>
    public S4DKernel(StateSpaceOptions options, Discretisation discretisation, bool isReal)
        : this(options, discretisation, isReal, StateMatrix.Create(options.Initialisation, isReal ? 2 * options.StateSize : options.StateSize, 1, options.Copies))
    {
    }

    private S4DKernel(StateSpaceOptions options, Discretisation discretisation, bool isReal, StateMatrix matrix)
        : base(nameof(S4DKernel), options, matrix, isReal)
    {
        matrix.Dispose();
        _discretisation = discretisation;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor NextState(Tensor u, Tensor state)
    {
        CheckSequence(u);
        CheckState(state);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (Tensor exponents, Tensor input) = Discretise(1.0);
        Tensor next = ((exponents * u.shape[1]).exp() * state.to(ScalarType.ComplexFloat64)) + (input * Vandermonde.Project(u, exponents));
        return next.to(ComplexType).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StateSpaceRecurrence Recurrence(RecurrenceForm form)
    {
        if (form != RecurrenceForm.Diagonal)
            throw new ArgumentException($"A diagonal system has no {form} recurrence; use {RecurrenceForm.Diagonal}.", nameof(form));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (Tensor exponents, Tensor input) = Discretise(1.0);
        return new DiagonalRecurrence(
            exponents.exp().to(ComplexType).DetachFromDisposeScope(),
            input.squeeze(0).to(ComplexType).DetachFromDisposeScope(),
            (2 * Output()).to(ComplexType).DetachFromDisposeScope());
    }

    private protected override (Tensor Kernel, Tensor? FromState) Kernels(long length, double rate, Tensor? state)
    {
        CheckLength(length, rate);
        using var scope = NewDisposeScope();
        (Tensor exponents, Tensor input) = Discretise(rate);
        if (state is not null)
            input = cat([state.to(ScalarType.ComplexFloat64) * exponents.exp(), input], 0);
        Tensor output = Output();
        (long inputs, long channels, long features) = (input.shape[0], output.shape[0], output.shape[1]);
        Tensor coefficients = (input.unsqueeze(1) * output).reshape(inputs * channels, features, -1);
        Tensor all = Vandermonde.Sum(coefficients, exponents, length, RealType).reshape(inputs, channels, features, length);
        Tensor kernel = all.select(0, inputs - 1).MoveToOuterDisposeScope();
        return (kernel, state is null ? null : all.narrow(0, 0, inputs - 1).MoveToOuterDisposeScope());
    }

    /// <summary>ln Ā <c>[features, modes]</c> and B̄ <c>[1, features, modes]</c>.</summary>
    private (Tensor Exponents, Tensor Input) Discretise(double rate)
    {
        Tensor delta = Delta(rate), a = Diagonal();
        Tensor step = a * delta;
        if (_discretisation == Discretisation.ZeroOrderHold)
            return (step, Input() * ((step.exp() - 1) / a));
        Tensor half = step / 2;
        return ((1 + half).log() - (1 - half).log(), Input() * (delta / (1 - half)));
    }
}
