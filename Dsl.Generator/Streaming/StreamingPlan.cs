using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Streaming;

/// <summary>The streaming form of a causal architecture, every name and lifetime decided.</summary>
/// <param name="Names">What its types are called.</param>
/// <param name="BlockParts">The parts of a block's state.</param>
/// <param name="BlockStep"><c>Step</c> of a block.</param>
/// <param name="BlockChunk"><c>Chunk</c> of a block.</param>
/// <param name="Model">The form of the whole model; null for a head that has none.</param>
internal sealed record StreamingPlan(
    StreamingNames Names, EquatableArray<StreamPart> BlockParts, StreamMethod BlockStep, StreamMethod BlockChunk,
    StreamingModelPlan? Model);
