using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>
/// Checks that a branch attribute's class and its layer fit each other, without any declaration. If the class is in this compilation, the
/// findings are reported at the class; if not, a declaration that uses the class gets the findings that make the class unusable.
/// </summary>
internal static class BackendChecker
{
    /// <summary>Checks a backend and its layer.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="anchor">The anchor to which the backend's locations are relative.</param>
    public static IEnumerable<Finding> Check(BackendModel backend, Anchor anchor)
    {
        var all = CheckAlone(backend, anchor);
        if (backend.Layer is { IsCheckedAlone: true } layer)
        {
            all = all.Concat(LayerChecker.Check(layer, anchor.In("Layer")));
        }

        // Only the author of a backend can fix it, so its users get no warnings.
        return backend.IsInSource ? all : all.Where(finding => finding.IsError);
    }

    /// <summary>Checks a backend, without the findings that are reported at its layer.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="anchor">The anchor to which the backend's locations are relative.</param>
    public static IEnumerable<Finding> CheckAlone(BackendModel backend, Anchor anchor) =>
        BackendOptionsChecker.Check(backend, anchor.In("Backend"))
        .Concat(CheckClass(backend, anchor.In("Backend")))
        .Concat(CheckLayer(backend, anchor));

    private static IEnumerable<Finding> CheckClass(BackendModel backend, Anchor anchor)
    {
        foreach (var parameter in backend.StrayParameters)
        {
            yield return new(
                Rules.StrayParameter, anchor.In("Parameter:" + parameter), EquatableArray.Of(
                    backend.Name, parameter, Identifiers.ToPascalCase(parameter)));
        }

        if (!backend.IsRepeatable)
        {
            yield return new Finding(
                Rules.NotRepeatable, anchor.In("Usage"), EquatableArray.Of(backend.Name)).Setting("AllowMultiple", "true");
        }
    }

    private static IEnumerable<Finding> CheckLayer(BackendModel backend, Anchor anchor)
    {
        var at = anchor.In("Layer");
        if (backend.Layer is not { } layer)
        {
            yield return new(Rules.MissingLayer, anchor.In("Backend"), EquatableArray.Of(backend.Name));
            yield break;
        }

        if (layer.Unfit is { } reason)
        {
            yield return new(Rules.NotALayer, at, EquatableArray.Of(layer.Name, backend.Name, reason));
            yield break;
        }

        if (layer.PublicConstructors != 1)
        {
            yield return new(Rules.ConstructorCount, at.In("Class"), EquatableArray.Of(layer.Name, $"{layer.PublicConstructors}"));
            yield break;
        }

        foreach (var parameter in layer.Constructor)
        {
            if (CheckParameter(backend, layer, parameter, at.In("Class").In(parameter.Name)) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var finding in layer.IsCheckedAlone ? [] : LayerChecker.Check(layer, at))
        {
            yield return finding;
        }
    }

    private static Finding? CheckParameter(BackendModel backend, LayerModel layer, ConstructorParameter parameter, Anchor at)
    {
        if (parameter.SourceType is null && parameter.Default.Kind == ConstantKind.None)
        {
            var known = string.Join(
                ", ", backend.Options.Select(option => option.Name).Append(LayerNames.MaxLength).Select(Identifiers.ToCamelCase));
            return new(Rules.NoSource, at, EquatableArray.Of(layer.Name, parameter.Name, parameter.OptionName, backend.Name, known));
        }

        return parameter is { SourceType: { } source, Fits: false }
            ? new(Rules.DoesNotConvert, at, EquatableArray.Of(layer.Name, parameter.Name, parameter.Type, parameter.OptionName, source))
            : null;
    }
}
