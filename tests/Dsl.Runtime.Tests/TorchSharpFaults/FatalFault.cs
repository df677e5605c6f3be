namespace SerpentDsl.Runtime.Tests.TorchSharpFaults;

/// <summary>A fault of TorchSharp that ends the process. A child process shows it (Program.cs).</summary>
public enum FatalFault
{
    /// <summary>An exception in a managed backward pass.</summary>
    ExceptionInBackward,

    /// <summary>Zeros for an unread result are made from tensors of the caller's dispose scope, which has ended.</summary>
    MaterialisedGradientAfterScope,
}
