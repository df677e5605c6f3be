using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Expressions;
using SerpentDsl.Generator.Heads;
using SerpentDsl.Generator.Model;
using SerpentDsl.Generator.Read;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Check;

/// <summary>Checks a declaration and fills in its defaults and sizes. Pure: equal declarations give equal results.</summary>
internal sealed class DeclarationChecker
{
    private readonly Declaration _declaration;
    private readonly List<Finding> _findings = [];

    private DeclarationChecker(Declaration declaration) => _declaration = TrackedBackbone.Complete(declaration);

    public static CheckResult Check(Declaration declaration)
    {
        DeclarationChecker checker = new(declaration);
        SizedArchitecture? model = null;
        try
        {
            if (checker.Check() is { } architecture)
            {
                model = SizedArchitecture.Of(architecture);
                checker._findings.AddRange(BudgetChecker.Check(checker._declaration, model));
            }
        }
        catch (OverflowException)
        {
            checker.Add(Rules.ModelTooLarge, Anchor.Head, declaration.Class.Name);
        }

        return new CheckResult(
            declaration.Class,
            HeadKinds.Find(declaration.Head),
            checker._findings.Any(finding => finding.IsError) ? null : model,
            declaration.Class.CanBeExtended && declaration.HostProject.IsFit,
            checker.FindingsOfItsOwn().ToEquatableArray());
    }

    /// <summary>
    /// The findings, without those of the architecture that this one is a variant of, which are reported at that architecture.
    /// </summary>
    private IEnumerable<Finding> FindingsOfItsOwn()
    {
        if (_declaration.Inherited is not { } inherited || _findings.Count == 0)
        {
            return _findings.Distinct();
        }

        var others = Check(inherited).Findings;
        return _findings.Distinct().Where(finding => finding.At.IsOfClass || !others.Contains(finding));
    }

    private Architecture? Check()
    {
        var model = _declaration.Class;
        var head = _declaration.Head;
        _findings.AddRange(HostProjectChecker.Check(_declaration.HostProject, model.Name));
        _findings.AddRange(ClassChecker.Check(model));
        _findings.AddRange(VariantChecker.Check(_declaration));
        if (_declaration.Variant is { IsBroken: true } || HeadKinds.Find(head) is not { } kind)
        {
            return null;
        }

        if (_declaration.Budget is { } budget)
        {
            _findings.AddRange(OptionsChecker.Check(budget, Anchor.Budget, budget.Name, Rules.NumberOutOfRange));
        }

        _findings.AddRange(HeadChecker.Check(_declaration, kind));
        if (_declaration.Recipe is { } recipe)
        {
            _findings.AddRange(RecipeChecker.Check(recipe, kind, model.Name));
        }

        if (_declaration.Branches.Count == 0)
        {
            Add(Rules.MissingBranch, Anchor.Class, model.Name);
        }

        if (_declaration.Backbone is not { } backbone)
        {
            Add(Rules.MissingBackbone, Anchor.Class, model.Name);
            return null;
        }

        _findings.AddRange(BackboneChecker.Check(backbone, head, kind));
        CheckTracks(backbone);
        int features = Integer(backbone, "Features"), maxLength = Integer(head, kind.LengthOption);
        _findings.AddRange(AdviceChecker.Check(_declaration, maxLength));
        var widths = features > 0 && _declaration.Branches.Count > 0
            ? FeaturesChecker.Share(features, _declaration.Branches, _findings)
            : null;
        var isCausal = kind.IsCausal(head);
        var compression = FindRuntimeLayer(MetadataNames.CompressionLayer(isCausal), _declaration.Branches.Any(Compresses));
        var branches = _declaration.Branches
            .Select(
                (branch, index) =>
                    new BranchChecker(
                        branch, index, features, widths?[index] ?? 0, maxLength, isCausal ? kind : null, _findings).Check(compression))
            .ToArray();
        var completed = _declaration.Recipe is null ? null : RecipeChecker.Complete(_declaration.Recipe);
        if (widths is null || branches.Any(branch => branch is null) || head.IsBroken || backbone.IsBroken ||
            (_declaration.Recipe is not null && completed is null) || _findings.Any(finding => finding.IsError))
        {
            return null;
        }

        return Complete(kind.Decide(head), backbone, branches.OfType<Branch>(), completed, features);
    }

    private void CheckTracks(AttributeModel backbone)
    {
        if (TrackedBackbone.WidthOf(_declaration) is { } width && backbone["Features"] is { Kind: ConstantKind.Integer } features &&
            features.Whole != width)
        {
            var text = width.ToString(CultureInfo.InvariantCulture);
            _findings.Add(new Finding(
                Rules.WidthIsNotThatOfTracks, Anchor.Backbone.In("Features"), EquatableArray.Of(
                    features.Label, backbone["TrackSize"].Label, text, $"{TrackedBackbone.LengthOf(_declaration)}"))
                .Setting("Features", text));
        }
    }

