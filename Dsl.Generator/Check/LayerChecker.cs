using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks the statements of a layer class about its parameters, its states and its cost.</summary>
internal static class LayerChecker
{
    /// <summary>Checks a layer that has one public constructor.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="anchor">The anchor to which the layer's locations are relative.</param>
    public static IEnumerable<Finding> Check(LayerModel layer, Anchor anchor)
    {
        var names = LayerNames.Of(layer, directions: 1, static _ => 1);
        var statements = CheckTensors(layer, layer.Stated.Parameters, names, "Parameter", anchor)
            .Concat(CheckTensors(layer, layer.Stated.Buffers, names, "Buffer", anchor))
            .Concat(CheckTensors(layer, layer.Stated.States, names, "State", anchor))
            .Concat(CheckExpression(layer, layer.Stated.Cost, LayerNames.WithLength(names, 1), anchor.In("Cost")))
            .Concat(CheckExpression(layer, layer.Stated.SharedCost, LayerNames.WithLength(names, 1), anchor.In("SharedCost")))
            .Concat(CheckExpression(layer, layer.Stated.Kept, LayerNames.WithLength(names, 1), anchor.In("KeptBytes")))
            .Concat(CheckExpression(layer, layer.Stated.StepCost, names, anchor.In("StepCost")))
            .Concat(CheckExpression(layer, layer.Stated.ReceptiveField, names, anchor.In("ReceptiveField")));
        return statements.Concat(CheckStreaming(layer, anchor));
    }

    private static IEnumerable<Finding> CheckTensors(
        LayerModel layer, EquatableArray<TensorShape> tensors, Dictionary<string, ExpressionName> names, string kind, Anchor anchor)
    {
        // Two tensors with one name and different numbers of dimensions are alternatives: an option sets a dimension of one of them to 0.
        var seen = new HashSet<(string Name, int Rank)>();
        for (var i = 0; i < tensors.Count; i++)
        {
            var tensor = tensors[i];
            var at = anchor.In($"{kind}[{i}]");
            if (tensor.Name.Length == 0 || !seen.Add((tensor.Name, tensor.Dimensions.Count)))
            {
                var complaint = tensor.Name.Length == 0 ? "has no name" : $"has the name '{tensor.Name}' of another one";
                yield return new(Rules.TensorName, at.In("0"), EquatableArray.Of(layer.Name, "Layer" + kind, complaint));
            }

            if (ElementTypes.BytesOf(tensor.Type) is null)
            {
                yield return new(
                    Rules.MalformedExpression,
                    at.In("ElementType"),
                    EquatableArray.Of(layer.Name, tensor.Type, $"it is no type of elements; known are {ElementTypes.Known}"));
            }

            for (var axis = 0; axis < tensor.Dimensions.Count; axis++)
            {
                foreach (var finding in CheckExpression(layer, tensor.Dimensions[axis], names, at.In($"{axis + 1}")))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<Finding> CheckExpression(
        LayerModel layer, string? expression, Dictionary<string, ExpressionName> names, Anchor at)
    {
        if (expression is not null && ExpressionEvaluator.FindFault(expression, names) is { } fault)
        {
            yield return new(Rules.MalformedExpression, at, EquatableArray.Of(layer.Name, expression, fault));
        }
    }

    private static IEnumerable<Finding> CheckStreaming(LayerModel layer, Anchor anchor)
    {
        if (layer.IsStreaming && layer.Stated.States.Count == 0)
        {
            yield return new(Rules.NoState, anchor.In("Class"), EquatableArray.Of(layer.Name));
        }

        if (!layer.IsStreaming && layer.Stated.States.Count > 0)
        {
            yield return new(Rules.StateWithoutStreaming, anchor.In("State[0]"), EquatableArray.Of(layer.Name, "[LayerState]"));
        }

        if (!layer.IsStreaming && layer.Stated.StepCost is not null)
        {
            yield return new(Rules.StateWithoutStreaming, anchor.In("StepCost"), EquatableArray.Of(layer.Name, "StepFlops"));
        }
    }
}
