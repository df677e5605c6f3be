using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>1xx: shapes and numbers.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NumberOutOfRange = Error(
        "SDSL101", "Shape", "Number is out of range",
        "{0}: {1} is {2}, but must be {3}; use {4}");

    public static readonly DiagnosticDescriptor OptionOutOfRange = Error(
        "SDSL102", "Shape", "Option of a branch is out of range",
        "{0}: {1} is {2}, but must be {3}; use {4}");

    public static readonly DiagnosticDescriptor WindowTooLong = Error(
        "SDSL103", "Shape", "Window is longer than the sequence",
        "{0}: a window of {1} does not fit sequences of at most {2} tokens; use at most {2}");

    public static readonly DiagnosticDescriptor FeaturesNotShareable = Error(
        "SDSL104", "Shape", "Features cannot be shared equally",
        "Backbone: {0} features cannot be shared equally by {1} branches; use {2}, or set Features on every branch");

    public static readonly DiagnosticDescriptor FeaturesDoNotAddUp = Error(
        "SDSL105", "Shape", "Features of the branches do not add up",
        "The branches' features {0} = {1} are not the backbone's {2}; use {3}");

    public static readonly DiagnosticDescriptor UnknownEnumValue = Error(
        "SDSL106", "Shape", "Value is no member of its enum",
        "{0}: {1} is {2}, which is no member of {3}; use {4}");

    public static readonly DiagnosticDescriptor ModelTooLarge = Error(
        "SDSL107", "Shape", "Model is too large to count",
        "{0} would have more parameters or operations than a 64-bit integer counts; use smaller features, depth, vocabulary, length or " +
        "branch options");

    public static readonly DiagnosticDescriptor NoEffectWithoutCompression = Warning(
        "SDSL108", "Shape", "Option has no effect without compression",
        "{0}: {1} has no effect without CompressionRate; set CompressionRate, such as 0.5, or remove {1}");

    public static readonly DiagnosticDescriptor BidirectionalIsNotCausal = Error(
        "SDSL120", "Shape", "Branch of a causal architecture reads backwards",
        "{0}: Bidirectional is true, but {1} is causal, so that no position may see a later one; use Bidirectional = false, or remove it");

    public static readonly DiagnosticDescriptor LayerIsNotCausal = Error(
        "SDSL121", "Shape", "Layer of a causal architecture has no streaming form",
        "{0}: {1} does not derive from StreamingLayer, so that it may see later positions, but {2} is causal; use a branch whose layer " +
        "does, such as [S4Branch]");

    public static readonly DiagnosticDescriptor BatchNormIsNotCausal = Error(
        "SDSL122", "Shape", "Batch norm in a causal architecture",
        "Backbone: {1} is Batch, whose statistics are taken over all positions, but {0} is causal; use Norm.Rms or Norm.Layer");

    public static readonly DiagnosticDescriptor ClassifierWithoutPooling = Error(
        "SDSL123", "Shape", "Classifier without pooling",
        "{0}: Pooling is None, which answers at every position, but a classifier answers once; use Pooling.Mean or Pooling.Last");

    public static readonly DiagnosticDescriptor NoEffectWithoutDropout = Warning(
        "SDSL124", "Shape", "Option has no effect without dropout",
        "Backbone: DropoutTied has no effect without Dropout; set Dropout, such as 0.1, or remove DropoutTied");

    public static readonly DiagnosticDescriptor NoEffect = Warning(
        "SDSL125", "Shape", "Option has no effect",
        "{0}: {1} has no effect {2}; {3}, or remove {1}");

    public static readonly DiagnosticDescriptor WidthIsNotThatOfTracks = Error(
        "SDSL126", "Shape", "Width is not that of the tracks",
        "Backbone: features are {0}, but tracks of {1} make {2} for sequences of at most {3} positions; use {2}, or remove features");

    public static readonly DiagnosticDescriptor LinearIsNotCausal = Error(
        "SDSL127", "Shape", "Causal architecture reads back linearly",
        "{0}: ReadBack is Linear, which takes the point behind an input too, but {1} is causal, so that no position may see a later one; " +
        "use ReadBack.Nearest, or remove it");
}
