using SerpentDsl.Layers;
using SerpentDsl.Resampling;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>A causal compression with a layer inside, as a generated block has them.</summary>
internal sealed class CompressingBranch : StreamingLayer
{
    private readonly CausalCompression compression;
    private readonly StreamingLayer ssm;

    public CompressingBranch(CausalCompression compression, StreamingLayer ssm)
        : base(nameof(CompressingBranch))
    {
        this.compression = compression;
        this.ssm = ssm;
        RegisterComponents();
    }

    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        using var points = compression.call(u, lengths);
        return points.Decompress(ssm.call(points.Features, points.Counts)).MoveToOuterDisposeScope();
    }

    public override StreamState NewState(long batch) => compression.NewState(batch, ssm);

    public override Tensor Step(Tensor u, StreamState state) => compression.Step(u, ssm, state);

    public override Tensor Step(Tensor u, StreamState state, Tensor output) => compression.Step(u, ssm, state, output);

    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state) => compression.Chunk(u, lengths, ssm, state);
}
