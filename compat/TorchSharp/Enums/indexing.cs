namespace TorchSharp;

/// <summary>The order of the axes that meshgrid makes.</summary>
public enum indexing
{
    xy = 0,
    ij = 1,
}
