using System.Text;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>Damages bytes that are mostly JSON, at random: as a disk would, and as an enemy would.</summary>
internal static class Mutation
{
    private static readonly string[] s_hostile =
    [
        "-1", "0", "1e400", "9223372036854775807", "9223372036854775808", "4611686018427387904", "4294967296", "2147483648", "NaN", "1.5",
        "null", "true",
        "\"\"",
        "[]",
        "{}",
        "[[[[",
        "{\"a\":",
        "\"\\ud800\"",
        "\"dtype\":\"F64\",",
        "\"shape\":[0,9223372036854775807],",
        ",",
        "\"__metadata__\":{},",
        "\"../x.safetensors\"", new string('[', 200), new string('1', 50),
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="good">The bytes.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] good, Random random)
    {
        byte[] bad = [.. good];
        int at = random.Next(bad.Length), length = random.Next(1, Math.Min(40, bad.Length - at + 1));
        switch (random.Next(7))
        {
            case 0: // any bytes
                for (var k = random.Next(1, 4); k > 0; k--)
                {
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                }

                return bad;
            case 1: // a digit becomes another: sizes and offsets that nearly fit
                int[] digits = [.. Enumerable.Range(0, bad.Length).Where(i => char.IsAsciiDigit((char)bad[i]))];
                bad[digits[random.Next(digits.Length)]] = (byte)('0' + random.Next(10));
                return bad;
            case 2: // cut short
                return bad[..at];
            case 3: // a piece lost
                return [.. bad[..at], .. bad[(at + length)..]];
            case 4: // a piece repeated
                return [.. bad[..(at + length)], .. bad[at..]];
            case 5: // bytes that are no text
                return [.. bad[..at], 0xff, 0xc3, 0x28, .. bad[at..]];
            default: // something hostile put in, or in the place of a number
                var text = Encoding.UTF8.GetBytes(s_hostile[random.Next(s_hostile.Length)]);
                var end = at;
                while (end < bad.Length && char.IsAsciiDigit((char)bad[end]))
                {
                    end++;
                }

                return [.. bad[..at], .. text, .. bad[end..]];
        }
    }
}
