namespace SerpentDsl;

/// <summary>How the learning rate changes during training.</summary>
public enum Schedule
{
    /// <summary>It stays the same.</summary>
    Constant,

    /// <summary>Per step: linear warm-up, then half a cosine down to zero at the last step.</summary>
    Cosine,

    /// <summary>Per epoch: divided by five when the validation accuracy stops rising for the recipe's patience.</summary>
    Plateau,
}
