namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>A tensor as a pickle describes it.</summary>
internal sealed record SavedTensor(string Name, string Kind, string Key, long Count, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>A tensor that is all of its storage, row by row.</summary>
    public static SavedTensor Whole(string name, string kind, string key, params long[] shape)
    {
        var strides = new long[shape.Length];
        long count = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = count;
            count *= shape[i];
        }

        return new SavedTensor(name, kind, key, count, 0, shape, strides);
    }
}
