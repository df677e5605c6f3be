using System.Collections.Generic;

namespace SerpentDsl.Generator.Read;

/// <summary>What an architecture declares, with what it inherits.</summary>
/// <param name="Head">The head; null without one.</param>
/// <param name="Backbone">The backbone; null without one.</param>
/// <param name="Recipe">The recipe; null without one.</param>
/// <param name="Branches">The branches, each with what stands behind its attribute.</param>
internal sealed record DeclaredParts(
    AttributeModel? Head, AttributeModel? Backbone, RecipeModel? Recipe, IReadOnlyList<BranchModel> Branches);
