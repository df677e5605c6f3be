using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks one branch, and fills in its defaults and sizes.</summary>
/// <param name="branch">The branch.</param>
/// <param name="index">The index of the branch, from 0.</param>
/// <param name="modelFeatures">Width of the model.</param>
/// <param name="branchFeatures">Width of the branch; 0 when unknown.</param>
/// <param name="maxLength">Longest sequence; 0 when unknown.</param>
/// <param name="causalHead">The head that makes the architecture causal; null for an architecture that is not causal.</param>
/// <param name="findings">Receives the findings.</param>
internal sealed class BranchChecker(
    BranchModel branch, int index, int modelFeatures, int branchFeatures, int maxLength, HeadKind? causalHead, List<Finding> findings)
{
    private readonly AttributeModel _attribute = branch.Attribute;
    private readonly Anchor _anchor = Anchor.Branch(index);

    public static string LabelOf(int index, AttributeModel attribute) => $"Branch {index} ({attribute.Name})";

    private string Label => LabelOf(index, _attribute);

    /// <summary>Checks the branch. Returns null when a finding leaves a value of the branch unknown.</summary>
    /// <param name="compression">The compression layer with the statements of its attributes.</param>
    /// <exception cref="OverflowException">A size does not fit a 64-bit integer.</exception>
    public Branch? Check(RuntimeLayer? compression)
    {
        var before = findings.Count(finding => finding.IsError);
        findings.AddRange(OptionsChecker.Check(_attribute, _anchor, Label, Rules.OptionOutOfRange));
        CheckCompressionOptions();
        findings.AddRange(new RelationsChecker(_attribute, _anchor, Label, branchFeatures).Check());
        var layer = CheckLayer();
        if (layer is null || branchFeatures < 1 || maxLength < 1 || _attribute.IsBroken ||
            findings.Count(finding => finding.IsError) > before)
        {
            return null;
        }

        var resampling = _attribute.Find("CompressionRate") is { IsSet: true } rate && compression is not null
            ? Compress(rate.Value.Real, compression)
            : null;
        var positions = resampling?.MaxPoints ?? maxLength;
        var arguments = CollectArguments(layer);
        var size = new LayerSizer(
            Label, layer.Name, layer.Stated, NamesFor(layer, positions), positions, _anchor, _anchor.In("Layer"), findings).Size();
        return new Branch(index, branchFeatures, resampling, layer.Name, layer.FullName, arguments, size) { ReadsSkip = layer.ReadsSkip };
    }

    private void CheckCompressionOptions()
    {
        var compresses = _attribute.Find("CompressionRate") is { IsSet: true };
        foreach (var name in ResamplingOptions.All)
        {
            if (!compresses && _attribute.Find(name) is { IsSet: true })
            {
                findings.Add(new Finding(Rules.NoEffectWithoutCompression, _anchor.In(name), EquatableArray.Of(Label, name))
                    .Setting("CompressionRate", "0.5").Removing(name));
            }
        }

        if (compresses && causalHead is not null && _attribute["ReadBack"].Label == "Linear")
        {
            findings.Add(
                new Finding(Rules.LinearIsNotCausal, _anchor.In("ReadBack"), EquatableArray.Of(Label, causalHead.CausalName))
                .Removing("ReadBack"));
        }

        if (compresses && _attribute["Interval"] is { IsNamedMember: true, Label: not "Learned" } interval &&
            _attribute.Find("DeltaLearningRate") is { IsSet: true })
        {
            var reason = $"with Interval.{interval.Label}, which learns nothing";
            findings.Add(
                new Finding(
                    Rules.NoEffect,
                    _anchor.In("DeltaLearningRate"),
                    EquatableArray.Of(Label, "DeltaLearningRate", reason, "use Interval.Learned"))
                .Setting("Interval", "Interval.Learned").Removing("DeltaLearningRate"));
        }

        if (compresses && _attribute["WindowSize"] is { Kind: ConstantKind.Integer } window && window.Whole > maxLength && maxLength > 0)
        {
            findings.Add(new Finding(Rules.WindowTooLong, _anchor.In("WindowSize"), EquatableArray.Of(Label, window.Label, $"{maxLength}"))
                .Setting("WindowSize", $"{maxLength}"));
        }
    }

    private LayerModel? CheckLayer()
    {
        var broken = BackendChecker.Check(branch.Backend, _anchor).ToArray();
        if (!branch.Backend.IsCheckedAlone)
        {
            findings.AddRange(broken);
        }

        if (branch.Layer is not { } layer || broken.Any(finding => finding.IsError))
        {
            return null;
        }

        foreach (var parameter in layer.Constructor.Where(IsMissing))
        {
            var sample = branch.Backend.Options.FirstOrDefault(option => option.Name == parameter.OptionName)?.Sample ?? "";
            findings.Add(new Finding(Rules.OptionRequired, _anchor, EquatableArray.Of(Label, parameter.OptionName, _attribute.Name))
                .Setting(parameter.OptionName, sample));
        }

        CheckDirections(layer);
        return layer;
    }

    private void CheckDirections(LayerModel layer)
    {
        var at = _anchor.In("Bidirectional");
        if (causalHead is not null && !layer.IsStreaming)
        {
            findings.Add(new(Rules.LayerIsNotCausal, _anchor, EquatableArray.Of(Label, layer.Name, causalHead.CausalName)));
        }

        if (!_attribute["Bidirectional"].Truth)
        {
            return;
        }

        if (!IsBidirectional(layer))
        {
            findings.Add(new Finding(Rules.NotBidirectional, at, EquatableArray.Of(Label, layer.Name)).Removing("Bidirectional"));
        }
        else if (causalHead is not null)
        {
            findings.Add(
                new Finding(Rules.BidirectionalIsNotCausal, at, EquatableArray.Of(Label, causalHead.CausalName)).Removing("Bidirectional"));
        }
    }

    /// <summary>Whether neither the declaration nor a default gives the parameter a value.</summary>
    private bool IsMissing(ConstructorParameter parameter) =>
        parameter.SourceType is not null && parameter.Name is not ("features" or "maxLength" or "bidirectional") &&
        ValueOf(parameter).Kind == ConstantKind.None && !_attribute.IsBroken;

    private Compression Compress(double rate, RuntimeLayer piece)
    {
        long window = _attribute["WindowSize"].Whole, basis = _attribute["TimeBasis"].Whole;
        var points = Numbers.CeilingOfProduct(rate, maxLength);
        var names = new Dictionary<string, ExpressionName>
        {
            ["Features"] = modelFeatures,
            ["BranchFeatures"] = branchFeatures,
            ["CompressionRate"] = null,
            ["WindowSize"] = window,
            ["TimeBasis"] = basis,
            ["Points"] = points,
            ["LearnedIntervals"] = _attribute["Interval"].Label == "Learned" ? 1 : 0,
            ["LinearReadBack"] = _attribute["ReadBack"].Label == "Linear" ? 1 : 0,
            ["RandomIntervals"] = _attribute["Interval"].Label == "Random" ? 1 : 0,
        };
        var size = new LayerSizer(
            Label, KnownTypes.ShortName(piece.MetadataName), piece.Stated, names, maxLength, _anchor, _anchor, findings).Size();
        var passed = ResamplingOptions.Passed.Select(name => _attribute.Find(name))
            .OfType<Option>()
            .Where(option => option.IsSet && option.Value != option.Default)
            .Select(option => new Argument(option.Name, ArgumentSource.Option, option.Value));
        return new Compression(rate, (int)window, (int)basis, points, size) { Options = passed.ToEquatableArray() };
    }

    private EquatableArray<Argument> CollectArguments(LayerModel layer)
    {
        var arguments = new List<Argument>();
        foreach (var parameter in layer.Constructor)
        {
            Argument? argument = parameter.Name switch
            {
                "features" => new(parameter.Name, ArgumentSource.Features, Constant.None),
                "maxLength" => new(parameter.Name, ArgumentSource.MaxLength, Constant.None),
                "bidirectional" => new(parameter.Name, ArgumentSource.Option, Constant.Of(ReadsBothWays)),
                _ when _attribute[parameter.OptionName] is { Kind: not ConstantKind.None } value =>
                    new(parameter.Name, ArgumentSource.Option, value),
                _ => null,
            };
            if (argument is not null)
            {
                arguments.Add(argument);
            }
        }

        return arguments.ToEquatableArray();
    }

    private Dictionary<string, ExpressionName> NamesFor(LayerModel layer, int positions) =>
        LayerNames.Of(layer, IsBidirectional(layer) && ReadsBothWays ? 2 : 1, parameter => parameter.Name switch
        {
            "features" => branchFeatures,
            "maxLength" => positions,
            "bidirectional" => ReadsBothWays ? 1 : 0,
            _ when ValueOf(parameter) is { Kind: ConstantKind.Integer or ConstantKind.Boolean or ConstantKind.Enum } value => value.Whole,
            _ => null,
        });

    /// <summary>Whether the layer reads in both directions: by default, unless the architecture is causal.</summary>
    private bool ReadsBothWays => _attribute.Find("Bidirectional") is { IsSet: true } option ? option.Value.Truth : causalHead is null;

    private Constant ValueOf(ConstructorParameter parameter) =>
        _attribute[parameter.OptionName] is { Kind: not ConstantKind.None } value ? value : parameter.Default;

    private static bool IsBidirectional(LayerModel layer) => layer.Constructor.Any(parameter => parameter.Name == "bidirectional");
}
