namespace SerpentDsl.Experiments.Cards;

/// <summary>What a layer is for; its colour in a card.</summary>
internal enum LayerRole
{
    /// <summary>Where a sequence comes in or the answer goes out.</summary>
    Edge,

    /// <summary>A linear map of features.</summary>
    Linear,

    /// <summary>Resampling.</summary>
    Resampling,

    /// <summary>The sequence layer of a branch.</summary>
    Sequence,

    /// <summary>A normalisation.</summary>
    Norm,

    /// <summary>What mixes or drops features.</summary>
    Mixing,
}
