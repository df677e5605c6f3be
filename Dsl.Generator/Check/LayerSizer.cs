using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Computes the tensors and the cost of a layer from the statements of its class.</summary>
/// <param name="user">The branch, norm or other user of the layer, for findings.</param>
/// <param name="layer">The name of the layer, for findings.</param>
/// <param name="stated">The statements of the layer class.</param>
/// <param name="names">The values of the names in the layer's expressions. <c>Features</c> is the width of its input.</param>
/// <param name="length">Positions that the layer runs over.</param>
/// <param name="use">Where the layer is used.</param>
/// <param name="definition">Where the layer is defined. The anchors of its expressions are below this one.</param>
/// <param name="findings">Receives the faults of the expressions.</param>
internal sealed class LayerSizer(
    string user,
    string layer,
    LayerStatement stated,
    IReadOnlyDictionary<string, ExpressionName> names,
    int length,
    Anchor use,
    Anchor definition,
    List<Finding> findings)
{
    /// <summary>Sizes the layer.</summary>
    /// <exception cref="System.OverflowException">A product does not fit a 64-bit integer.</exception>
    public LayerSize Size()
    {
        var parameters = Shapes(stated.Parameters, "Parameter", isBuffer: false);
        var buffers = Shapes(stated.Buffers, "Buffer", isBuffer: true);
        var states = Shapes(stated.States, "State", isBuffer: true);
        var total = parameters.Sum(Count);
        var withLength = LayerNames.WithLength(names, length);
        var each = Evaluate(stated.Cost, withLength, "the cost", definition.In("Cost")) ?? checked(2L * length * total);
        var shared = Evaluate(stated.SharedCost, withLength, "the shared cost", definition.In("SharedCost")) ?? 0;
        return new LayerSize(total, checked(each + shared))
        {
            SharedFlops = shared,
            Weights = parameters.Concat(buffers).ToEquatableArray(),
            StepFlops = Evaluate(stated.StepCost, names, "the cost of a step", definition.In("StepCost")) ?? checked(2L * total),
            StepReads = parameters.Sum(Bytes),
            StateBytes = states.Sum(Bytes),
            KeptInput = stated.KeepsInput && names.TryGetValue("Features", out var features)
                ? checked(sizeof(float) * length * (features.Number ?? 0))
                : 0,
            KeptWithin = Evaluate(stated.Kept, withLength, "what it keeps", definition.In("KeptBytes")) ?? 0,
            ReceptiveField = Evaluate(stated.ReceptiveField, names, "the receptive field", definition.In("ReceptiveField")),
        };
    }

    /// <summary>The number of elements of a tensor.</summary>
    public static long Count(Weight weight) => weight.Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>The size of a tensor in bytes.</summary>
    public static long Bytes(Weight weight) => checked(Count(weight) * (ElementTypes.BytesOf(weight.Type) ?? 0));

    private Weight[] Shapes(EquatableArray<TensorShape> shapes, string kind, bool isBuffer)
    {
        var evaluated = new List<Weight>(shapes.Count);
        for (var i = 0; i < shapes.Count; i++)
        {
            var at = definition.In($"{kind}[{i}]");
            var shape = shapes[i];
            var dimensions = shape.Dimensions
                .Select(
                    (text, axis) =>
                        Evaluate(text, names, $"dimension {axis} of {kind.ToLowerInvariant()} {shape.Name}", at.In($"{axis + 1}")) ?? 0)
                .ToArray();

            // A tensor that the options switch off has a dimension of 0.
            if (!dimensions.Contains(0))
            {
                evaluated.Add(new Weight(shape.Name, shape.Type, new(dimensions), isBuffer));
            }
        }

        return [.. evaluated];
    }

    /// <summary>The value of an expression; 0 when the expression has a fault, null when there is no expression.</summary>
    private long? Evaluate(string? expression, IReadOnlyDictionary<string, ExpressionName> values, string what, Anchor at)
    {
        if (expression is null)
        {
            return null;
        }

        var result = ExpressionEvaluator.Evaluate(expression, values);
        if (result is { Fault: { } fault, IsMalformed: true })
        {
            findings.Add(new Finding(Rules.MalformedExpression, at, EquatableArray.Of(layer, expression, fault)));
        }
        else if (result.Fault is not null || result.Value < 0)
        {
            var complaint = result.Fault ?? $"that is {result.Value}";
            findings.Add(new Finding(Rules.UnusableSize, use, EquatableArray.Of(user, what, layer, expression, complaint)));
        }

        return result.Fault is null && result.Value >= 0 ? result.Value : 0;
    }
}
