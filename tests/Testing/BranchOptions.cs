using System.Reflection;

namespace SerpentDsl.Testing;

/// <summary>Finds the options that a branch attribute adds to those of every branch.</summary>
public static class BranchOptions
{
    /// <summary>
    /// The attribute's own options, and those that it inherits from a class between it and <see cref="BranchAttribute"/>.
    /// </summary>
    /// <param name="attribute">A type that derives from <see cref="BranchAttribute"/>.</param>
    public static PropertyInfo[] Of(Type attribute) =>
        [.. attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(option => option.DeclaringType!.IsSubclassOf(typeof(BranchAttribute)))];
}
