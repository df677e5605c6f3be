namespace SerpentDsl.Tasks;

/// <summary>Where the data sets are published.</summary>
internal static class PublicData
{
    /// <summary>The film reviews, on the site of their authors' university; the checksum is the one that torchtext uses.</summary>
    public static IReadOnlyList<PublicFile> Imdb { get; } =
    [
        new(
            "aclImdb_v1.tar.gz",
            new("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"),
            "7c2ac02c03563afcf9b574c7e56c153a"),
    ];

    /// <summary>CIFAR-10 in its binary form, on its author's site, with the checksum given there.</summary>
    public static IReadOnlyList<PublicFile> Cifar10 { get; } =
    [
        new(
            "cifar-10-binary.tar.gz",
            new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
            "c32a1d4ab5d03f1284b67883e8d87530"),
    ];

    /// <summary>
    /// WikiText, on its author's site (the storage bucket of the paper is closed); the checksums are those that torchtext uses.
    /// </summary>
    public static IReadOnlyList<PublicFile> WikiText2 { get; } =
    [
        new("wikitext-2-v1.zip", new("https://wikitext.smerity.com/wikitext-2-v1.zip"), "542ccefacc6c27f945fb54453812b3cd"),
    ];

    /// <summary>See <see cref="WikiText2"/>.</summary>
    public static IReadOnlyList<PublicFile> WikiText103 { get; } =
    [
        new("wikitext-103-v1.zip", new("https://wikitext.smerity.com/wikitext-103-v1.zip"), "9ddaacaf6af0710eda8c456decff7832"),
    ];

    /// <summary>The release of the Long Range Arena, 7.7 GB, of which three files are kept. Its authors publish no checksum.</summary>
    public static IReadOnlyList<PublicFile> Aan { get; } =
    [
        new("lra_release.gz", new("https://storage.googleapis.com/long-range-arena/lra_release.gz"))
        {
            Members = new[] { "train", "eval", "test" }
                .Select(split => $"new_aan_pairs.{split}.tsv")
                .ToDictionary(name => name, name => $"retrieval/{name}"),
        },
    ];
}