    private Architecture? Complete(
        Head head, AttributeModel backbone, IEnumerable<Branch> branches, Recipe? recipe, int features)
    {
        var norm = MetadataNames.NormLayer(backbone["Norm"].Label);
        var normSize = SizeOf(norm, features, head.MaxLength);
        if (normSize is null || !TryMix(backbone["Mixer"].Label, features, head.MaxLength, out var mixer))
        {
            return null;
        }

        var (names, length) = (new Dictionary<string, ExpressionName> { ["Features"] = features }, head.MaxLength);
        var skipNorm = backbone["NormPlacement"].Label == "Before" && backbone["SkipNorm"] is { Kind: ConstantKind.Enum } kind
            ? MetadataNames.NormLayer(kind.Label)
            : null;
        int? width = backbone.Find("FeedForward") is { IsSet: true } ? Integer(backbone, "FeedForward") : null;
        var isLearned = backbone["Positions"].Label == "Learned";
        var skipSize = skipNorm is null ? null : SizeOf(skipNorm, length, names);
        var forwardSize = width is null ? null : SizeOf(MetadataNames.FeedForward, length, new(names) { ["Width"] = width.Value });
        var positionsSize = backbone["Positions"].Kind != ConstantKind.Enum
            ? null
            : SizeOf(MetadataNames.SequencePositions, length, new(names) { ["MaxLength"] = length, ["Learned"] = isLearned ? 1 : 0 });
        if (_findings.Any(finding => finding.IsError))
        {
            return null;
        }

        return new Architecture(
            _declaration.Class,
            head,
            features,
            Integer(backbone, "Depth"),
            norm,
            normSize.Value,
            backbone["NormPlacement"].Label == "Before",
            backbone["FinalNorm"].Truth,
            mixer,
            backbone["Dropout"].Real,
            backbone["DropoutTied"].Truth,
            branches.ToEquatableArray(),
            recipe)
        {
            NormEpsilon = backbone["NormEpsilon"] is { IsNumber: true } epsilon ? epsilon.Real : null,
            SkipNorm = skipSize is { } ofSkip ? new NormLayer(skipNorm!, ofSkip) : null,
            SkipActivation = backbone["SkipActivation"] is { Kind: ConstantKind.Enum } function ? function.Label : null,
            FeedForward = forwardSize is { } ofForward
                ? new FeedForwardPart(
                    width!.Value, backbone["FeedForwardActivation"].Label, backbone["FeedForwardDropout"].Real, ofForward)
                : null,
            Positions = positionsSize is { } ofPositions ? new PositionsPart(isLearned, ofPositions) : null,
            Options = OptionLister.List(_declaration),
            Citations = _declaration.Citations,
        };
    }

    /// <summary>Finds the mixer's class and sizes; false when the runtime lacks the class.</summary>
    private bool TryMix(string member, int features, int maxLength, out MixerLayer? mixer)
    {
        mixer = null;
        if (member == "None")
        {
            return true;
        }

        var (type, geluGate) = member switch
        {
            "Linear" => (MetadataNames.Linear, default(bool?)),
            "GeluLinear" => (MetadataNames.GeluLinearMixer, null),
            "HalfGlu1" => (MetadataNames.HalfGatedMixer, false),
            "HalfGlu2" => (MetadataNames.HalfGatedMixer, true),
            _ => (MetadataNames.GatedLinearMixer, null),
        };
        var size = type == MetadataNames.Linear
            ? KnownSizes.Linear(features, features, maxLength)
            : SizeOf(type, features, maxLength, geluGate ?? false);
        mixer = size is { } known ? new MixerLayer(type, geluGate, known) : null;
        return mixer is not null;
    }

    private LayerSize? SizeOf(string metadataName, int features, int maxLength, bool geluGate = false) =>
        SizeOf(metadataName, maxLength, new() { ["Features"] = features, ["GeluGate"] = geluGate ? 1 : 0 });

    private LayerSize? SizeOf(string metadataName, int maxLength, Dictionary<string, ExpressionName> names)
    {
        if (FindRuntimeLayer(metadataName, isNeeded: true) is not { } layer)
        {
            return null;
        }

        return new LayerSizer(metadataName, metadataName, layer.Stated, names, maxLength, Anchor.Head, Anchor.Head, _findings).Size();
    }

    private RuntimeLayer? FindRuntimeLayer(string metadataName, bool isNeeded)
    {
        var found = _declaration.RuntimeLayers.FirstOrDefault(layer => layer.MetadataName == metadataName);
        if (found is null && isNeeded)
        {
            Add(Rules.RuntimeMismatch, Anchor.Head, metadataName);
        }

        return found;
    }

    private static bool Compresses(BranchModel branch) => branch.Attribute.Find("CompressionRate") is { IsSet: true };

    private static int Integer(AttributeModel attribute, string option) =>
        attribute[option] is { Kind: ConstantKind.Integer, Whole: >= 0 and <= int.MaxValue } value ? (int)value.Whole : 0;

    private void Add(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, Anchor at, params string[] arguments) =>
        _findings.Add(new Finding(rule, at, arguments.ToEquatableArray()));
}
