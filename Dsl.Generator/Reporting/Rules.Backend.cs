using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Reporting;

/// <content>3xx: backends.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor MissingLayer = Error(
        "SDSL301", "Backend", "Branch attribute names no layer",
        "{0} is a branch attribute without a layer class; mark it [BranchLayer(typeof(…))]");

    public static readonly DiagnosticDescriptor NotALayer = Error(
        "SDSL302", "Backend", "Class cannot be a branch layer",
        "{0} cannot be the layer of [{1}]: it {2}; use an accessible, concrete class that derives from SequenceLayer");

    public static readonly DiagnosticDescriptor ConstructorCount = Error(
        "SDSL303", "Backend", "Layer has not exactly one public constructor",
        "{0} has {1} public constructors, but a branch layer has exactly one; keep the one that takes its options");

    public static readonly DiagnosticDescriptor NoSource = Error(
        "SDSL304", "Backend", "Constructor parameter has no source",
        "{0}: nothing gives the constructor parameter '{1}'; add a property {2} to [{3}], or use the name of one that it has: {4}");

    public static readonly DiagnosticDescriptor DoesNotConvert = Error(
        "SDSL305", "Backend", "Option does not convert to the constructor parameter",
        "{0}: the constructor parameter '{1}' is {2}, to which {3} of type {4} does not convert; use the same type for both");

    public static readonly DiagnosticDescriptor MalformedExpression = Error(
        "SDSL306", "Backend", "Expression cannot be read",
        "{0}: the expression '{1}' cannot be read: {2}");

    public static readonly DiagnosticDescriptor UnusableSize = Error(
        "SDSL307", "Backend", "Layer has an impossible size",
        "{0}: {1} of {2} is '{3}', but {4}; change the options of the branch");

    public static readonly DiagnosticDescriptor OptionRequired = Error(
        "SDSL308", "Backend", "Option must be set",
        "{0}: {1} has no default and must be set; use [{2}({1} = …)]");

    public static readonly DiagnosticDescriptor NotBidirectional = Error(
        "SDSL309", "Backend", "Layer reads one direction only",
        "{0}: {1} reads sequences in one direction only; remove Bidirectional");

    public static readonly DiagnosticDescriptor RuntimeMismatch = Error(
        "SDSL310", "Backend", "Generator and runtime do not belong together",
        "The generated code needs {0}, which the referenced SerpentDsl.Runtime does not have; reference the runtime that came with " +
        "this generator");

    public static readonly DiagnosticDescriptor UntakenOption = Warning(
        "SDSL311", "Backend", "Option of a backend reaches no layer",
        "{0}: no constructor parameter of {2} takes {1}; add one called '{3}', or remove {1}");

    public static readonly DiagnosticDescriptor NoState = Warning(
        "SDSL312", "Backend", "Streaming layer states no state",
        "{0} derives from StreamingLayer but states no state; add one [LayerState(name, dimensions…)] for each tensor that its " +
        "NewState makes");

    public static readonly DiagnosticDescriptor StateWithoutStreaming = Error(
        "SDSL313", "Backend", "State of a layer that does not stream",
        "{0} has {1}, but no streaming form; derive it from StreamingLayer, or remove {1}");

    public static readonly DiagnosticDescriptor TensorName = Error(
        "SDSL314", "Backend", "Tensor of a layer has no name of its own",
        "{0}: a [{1}] {2}; use the tensor's own name, as the layer registers it");

    public static readonly DiagnosticDescriptor DefaultOutOfRange = Error(
        "SDSL315", "Backend", "Default breaks the option's own limits",
        "{0}: the default of {1} is {2}, but must be {3}; use {4}");

    public static readonly DiagnosticDescriptor DefaultDoesNotConvert = Error(
        "SDSL316", "Backend", "Default is no value of the option's type",
        "{0}: the default of {1} is {2}, which is no {3}; use {4}");

    public static readonly DiagnosticDescriptor IneffectiveLimit = Warning(
        "SDSL317", "Backend", "Limit has no effect",
        "{0}: [{1}] on {2} has no effect: {3}");

    public static readonly DiagnosticDescriptor ContradictoryLimits = Error(
        "SDSL318", "Backend", "Limits leave no value",
        "{0}: the limits of {1} leave no value: {2}");

    public static readonly DiagnosticDescriptor UnknownOption = Error(
        "SDSL319", "Backend", "Limit names an unknown option",
        "{0}: [{1}] on {2} names '{3}', but no {4} option has that name; use one of {5}");

    public static readonly DiagnosticDescriptor ReservedOption = Error(
        "SDSL320", "Backend", "Option has a reserved name",
        "{0}: an option cannot be called {1}, which the generator itself gives to layers; use another name, such as {1}Option");

    public static readonly DiagnosticDescriptor NotRepeatable = Warning(
        "SDSL321", "Backend", "Branch attribute cannot be repeated",
        "An architecture can have only one [{0}], because its [AttributeUsage] does not set AllowMultiple; add AllowMultiple = true");

    public static readonly DiagnosticDescriptor UnsettableOption = Error(
        "SDSL322", "Backend", "Option cannot be set",
        "{0}: {1} has no default and no declaration can set it, because {2}; declare it as 'public int {1} {{ get; set; }}' or the like");

    public static readonly DiagnosticDescriptor StrayParameter = Error(
        "SDSL323", "Backend", "Constructor parameter of a branch attribute sets no option",
        "{0}: the constructor parameter '{1}' sets no option; add a property {2} with it as initial value");
}
