using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vaern.Sealing.AtRest;

/// <summary>
/// Seals one field (a name, a message, a small JSON document) under a case key: AES-256-GCM, random nonce, bound to its place.
/// Layout: version (1 byte, 1) ‖ nonce (12) ‖ ciphertext ‖ tag (16). The plaintext carries its length and is padded to whole
/// blocks of 64 bytes, so that the size of a ciphertext does not tell "ja" from "nej".
/// </summary>
public static class FieldCipher
{
    private const byte Version = 1;
    private const int Block = 64;
    private const int Overhead = 1 + 12 + 16;

    public static byte[] Seal(SecretKey key, FieldPlace place, ReadOnlySpan<byte> plain)
    {
        var padded = new byte[(plain.Length + 4 + Block - 1) / Block * Block];
        BinaryPrimitives.WriteInt32BigEndian(padded, plain.Length);
        plain.CopyTo(padded.AsSpan(4));
        var sealedField = new byte[Overhead + padded.Length];
        sealedField[0] = Version;
        RandomNumberGenerator.Fill(sealedField.AsSpan(1, 12));
        using var gcm = new AesGcm(key.Bytes, tagSizeInBytes: 16);
        gcm.Encrypt(sealedField.AsSpan(1, 12), padded, sealedField.AsSpan(13, padded.Length), sealedField.AsSpan(13 + padded.Length), place.Associated());
        CryptographicOperations.ZeroMemory(padded);
        return sealedField;
    }

    public static byte[] Seal(SecretKey key, FieldPlace place, string plain) => Seal(key, place, Encoding.UTF8.GetBytes(plain));

    /// <summary>The plaintext, or a <see cref="CryptographicException"/> when the field was altered, moved or sealed under another key.</summary>
    public static byte[] Open(SecretKey key, FieldPlace place, ReadOnlySpan<byte> sealedField)
    {
        if (sealedField.Length < Overhead + Block || sealedField[0] != Version || (sealedField.Length - Overhead) % Block != 0)
        {
            throw new CryptographicException("Not a sealed field of version 1.");
        }

        var padded = new byte[sealedField.Length - Overhead];
        using var gcm = new AesGcm(key.Bytes, tagSizeInBytes: 16);
        gcm.Decrypt(sealedField.Slice(1, 12), sealedField.Slice(13, padded.Length), sealedField[(13 + padded.Length)..], padded, place.Associated());
        var length = BinaryPrimitives.ReadInt32BigEndian(padded);
        if (length < 0 || length > padded.Length - 4)
        {
            throw new CryptographicException("The sealed length does not fit.");
        }

        return padded[4..(4 + length)];
    }

    public static string OpenText(SecretKey key, FieldPlace place, ReadOnlySpan<byte> sealedField) =>
        Encoding.UTF8.GetString(Open(key, place, sealedField));
}

/// <summary>The place a field belongs to; a ciphertext that is moved to another table, column or row does not open there.</summary>
public readonly record struct FieldPlace(string Table, string Column, Guid Row)
{
    internal byte[] Associated()
    {
        var names = Encoding.ASCII.GetBytes($"vaern-field/1\0{Table}\0{Column}\0");
        var data = new byte[names.Length + 16];
        names.CopyTo(data, 0);
        Row.TryWriteBytes(data.AsSpan(names.Length), bigEndian: true, out _);
        return data;
    }
}
