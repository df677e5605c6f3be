namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>A theory that compares with the Hugging Face library.</summary>
public sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute() => Skip = OracleFactAttribute.IsHere ? null : "needs the Hugging Face library for this system";
}
