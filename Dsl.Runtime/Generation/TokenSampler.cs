using SerpentDsl.Tasks;

namespace SerpentDsl.Generation;

/// <summary>
/// Draws the next token of one sequence from logits. The draws depend only on the logits, the options and the tokens that were read and
/// drawn before. Not safe for several threads: each sequence has a sampler of its own.
/// </summary>
public sealed class TokenSampler
{
    private readonly SamplingOptions _options;
    private readonly HashSet<int> _seen = [];
    private Xoshiro256 _random;
    private float[] _penalised = [];
    private float[] _sorted = [];
    private ulong[] _ranked = [];

    /// <param name="options">How tokens are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed.</exception>
    public TokenSampler(SamplingOptions options)
    {
        options.Validate();
        _options = options;
        _random = new Xoshiro256((ulong)options.Seed);
    }

    /// <summary>Tells the sampler of tokens that the sequence has already, such as the prompt's, for the repetition penalty.</summary>
    /// <param name="tokens">The ids.</param>
    public void Observe(ReadOnlySpan<int> tokens)
    {
        if (_options.RepetitionPenalty != 1)
        {
            foreach (var token in tokens)
            {
                _seen.Add(token);
            }
        }
    }

    /// <summary>Draws a token.</summary>
    /// <param name="logits">One logit for each token that may be drawn, at least one.</param>
    /// <exception cref="InvalidOperationException">A logit is NaN, or none is finite.</exception>
    public int Draw(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
        {
            throw new ArgumentException("There is no logit to draw a token from.", nameof(logits));
        }

        var scores = _options.RepetitionPenalty == 1 ? logits : Penalise(logits);
        var likeliest = Likeliest(scores);
        var token = _options.Temperature == 0 ? likeliest : Draw(scores, scores[likeliest]);
        Observe([token]);
        return token;
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
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

        return float.IsFinite(logits[likeliest])
            ? likeliest
            : throw new InvalidOperationException(
                $"The greatest logit, of token {likeliest}, is infinite: the model's parameters are damaged. Use another checkpoint.");
    }

    private ReadOnlySpan<float> Penalise(ReadOnlySpan<float> logits)
    {
        Array.Resize(ref _penalised, logits.Length);
        logits.CopyTo(_penalised);
        var penalty = (float)_options.RepetitionPenalty;
        foreach (var token in _seen)
        {
            if ((uint)token < (uint)_penalised.Length)
            {
                ref var logit = ref _penalised[token];
                logit = logit > 0 ? logit / penalty : logit * penalty;
            }
        }

        return _penalised;
    }

    private int Draw(ReadOnlySpan<float> logits, float greatest)
    {
        var threshold = _options.TopK > 0 && _options.TopK < logits.Length ? Threshold(logits) : float.NegativeInfinity;
        var last = _options.TopP < 1 ? LastOfTopP(logits, greatest, threshold) : 0;
        double total = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            total += Weight(logits, token, greatest, threshold, last);
        }

        var left = _random.NextDouble() * total;
        var drawn = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            var weight = Weight(logits, token, greatest, threshold, last);
            if (weight == 0)
            {
                continue;
            }

            drawn = token;
            left -= weight;
            if (left < 0)
            {
                break;
            }
        }

        return drawn;
    }

    /// <summary>The weight of a token: 0 if it is below the threshold of top-k, or behind the last token of top-p.</summary>
    private double Weight(ReadOnlySpan<float> logits, int token, float greatest, float threshold, ulong last)
    {
        var logit = logits[token];
        return logit < threshold || (last != 0 && Rank(logit, token) > last) ? 0 : Weight(logit, greatest);
    }

    private double Weight(float logit, float greatest) => Math.Exp((logit - (double)greatest) / _options.Temperature);

    /// <summary>The least logit that top-k keeps.</summary>
    private float Threshold(ReadOnlySpan<float> logits)
    {
        Array.Resize(ref _sorted, logits.Length);
        logits.CopyTo(_sorted);
        Array.Sort(_sorted);
        return _sorted[^_options.TopK];
    }

    /// <summary>The rank of the last token that top-p keeps, of those that top-k keeps.</summary>
    private ulong LastOfTopP(ReadOnlySpan<float> logits, float greatest, float threshold)
    {
        Array.Resize(ref _ranked, logits.Length);
        var kept = 0;
        double total = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (logits[token] >= threshold)
            {
                _ranked[kept++] = Rank(logits[token], token);
                total += Weight(logits[token], greatest);
            }
        }

        Array.Sort(_ranked, 0, kept);
        double sum = 0;
        for (var place = 0; place < kept; place++)
        {
            sum += Weight(logits[(int)(uint)_ranked[place]], greatest);
            if (sum >= _options.TopP * total)
            {
                return _ranked[place];
            }
        }

        return _ranked[kept - 1];
    }

    /// <summary>A number that grows from the likeliest token to the least likely, and of equal logits with the id; never 0.</summary>
    private static ulong Rank(float logit, int token)
    {
        var bits = BitConverter.SingleToUInt32Bits(logit == 0 ? 0f : logit);
        var ascending = (bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits;
        return ((ulong)~ascending << 32) | (uint)token;
    }
}
