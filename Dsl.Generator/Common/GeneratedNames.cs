using System.Collections.Generic;

namespace SerpentDsl.Generator.Common;

/// <summary>Names that generated code declares, which no other declaration of the same scope can use.</summary>
internal static class GeneratedNames
{
    /// <summary>Members of the declared class.</summary>
    public static readonly IReadOnlyCollection<string> OfClass =
    [
        "ParameterCount", "Spec", "Shapes", "Block", "NewState", "Chunk", "Step", "embedding", "encoder", "positions", "blocks",
        "final_norm", "head_hidden", "head", "forward", "DescribeLayers",
        "DescribeWeights", "TrainingFlops", "TrainingBytes", "ReceptiveField", "StepFlops", "StepBytes", "StateBytes",
    ];

    /// <summary>Locals and parameters of generated methods, and the members of the nested block class that are not numbered.</summary>
    public static readonly IReadOnlyCollection<string> Inner =
    [
        "state", "parts", "batch", "noGradient", "u", "tokens", "lengths", "scope", "block", "next", "states", "normed", "joined", "mixed",
        "dropped", "summed", "pooled", "logits",
        "layers", "weights", "norm", "mixer", "dropout", "first", "firstLengths", "second", "secondLengths", "pair", "compared", "hidden",
        "activated", "values",
        "valid", "outputs", "output", "table", "embedded", "skip_norm", "feed_forward", "feed_forward_norm", "skipNormed",
        "forwardNormed", "forwarded", "forwardDropped", "forwardSummed",
    ];
}
