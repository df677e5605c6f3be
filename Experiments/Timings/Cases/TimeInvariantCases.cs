using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Timings.Cases;

/// <summary>S4, S4D and Liquid-S4, with their kernels and steps, and the convolution that they have in common.</summary>
internal static class TimeInvariantCases
{
    private const int Batch = 4, Features = 128, Steps = 64;

    public static IEnumerable<BenchmarkCase> All =>
    [
        .. from states in new[] { 64, 4 }
           from length in new[] { 1024, 2048, 4096 }
           from diagonal in new[] { false, true }
           from one in Layer(states, length, diagonal).Concat(Kernel(states, length, diagonal))
           select one,
        .. Block(2048, diagonal: false),
        .. Block(2048, diagonal: true),
        .. new[] { 1024, 2048, 4096 }.SelectMany(Convolution),
        .. LiquidLayer(4, 4096, order: 2),
        .. LiquidLayer(64, 4096, order: 3),
        Recurrence("S4 DPLR", "dense", RecurrenceForm.Dense),
        Recurrence("S4 DPLR", "linear", RecurrenceForm.LowRank),
        Recurrence("S4 DPLR", "diagonal", RecurrenceForm.Diagonal),
        Recurrence("S4D", "diag", RecurrenceForm.Diagonal),
    ];

    /// <summary>The layer y = GELU(k ∗ u + D u), the official <c>FFTConv</c>; the convolution kernel k is computed, too.</summary>
    private static IEnumerable<BenchmarkCase> Layer(int states, int length, bool diagonal) => DifferentiableCases.Of(
        $"{NameOf(diagonal)} FFTConv layer N={states} H={Features} B={Batch} L={length}",
        LayerWork(states, length, diagonal),
        null,
        owned =>
        {
            var layer = owned.Own(MakeLayer(states, diagonal, length));
            return new Operation([randn(Batch, length, Features)], inputs => layer.forward(inputs[0], null), layer);
        },
        Batch * length);

    private static IEnumerable<BenchmarkCase> Kernel(int states, int length, bool diagonal) => DifferentiableCases.Of(
        $"{NameOf(diagonal)} kernel only N={states} H={Features} L={length}",
        KernelWork(states, length, diagonal),
        null,
        owned =>
        {
            var kernel = owned.Own(MakeKernel(states, diagonal, length));
            return new Operation([], _ => kernel.Kernel(length), kernel, Weighted: false);
        },
        length);

    /// <summary>The layer and its gated linear unit: the official <c>S4Block</c>.</summary>
    private static IEnumerable<BenchmarkCase> Block(int length, bool diagonal) => DifferentiableCases.Of(
        $"{NameOf(diagonal)} S4Block (with GLU output) N=64 H={Features} B={Batch} L={length}",
        LayerWork(64, length, diagonal) + new Work(4.0 * Batch * length * Features * Features, 4.0 * 3 * Batch * length * Features),
        null,
        owned =>
        {
            var layer = MakeLayer(64, diagonal, length);
            var mixer = new GatedLinearMixer(Features);
            nn.Module both = owned.Own(nn.ModuleList<nn.Module>(layer, mixer));
            return new Operation([randn(Batch, length, Features)], inputs => mixer.call(layer.forward(inputs[0], null)), both);
        },
        Batch * length);

    /// <summary>The convolution with given taps. The Python script has the forward pass only.</summary>
    private static IEnumerable<BenchmarkCase> Convolution(int length)
    {
        BenchmarkCase[] cases =
        [
            .. DifferentiableCases.Of(
                $"FFT convolution H={Features} B={Batch} L={length}",
                ConvolutionWork(length),
                null,
                _ => new Operation(
                    [randn(Batch, length, Features), randn(1, Features, length)], inputs => LongConvolution.Causal(inputs[0], inputs[1])),
                Batch * length),
        ];
        return [cases[0] with { OtherBaselines = [$"floor fftconv rfft+rfft+mul+irfft L={length}"] }, cases[1]];
    }

