using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>2xx: the declaration.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SDSL201", "Declaration", "Architecture is not partial",
        "{0} must be partial, so that its module can be generated into it; use 'partial class {0}'");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "SDSL202", "Declaration", "Type around an architecture is not partial",
        "{0} must be partial, because the architecture {1} is nested in it; use 'partial {2} {0}'");

    public static readonly DiagnosticDescriptor WrongKindOfClass = Error(
        "SDSL203", "Declaration", "Class cannot be a module",
        "{0} is {1}, but a module is an ordinary class; use 'partial class {0}'");

    public static readonly DiagnosticDescriptor Generic = Error(
        "SDSL204", "Declaration", "Architecture is generic",
        "{0} has type parameters, or is nested in a type that has; an architecture is one fixed model: remove them");

    public static readonly DiagnosticDescriptor OtherBaseClass = Error(
        "SDSL205", "Declaration", "Architecture has a base class",
        "{0} derives from {1}, but the generated part derives it from {2}; remove {1}");

    public static readonly DiagnosticDescriptor MissingBackbone = Error(
        "SDSL206", "Declaration", "Architecture has no backbone",
        "{0} has no backbone; add one, such as [Backbone(features: 128, depth: 6)]");

    public static readonly DiagnosticDescriptor MissingBranch = Error(
        "SDSL207", "Declaration", "Architecture has no branch",
        "{0} has no branch; add at least one, such as [S4Branch]");

    public static readonly DiagnosticDescriptor MissingHead = Error(
        "SDSL208", "Declaration", "Architecture has no head",
        "{0} has [{1}] but no head, so nothing is generated; add one, such as [SequenceClassifier(vocabulary: 20, classes: 10, " +
        "maxLength: 2048)]");

    public static readonly DiagnosticDescriptor DeclaresConstructor = Error(
        "SDSL209", "Declaration", "Architecture declares a constructor",
        "{0} declares a constructor, but its constructor is generated; remove it, and write a static method that returns the " +
        "model instead");

    public static readonly DiagnosticDescriptor MemberClash = Error(
        "SDSL210", "Declaration", "Member has the name of a generated one",
        "{0} declares '{1}', which is the name of a generated member; rename it");

    public static readonly DiagnosticDescriptor ReservedClassName = Error(
        "SDSL211", "Declaration", "Architecture has the name of a generated member",
        "An architecture cannot be called '{0}', because a member of that name is generated into it; use another name, such as '{0}Model'");

    public static readonly DiagnosticDescriptor LanguageTooOld = Error(
        "SDSL212", "Declaration", "Language version is too old",
        "{0} is generated as C# {1}, but this project is compiled as C# {2}; set <LangVersion>latest</LangVersion> in the project file");

    public static readonly DiagnosticDescriptor MissingTorchSharp = Error(
        "SDSL213", "Declaration", "TorchSharp is not referenced",
        "{0} is generated as a TorchSharp module, but this project does not reference TorchSharp; add a <PackageReference " +
        "Include=\"TorchSharp-cpu\" />");

    public static readonly DiagnosticDescriptor RequiredMember = Error(
        "SDSL214", "Declaration", "Architecture has a required member",
        "{0} has the required member '{1}', but generated code creates models without setting it; remove 'required', and give it an " +
        "initial value");

    public static readonly DiagnosticDescriptor SeveralHeads = Error(
        "SDSL220", "Declaration", "Architecture has several heads",
        "{0} has the heads [{1}] and [{2}], but an architecture has one; remove one of them");

    public static readonly DiagnosticDescriptor RequiredOption = Error(
        "SDSL221", "Declaration", "Option without a default must be set",
        "{0}: {1} has no default and must be set; use [{0}({2})]");

    public static readonly DiagnosticDescriptor VariantOfNothing = Error(
        "SDSL222", "Declaration", "Variant names no architecture",
        "{0} cannot be a variant of {1}, because that {2}; name a class with a head, such as [SequenceClassifier], or with [VariantOf]");

    public static readonly DiagnosticDescriptor VariantOfItself = Error(
        "SDSL223", "Declaration", "Architecture is a variant of itself",
        "{0} is a variant of itself: {1}; name another architecture in one of them");

    public static readonly DiagnosticDescriptor GivenTwice = Error(
        "SDSL224", "Declaration", "Option is given twice",
        "{0}: {1} is given twice, as '{2}: …' and as '{1} = …'; remove one of them");

    public static readonly DiagnosticDescriptor RateKeepsAll = Warning(
        "SDSL240", "Declaration", "Compression keeps every position",
        "{0}: with CompressionRate = 1 the branch resamples without getting shorter; use a rate below 1, such as 0.5, or remove " +
        "CompressionRate");

    public static readonly DiagnosticDescriptor UnreadPositions = Info(
        "SDSL241", "Declaration", "Windows do not read every position",
        "{0}: windows of {1} at the starting rate of {2}, which is CompressionRate · σ(DeltaBias), read at most {3} % of the positions; " +
        "use {4}");

    public static readonly DiagnosticDescriptor RepeatedBranch = Warning(
        "SDSL242", "Declaration", "Two branches are alike",
        "Branches {0} and {1} are both the same [{2}]; give one of them another option, such as another CompressionRate, or remove it");

    public static readonly DiagnosticDescriptor SinglePoint = Warning(
        "SDSL243", "Declaration", "Compression leaves a single point",
        "{0}: CompressionRate = {1} leaves one point of at most {2} positions, so nothing is a sequence any more; use a greater rate, " +
        "such as {3}");
}
