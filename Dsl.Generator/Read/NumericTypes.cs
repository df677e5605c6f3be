using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Read;

/// <summary>Which types hold numbers.</summary>
internal static class NumericTypes
{
    public static bool IsInteger(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;

    public static bool IsReal(ITypeSymbol type) => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    public static bool IsNumber(ITypeSymbol type) => IsInteger(type) || IsReal(type);

    /// <summary>Whether an integer is a value of the type without a cast.</summary>
    public static bool Holds(ITypeSymbol type, long value) => type.SpecialType switch
    {
        SpecialType.System_SByte => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        SpecialType.System_Byte => value is >= byte.MinValue and <= byte.MaxValue,
        SpecialType.System_Int16 => value is >= short.MinValue and <= short.MaxValue,
        SpecialType.System_UInt16 => value is >= ushort.MinValue and <= ushort.MaxValue,
        SpecialType.System_Int32 => value is >= int.MinValue and <= int.MaxValue,
        SpecialType.System_UInt32 => value is >= uint.MinValue and <= uint.MaxValue,
        SpecialType.System_UInt64 => value >= 0,
        _ => IsNumber(type),
    };
}
