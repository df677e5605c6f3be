using SerpentDsl.Autograd;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace Samples;

/// <summary>What a training loop of one's own is made of.</summary>
internal static class Training
{
    /// <summary>
    /// AdamW with a group for each pair of learning rate and weight decay. State-space layers ask for smaller rates, and for no decay, of
    /// some parameters. A parameter that needs no gradient is left out.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="learningRate">Base learning rate.</param>
    /// <param name="rates">Other rates for parameters by their names in the <c>state_dict</c>; the last that fits holds.</param>
    public static optim.Optimizer Optimizer(nn.Module model, double learningRate, params ParameterRate[] rates) =>
        OptimizerGroup.AdamW(OptimizerGroup.Of(model, learningRate, weightDecay: 0.01, rates), learningRate);

    /// <summary>One step on one batch.</summary>
    /// <returns>The loss before the step.</returns>
    public static float Step(ISequenceClassifier model, optim.Optimizer optimizer, SymbolBatch batch)
    {
        using var scope = NewDisposeScope();                                     // frees the tensors of this step
        var logits = model.forward(batch.Tokens, batch.Lengths);                 // [batch, classes]
        var loss = nn.functional.cross_entropy(logits, batch.Labels);
        optimizer.zero_grad();
        BackwardPass.Run(loss);                                                  // instead of loss.backward()
        nn.utils.clip_grad_norm_(model.Module.parameters(), 1.0);
        optimizer.step();
        return loss.item<float>();
    }

    /// <summary>The share of sequences that a model classifies correctly.</summary>
    public static double Accuracy(ISequenceClassifier model, SymbolBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.Module.eval();                                                     // no dropout
        var answers = model.forward(batch.Tokens, batch.Lengths).argmax(1);
        model.Module.train();
        return answers.eq(batch.Labels).sum().item<long>() / (double)batch.Labels.numel();
    }
}
