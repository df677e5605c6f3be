using SerpentDsl;
using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Samples;

/// <summary>
/// A state-space layer with one complex state for each feature: z(t) = λ z(t-1) + u(t), y(t) = Re z(t), with λ = r exp(i ω). It rings with
/// the frequency ω and decays with the radius r, both trained.
/// </summary>
/// <remarks>The attributes state what the compiler cannot see; <c>verify</c> tests them, but for the cost.</remarks>
[LayerParameter("radius", "Features")]
[LayerParameter("frequency", "Features")]
[LayerState("real", "Features")]
[LayerState("imaginary", "Features")]
[LayerCost("Length * Features * (15 * Log2(Length) + 25)", StepFlops = "8 * Features")]
public sealed class Oscillator : StreamingLayer
{
    private readonly Parameter radius;      // r = sigmoid(radius), between 0 and 1
    private readonly Parameter frequency;   // ω in radians per position

    /// <param name="features">The width of the branch; the generator passes it.</param>
    /// <param name="halfLife">The option of <see cref="OscillatorBranchAttribute"/>.</param>
    public Oscillator(int features, double halfLife)
        : base(nameof(Oscillator))
    {
        var r = double.Exp2(-1 / halfLife);
        var logit = (float)double.Log(r / (1 - r));
        radius = new Parameter(tensor(Enumerable.Repeat(logit, features).ToArray()));
        frequency = new Parameter(tensor(Enumerable.Range(0, features).Select(i => float.Pi / 2 * i / features).ToArray()));
        radius.DetachFromDisposeScope();
        frequency.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The whole sequence at once: a convolution with the kernel Re λ^t.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <param name="lengths">Not needed: the layer looks back only, so that padding reaches no valid position.</param>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var time = TensorRange.Of(u.shape[1], u.dtype, u.device);
        var kernel = sigmoid(radius).unsqueeze(1).pow(time) * (frequency.unsqueeze(1) * time).cos();       // [features, length]
        return LongConvolution.Causal(u, kernel.unsqueeze(0)).squeeze(2).MoveToOuterDisposeScope();
    }

    /// <summary>z(-1) = 0 for every sequence and feature.</summary>
    public override StreamState NewState(long batch) => StreamState.Of(
        ("real", zeros([batch, radius.shape[0]], radius.dtype, radius.device)),
        ("imaginary", zeros([batch, radius.shape[0]], radius.dtype, radius.device)));

    /// <summary>One position: the recurrence itself.</summary>
    /// <param name="u"><c>[batch, features]</c>.</param>
    /// <param name="state">z, whose tensors are replaced.</param>
    public override Tensor Step(Tensor u, StreamState state)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (cosine, sine) = (sigmoid(radius) * frequency.cos(), sigmoid(radius) * frequency.sin());       // λ
        var (real, imaginary) = (state[0], state[1]);
        var (nextReal, nextImaginary) = (((cosine * real) - (sine * imaginary)).Plus(u), (sine * real).Plus(cosine * imaginary));
        state.Replace(0, nextReal);
        state.Replace(1, nextImaginary);
        return state[0].alias().MoveToOuterDisposeScope();
    }
}
