using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cauchy;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The convolution kernel of a system with diagonal-plus-low-rank state matrix A = diag(λ) − P P* under the bilinear rule (S4), from its
/// truncated generating function at the roots of unity: Cauchy sums, a Woodbury correction, an inverse FFT (S4, arXiv 2111.00396).
/// </summary>
/// <remarks>
/// The trained C is C̃ = C(I − Ā^L), which belongs to a length L, the buffer <c>l_kernel</c>. A new kernel is at L = 0 and has to be tuned
/// once (<see cref="Tune"/>); no other call changes L, so no result depends on the order of calls.
/// </remarks>
public sealed class S4Kernel : StateSpaceKernel
{
    private readonly Parameter P;
    private readonly Tensor l_kernel;

    /// <summary>Draws Δ and C, and initialises A, B and P. The kernel is not tuned to a length yet.</summary>
    /// <param name="options">Sizes and initialisation.</param>
    public S4Kernel(StateSpaceOptions options)
        : this(options, StateMatrix.Create(options.Initialisation, options.StateSize, options.Rank, options.Copies, options.InputClip))
    {
    }

    private S4Kernel(StateSpaceOptions options, StateMatrix matrix)
        : base(nameof(S4Kernel), options, matrix, isReal: false)
    {
        if (!options.DeltaTied)
        {
            throw new ArgumentException(
                "The low-rank term couples the modes, which need one common Δ; use S4D for a Δ per mode.", nameof(options));
        }

        using var scope = NewDisposeScope();
        P = Trained(view_as_real(matrix.LowRank));
        matrix.Dispose();
        l_kernel = ModuleTensor.Buffer(tensor(0L));
        RegisterComponents();
    }

    /// <summary>
    /// The cost of the recurrence over a whole sequence, as a number of modes of a diagonal system (<see cref="ConvolutionChoice"/>).
    /// </summary>
    /// <param name="stateSize">N: real dimension of each state.</param>
    /// <returns>Null if the state is too large for that recurrence.</returns>
    public static long? ModesOfRecurrence(long stateSize) => stateSize <= DenseConvolution.MostStates ? DenseConvolution.MostStates : null;

    /// <summary>The length that C̃ belongs to; 0 before <see cref="Tune"/>.</summary>
    public long TunedLength => l_kernel.item<long>();

    /// <summary>Replaces the drawn C by C̃ for a length.</summary>
    /// <param name="length">The longest kernel that will be asked for, at rate 1.</param>
    /// <exception cref="InvalidOperationException">The kernel is tuned already.</exception>
    public void Tune(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (TunedLength != 0)
        {
            throw new InvalidOperationException($"The kernel is tuned to length {TunedLength}; use Grow to lengthen it.");
        }

        MultiplyOutput(length, sign: -1);
        SetLength(length);
    }

    /// <summary>Doubles the tuned length until it is enough: C̃ ← C̃(I + Ā^L), L ← 2L. The system stays the same.</summary>
    /// <param name="length">The length needed.</param>
    public void Grow(long length)
    {
        for (var tuned = CheckTuned(); tuned < length; tuned *= 2)
        {
            MultiplyOutput(tuned, sign: 1);
            SetLength(2 * tuned);
        }
    }

    /// <inheritdoc/>
    public override long LongestKernel => TunedLength;

    internal override RecurrenceForm StreamingForm => RecurrenceForm.LowRank;

    internal override long? RecurrentModes => ModesOfRecurrence(2 * A_real.shape[1]);

    /// <remarks>
    /// Real and imaginary parts of the stored modes are the real states; A is then block-diagonal minus 2 P Pᵀ, and C = C̃ (I − Ā^L)⁻¹. A
    /// is not diagonalised: HiPPO's eigenvectors are nearly parallel, and eigenvalues may coincide during training.
    /// </remarks>
    internal override Tensor Convolve(Tensor u, Tensor skip, double rate)
    {
        var nodes = Nodes(u.shape[1], rate);
        using var scope = NewDisposeScope();
        Tensor delta = Delta(rate).unsqueeze(2), a = Diagonal(), p = Parts(LowRank()), input = Parts(Input());
        Tensor re = a.real.diag_embed(), im = a.imag.diag_embed();
        var matrix = cat([cat([re, -im], 2), cat([im, re], 2)], 1) - (Scalars.Two * p.bmm(p.transpose(1, 2)));
        Tensor step = matrix * delta, identity = eye(step.shape[1], dtype: ScalarType.Float64, device: step.device);
        // Ā − I and B̄: the bilinear rule.
        var systems = DenseSystems.Solve(identity - (step / Scalars.Two), cat([step, input * delta], 2));
        var power = DenseSystems.Power(identity.Plus(systems.narrow(2, 0, step.shape[1])), nodes);
        var outputMatrices = DenseSystems.Solve((identity - power).transpose(1, 2), Scalars.Two * Parts(Output().conj())).permute(2, 0, 1);
        return DenseConvolution.Apply(u, systems, outputMatrices, skip).MoveToOuterDisposeScope();

        // [features, 2 · modes, …], real parts first.
        static Tensor Parts(Tensor x) => cat([x.real, x.imag], 2).permute(1, 2, 0);
    }

