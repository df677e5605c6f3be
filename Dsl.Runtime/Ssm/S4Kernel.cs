using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cauchy;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The convolution kernel of a system with diagonal-plus-low-rank state matrix A = diag(λ) − P P* under the bilinear rule (S4), from its
/// truncated generating function at the roots of unity: Cauchy sums, a Woodbury correction, an inverse FFT (s4.md section 5).
/// </summary>
/// <remarks>
/// The trained C is C̃ = C(I − Ā^L), which belongs to a length L, the buffer <c>l_kernel</c>. A new kernel is at L = 0 and has to be
/// tuned once (<see cref="Tune"/>); nothing changes L behind the caller's back, so that no result depends on the order of calls.
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
        using var scope = NewDisposeScope();
        P = Trained(view_as_real(matrix.LowRank));
        matrix.Dispose();
        l_kernel = ModuleTensor.Buffer(tensor(0L));
        RegisterComponents();
    }

    /// <summary>
    /// How many modes of a diagonal system the recurrence over a whole sequence costs as much as, for <see cref="ConvolutionChoice"/>.
    /// </summary>
    /// <param name="stateSize">N.</param>
    /// <returns>Null where there is no such recurrence: it needs a small state.</returns>
    public static long? ModesOfRecurrence(long stateSize) => stateSize <= DenseConvolution.MostStates ? DenseConvolution.MostStates : null;

    /// <summary>The length that C̃ belongs to; 0 before <see cref="Tune"/>.</summary>
    public long TunedLength => l_kernel.item<long>();

    /// <summary>Turns the drawn C into C̃ for a length.</summary>
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
    /// With the parts of the stored modes as real states, A is block-diagonal minus 2 P Pᵀ, and C = C̃ (I − Ā^L)⁻¹. No diagonalisation:
    /// HiPPO's eigenvectors are nearly parallel, and eigenvalues may meet in training.
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
        var power = MatrixPower(identity.Plus(systems.narrow(2, 0, step.shape[1])), nodes);
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
        using var noGrad = no_grad();
        var (power, input) = Dense();
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        var modes = input.shape[1];
        var forwarded = WithConjugates(state.to(ScalarType.ComplexFloat64)).permute(1, 2, 0);

        // Σ_l Ā^l v_l, latest input first, by halving: pairs (v_{2l}, v_{2l+1}) become v_{2l} + Ā v_{2l+1}, and Ā its square. The same
        // squares take the old state forward, by the binary digits of each sequence's length.
        var v = SequenceAlignment.AtEnd(u, lengths).to(ScalarType.Float64).flip(1).permute(2, 0, 1).unsqueeze(1) * input.unsqueeze(2).unsqueeze(3);
        var count = length;
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

            if (count > 1)
            {
                if (count % 2 == 1)
                {
                    v = cat([v, zeros([features, modes, batch, 1], v.dtype, v.device)], 3);
                }

                count = (count + 1) / 2;
                var pairs = v.reshape(features, modes, batch, count, 2);
                var later = pairs.select(4, 1).reshape(features, modes, batch * count);
                v = pairs.select(4, 0).Plus(power.bmm(later).reshape(features, modes, batch, count));
            }

            if (length >> (digit + 1) > 0)
            {
                power = power.bmm(power);
            }
        }

        var next = forwarded.Plus(v.squeeze(3)).narrow(1, 0, modes / 2).permute(2, 0, 1);
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
        var remainder = identity - MatrixPower(transition, tuned);
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
        var all = ImpulseResponses(rate, nodes, state).narrow(3, 0, length);
        var inputs = all.shape[0];
        var kernel = all.select(0, inputs - 1).MoveToOuterDisposeScope();
        return (kernel, state is null ? null : all.narrow(0, 0, inputs - 1).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The kernels, <c>[inputs, channels, features, nodes]</c>, from their discrete Fourier transforms: first those of the states, last
    /// that of B.
    /// </summary>
    /// <remarks>
    /// With ω = e^{−iθ}, c = cos(θ/2), s = sin(θ/2) the node z = 2(1 − ω)/(1 + ω) is 2is/c. Every Cauchy sum is written as
    /// g = Σ x_n / (2is − cΔλ_n), which is 1/c times Σ x_n / (z − Δλ_n) and stays finite at ω = −1, where z does not:
    /// K̂ = e^{iθ/2} (g_CB − c g_CP g_PB / (1 + c g_PP)), and at c = 0 this is the limit (Δ/2) C̃·B by itself.
    /// </remarks>
    private Tensor ImpulseResponses(double rate, long nodes, Tensor? state)
    {
        Tensor delta = Delta(rate), a = Diagonal(), p = LowRank(), q = p.conj();
        var (rank, features, modes) = (p.shape[0], p.shape[1], p.shape[2]);
        var left = Input();
        if (state is not null)
        {
            left = cat([BeforeStep(state.to(ScalarType.ComplexFloat64), delta, a, p), left], 0);
        }

        left = cat([left, p], 0);
        var right = cat([Output(), q], 0);
        var w = a * delta;
        var x = left.unsqueeze(1) * right.unsqueeze(0) * delta;
        var (rows, columns) = (left.shape[0], right.shape[0]);
        var (inputs, channels) = (rows - rank, columns - rank);

        // Both numerators of every sum, against the two parts of the resolvent.
        var numerators = stack([x.real, (x * w.conj()).real], 2).to(RealType).permute(4, 0, 1, 2, 3).reshape(modes, 2 * rows * columns, features);
        Tensor magnitude = w.abs().transpose(0, 1), damping = (-w.real).transpose(0, 1);
        if (FusedKernels.Fit(numerators))
        {
            var shape = new CauchyShape((int)rows, (int)columns, (int)rank, (int)modes, (int)features, nodes);
            var parts = CauchyFunction.Apply(numerators, magnitude, damping, shape).unbind(0);
            var responses = fft.irfft(complex(parts[0], parts[1]), nodes, 1);
            return responses.transpose(1, 2).reshape(inputs, channels, features, nodes);
        }

        var halfAngle = TensorRange.Of((nodes / 2) + 1, ScalarType.Float64, w.device) * Scalars.Of(Math.PI / nodes);
        Tensor c = halfAngle.cos(), s = halfAngle.sin();
        // unbind and split rather than select and narrow: their gradients are one concatenation, not a zero-filled copy each.
        var sums = ResolventSums.Apply(numerators, magnitude, damping, c, s).reshape(features, rows, columns, 2, 2, -1).unbind(3);
        Tensor[] direct = sums[0].unbind(3), damped = sums[1].unbind(3);
        (c, s) = (c.to(RealType), s.to(RealType));
        var twice = Scalars.Two * s;
        var g = complex(-(twice * direct[1]).Plus(c * damped[0]), (twice * direct[0]) - (c * damped[1]));

        // Gaussian elimination of the low-rank rows. The pivots need no exchange: A is dissipative, so Re(1 + c g_PP) ≥ 1.
        for (var k = rank; k > 0; k--)
        {
            (rows, columns) = (rows - 1, columns - 1);
            var parts = g.split([rows, 1], 1);
            Tensor[] upper = parts[0].split([columns, 1], 2), lower = parts[1].split([columns, 1], 2);
            g = upper[0] - (upper[1] * lower[0] * (c / (c * lower[1]).Plus(1)));
        }

        var rotation = complex(c, s);
        return fft.irfft((g * rotation).permute(1, 2, 0, 3), nodes);
    }

    /// <summary>The input whose first response is Ā s: (1/Δ)(I + ΔA/2) s.</summary>
    private static Tensor BeforeStep(Tensor state, Tensor delta, Tensor a, Tensor p)
    {
        var low = Scalars.Two * (p.conj() * state.unsqueeze(1)).sum(3, keepdim: true).real;
        return (state / delta).Plus(((a * state) - (p * low).sum(1)) / Scalars.Two);
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
        return (both.narrow(2, 0, a.shape[1]).contiguous().MoveToOuterDisposeScope(), both.select(2, a.shape[1]).contiguous().MoveToOuterDisposeScope());
    }

    /// <summary>C ← C (I + sign · Ā^power).</summary>
    private void MultiplyOutput(long power, int sign)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (var transition, _) = Dense();
        var output = WithConjugates(Output()).transpose(0, 1);
        var result = output.Plus(Scalars.Of(sign) * output.bmm(MatrixPower(transition, power)));
        var half = result.shape[2] / 2;
        C.copy_(view_as_real(result.narrow(2, 0, half).transpose(0, 1).contiguous()));
    }

    private void SetLength(long length)
    {
        using var scope = NewDisposeScope();
        l_kernel.copy_(tensor(length));
    }

    /// <summary>The length that C̃ belongs to at a rate, unless a kernel would be longer.</summary>
    private long Nodes(long length, double rate)
    {
        CheckLength(length, rate);
        var tuned = CheckTuned();
        var needed = (long)Math.Round(rate * length);
        return needed <= tuned
            ? (long)Math.Round(tuned / rate)
            : throw new InvalidOperationException($"A kernel of length {length} at rate {rate} needs C̃ for length {needed}, but it is tuned to {tuned}; call Grow({needed}) first.");
    }

    private long CheckTuned() => TunedLength is > 0 and var length
        ? length
        : throw new InvalidOperationException("The kernel's C belongs to no length yet; call Tune with the longest length needed.");

    private Tensor Own(Tensor tensor) => tensor.to(ComplexType).resolve_conj().contiguous().clone().DetachFromDisposeScope();

    private static Tensor WithConjugates(Tensor half) => cat([half, half.conj()], -1);

    private static Tensor MatrixPower(Tensor matrix, long exponent)
    {
        Tensor? result = null;
        for (var square = matrix; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = result is null ? square : result.bmm(square);
            }

            if (exponent > 1)
            {
                square = square.bmm(square);
            }
        }

        return result!;
    }
}
