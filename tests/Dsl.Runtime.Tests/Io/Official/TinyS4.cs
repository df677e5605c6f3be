using SerpentDsl.Layers;
using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>A module with the parts and names of a generated classifier with one block of S4.</summary>
internal sealed class TinyS4 : nn.Module
{
    public TinyS4(int maxLength)
        : base(nameof(TinyS4))
    {
        register_module("embedding", nn.Embedding(5, 6));
        register_module("blocks", nn.ModuleList(new Block(maxLength)));
        register_module("head", nn.Linear(6, 3));
    }

    private sealed class Block : nn.Module
    {
        public Block(int maxLength)
            : base(nameof(Block))
        {
            register_module(
                "branch0_ssm",
                new S4(6, true, maxLength, 4, 1, Initialisation.LegS, 1, 1e-3, 1e-1, PositiveTransform.Softplus, 1e-3, Activation.Gelu));
            register_module("mixer", new GatedLinearMixer(6));
            register_module("norm", new SequenceBatchNorm(6));
        }
    }
}
