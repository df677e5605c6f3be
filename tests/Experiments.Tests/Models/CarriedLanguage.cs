namespace SerpentDsl.Experiments.Tests.Models;

/// <summary><see cref="TinyLanguage"/>, whose recipe says that the state is carried.</summary>
[VariantOf(typeof(TinyLanguage))]
[Recipe(CarryState = true)]
public sealed partial class CarriedLanguage;
