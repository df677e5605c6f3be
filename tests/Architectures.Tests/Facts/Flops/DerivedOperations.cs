using SerpentDsl.Specs;

namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>
/// Products of matrices, convolutions and transforms of a forward pass, derived from the sizes of tensors and from what the algorithm is.
/// It reads nothing that layers state of their cost. What works element by element is left out.
/// </summary>
internal static class DerivedOperations
{
    /// <summary>Of a sum of complex products, one term.</summary>
    private const int ComplexTerm = 8;

    /// <summary>The operations of a layer for one input; 0 where nothing but work on elements is done.</summary>
    public static double Of(ArchitectureSpec model, LayerSpec layer)
    {
        LayerShapes shapes = new(model, layer);
        return layer.Kind switch
        {
            "Embedding" or "Dropout" or "SequenceDropout" => 0,
            "SequenceBatchNorm" or "SequenceLayerNorm" or "SequenceRmsNorm" or "SequenceScaleNorm" or "SequencePositions" => 0,
            // A bias counts with its product, as in the counts: of one input it is a third.
            "Linear" => (double)shapes.Sequences * shapes.Length * ((2 * shapes.Inputs * shapes.Outputs) + shapes.Biases),
            "GeluLinearMixer" or "GatedLinearMixer" or "HalfGatedMixer" or "FeedForward" or "Chord" =>
                2.0 * shapes.Sequences * shapes.Length * shapes.Weights,
            "SelectiveCompression" or "CausalCompression" =>
                2.0 * shapes.Sequences * shapes.Points * shapes.Of("A_c")[0] * shapes.Of("A_c")[1],
            "S4" => OfS4(shapes),
            "S4D" => OfS4D(shapes),
            "OfficialLiquidS4" => OfS4(shapes) + OfOfficialProducts(shapes),
            "LiquidS4" => OfLiquidS4(shapes),
            "S5" => OfS5(shapes),
            "Mamba" => shapes.Length * ((2.0 * shapes.Weights) + (2.0 * shapes.Of("A_log")[0] * shapes.Of("A_log")[1])),
            "Mamba2" => OfMamba2(shapes),
            "Attention" => Mixed(shapes, Window(shapes), 2 * shapes.Inputs),
            "Mega" => Averages(shapes)
                + Mixed(shapes, OrLength(shapes, "ChunkLength"), shapes.Of("gamma")[1] + shapes.Of("v_proj.bias")[0]),
            "SeqBoat" => Averages(shapes) + Mixed(shapes, Window(shapes), shapes.Of("gamma")[1] + shapes.Of("h_proj.weight")[1]),
            "Mamba3" => OfMamba3(shapes),
            _ => throw new NotSupportedException(
                $"Write down here which products and transforms a {layer.Kind} takes, from the sizes of its tensors."),
        };
    }

    /// <summary>Of a feature, for each convolution: every sequence there and back at twice its length, and the kernel there.</summary>
    private static double Convolutions(LayerShapes shapes, long count) =>
        count * ((2 * shapes.Sequences) + 1) * Transform(2 * shapes.Length);

    /// <summary>Of a feature: a kernel as the real part of a sum over modes.</summary>
    private static double ExponentialSums(LayerShapes shapes, long modes, long directions) =>
        4.0 * directions * modes * shapes.Length;

    /// <summary>The kernel by its generating function at half as many nodes as positions: the resolvent sums over the modes.</summary>
    private static double OfS4(LayerShapes shapes)
    {
        long directions = shapes.Of("kernel.C")[0], modes = shapes.Of("kernel.C")[^2], rank = shapes.Of("kernel.P")[0];
        var sums = shapes.Length / 2.0 * modes * ComplexTerm * (1 + rank) * (directions + rank);
        return shapes.Inputs * (Convolutions(shapes, 1) + sums + (directions * Transform(shapes.Length)));
    }

