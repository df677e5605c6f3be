using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>A module with the parts and names of a generated language model.</summary>
internal sealed class TinyMamba : nn.Module
{
    public TinyMamba(int vocabulary = 16, int features = 8, int depth = 2, int stateSize = 4, bool tied = true, bool second = false)
        : base(nameof(TinyMamba))
    {
        register_module("embedding", nn.Embedding(vocabulary, features));
        register_module("blocks", nn.ModuleList([.. Enumerable.Range(0, depth).Select(_ => new Block(features, stateSize, second))]));
        register_module("final_norm", new SequenceRmsNorm(features));
        if (!tied)
        {
            register_module("head", nn.Linear(features, vocabulary, hasBias: false));
        }
    }

    private sealed class Block : nn.Module
    {
        public Block(int features, int stateSize, bool second)
            : base(nameof(Block))
        {
            register_module("norm", new SequenceRmsNorm(features));
            register_module("branch0_ssm", second
                ? new Mamba2(
                    features,
                    stateSize,
                    2,
                    4,
                    2,
                    4,
                    0,
                    1,
                    16,
                    1e-3,
                    1e-1,
                    1e-4,
                    0,
                    double.PositiveInfinity,
                    false,
                    true,
                    false,
                    0,
                    true,
                    false,
                    8,
                    1,
                    true)
                : new Mamba(features, stateSize, 2, 4, 0, 1e-3, 1e-1, 1e-4, DeltaInitialisation.Random, 1, true, false, 1));
        }
    }
}
