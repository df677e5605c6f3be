namespace TorchSharp.Utils;

/// <summary>Gives a module's field the name under which it is registered, where that is not the field's own.</summary>
public class ComponentNameAttribute : Attribute
{
    public string Name { get; set; } = null!;
}