    private static double OfS4D(LayerShapes shapes)
    {
        long modes = shapes.Of("log_A_real")[^1], directions = shapes.Of("C").Count == 4 ? 2 : 1;
        return shapes.Inputs * (Convolutions(shapes, 1) + ExponentialSums(shapes, modes, directions));
    }

    /// <summary>KB convolves the products as well, with a transform there and back of the kernel at its own length.</summary>
    private static double OfOfficialProducts(LayerShapes shapes) => shapes.Option("Kernel").EndsWith("KB", StringComparison.Ordinal)
        ? shapes.Inputs * ((2 * shapes.Sequences * Transform(2 * shapes.Length)) + (2 * Transform(shapes.Length)))
        : 0;

    /// <summary>KB has a kernel for each order, and a convolution for each of its directions. The exact form is a scan.</summary>
    private static double OfLiquidS4(LayerShapes shapes)
    {
        var kernel = shapes.Option("Kernel");
        if (kernel.EndsWith("Exact", StringComparison.Ordinal))
        {
            return 0;
        }

        long directions = shapes.Of("kernel.C")[0], modes = shapes.Of("kernel.C")[^2];
        var more = kernel.EndsWith("KB", StringComparison.Ordinal) ? shapes.Number("Order") - 1 : 0;
        return shapes.Inputs * (Convolutions(shapes, 1 + (more * directions)) + ((1 + more) * ExponentialSums(shapes, modes, directions)));
    }

    /// <summary>B and C as real matrices, gates, and the scan: a chunk of 32 positions is multiplied by 33 powers and its carry.</summary>
    private static double OfS5(LayerShapes shapes)
    {
        long modes = shapes.Of("Lambda_re")[0], directions = shapes.Of("C")[0];
        double maps = 4.0 * modes * shapes.Inputs * (1 + directions), scan = ComplexTerm * 34.0 * directions * modes;
        return shapes.Sequences * shapes.Length * (maps + scan + (2.0 * shapes.Weights));
    }

    /// <summary>A chunk is a product of matrices for each group and head; states go to and from its ends.</summary>
    private static double OfMamba2(LayerShapes shapes)
    {
        long heads = shapes.Of("A_log")[0], states = shapes.Number("StateSize"), scanned = heads * shapes.Number("HeadSize");
        var chunk = long.Min(shapes.Number("ChunkLength"), shapes.Length) * 2.0 * ((shapes.Number("Groups") * states) + scanned);
        return shapes.Sequences * shapes.Length * ((2.0 * shapes.Weights) + chunk + (4.0 * states * scanned));
    }

    /// <summary>The maps of every position, and the products of a query with its keys and of the weights with as many values.</summary>
    private static double Mixed(LayerShapes shapes, long keys, long width) =>
        2.0 * shapes.Sequences * shapes.Length * (shapes.Weights + (keys * width));

    /// <summary>Two moving averages of a feature as one convolution with a kernel of sums of exponentials.</summary>
    private static double Averages(LayerShapes shapes)
    {
        var (rows, states) = (shapes.Of("move.gamma")[0], shapes.Of("move.gamma")[1]);
        return (shapes.Inputs * Convolutions(shapes, 1)) + (4.0 * rows * states * shapes.Length);
    }

    /// <summary>A block of queries reads the keys of its own block and of its neighbours, in both directions.</summary>
    private static long Window(LayerShapes shapes) =>
        shapes.Number("Window") is > 0 and var window ? 3 * window : shapes.Length;

    private static long OrLength(LayerShapes shapes, string option) =>
        shapes.Number(option) is > 0 and var number ? number : shapes.Length;

    /// <summary>The recurrence: each number of a head's state decays, takes an input and is read.</summary>
    private static double OfMamba3(LayerShapes shapes)
    {
        var states = shapes.Of("D")[0] * shapes.Number("HeadSize") * shapes.Number("StateSize");
        return shapes.Sequences * shapes.Length * ((2.0 * shapes.Weights) + (5.0 * states));
    }

    private static double Transform(long size) => 2.5 * size * double.Log2(size);
}
