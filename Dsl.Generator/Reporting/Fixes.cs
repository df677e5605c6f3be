using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Reporting;

/// <summary>Adds the values for code fixes to a finding.</summary>
internal static class Fixes
{
    /// <summary>A fix that sets an option to one of several values.</summary>
    public static Finding Setting(this Finding finding, string option, IEnumerable<string> values) =>
        finding.Using(values).With(FixKeys.Option, option);

    /// <summary>A fix that sets an option to a value.</summary>
    public static Finding Setting(this Finding finding, string option, string value) => finding.Setting(option, [value]);

    /// <summary>A fix that replaces the reported expression by one of several.</summary>
    public static Finding Using(this Finding finding, IEnumerable<string> values) =>
        finding.With(FixKeys.Values, string.Join("\n", values.Where(value => value.Length > 0)));

    /// <summary>A fix that removes options.</summary>
    public static Finding Removing(this Finding finding, params string[] options) =>
        finding.With(FixKeys.Remove, string.Join("\n", options));

    /// <summary>A fix that renames the class.</summary>
    public static Finding Renaming(this Finding finding, string name) => finding.With(FixKeys.Name, name);

    private static Finding With(this Finding finding, string key, string value) =>
        value.Length == 0 ? finding : finding with { Fix = finding.Fix.Append(new FixValue(key, value)).ToEquatableArray() };
}
