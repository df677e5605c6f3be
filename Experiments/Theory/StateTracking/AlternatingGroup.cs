namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>A5: the 60 even permutations of five symbols, numbered in the lexicographic order of their images.</summary>
internal static class AlternatingGroup
{
    /// <summary>Symbols that are permuted.</summary>
    public const int Symbols = 5;

    /// <summary>Number of elements.</summary>
    public const int Order = 60;

    private static readonly int[][] s_elements = [.. Permutations([], Enumerable.Range(0, Symbols)).Where(IsEven)];
    private static readonly int[,] s_products = Products();

    /// <summary>The images of the symbols 0 … 4 under an element.</summary>
    public static IReadOnlyList<int> ImagesOf(int element) => s_elements[element];

    /// <summary>The element that applies the first permutation and then the second.</summary>
    public static int Product(int first, int second) => s_products[first, second];

    /// <summary>The number of an element with these images.</summary>
    public static int NumberOf(IReadOnlyList<int> images) => Array.FindIndex(s_elements, element => element.SequenceEqual(images));

    private static int[,] Products()
    {
        var products = new int[Order, Order];
        for (var first = 0; first < Order; first++)
        {
            for (var second = 0; second < Order; second++)
            {
                products[first, second] = NumberOf([.. s_elements[first].Select(image => s_elements[second][image])]);
            }
        }

        return products;
    }

    private static IEnumerable<int[]> Permutations(int[] start, IEnumerable<int> rest) => !rest.Any()
        ? [start]
        : rest.SelectMany(symbol => Permutations([.. start, symbol], rest.Where(other => other != symbol)));

    private static bool IsEven(int[] images) => images.Index().Sum(
        first => images.Index().Count(second => second.Index > first.Index && second.Item < first.Item)) % 2 == 0;
}
