using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>
/// A generated model, whatever its head. Each head has an interface of its own: <see cref="ISequenceClassifier"/>,
/// <see cref="IPairClassifier"/>, <see cref="ILanguageModel"/>, <see cref="ISequenceRegressor"/>.
/// </summary>
public interface ISequenceModel : IDisposable
{
    /// <summary>The model as a module: its parameters, mode, device and state.</summary>
    nn.Module Module { get; }
}