    /// <summary>
    /// Liquid-S4: besides the convolution of the inputs one convolution of products of neighbours for each further order, each with its own
    /// taps.
    /// </summary>
    private static IEnumerable<BenchmarkCase> LiquidLayer(int states, int length, int order) => DifferentiableCases.Of(
        $"Liquid-S4 layer N={states} H={Features} B={Batch} L={length} order={order}",
        LayerWork(states, length, diagonal: true) * order,
        null,
        owned =>
        {
            var layer = owned.Own(new LiquidS4(
                Features, false, states, LiquidKernel.KB, order, LiquidContraction.None, 1e-3, 1e-1, 1e-3, Activation.Gelu));
            return new Operation([randn(Batch, length, Features)], inputs => layer.forward(inputs[0], null), layer);
        },
        Batch * length);

    /// <summary>Steps of the recurrence, for one sequence.</summary>
    private static BenchmarkCase Recurrence(string system, string officialForm, RecurrenceForm form)
    {
        const int States = 64;
        var perMode = form == RecurrenceForm.Dense ? 8.0 * States : 20;
        return new BenchmarkCase(
            $"{system} {Steps} recurrent steps ({officialForm}) N={States} H={Features} B=1",
            owned =>
            {
                var layer = owned.Own(MakeLayer(States, system == "S4D", 1024));
                var recurrence = owned.Own(layer.Recurrence(form));
                Tensor u = randn(1, Features), state = recurrence.InitialState(1);
                return () =>
                {
                    using var noGradient = no_grad();
                    var now = state;
                    for (var step = 0; step < Steps; step++)
                    {
                        (_, now) = layer.Step(recurrence, u, now);
                    }
                };
            })
        {
            // The state is read and written; its matrices are read.
            Work = new Work(
                Steps * Features * States / 2.0 * perMode,
                Steps * Features * States / 2.0 * (16 + (form == RecurrenceForm.Dense ? 8 * States : 16))),
            Tokens = Steps,
        };
    }

    private static string NameOf(bool diagonal) => diagonal ? "S4D zoh" : "S4 DPLR";

    private static S4Convolution MakeLayer(int states, bool diagonal, int length) =>
        new(MakeKernel(states, diagonal, length), 1, false, Activation.Gelu, null);

    private static StateSpaceKernel MakeKernel(int states, bool diagonal, int length)
    {
        var options = new StateSpaceOptions
        {
            Features = Features,
            StateSize = states,
            Channels = 1,
            Copies = 1,
            Rank = 1,
            Initialisation = diagonal ? Initialisation.DiagonalLinear : Initialisation.LegS,
            MinDelta = 1e-3,
            MaxDelta = 1e-1,
            DeltaTransform = PositiveTransform.Exp,
        };
        if (diagonal)
        {
            return new S4DKernel(options, Discretisation.ZeroOrderHold, isReal: false);
        }

        var kernel = new S4Kernel(options);
        kernel.Tune(length);
        return kernel;
    }

    private static Work LayerWork(int states, int length, bool diagonal) => ConvolutionWork(length) + KernelWork(states, length, diagonal);

    // FFTs of twice the length: two for every sequence, one for the taps; the product of spectra; D and the activation.
    private static Work ConvolutionWork(int length) => new(
        Features * ((((2 * Batch) + 1) * Work.Transform(2 * length)) + (Batch * length * (6 + Work.Exponential))),
        4.0 * Features * length * ((2 * Batch) + 1));

    // S4D: sums of exponentials, by powers. S4: the resolvent, four Cauchy sums and the FFT.
    private static Work KernelWork(int states, int length, bool diagonal) => new(
        diagonal
            ? Features * length * 2.0 * states * 2
            : Features * ((length * 11.0 * states) + Work.Transform(length)),
        4.0 * Features * length);
}
