using System.Collections.Generic;

namespace SerpentDsl.Generator.Read;

/// <summary>The parts of a declaration, own and inherited.</summary>
/// <param name="Head">The head; null without one.</param>
/// <param name="Backbone">The backbone; null without one.</param>
/// <param name="Recipe">The recipe; null without one.</param>
/// <param name="Branches">The branches, each with its backend.</param>
internal sealed record DeclaredParts(
    AttributeModel? Head, AttributeModel? Backbone, RecipeModel? Recipe, IReadOnlyList<BranchModel> Branches);
