using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Generation;

/// <summary>Draws the next token from logits. The draws depend only on the logits and the seed.</summary>
/// <param name="temperature">Divides the logits; 0 takes the most likely token, and among equally likely ones the first.</param>
/// <param name="mostLikely">Number of most likely tokens to sample from; 0: all.</param>
/// <param name="seed">Seed of the draws.</param>
internal sealed class TokenSampler(double temperature, int mostLikely, long seed)
{
    private Xoshiro256 _random = new((ulong)seed);
    private float[] _sorted = [];

    /// <summary>Draws a token.</summary>
    /// <param name="logits">One logit for each token of the vocabulary.</param>
    /// <exception cref="InvalidOperationException">A logit is NaN.</exception>
    public int Draw(ReadOnlySpan<float> logits)
    {
        var likeliest = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (float.IsNaN(logits[token]))
            {
                throw new InvalidOperationException(
                    $"The logit of token {token} is NaN: the model's parameters are damaged. Use another checkpoint.");
            }

            likeliest = logits[token] > logits[likeliest] ? token : likeliest;
        }

        return temperature == 0 ? likeliest : Draw(logits, logits[likeliest]);
    }

    private int Draw(ReadOnlySpan<float> logits, float greatest)
    {
        var threshold = mostLikely > 0 && mostLikely < logits.Length ? Threshold(logits) : float.NegativeInfinity;
        double total = 0;
        foreach (var logit in logits)
        {
            total += Weight(logit, greatest, threshold);
        }

        var left = _random.NextDouble() * total;
        var last = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            var weight = Weight(logits[token], greatest, threshold);
            if (weight == 0)
            {
                continue;
            }

            last = token;
            left -= weight;
            if (left < 0)
            {
                break;
            }
        }

        return last;
    }

    private double Weight(float logit, float greatest, float threshold) =>
        logit < threshold ? 0 : Math.Exp((logit - (double)greatest) / temperature);

    private float Threshold(ReadOnlySpan<float> logits)
    {
        if (_sorted.Length != logits.Length)
        {
            _sorted = new float[logits.Length];
        }

        logits.CopyTo(_sorted);
        Array.Sort(_sorted);
        return _sorted[^mostLikely];
    }
}
