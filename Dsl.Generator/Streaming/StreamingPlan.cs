using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Streaming;

/// <summary>The plan of a causal architecture's streaming form: all names, steps and lifetimes.</summary>
/// <param name="Names">The names by which the file refers to types.</param>
/// <param name="BlockParts">The parts of a block's state.</param>
/// <param name="BlockStep"><c>Step</c> of a block.</param>
/// <param name="BlockChunk"><c>Chunk</c> of a block.</param>
/// <param name="Model">The form of the whole model; null for a head without a streaming form.</param>
internal sealed record StreamingPlan(
    StreamingNames Names, EquatableArray<StreamPart> BlockParts, StreamMethod BlockStep, StreamMethod BlockChunk,
    StreamingModelPlan? Model);
