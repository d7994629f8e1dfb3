using System.Buffers.Binary;

namespace Vaern.Sealing.Verification;

/// <summary>
/// Unpacks raw deflate (RFC 1951) strictly: complete codes only, padding bits zero, and the compressed bytes used up exactly. The
/// library's own stream stops at the end of the data and says nothing about bytes behind it, so it cannot serve a verifier.
/// </summary>
/// <exception cref="InvalidDataException">From reading: the data is not of this form.</exception>
internal sealed class InflateStream : Stream
{
    private const int Window = 32 * 1024;
    private const int Fill = 3 * Window;
    private const int LongestMatch = 258;

    private static readonly byte[] CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    private static readonly ushort[] LengthStarts = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly byte[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly ushort[] DistanceStarts =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly byte[] DistanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private enum State { BlockStart, Stored, Coded, Finished }

    private readonly byte[] _input = new byte[64 * 1024];
    private readonly byte[] _output = new byte[Fill + LongestMatch];
    private readonly HuffmanCode _literals = new();
    private readonly HuffmanCode _distances = new();
    private int _inputAt, _inputEnd, _outputAt, _outputEnd, _bitCount, _storedLeft;
    private ulong _bits;
    private State _state;
    private bool _isLast, _inputEnded;
    private Stream _source;

    internal InflateStream(Stream source) => _source = source;

    /// <summary>Begins anew with other data, so that a package of many entries needs one set of buffers.</summary>
    internal InflateStream Restart(Stream source)
    {
        _source = source;
        _inputAt = _inputEnd = _outputAt = _outputEnd = _bitCount = _storedLeft = 0;
        _bits = 0;
        _state = State.BlockStart;
        _isLast = _inputEnded = false;
        return this;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_outputAt == _outputEnd) Advance();
        var count = Math.Min(buffer.Length, _outputEnd - _outputAt);
        _output.AsSpan(_outputAt, count).CopyTo(buffer);
        _outputAt += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Keeps the last 32 KiB as history and unpacks until the buffer is full or the data ends.</summary>
    private void Advance()
    {
        if (_outputEnd > Window)
        {
            _output.AsSpan(_outputEnd - Window, Window).CopyTo(_output);
            _outputAt = _outputEnd = Window;
        }
        while (_outputEnd < Fill && _state != State.Finished)
        {
            switch (_state)
            {
                case State.BlockStart: StartBlock(); break;
                case State.Stored: CopyStored(); break;
                default: DecodeCodes(); break;
            }
        }
    }

    private void StartBlock()
    {
        if (_isLast)
        {
            CheckEnd();
            _state = State.Finished;
            return;
        }
        _isLast = Take(1) == 1;
        switch (Take(2))
        {
            case 0:
                if (Take(_bitCount & 7) != 0) throw new InvalidDataException("Padding is not zero.");
                _storedLeft = Take(16);
                if ((Take(16) ^ 0xFFFF) != _storedLeft) throw new InvalidDataException("A stored block with two lengths.");
                _state = State.Stored;
                break;
            case 1:
                FixedCodes();
                _state = State.Coded;
                break;
            case 2:
                ReadCodes();
                _state = State.Coded;
                break;
            default:
                throw new InvalidDataException("No such block.");
        }
    }

    private void CopyStored()
    {
        while (_storedLeft > 0 && _outputEnd < Fill)
        {
            _output[_outputEnd++] = (byte)Take(8);
            _storedLeft--;
        }
        if (_storedLeft == 0) _state = State.BlockStart;
    }

    private void DecodeCodes()
    {
        while (_outputEnd < Fill)
        {
            var symbol = Decode(_literals);
            if (symbol < 256)
            {
                _output[_outputEnd++] = (byte)symbol;
                continue;
            }
            if (symbol == 256)
            {
                _state = State.BlockStart;
                return;
            }
            if (symbol > 285) throw new InvalidDataException("No such length.");
            var length = LengthStarts[symbol - 257] + Take(LengthBits[symbol - 257]);
            var code = Decode(_distances);
            if (code > 29) throw new InvalidDataException("No such distance.");
            CopyMatch(length, DistanceStarts[code] + Take(DistanceBits[code]));
        }
    }

    private void CopyMatch(int length, int distance)
    {
        var from = _outputEnd - distance;
        if (from < 0) throw new InvalidDataException("A distance before the beginning.");
        if (distance >= length)
        {
            _output.AsSpan(from, length).CopyTo(_output.AsSpan(_outputEnd));
            _outputEnd += length;
            return;
        }
        for (var i = 0; i < length; i++) _output[_outputEnd++] = _output[from + i];
    }

    private void FixedCodes()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        _literals.Build(lengths);
        lengths[..32].Fill(5);
        _distances.Build(lengths[..32]);
    }

