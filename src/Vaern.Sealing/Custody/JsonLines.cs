namespace Vaern.Sealing.Custody;

/// <summary>Splits a stream into lines, each with its line feed; a last line without one is given as it is.</summary>
internal static class JsonLines
{
    /// <param name="longest">A longer line is cut after this many bytes plus one, which any checker refuses by length.</param>
    internal static IEnumerable<ReadOnlyMemory<byte>> Of(Stream stream, int longest)
    {
        var buffer = new byte[64 * 1024];
        int start = 0, end = 0;
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (found >= 0)
            {
                yield return buffer.AsMemory(start, found + 1);
                start += found + 1;
                continue;
            }
            if (end - start > longest)
            {
                yield return buffer.AsMemory(start, longest + 1);
                yield break;
            }
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read > 0)
            {
                end += read;
                continue;
            }
            if (end > start) yield return buffer.AsMemory(start, end - start);
            yield break;
        }
    }
}
