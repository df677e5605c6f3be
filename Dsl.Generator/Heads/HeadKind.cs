using System;
using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Heads;

/// <summary>A head attribute, and the public face that every model declared by it has, whether its declaration is right or wrong.</summary>
/// <param name="name">The attribute as a declaration writes it.</param>
/// <param name="decide">Makes the head of an attribute whose options are all fine.</param>
internal sealed class HeadKind(string name, Func<AttributeModel, Head> decide)
{
    /// <summary>The attribute as a declaration writes it.</summary>
    public string Name { get; } = name;

    /// <summary>Its arguments in a declaration that is right.</summary>
    public string Example { get; init; } = "";

    /// <summary>The interface of the model.</summary>
    public string Contract { get; init; } = "";

    /// <summary>The record that describes the head at run time.</summary>
    public string Spec { get; init; } = "";

    /// <summary>The option that holds the longest sequence.</summary>
    public string LengthOption { get; init; } = "MaxLength";

    /// <summary>What the model reads.</summary>
    public IReadOnlyList<HeadInput> Inputs { get; init; } = [];

    /// <summary>Whether it answers by one vector of a sequence, so that it needs a pooling.</summary>
    public bool NeedsPooling { get; init; }

    /// <summary>Whether its models are causal whatever the declaration says.</summary>
    public bool IsAlwaysCausal { get; init; }

    /// <summary>The interface of the tasks that its models are trained on, without its namespace; null when the runner has none.</summary>
    public string? TaskContract { get; init; }

    /// <summary>Whether its causal models have a streaming form: they read one sequence.</summary>
    public bool CanStream => Inputs.Count == 1;

    /// <summary>Full name of the attribute class.</summary>
    public string MetadataName => $"SerpentDsl.{Name}Attribute";

    /// <summary>How a message calls a head that makes its architecture causal.</summary>
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
