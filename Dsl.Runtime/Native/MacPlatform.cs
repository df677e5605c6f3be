namespace SerpentDsl.Native;

/// <summary>macOS: libtorch's settings and allocator are left unchanged.</summary>
internal sealed class MacPlatform : NativePlatform
{
    /// <inheritdoc/>
    protected override string SystemName => "osx";

    /// <inheritdoc/>
    public override string FileName(string library) => $"lib{library}.dylib";
}
