namespace SerpentDsl.Experiments.Cards;

/// <summary>The purpose of a layer, which decides its colour in a card.</summary>
internal enum LayerRole
{
    /// <summary>Turns inputs into features, or features into the model's answer.</summary>
    Edge,

    /// <summary>A linear map of features.</summary>
    Linear,

    /// <summary>A compression, with the decompression that belongs to it.</summary>
    Resampling,

    /// <summary>The sequence layer of a branch.</summary>
    Sequence,

    /// <summary>A normalisation.</summary>
    Norm,

    /// <summary>A mixer or a dropout.</summary>
    Mixing,
}
