using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Check;

/// <summary>Every diagnostic: 1xx shapes and numbers, 2xx the declaration, 3xx backends, 4xx recipes, 50x budgets, 51x weights. An ID is never used again.</summary>
internal static class Rules
{
    private const string DocsRoot = "docs/reference";

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
        "{0} would have more parameters or operations than a 64-bit integer counts; use smaller features, depth, vocabulary, length or branch options");

    public static readonly DiagnosticDescriptor NoEffectWithoutCompression = Warning(
        "SDSL108", "Shape", "Option has no effect without compression",
        "{0}: {1} has no effect without CompressionRate; set CompressionRate, such as 0.5, or remove {1}");

    public static readonly DiagnosticDescriptor BidirectionalIsNotCausal = Error(
        "SDSL120", "Shape", "Branch of a causal architecture reads backwards",
        "{0}: Bidirectional is true, but {1} is causal, so that no position may see a later one; use Bidirectional = false, or remove it");

    public static readonly DiagnosticDescriptor LayerIsNotCausal = Error(
        "SDSL121", "Shape", "Layer of a causal architecture has no streaming form",
        "{0}: {1} does not derive from StreamingLayer, so that it may see later positions, but {2} is causal; use a branch whose layer does, such as [S4Branch]");

    public static readonly DiagnosticDescriptor BatchNormIsNotCausal = Error(
        "SDSL122", "Shape", "Batch norm in a causal architecture",
        "Backbone: Norm is Batch, whose statistics are taken over all positions, but {0} is causal; use Norm.Rms or Norm.Layer");

    public static readonly DiagnosticDescriptor ClassifierWithoutPooling = Error(
        "SDSL123", "Shape", "Classifier without pooling",
        "{0}: Pooling is None, which answers at every position, but a classifier answers once; use Pooling.Mean or Pooling.Last");

    public static readonly DiagnosticDescriptor NoEffectWithoutDropout = Warning(
        "SDSL124", "Shape", "Option has no effect without dropout",
        "Backbone: DropoutTied has no effect without Dropout; set Dropout, such as 0.1, or remove DropoutTied");

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
        "{0} has [{1}] but no head, so nothing is generated; add one, such as [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]");

    public static readonly DiagnosticDescriptor DeclaresConstructor = Error(
        "SDSL209", "Declaration", "Architecture declares a constructor",
        "{0} declares a constructor, but its constructor is generated; remove it, and write a static method that returns the model instead");

    public static readonly DiagnosticDescriptor MemberClash = Error(
        "SDSL210", "Declaration", "Member has the name of a generated one",
        "{0} declares '{1}', which is the name of a generated member; rename it");

    public static readonly DiagnosticDescriptor ReservedClassName = Error(
        "SDSL211", "Declaration", "Architecture has the name of a generated member",
        "An architecture cannot be called '{0}', because a member of that name is generated into it; use another name, such as '{0}Model'");

    public static readonly DiagnosticDescriptor SeveralHeads = Error(
        "SDSL220", "Declaration", "Architecture has several heads",
        "{0} has the heads [{1}] and [{2}], but an architecture has one; remove one of them");

    public static readonly DiagnosticDescriptor RequiredOption = Error(
        "SDSL221", "Declaration", "Option without a default must be set",
        "{0}: {1} has no default and must be set; use [{0}({2})]");

    public static readonly DiagnosticDescriptor NothingToTakeOver = Error(
        "SDSL222", "Declaration", "Variant has nothing to take over",
        "{0} cannot be a variant of {1}, because that {2}; name a class with a head, such as [SequenceClassifier], or with [VariantOf]");

    public static readonly DiagnosticDescriptor VariantOfItself = Error(
        "SDSL223", "Declaration", "Architecture is a variant of itself",
        "{0} is a variant of itself: {1}; name another architecture in one of them");

    public static readonly DiagnosticDescriptor RateKeepsAll = Warning(
        "SDSL240", "Declaration", "Compression keeps every position",
        "{0}: with CompressionRate = 1 the branch resamples without getting shorter; use a rate below 1, such as 0.5, or remove CompressionRate");

    public static readonly DiagnosticDescriptor UnreadPositions = Info(
        "SDSL241", "Declaration", "Windows do not reach every position",
        "{0}: windows of {1} at CompressionRate = {2} reach at most {3} % of the positions; use a window of {4} to reach all of them");

    public static readonly DiagnosticDescriptor RepeatedBranch = Warning(
        "SDSL242", "Declaration", "Two branches are alike",
        "Branches {0} and {1} are both the same [{2}]; give one of them another option, such as another CompressionRate, or remove it");

    public static readonly DiagnosticDescriptor SinglePoint = Warning(
        "SDSL243", "Declaration", "Compression leaves a single point",
        "{0}: CompressionRate = {1} leaves one point of at most {2} positions, so nothing is a sequence any more; use a greater rate, such as {3}");

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
        "The generated code needs {0}, which the referenced SerpentDsl.Runtime does not have; reference the runtime that came with this generator");

    public static readonly DiagnosticDescriptor UntakenOption = Warning(
        "SDSL311", "Backend", "Option of a backend reaches no layer",
        "{0}: no constructor parameter of {2} takes {1}; add one called '{3}', or remove {1}");

    public static readonly DiagnosticDescriptor NoState = Warning(
        "SDSL312", "Backend", "Streaming layer states no state",
        "{0} derives from StreamingLayer but states no state; add one [LayerState(name, dimensions…)] for each tensor that its NewState makes");

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

    public static readonly DiagnosticDescriptor IdleLimit = Warning(
        "SDSL317", "Backend", "Limit has no effect",
        "{0}: [{1}] on {2} has no effect: {3}");

    public static readonly DiagnosticDescriptor ContradictoryLimits = Error(
        "SDSL318", "Backend", "Limits leave no value",
        "{0}: the limits of {1} leave no value: {2}");

    public static readonly DiagnosticDescriptor UnknownOption = Error(
        "SDSL319", "Backend", "Limit names an unknown option",
        "{0}: [{1}] on {2} names '{3}', which is no {4} option; use one of {5}");

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

    public static readonly DiagnosticDescriptor RecipeNumberOutOfRange = Error(
        "SDSL401", "Recipe", "Number of a recipe is out of range",
        "Recipe: {0} is {1}, but must be {2}; use {3}");

    public static readonly DiagnosticDescriptor NotATask = Error(
        "SDSL402", "Recipe", "Type is no task",
        "Recipe: {0} {1}; use a public class with a parameterless constructor that implements {2}");

    public static readonly DiagnosticDescriptor TaskNotConstructible = Error(
        "SDSL403", "Recipe", "Task has no public parameterless constructor",
        "Recipe: the runner cannot create {0}, which has no public constructor without parameters; add 'public {0}()'");

    public static readonly DiagnosticDescriptor NotQuick = Error(
        "SDSL404", "Recipe", "Type is no quick architecture",
        "Recipe: {0} cannot be the quick version of {1}, because it {2}; use another class with a head, such as [SequenceClassifier]");

    public static readonly DiagnosticDescriptor NoEffectWithSchedule = Warning(
        "SDSL405", "Recipe", "Option has no effect with this schedule",
        "Recipe: {0} has no effect with Schedule.{1}; {2}");

    public static readonly DiagnosticDescriptor BatchNormOfOne = Warning(
        "SDSL406", "Recipe", "Batch normalisation over one sequence",
        "Recipe: with BatchSize = 1, batch normalisation takes its statistics from a single sequence; use a larger batch, such as 16, or Norm.Layer");

    public static readonly DiagnosticDescriptor PatienceNeverEnds = Warning(
        "SDSL407", "Recipe", "Patience outlasts the training",
        "Recipe: a Patience of {0} never runs out in {1} epochs; {2}");

    public static readonly DiagnosticDescriptor QuickWithoutRecipe = Error(
        "SDSL408", "Recipe", "Quick architecture has no recipe",
        "Recipe: {0} cannot be trained as the quick version of {1}, because it has no [Recipe] of its own; add one to {0}");

    public static readonly DiagnosticDescriptor TaskOfAnotherHead = Error(
        "SDSL415", "Recipe", "Task is for another head",
        "Recipe: {0} implements {1}, but [{2}] is trained on {3}; use a task that implements {3}, or declare [{4}]");

    public static readonly DiagnosticDescriptor NoTasksForHead = Error(
        "SDSL416", "Recipe", "Head has no tasks",
        "Recipe: the runner has no tasks for [{0}], so that nothing could be trained; remove the recipe and train the model by a program of your own");

    public static readonly DiagnosticDescriptor ParametersOverBudget = Error(
        "SDSL501", "Budget", "Model has more parameters than its budget",
        "Budget: {0} is {1}, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor OperationsOverBudget = Error(
        "SDSL502", "Budget", "Model takes more operations than its budget",
        "Budget: {0} is {1} operations, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor BytesOverBudget = Error(
        "SDSL503", "Budget", "Model takes more memory than its budget",
        "Budget: {0} is {1} bytes, more than {2}; most of it is {3}: {4}");

    public static readonly DiagnosticDescriptor BudgetWithoutStreaming = Error(
        "SDSL504", "Budget", "Budget is about a streaming form that there is none of",
        "Budget: {0} limits the streaming form, which {1} does not have; make it causal, or remove {0}");

    public static readonly DiagnosticDescriptor EmptyBudget = Warning(
        "SDSL505", "Budget", "Budget limits nothing",
        "The budget of {0} limits nothing; set a limit, such as Parameters = 1_000_000, or remove it");

    public static readonly DiagnosticDescriptor WeightsChanged = Error(
        "SDSL510", "Weights", "Checkpoints no longer load",
        "{0}: checkpoints as pinned in {1} no longer load: {2}; undo the change, or pin anew by 'dotnet run -p:SerpentPin=true -- weights {0} --pin'");

    public static readonly DiagnosticDescriptor MalformedWeights = Error(
        "SDSL511", "Weights", "Weights ledger cannot be read",
        "{0}: {1}; write the file by 'dotnet run -p:SerpentPin=true -- weights NAME --pin'");

    public static readonly DiagnosticDescriptor UnknownPinned = Warning(
        "SDSL512", "Weights", "Weights ledger is about no architecture",
        "No architecture {0} is declared here, so nothing is held against this ledger; {1}");

    public static readonly DiagnosticDescriptor PinnedTwice = Error(
        "SDSL513", "Weights", "Architecture is pinned twice",
        "{0} is already pinned in {1}; delete one of the two ledgers");

    private static DiagnosticDescriptor Error(string id, string area, string title, string message) =>
        Create(id, area, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string area, string title, string message) =>
        Create(id, area, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string area, string title, string message) =>
        Create(id, area, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Create(string id, string area, string title, string message, DiagnosticSeverity severity) => new(
        id, title, message, "SerpentDsl." + area, severity, isEnabledByDefault: true, helpLinkUri: $"{DocsRoot}/diagnostics/{id}.md");
}
