using System.Reflection;

namespace SerpentDsl.Testing;

/// <summary>What a branch attribute leaves to the author beyond what every branch has.</summary>
public static class BranchOptions
{
    /// <summary>The options of an attribute: its own, and those that it shares with its family.</summary>
    /// <param name="attribute">A type that derives from <see cref="BranchAttribute"/>.</param>
    public static PropertyInfo[] Of(Type attribute) =>
        [
            .. attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(
                option => option.DeclaringType!.IsSubclassOf(typeof(BranchAttribute)))
        ];
}
