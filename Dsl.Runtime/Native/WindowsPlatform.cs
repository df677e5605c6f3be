namespace SerpentDsl.Native;

/// <summary>Windows: libtorch's settings and allocator are left unchanged.</summary>
internal sealed class WindowsPlatform : NativePlatform
{
    /// <inheritdoc/>
    protected override string SystemName => "win";

    /// <inheritdoc/>
    public override string FileName(string library) => $"{library}.dll";

    /// <inheritdoc/>
    public override string Remedy(string reason) =>
        "install the Microsoft Visual C++ Redistributable (x64), 2019 or newer, which libtorch needs; then build the program again";
}
