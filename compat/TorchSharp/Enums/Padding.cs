namespace TorchSharp;

/// <summary>Named paddings of convolutions.</summary>
public enum Padding
{
    Valid = 0,
    Same = 1,
}
