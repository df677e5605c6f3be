using System.Collections.Generic;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Plan;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>A linear layer with a function between a sequence's vector and the answer.</summary>
/// <param name="Width">Width of the layer.</param>
/// <param name="Activation">The function: a member of <c>SerpentDsl.PointwiseFunction</c>.</param>
internal sealed record HiddenLayer(int Width, string Activation)
{
    public const string DefaultActivation = "Gelu";

    /// <summary>The layer that a head's options declare; null for none.</summary>
    public static HiddenLayer? Of(AttributeModel head) =>
        head["HiddenFeatures"] is { Kind: ConstantKind.Integer, Whole: > 0 and var width } ? new((int)width, ActivationOf(head)) : null;

    public static string ActivationOf(AttributeModel head) =>
        head["HiddenActivation"] is { Kind: ConstantKind.Enum } function ? function.Label : DefaultActivation;

    public ShapeConstant Shape =>
        ShapeConstant.Integer("HiddenFeatures", Width, "Width of the linear layer before the answer.");

    public LedgerRow Row(long inputs) =>
        new("head_hidden", "Linear", $"[B, {inputs}]", $"[B, {Width}]", KnownSizes.Linear(inputs, Width, positions: 1));

    /// <summary>The steps from a vector to <c>activated</c>.</summary>
    public IEnumerable<Step> Steps(string input, long inputs, TypeNames types)
    {
        yield return new("hidden", $"head_hidden.call({input})", EquatableArray.Of(input), $"[B, {inputs}] -> [B, {Width}]");
        var code = Activation == DefaultActivation
            ? $"{types.Of(KnownTypes.ExactGelu)}.Apply(hidden)"
            : BlockPlanner.Apply(types, Activation, "hidden");
        yield return new("activated", code, EquatableArray.Of("hidden"), $"[B, {Width}]");
    }
}
