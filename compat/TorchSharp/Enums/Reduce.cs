namespace TorchSharp;

/// <summary>How scattered values combine with those in place.</summary>
public enum Reduce
{
    prod = 0,
    mean = 1,
    amax = 2,
    amin = 3,
}
