namespace SerpentDsl.Io;

/// <summary>A pickled tensor: a view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The element of the storage at which the tensor begins.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Strides">For each dimension, how many elements of the storage lie between neighbours.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides);
