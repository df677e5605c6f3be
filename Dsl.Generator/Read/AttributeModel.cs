using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>One attribute of a declaration.</summary>
/// <param name="Name">The attribute's class as a declaration writes it: <c>S4Branch</c>.</param>
/// <param name="Options">All properties of the attribute.</param>
/// <param name="IsBroken">Whether the compiler rejects one of the arguments, so that values are missing.</param>
internal sealed record AttributeModel(string Name, EquatableArray<Option> Options, bool IsBroken)
{
    /// <summary>Stands for an attribute that cannot be found.</summary>
    public static readonly AttributeModel None = new("", default, IsBroken: true);

    public Option? Find(string name) => Options.FirstOrDefault(option => option.Name == name);

    public Constant this[string name] => Find(name)?.Value ?? Constant.None;
}
