using System.Buffers.Binary;
using Vaern.Sealing.Tests.Support;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>One fault a file, each at a place where readers are known to differ.</summary>
internal static class CorpusFaults
{
    internal static IEnumerable<(string Name, byte[] Bytes)> Of(byte[] good)
    {
        var directory = (int)BinaryPrimitives.ReadUInt32LittleEndian(good.AsSpan(good.Length - 6));
        yield return ("empty", []);
        yield return ("end-record-alone", good[^22..]);
        yield return ("cut-off", good[..(good.Length / 2)]);
        yield return ("cut-in-end-record", good[..^1]);
        yield return ("byte-behind", [.. good, 0]);
        yield return ("byte-before", [0, .. good]);
        yield return ("two-packages", [.. good, .. good]);
        yield return ("encrypted-flag", Set16(good, directory + 8, 1));
        yield return ("descriptor-flag", Set16(good, directory + 8, 8));
        yield return ("method-12", Set16(good, directory + 10, 12));
        yield return ("entry-comment", Set16(good, directory + 32, 1));
        yield return ("symbolic-link", Set32(good, directory + 38, 0xA1FFu << 16));
        yield return ("overlap", Set32(good, directory + 42, 10));
        yield return ("size-too-small", Set32(good, directory + 24, 10));
        yield return ("size-of-4-gib", Set32(good, directory + 24, 0xFFFFFFFE));
        yield return ("zip64-without-need", Set32(good, directory + 24, 0xFFFFFFFF));
        yield return ("other-name-in-local-header", Set16(good, 30, 0x5858));
        yield return ("count-too-small", Set16(Set16(good, good.Length - 14, 3), good.Length - 12, 3));
        yield return ("count-of-65535", Set16(Set16(good, good.Length - 14, 0xFFFF), good.Length - 12, 0xFFFF));
        yield return ("directory-at-zero", Set32(good, good.Length - 6, 0));
        yield return ("archive-comment", [.. Set16(good, good.Length - 2, 5), .. "falsk"u8]);
        yield return ("duplicate-name", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/bagit.txt"));
        yield return ("dot-dot", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/../../x.txt"));
        yield return ("absolute", Unpacked.WithEntry(good, "/etc/x.txt"));
        yield return ("drive", Unpacked.WithEntry(good, "C:/x.txt"));
        yield return ("backslash", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01\\x.txt"));
        yield return ("nul-in-name", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/x\0.txt"));
        yield return ("right-to-left-mark", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/x\u202Etxt.exe"));
        yield return ("name-of-300", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/" + new string('a', 300)));
        yield return ("folder-entry", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/data/"));
        yield return ("other-case", Unpacked.WithEntry(good, "bevispakke_F-2026-0147_01/BAGIT.txt"));
    }

    private static byte[] Set16(byte[] bytes, int at, ushort value)
    {
        var copy = bytes.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at), value);
        return copy;
    }

    private static byte[] Set32(byte[] bytes, int at, uint value)
    {
        var copy = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), value);
        return copy;
    }
}
