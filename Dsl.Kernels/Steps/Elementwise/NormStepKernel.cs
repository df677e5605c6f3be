using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>Root-mean-square or layer normalisation of one position of every sequence. Sums are float64.</summary>
internal unsafe struct NormStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features.</summary>
    public int Features;

    /// <summary>Added to the mean of the squares.</summary>
    public double Epsilon;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Weights, <c>[features]</c>.</summary>
    public float* Weight;

    /// <summary>Biases, <c>[features]</c>, of a layer normalisation, which takes the mean away; null for a root-mean-square one.</summary>
    public float* Bias;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        for (var sequence = 0; sequence < Batch; sequence++)
        {
            var x = Inputs + ((nint)sequence * Features);
            var y = Outputs + ((nint)sequence * Features);
            if (Bias is null)
            {
                LanePairs<TLanes, PairScale>.Run(new PairScale(0, Scale(LaneRows<TLanes>.Dot(x, x, Features))), x, Weight, y, Features);
                continue;
            }

            var (mean, squares) = Moments(x);
            LanePairs<TLanes, PairScale>.Run(new PairScale((float)mean, Scale(squares)), x, Weight, y, Features);
            LaneRows<TLanes>.Add(y, Bias, Features);
        }
    }

    private readonly float Scale(double squares) => (float)(1 / Math.Sqrt((squares / Features) + Epsilon));

    // The mean, and the sum of the squared distances from it.
    private readonly (double Mean, double Squares) Moments(float* x)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < Features; i++)
        {
            sum += x[i];
        }

        var mean = sum / Features;
        for (var i = 0; i < Features; i++)
        {
            squares += (x[i] - mean) * (x[i] - mean);
        }

        return (mean, squares);
    }
}
