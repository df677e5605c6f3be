namespace VerifyTests;

/// <summary>What a passed verification leaves.</summary>
public class VerifyResult
{
    internal VerifyResult(string verifiedPath, string text)
    {
        Files = [verifiedPath];
        Text = text;
    }

    /// <summary>The verified files.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The verified text.</summary>
    public string Text { get; }
}
