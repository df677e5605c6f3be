using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>A head attribute, and the public members of every model declared by it, even if the declaration has mistakes.</summary>
/// <param name="name">The attribute as a declaration writes it.</param>
/// <param name="decide">Makes the head from an attribute whose options break no rule.</param>
internal sealed class HeadKind(string name, Func<AttributeModel, Head> decide)
{
    /// <summary>The attribute as a declaration writes it.</summary>
    public string Name { get; } = name;

    /// <summary>Arguments of the attribute in a correct declaration, as an example.</summary>
    public string Example { get; init; } = "";

    /// <summary>The interface of the model.</summary>
    public string Contract { get; init; } = "";

    /// <summary>The record that describes the head at run time.</summary>
    public string Spec { get; init; } = "";

    /// <summary>The option that holds the longest sequence.</summary>
    public string LengthOption { get; init; } = "MaxLength";

    /// <summary>The inputs of the model.</summary>
    public IReadOnlyList<HeadInput> Inputs { get; init; } = [];

    /// <summary>Whether the head makes one vector of a sequence, so that it needs a pooling.</summary>
    public bool NeedsPooling { get; init; }

    /// <summary>Whether models with this head are always causal.</summary>
    public bool IsAlwaysCausal { get; init; }

    /// <summary>The interface of the tasks for models with this head, without its namespace.</summary>
    public string TaskContract { get; init; } = "";

    /// <summary>The class of a task for models with this head, as an example.</summary>
    public string TaskExample { get; init; } = "";

    /// <summary>Whether causal models with this head have a streaming form. They do if the head reads one sequence.</summary>
    public bool CanStream => Inputs.Count == 1;

    /// <summary>Full name of the attribute class.</summary>
    public string MetadataName => $"SerpentDsl.{Name}Attribute";

    /// <summary>The head as a message names it when the head makes its architecture causal.</summary>
    public string CausalName => IsAlwaysCausal ? $"[{Name}]" : $"[{Name}(Causal = true)]";

    public Head Decide(AttributeModel head) => decide(head);

    /// <summary>Whether no position may see a later one.</summary>
    public bool IsCausal(AttributeModel head) => IsAlwaysCausal || head["Causal"].Truth;

    /// <summary>The base class of the model.</summary>
    /// <param name="torch">Name of the class <c>torch</c>.</param>
    /// <param name="tensor">Name of the class <c>Tensor</c>.</param>
    public string ModuleType(string torch, string tensor) =>
        $"{torch}.nn.Module<{string.Join(", ", Enumerable.Repeat(tensor, Inputs.Count + 1))}>";
}
