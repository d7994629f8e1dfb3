using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vaern.Sealing.Verification;

/// <summary>
/// CRC-32 of ZIP (ISO 3309, polynomial 0xEDB88320 reflected). Where the processor multiplies without carry, 64 bytes are folded a step
/// (Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009); elsewhere sixteen bytes by tables.
/// </summary>
internal struct Crc32()
{
    private static readonly uint[][] Tables = MakeTables();

    private uint _state = 0xFFFFFFFF;

    internal readonly uint Value => ~_state;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (Pclmulqdq.IsSupported && bytes.Length >= 256)
        {
            var folded = bytes.Length & ~63;
            _state = Fold(_state, bytes[..folded]);
            bytes = bytes[folded..];
        }
        _state = ByTables(_state, bytes);
    }

    /// <summary>
    /// Four lanes of 16 bytes run ahead by 512 bits a step; then they are folded into one, and the 16 bytes that are left have the same
    /// remainder as everything before them. The constants are x^n mod P for the distances folded over, bit-reflected.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var by512 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL);
        var by128 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        var (a, b, c, d) = (blocks[0] ^ Vector128.CreateScalar((ulong)crc), blocks[1], blocks[2], blocks[3]);
        for (var i = 4; i < blocks.Length; i += 4)
        {
            a = Step(a, by512) ^ blocks[i];
            b = Step(b, by512) ^ blocks[i + 1];
            c = Step(c, by512) ^ blocks[i + 2];
            d = Step(d, by512) ^ blocks[i + 3];
        }
        Span<Vector128<ulong>> rest = [Step(Step(Step(a, by128) ^ b, by128) ^ c, by128) ^ d];
        return ByTables(0, MemoryMarshal.AsBytes(rest));
    }

    private static Vector128<ulong> Step(Vector128<ulong> lane, Vector128<ulong> constants) =>
        Pclmulqdq.CarrylessMultiply(lane, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, constants, 0x11);

    private static uint ByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> t0 = Tables[0], t1 = Tables[1], t2 = Tables[2], t3 = Tables[3], t4 = Tables[4], t5 = Tables[5], t6 = Tables[6], t7 = Tables[7],
            t8 = Tables[8], t9 = Tables[9], t10 = Tables[10], t11 = Tables[11], t12 = Tables[12], t13 = Tables[13], t14 = Tables[14], t15 = Tables[15];
        while (bytes.Length >= 16)
        {
            var words = MemoryMarshal.Cast<byte, uint>(bytes[..16]);
            uint a = words[0] ^ crc, b = words[1], c = words[2], d = words[3];
            crc = t15[(byte)a] ^ t14[(byte)(a >> 8)] ^ t13[(byte)(a >> 16)] ^ t12[(int)(a >> 24)]
                ^ t11[(byte)b] ^ t10[(byte)(b >> 8)] ^ t9[(byte)(b >> 16)] ^ t8[(int)(b >> 24)]
                ^ t7[(byte)c] ^ t6[(byte)(c >> 8)] ^ t5[(byte)(c >> 16)] ^ t4[(int)(c >> 24)]
                ^ t3[(byte)d] ^ t2[(byte)(d >> 8)] ^ t1[(byte)(d >> 16)] ^ t0[(int)(d >> 24)];
            bytes = bytes[16..];
        }
        foreach (var value in bytes) crc = t0[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[16][];
        for (var t = 0; t < 16; t++) tables[t] = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            tables[0][i] = value;
        }
        for (var t = 1; t < 16; t++)
            for (var i = 0; i < 256; i++) tables[t][i] = tables[0][(byte)tables[t - 1][i]] ^ (tables[t - 1][i] >> 8);
        return tables;
    }
}
