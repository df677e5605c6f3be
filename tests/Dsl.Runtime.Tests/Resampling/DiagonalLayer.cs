using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>
/// The inner layer of the streaming fixtures, in a plain loop: real, diagonal, zero-order hold, N states per feature,
/// x ← e^(Δa) x + (e^(Δa) − 1)/a · u, y = 2 Σ_n C_n x_n + D u. It remembers what it read last.
/// </summary>
internal sealed class DiagonalLayer : StreamingLayer
{
    private readonly Parameter log_dt;
    private readonly Parameter log_A_real;
    private readonly Parameter C;
    private readonly Parameter D;

    public DiagonalLayer(long features, long stateSize)
        : base(nameof(DiagonalLayer))
    {
        log_dt = new Parameter(rand(features).sub(Scalars.Two));
        log_A_real = new Parameter(rand(features, stateSize));
        C = new Parameter(randn(features, stateSize));
        D = new Parameter(randn(features));
        RegisterComponents();
        foreach (var parameter in parameters())
        {
            parameter.DetachFromDisposeScope();
        }
    }

    /// <summary>The input of the last step.</summary>
    public Tensor? LastInput { get; private set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var x = zeros([u.shape[0], .. C.shape], u.dtype);
        var outputs = new List<Tensor>();
        for (var position = 0L; position < u.shape[1]; position++)
        {
            x = Next(x, u.select(1, position));
            outputs.Add(Read(x, u.select(1, position)));
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    public override StreamState NewState(long batch) => StreamState.Of(("x", zeros([batch, .. C.shape], C.dtype)));

    public override Tensor Step(Tensor u, StreamState state)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        LastInput?.Dispose();
        LastInput = u.clone().DetachFromDisposeScope();
        Steps++;
        state.Replace(0, Next(state[0], u));
        return Read(state[0], u).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        LastInput?.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Next(Tensor x, Tensor u)
    {
        var a = log_A_real.exp().neg();
        var factor = a.mul(log_dt.exp().unsqueeze(1)).exp();
        return factor.mul(x).Plus(factor.sub(Scalars.One).div(a).mul(u.unsqueeze(2)));
    }

    private Tensor Read(Tensor x, Tensor u) => C.mul(x).sum([-1]).mul(Scalars.Two).Plus(D.mul(u));
}
