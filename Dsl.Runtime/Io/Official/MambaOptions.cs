namespace SerpentDsl.Io;

/// <summary>The options of a Mamba or Mamba-2 layer that an official <c>config.json</c> states.</summary>
internal sealed record MambaOptions
{
    /// <summary>Whether the layer is a Mamba-2.</summary>
    public required bool IsSecond { get; init; }

    /// <summary>Width of the model.</summary>
    public required long Features { get; init; }

    /// <summary>Channels of the layer.</summary>
    public required long Inner { get; init; }

    /// <summary>States per channel.</summary>
    public required long StateSize { get; init; }

    /// <summary>Taps of the convolution.</summary>
    public required long ConvWidth { get; init; }

    /// <summary>Whether the convolution has biases.</summary>
    public required bool ConvBias { get; init; }

    /// <summary>Whether the projections into and out of the layer have biases.</summary>
    public required bool Bias { get; init; }

    /// <summary>Mamba: rank of Δ's projection.</summary>
    public long Rank { get; init; }

    /// <summary>Mamba-2: channels that are scanned.</summary>
    public long Scanned { get; init; }

    /// <summary>Mamba-2: channels that share a decay.</summary>
    public long HeadSize { get; init; } = 1;

    /// <summary>Mamba-2: sets of B and C.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Mamba-2: whether every channel has its own skip weight.</summary>
    public bool SkipPerChannel { get; init; }

    /// <summary>Mamba-2: whether a norm with a gate follows the scan.</summary>
    public bool GatedNorm { get; init; }

    /// <summary>Mamba-2: whether that norm comes before the gate.</summary>
    public bool NormBeforeGate { get; init; }

    /// <summary>Mamba-2: whether that norm normalises every group by itself.</summary>
    public bool NormPerGroup { get; init; } = true;

    /// <summary>Mamba-2: limits of the steps Δ.</summary>
    public (double Least, double Greatest) DeltaLimits { get; init; } = NoLimits;

    /// <summary>Limits that limit nothing.</summary>
    public static (double Least, double Greatest) NoLimits => (0, double.PositiveInfinity);
}
