namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Models of tasks with mistakes.</summary>
[SequenceClassifier(vocabulary: 10, classes: 3, maxLength: 12)]
[Backbone(features: 4, depth: 1)]
[S4DBranch(StateSize = 2)]
[Recipe(typeof(LabelsFromOne), Epochs = 1, BatchSize = 8)]
public sealed partial class OnLabelsFromOne;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(TokenBeyond))]
public sealed partial class OnTokenBeyond;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(EmptyRows))]
public sealed partial class OnEmptyRows;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(LongRows))]
public sealed partial class OnLongRows;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(LoadsNothing))]
public sealed partial class OnLoadsNothing;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(LoadFails))]
public sealed partial class OnLoadFails;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(NoRows))]
public sealed partial class OnNoRows;

[VariantOf(typeof(OnLabelsFromOne))]
[Recipe(typeof(CannotBeMade))]
public sealed partial class OnCannotBeMade;
