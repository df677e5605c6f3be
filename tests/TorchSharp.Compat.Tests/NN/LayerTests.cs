using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.NN;

public sealed class LayerTests
{
    [Fact]
    public void LinearIsAMatrixProductPlusBias()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2, dtype: ScalarType.Float64);
        var input = Numerics.Normal(1, 4, 3).requires_grad_();
        var (x, w, b) = (Numerics.Values(input), Numerics.Values(layer.weight), Numerics.Values(layer.bias!));
        var expected =
            from row in Enumerable.Range(0, 4)
            from o in Enumerable.Range(0, 2)
            select b[o] + Enumerable.Range(0, 3).Sum(i => w[(o * 3) + i] * x[(row * 3) + i]);
        Numerics.AssertClose(expected, layer.call(input));
        Tensor Loss() => layer.call(input).pow(2).sum();
        Numerics.AssertGradient(Loss, layer.weight);
        Numerics.AssertGradient(Loss, layer.bias!);
        Numerics.AssertGradient(Loss, input);
        Assert.Equal((3, 2), (layer.in_features, layer.out_features));
    }

    [Fact]
    public void LinearStartsWithinOneOverTheRootOfItsInputs()
    {
        manual_seed(1);
        using var layer = nn.Linear(64, 1000);
        var weights = Numerics.Values(layer.weight);
        Assert.InRange(weights.Max(Math.Abs), 0.124, 0.125);
        Assert.InRange(Math.Sqrt(weights.Average(w => w * w)), 0.0717, 0.0727);
        Assert.InRange(Numerics.Values(layer.bias!).Max(Math.Abs), 0.12, 0.125);
        using var bare = nn.Linear(2, 2, hasBias: false);
        Assert.Null(bare.bias);
    }

    [Fact]
    public void LinearFromGivenParametersSharesThem()
    {
        using var weight = new Parameter(Numerics.Normal(2, 2, 3));
        using var layer = nn.Linear(weight);
        Assert.Same(weight, layer.weight);
        Assert.Equal(3, layer.in_features);
    }

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 3, 2, 4)]
    public void Conv1dIsACrossCorrelation(int stride, int padding, int dilation, int groups)
    {
        const int batch = 2, channels = 4, outputs = 8, kernel = 3, length = 9;
        using var scope = NewDisposeScope();
        using var layer = nn.Conv1d(channels, outputs, kernel, stride, padding, dilation, groups: groups, dtype: ScalarType.Float64);
        var input = Numerics.Normal(3, batch, channels, length).requires_grad_();
        var (x, w, b) = (Numerics.Values(input), Numerics.Values(layer.weight), Numerics.Values(layer.bias!));
        var perGroup = channels / groups;
        var steps = ((length + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;
        var expected =
            from n in Enumerable.Range(0, batch)
            from o in Enumerable.Range(0, outputs)
            from t in Enumerable.Range(0, steps)
            select b[o] + Correlation(n, o, t);
        Numerics.AssertClose(expected, layer.call(input));
        Tensor Loss() => layer.call(input).pow(2).sum();
        Numerics.AssertGradient(Loss, layer.weight);
        Numerics.AssertGradient(Loss, layer.bias!);
        Numerics.AssertGradient(Loss, input);

        double Correlation(int n, int o, int t)
        {
            var sum = 0.0;
            for (var c = 0; c < perGroup; c++)
            {
                for (var k = 0; k < kernel; k++)
                {
                    var at = (t * stride) + (k * dilation) - padding;
                    var channel = (o / (outputs / groups) * perGroup) + c;
                    if (at >= 0 && at < length)
                        sum += w[(((o * perGroup) + c) * kernel) + k] * x[(((n * channels) + channel) * length) + at];
                }
            }
            return sum;
        }
    }

    [Fact]
    public void Conv1dPadsByMode()
    {
        using var scope = NewDisposeScope();
        using var same = nn.Conv1d(1, 1, 4, Padding.Same, dtype: ScalarType.Float64);
        Assert.Equal([1, 1, 6], same.call(Numerics.Normal(1, 1, 1, 6)).shape);
        using var circular = nn.Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false, dtype: ScalarType.Float64);
        circular.load_state_dict(new() { ["weight"] = tensor(new[] { 1.0, 0.0, 0.0 }).reshape(1, 1, 3) });
        Numerics.AssertClose([4, 1, 2, 3], circular.call(tensor(new[] { 1.0, 2, 3, 4 }).reshape(1, 1, 4)));
        Assert.Throws<ArgumentException>(() => circular.call(ones(1, 2, 4)));
        Assert.Throws<ArgumentException>(() => nn.Conv1d(1, 1, 3, Padding.Same, stride: 2));
    }

    [Fact]
    public void LayerNormStandardisesTheLastDimensions()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.LayerNorm(5, eps: 1e-3, dtype: ScalarType.Float64);
        layer.load_state_dict(new() { ["weight"] = Numerics.Normal(4, 5), ["bias"] = Numerics.Normal(5, 5) });
        var input = Numerics.Normal(6, 2, 3, 5).requires_grad_();
        var (w, b) = (Numerics.Values(layer.weight), Numerics.Values(layer.bias!));
        var expected = Numerics.Values(input).Chunk(5).SelectMany(row =>
        {
            var mean = row.Average();
            var deviation = Math.Sqrt(row.Average(x => (x - mean) * (x - mean)) + 1e-3);
            return row.Select((x, i) => ((x - mean) / deviation * w[i]) + b[i]);
        });
        Numerics.AssertClose(expected, layer.call(input));
        Tensor Loss() => layer.call(input).pow(2).sum();
        Numerics.AssertGradient(Loss, layer.weight);
        Numerics.AssertGradient(Loss, layer.bias!);
        Numerics.AssertGradient(Loss, input);
    }

    [Fact]
    public void LayerNormWithoutParametersOrBias()
    {
        using var plain = nn.LayerNorm([2, 3], elementwise_affine: false);
        Assert.Empty(plain.parameters());
        using var unbiased = nn.LayerNorm(3, bias: false);
        Assert.Equal(["weight"], unbiased.state_dict().Keys);
        Numerics.AssertClose([1, 1, 1], unbiased.weight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BatchNormTracksItsStatistics(bool withLength)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm1d(2, momentum: 0.3, dtype: ScalarType.Float64);
        double[] mean = [0, 0], variance = [1, 1];
        for (var step = 1; step <= 3; step++)
        {
            var input = withLength ? Numerics.Normal(step, 4, 2, 3) : Numerics.Normal(step, 4, 2);
            var x = Numerics.Values(input);
            var length = withLength ? 3 : 1;
            var output = Numerics.Values(layer.call(input));
            for (var c = 0; c < 2; c++)
            {
                var at = Enumerable.Range(0, x.Length).Where(i => i / length % 2 == c).ToArray();
                var average = at.Average(i => x[i]);
                var sum = at.Sum(i => (x[i] - average) * (x[i] - average));
                mean[c] = (0.7 * mean[c]) + (0.3 * average);
                variance[c] = (0.7 * variance[c]) + (0.3 * sum / (at.Length - 1));
                Numerics.AssertNumbers(at.Select(i => (x[i] - average) / Math.Sqrt((sum / at.Length) + 1e-5)), [.. at.Select(i => output[i])]);
            }
            Numerics.AssertClose(mean, layer.running_mean!);
            Numerics.AssertClose(variance, layer.running_var!);
            Numerics.AssertClose([step], layer.num_batches_tracked!);
        }
        layer.eval();
        var probe = Numerics.Normal(9, 1, 2);
        Numerics.AssertClose(Numerics.Values(probe).Select((v, c) => (v - mean[c]) / Math.Sqrt(variance[c] + 1e-5)), layer.call(probe));
        Numerics.AssertClose([3], layer.num_batches_tracked!);
        layer.reset_running_stats();
        Numerics.AssertClose([0, 0], layer.running_mean!);
    }

    [Fact]
    public void BatchNormGradientsAndPlainAverage()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm1d(2, dtype: ScalarType.Float64);
        layer.momentum = null;
        var input = Numerics.Normal(7, 5, 2).requires_grad_();
        var target = Numerics.Normal(8, 5, 2);
        Tensor Loss() => (layer.call(input) * target).sum();
        Numerics.AssertGradient(Loss, layer.weight);
        Numerics.AssertGradient(Loss, input);
        // Every batch was the same, so the plain average is that batch's mean.
        Numerics.AssertClose(Numerics.Values(input.mean([0L])), layer.running_mean!, 1e-5);
        Assert.Throws<ArgumentException>(() => layer.call(ones(1, 2, 3, 4)));
    }

    [Fact]
    public void BatchNormWithoutTrackingOrParameters()
    {
        using var layer = nn.BatchNorm1d(2, affine: false, track_running_stats: false, dtype: ScalarType.Float64);
        Assert.Empty(layer.state_dict());
        layer.eval();
        using var scope = NewDisposeScope();
        var output = layer.call(Numerics.Normal(1, 6, 2));
        Numerics.AssertClose([0, 0], output.mean([0L]));
    }

    [Fact]
    public void EmbeddingLooksUpRowsAndAccumulatesTheirGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Embedding(4, 2, padding_idx: 1, dtype: ScalarType.Float64);
        var table = Numerics.Values(layer.weight!);
        Assert.Equal([0, 0], table[2..4]);
        var indices = tensor(new long[,] { { 3, 1 }, { 3, 0 } });
        var output = layer.call(indices);
        Assert.Equal([2, 2, 2], output.shape);
        Numerics.AssertClose([.. table[6..8], 0, 0, .. table[6..8], .. table[0..2]], output);
        output.sum().backward();
        Numerics.AssertClose([1, 1, 0, 0, 0, 0, 2, 2], layer.weight!.grad!);
        Assert.Equal(["weight"], layer.state_dict().Keys);
    }

    [Fact]
    public void EmbeddingFromATableAndWithALargestNorm()
    {
        using var scope = NewDisposeScope();
        using var table = tensor(new[,] { { 3.0, 4.0 }, { 0.3, 0.4 } });
        using var frozen = nn.Embedding_from_pretrained(table);
        Assert.False(frozen.weight!.requires_grad);
        Assert.False(table.IsInvalid);
        Numerics.AssertClose([3, 4], frozen.call(tensor(new[] { 0L })));
        using var bounded = nn.Embedding_from_pretrained(table.clone(), freeze: false, max_norm: 1.0);
        Assert.True(bounded.weight!.requires_grad);
        Numerics.AssertClose([0.6, 0.8, 0.3, 0.4], bounded.call(tensor(new[] { 0L, 1L })), 1e-6);
    }

    [Fact]
    public void DropoutKeepsTheMeanAndStopsInEvaluation()
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var layer = nn.Dropout(0.25);
        var output = Numerics.Values(layer.call(ones(40_000)));
        Assert.All(output, value => Assert.True(value is 0 || Math.Abs(value - (1 / 0.75)) < 1e-6));
        Assert.InRange(output.Average(), 0.98, 1.02);
        layer.eval();
        Numerics.AssertClose([1, 1, 1], layer.call(ones(3)));
    }

    [Fact]
    public void Dropout1dDropsWholeChannels()
    {
        manual_seed(4);
        using var scope = NewDisposeScope();
        using var layer = nn.Dropout1d(0.5);
        var channels = Numerics.Values(layer.call(ones(20, 20, 3))).Chunk(3).ToList();
        Assert.All(channels, channel => Assert.Single(channel.Distinct()));
        Assert.InRange(channels.Count(channel => channel[0] == 0), 140, 260);
        Assert.Throws<ArgumentException>(() => layer.call(ones(2, 3)));
    }

    [Fact]
    public void ActivationsFollowTheirFormulas()
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        using var scope = NewDisposeScope();
        var input = Numerics.Normal(5, 2, 6);
        var x = Numerics.Values(input);
        Check(nn.ReLU(), value => Math.Max(value, 0));
        Check(nn.SiLU(), value => value * Sigmoid(value));
        Check(nn.Sigmoid(), Sigmoid);
        Check(nn.Tanh(), Math.Tanh);
        Check(nn.Softplus(beta: 2), value => Math.Log(1 + Math.Exp(2 * value)) / 2);
        Check(nn.Identity(), value => value);
        // GELU against its derivative's antiderivative: Phi by the error function of the library.
        Numerics.AssertClose(Numerics.Values(input * (1 + (input / Math.Sqrt(2)).erf()) / 2), nn.GELU().call(input));
        Numerics.AssertClose(
            x.Chunk(6).SelectMany(row => row.Take(3).Select((value, i) => value * Sigmoid(row[i + 3]))),
            nn.GLU().call(input));
        foreach (var row in Numerics.Values(nn.functional.softmax(input, -1)).Chunk(6))
            Assert.Equal(1, row.Sum(), 12);
        Numerics.AssertClose(Numerics.Values(nn.functional.softmax(input, 1).log()), nn.functional.log_softmax(input, 1));

        void Check(nn.Module<Tensor, Tensor> layer, Func<double, double> formula) =>
            Numerics.AssertClose(x.Select(formula), layer.call(input));
    }

    [Fact]
    public void ActivationsInPlaceChangeTheirInputAndReturnAHandleOfTheirOwn()
    {
        using var input = tensor(new[] { -1.0, 2.0 });
        nn.ReLU(inplace: true).call(input).Dispose();
        Numerics.AssertClose([0, 2], input);
    }

    [Fact]
    public void ParameterlessModulesRefuseParameters()
    {
        using var layer = nn.ReLU();
        using var parameter = new Parameter(ones(1));
        using var child = nn.Linear(1, 1);
        Assert.Throws<InvalidOperationException>(() => layer.register_parameter("p", parameter));
        Assert.Throws<InvalidOperationException>(() => layer.register_buffer("b", parameter));
        Assert.Throws<InvalidOperationException>(() => layer.register_module("m", child));
        Assert.Same(layer, layer.to(ScalarType.Float64));
    }
}
