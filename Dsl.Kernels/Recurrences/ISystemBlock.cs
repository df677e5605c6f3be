using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// One direction of the systems of a block of features, as many as there are lanes, which runs over sequences chunk by chunk.
/// </summary>
/// <typeparam name="TSelf">The block.</typeparam>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe interface ISystemBlock<TSelf, TLanes>
    where TSelf : struct, ISystemBlock<TSelf, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Gradients of the constants so far, a vector each; the constants that the shape counts come first.</summary>
    float* Gradients { get; }

    /// <summary>Vectors of a system's state.</summary>
    /// <param name="shape">Sizes.</param>
    static abstract int States(ModeShape shape);

    /// <summary>Floats of memory that a block needs.</summary>
    /// <param name="shape">Sizes.</param>
    static abstract long Floats(ModeShape shape);

    /// <summary>Packs a block.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="at">All features.</param>
    /// <param name="direction">0: forward.</param>
    /// <param name="first">The block's first feature.</param>
    /// <param name="memory">At least <see cref="Floats"/>.</param>
    static abstract TSelf Pack(ModeShape shape, ModePointers at, int direction, int first, float* memory);

    /// <summary>Gradients start at zero.</summary>
    void Clear();

    /// <summary>Runs over a chunk.</summary>
    /// <param name="states">States before the chunk; become the states after the chunk.</param>
    /// <param name="u">Inputs, a vector per position.</param>
    /// <param name="y">Outputs, to which the system's outputs are added; null: only the states are needed.</param>
    /// <param name="count">Positions.</param>
    void Run(float* states, float* u, float* y, int count);

    /// <summary>Runs backwards over a chunk.</summary>
    /// <param name="states">States before the chunk.</param>
    /// <param name="adjoints">The states' gradient after the chunk; becomes the gradient at the chunk's first position.</param>
    /// <param name="u">Inputs.</param>
    /// <param name="g">The outputs' gradient.</param>
    /// <param name="forInputs">The inputs' gradient, which the system's part is added to.</param>
    /// <param name="count">Positions.</param>
    void RunBack(float* states, float* adjoints, float* u, float* g, float* forInputs, int count);
}
