using System.ComponentModel;

namespace SerpentDsl;

/// <summary>
/// Declares a variant of another architecture: it inherits that one's head, backbone, branches and recipe. Attributes on the
/// class itself override them option by option; branches on the class itself are added after the inherited ones. Branches without
/// <see cref="BranchAttribute.Features"/> share the remaining features equally, as in any declaration. A recipe's
/// <see cref="RecipeAttribute.Quick"/> is not inherited.
/// </summary>
/// <example>
/// SeRpEnt next to its baseline:
/// <code>
/// [VariantOf(typeof(S4ListOps))]
/// [S4Branch(StateSize = 4, CompressionRate = 0.5, WindowSize = 6)]
/// public sealed partial class SerpentS4;
/// </code>
/// </example>
/// <param name="architecture">The other architecture: a class with a head or a variant itself, here or in another assembly.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class VariantOfAttribute(Type architecture) : Attribute
{
    /// <summary>The other architecture.</summary>
    public Type Architecture { get; } = architecture;

    /// <summary>Whether the branches on the class itself replace those of the other architecture.</summary>
    [DefaultValue(false)]
    public bool ReplaceBranches { get; set; }
}
