namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>A token for each piece.</summary>
/// <param name="ids">The id of every token.</param>
/// <param name="unknown">The token of pieces that have none.</param>
internal sealed class WordModel(Dictionary<string, int> ids, string unknown) : TokenModel(ids)
{
    /// <inheritdoc/>
    public override void Encode(string piece, List<int> ids) =>
        ids.Add(Ids.TryGetValue(piece, out var id) || Ids.TryGetValue(unknown, out id) ? id : throw Unknown(piece, unknown));
}
