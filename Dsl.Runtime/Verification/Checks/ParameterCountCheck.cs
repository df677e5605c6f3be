namespace SerpentDsl.Verification.Checks;

/// <summary>The model has as many parameters as were counted at compile time.</summary>
internal sealed class ParameterCountCheck() : ModelCheck(
    "parameter count", "the model's parameters against Spec: in all, layer by layer, and each with its shape", 0)
{
    protected override void Check(ModelUnderTest model)
    {
        var sizes = model.Module.named_parameters().Select(entry => (Name: entry.name, Size: entry.parameter.numel())).ToArray();
        foreach (var layer in model.Spec.Layers)
        {
            var real = sizes.Where(entry => entry.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal)).Sum(entry => entry.Size);
            Measure(
                Math.Abs(real - layer.Parameters),
                $"{layer.Name} ({layer.Kind}) has {real} parameters, stated are {layer.Parameters}; compare its [LayerParameter]s with "
                    + "what it registers");
        }

        var stray = sizes.FirstOrDefault(
            entry => !model.Spec.Layers.Any(layer => entry.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal)));
        Measure(stray.Size, $"{stray.Name} belongs to no layer of Spec");
        CheckShapes(model);
        var total = sizes.Sum(entry => entry.Size);
        Measure(Math.Abs(total - model.Spec.Parameters), $"the model has {total} parameters, stated are {model.Spec.Parameters}");
    }

    private void CheckShapes(ModelUnderTest model)
    {
        var real = model.Module.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.shape);
        foreach (var weight in model.Spec.Weights.Where(weight => !weight.IsBuffer))
        {
            if (!real.TryGetValue(weight.Name, out var shape))
            {
                Measure(1, $"Spec states the parameter {weight.Name}, which the model does not have");
            }
            else if (!shape.SequenceEqual(weight.Shape))
            {
                Measure(1, $"{weight.Name} is [{string.Join(", ", shape)}], stated is [{string.Join(", ", weight.Shape)}]");
            }
        }
    }
}