    private void ReadCodes()
    {
        var (literals, distances, codes) = (Take(5) + 257, Take(5) + 1, Take(4) + 4);
        if (literals > 286 || distances > 30) throw new InvalidDataException("Too many codes.");
        Span<byte> lengths = stackalloc byte[320];
        lengths.Clear();
        for (var i = 0; i < codes; i++) lengths[CodeLengthOrder[i]] = (byte)Take(3);
        _literals.Build(lengths[..19]);
        lengths.Clear();
        var total = literals + distances;
        for (var at = 0; at < total;)
        {
            var symbol = Decode(_literals);
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && at == 0) throw new InvalidDataException("Nothing to repeat.");
            var value = symbol == 16 ? lengths[at - 1] : (byte)0;
            var repeat = symbol switch { 16 => 3 + Take(2), 17 => 3 + Take(3), _ => 11 + Take(7) };
            if (at + repeat > total) throw new InvalidDataException("A repeat beyond the end.");
            lengths.Slice(at, repeat).Fill(value);
            at += repeat;
        }
        if (lengths[256] == 0) throw new InvalidDataException("A block without an end.");
        Span<byte> distanceLengths = stackalloc byte[30];
        lengths.Slice(literals, distances).CopyTo(distanceLengths);
        _literals.Build(lengths[..literals]);
        _distances.Build(distanceLengths[..distances]);
    }

    /// <summary>The last byte is filled up with zeros and nothing follows it.</summary>
    private void CheckEnd()
    {
        if (Take(_bitCount & 7) != 0) throw new InvalidDataException("Padding is not zero.");
        Refill();
        if (_bitCount != 0) throw new InvalidDataException("Bytes after the end of the data.");
    }

    private int Decode(HuffmanCode code)
    {
        if (_bitCount < HuffmanCode.LongestCode) Refill();
        var symbol = code.Decode(_bits, out var length);
        Drop(length);
        return symbol;
    }

    private int Take(int count)
    {
        if (_bitCount < count) Refill();
        var value = (int)(_bits & ((1UL << count) - 1));
        Drop(count);
        return value;
    }

    private void Drop(int count)
    {
        if (count > _bitCount) throw new InvalidDataException("The data ends too early.");
        _bits >>= count;
        _bitCount -= count;
    }

    private void Refill()
    {
        if (_inputEnd - _inputAt >= 8)
        {
            var taken = (63 - _bitCount) >> 3;
            var next = BinaryPrimitives.ReadUInt64LittleEndian(_input.AsSpan(_inputAt));
            if (taken < 8) next &= (1UL << (taken * 8)) - 1;
            _bits |= next << _bitCount;
            _inputAt += taken;
            _bitCount += taken * 8;
            return;
        }
        while (_bitCount <= 56)
        {
            if (_inputAt == _inputEnd)
            {
                if (_inputEnded) return;
                _inputEnd = _source.Read(_input, 0, _input.Length);
                _inputAt = 0;
                _inputEnded = _inputEnd == 0;
                if (_inputEnded) return;
            }
            _bits |= (ulong)_input[_inputAt++] << _bitCount;
            _bitCount += 8;
        }
    }
}