    /// <inheritdoc/>
    public override Tensor NextState(Tensor u, Tensor? lengths, Tensor state)
    {
        CheckSequence(u, lengths);
        CheckState(state);
        using var scope = NewDisposeScope();
        var (power, input) = Dense();
        var length = u.shape[1];
        var driven = Driven(power, input, SequenceAlignment.AtEnd(u, lengths).to(ScalarType.Float64));
        var forwarded = WithConjugates(state.to(ScalarType.ComplexFloat64)).permute(1, 2, 0);

        // Ā^length of the old state, by squares of Ā, one for each binary digit 1 of a sequence's length.
        for (var digit = 0; length >> digit > 0; digit++)
        {
            if (lengths is not null)
            {
                var moves = lengths.floor_divide(Scalars.Of(1L << digit)).remainder(Scalars.Two).eq(Scalars.One);
                forwarded = where(moves, power.bmm(forwarded), forwarded);
            }
            else if (((length >> digit) & 1) == 1)
            {
                forwarded = power.bmm(forwarded);
            }

            if (length >> (digit + 1) > 0)
            {
                power = power.bmm(power);
            }
        }

        var next = forwarded.Plus(driven).narrow(1, 0, input.shape[1] / 2).permute(2, 0, 1);
        return next.to(ComplexType).contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override StateSpaceRecurrence Recurrence(RecurrenceForm form)
    {
        var tuned = CheckTuned();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (transition, input) = Dense();
        // C = C̃ (I − Ā^L)⁻¹, [features, channels, N]
        var identity = eye(transition.shape[1], dtype: ScalarType.ComplexFloat64, device: transition.device);
        var remainder = identity - DenseSystems.Power(transition, tuned);
        var output = DenseSystems.Solve(remainder.transpose(1, 2), WithConjugates(Output()).permute(1, 2, 0)).transpose(1, 2);
        switch (form)
        {
            case RecurrenceForm.Dense:
                return new DenseRecurrence([Own(transition), Own(input), Own(output.transpose(0, 1))]);
            case RecurrenceForm.Diagonal:
                var (values, vectors) = linalg.eig(transition);
                var inverse = DenseSystems.Inverse(vectors);
                return new DiagonalRecurrence(
                [
                    Own(values),
                    Own(inverse.bmm(input.unsqueeze(2)).squeeze(2)),
                    Own(output.bmm(vectors).transpose(0, 1)),
                ]);
            case RecurrenceForm.LowRank:
                Tensor delta = Delta(1.0), a = Diagonal(), p = LowRank(), q = p.conj().resolve_conj();
                var d = Scalars.One / ((Scalars.Two / delta) - a);
                // [features, rank, rank], real: both halves of each conjugate pair.
                var weighted = (q * d).permute(1, 0, 2);
                var gram = eye(p.shape[0], dtype: ScalarType.Float64, device: p.device)
                    .Plus(Scalars.Two * weighted.bmm(p.permute(1, 2, 0)).real);
                var r = DenseSystems.Solve(gram.to(ScalarType.ComplexFloat64), weighted).permute(1, 0, 2);
                var half = a.shape[1];
                return new LowRankRecurrence(
                    [
                        Own(d), Own((Scalars.Two / delta).Plus(a)), Own(p), Own(r), Own(Input().squeeze(0)),
                        Own(Scalars.Two * output.transpose(0, 1).narrow(2, 0, half)),
                    ]);
            default:
                throw new ArgumentOutOfRangeException(nameof(form), form, "There is no such form.");
        }
    }

    private protected override (Tensor Kernel, Tensor? FromState) Kernels(long length, double rate, Tensor? state)
    {
        var nodes = Nodes(length, rate);
        if (state is null && FusedKernels.Fit(inv_dt, A_real, A_imag, B, P, C))
        {
            var form = new LowRankForm(Options.DeltaTransform, Options.RealTransform, Options.ImaginaryTransform, rate, nodes, length);
            return (LowRankTaps.Apply(new LowRankParameters(inv_dt, A_real, A_imag!, B, P, C), form), null);
        }

        using var scope = NewDisposeScope();
        var system = new LowRankSystem(Diagonal(), LowRank(), Input(), Output(), Delta(rate));
        var all = system.ImpulseResponses(state, nodes, RealType).narrow(3, 0, length);
        var inputs = all.shape[0];
        var kernel = all.select(0, inputs - 1).MoveToOuterDisposeScope();
        return (kernel, state is null ? null : all.narrow(0, 0, inputs - 1).MoveToOuterDisposeScope());
    }

    private Tensor LowRank() => PerFeature(AsComplex(P));

    /// <summary>Ā <c>[features, N, N]</c> and B̄ <c>[features, N]</c> over all modes, conjugates second.</summary>
    private (Tensor Transition, Tensor Input) Dense()
    {
        using var scope = NewDisposeScope();
        Tensor delta = Delta(1.0).unsqueeze(2), p = WithConjugates(LowRank()).permute(1, 2, 0);
        var a = WithConjugates(Diagonal()).diag_embed() - p.bmm(p.conj().transpose(1, 2));
        Tensor half = a * (delta / Scalars.Two), identity = eye(a.shape[1], dtype: ScalarType.ComplexFloat64, device: a.device);
        var input = WithConjugates(Input()).permute(1, 2, 0) * delta;
        var both = DenseSystems.Solve(identity - half, cat([identity.Plus(half), input], 2));
        return (
            both.narrow(2, 0, a.shape[1]).contiguous().MoveToOuterDisposeScope(),
            both.select(2, a.shape[1]).contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Σ_l Ā^(length − 1 − l) B̄ u_l, <c>[features, N, batch]</c>: blocks of inputs, the latest first, times the powers of Ā, and then from
    /// block to block.
    /// </summary>
    private static Tensor Driven(Tensor transition, Tensor input, Tensor u)
    {
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        var width = (long)Math.Ceiling(Math.Sqrt(length));
        var blocks = (length + width - 1) / width;
        Tensor powers = input.unsqueeze(2), step = transition;
        while (powers.shape[2] < width)
        {
            (powers, step) = (cat([powers, step.bmm(powers)], 2), step.bmm(step));
        }

        powers = powers.narrow(2, 0, width);
        var latest = cat([u.flip(1), zeros([batch, (blocks * width) - length, features], u.dtype, u.device)], 1);
        var columns = latest.reshape(batch, blocks, width, features).permute(3, 2, 1, 0).reshape(features, width, blocks * batch);
        var sums = complex(powers.real.contiguous().bmm(columns), powers.imag.contiguous().bmm(columns))
            .reshape(features, -1, blocks, batch);
        var jump = DenseSystems.Power(transition, width);
        var total = sums.select(2, blocks - 1);
        for (var block = blocks - 2; block >= 0; block--)
        {
            total = jump.bmm(total).Plus(sums.select(2, block));
        }

        return total;
    }

    /// <summary>C ← C (I + sign · Ā^power).</summary>
    private void MultiplyOutput(long power, int sign)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (transition, _) = Dense();
        var output = WithConjugates(Output()).transpose(0, 1);
        var result = output.Plus(Scalars.Of(sign) * output.bmm(DenseSystems.Power(transition, power)));
        var half = result.shape[2] / 2;
        C.copy_(view_as_real(result.narrow(2, 0, half).transpose(0, 1).contiguous()));
    }

    private void SetLength(long length)
    {
        using var scope = NewDisposeScope();
        l_kernel.copy_(tensor(length));
    }

    /// <summary>The length that C̃ belongs to at a rate; throws if the kernel would be longer.</summary>
    private long Nodes(long length, double rate)
    {
        CheckLength(length, rate);
        var tuned = CheckTuned();
        var needed = (long)Math.Round(rate * length);
        return needed <= tuned
            ? (long)Math.Round(tuned / rate)
            : throw new InvalidOperationException(
                $"A kernel of length {length} at rate {rate} needs C̃ for length {needed}, but it is tuned to {tuned}; call Grow({needed}) "
                    + "first.");
    }

    private long CheckTuned() => TunedLength is > 0 and var length
        ? length
        : throw new InvalidOperationException("The kernel's C belongs to no length yet; call Tune with the longest length needed.");

    private Tensor Own(Tensor tensor) => tensor.to(ComplexType).resolve_conj().contiguous().clone().DetachFromDisposeScope();

    private static Tensor WithConjugates(Tensor half) => cat([half, half.conj()], -1);
}
