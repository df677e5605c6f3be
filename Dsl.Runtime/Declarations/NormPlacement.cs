namespace SerpentDsl;

/// <summary>Where a block normalises.</summary>
public enum NormPlacement
{
    /// <summary>After the skip connection: <c>norm(u + f(u))</c>.</summary>
    After,

    /// <summary>Before the branches: <c>u + f(norm(u))</c>.</summary>
    Before,
}
