using System.Globalization;
using System.Text;

namespace Vaern.Cli.Bench;

/// <summary>A public channel of 118 people as Telegram Desktop writes it, made piece by piece; the same bytes on every reading.</summary>
/// <param name="bytes">How large it gets.</param>
/// <param name="textOf">The text of a message; a few fixed sentences when null. Without quotation marks and backslashes.</param>
/// <param name="messages">How many it has at most.</param>
internal sealed class GeneratedExport(long bytes, Func<int, string>? textOf = null, int messages = int.MaxValue) : Stream
{
    private static readonly string[] Sentences =
    [
        "Vi ses i klubben klokken 15, og husk at tage sko med til hallen.", "Er der nogen, der har set min jakke? Den er blå og hænger måske i garderoben.", "Ring på 12 34 56 78, hvis døren er låst.",
        "Se programmet på https://example.org/program?id=12", "Jeg kommer fem minutter for sent, bussen er forsinket igen.", "Hej Zelma, skal vi tage toget hjem sammen bagefter?", "Turneringen er flyttet til søndag, og der er plads til otte hold.",
        "Nogen har lagt 710258-5678 op, det skal slettes.", "Tak for i går, det var en rigtig god aften med alle sammen.", "Kan man låne en bold på Eksempelvej 12?",
    ];

    private readonly StringBuilder piece = new();
    private byte[] held = Encoding.UTF8.GetBytes("{\n \"name\": \"Fjordby\",\n \"type\": \"public_supergroup\",\n \"id\": 900,\n \"messages\": [\n");
    private int at;
    private long written;
    private int id;
    private bool ended;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => written; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (at == held.Length && !Make()) return 0;
        var taken = Math.Min(buffer.Length, held.Length - at);
        held.AsSpan(at, taken).CopyTo(buffer);
        at += taken;
        written += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Make()
    {
        if (ended) return false;
        piece.Clear();
        for (var k = 0; k < 200 && id < messages && written + piece.Length < bytes; k++) Message();
        if (piece.Length == 0 || id >= messages || written + piece.Length >= bytes)
        {
            piece.Append("  {\"id\": 2000000000, \"type\": \"unsupported\"}\n ]\n}\n");
            ended = true;
        }
        (held, at) = (Encoding.UTF8.GetBytes(piece.ToString()), 0);
        return true;
    }

    private void Message()
    {
        id++;
        var who = (int)(id * 7919L % 118);
        var text = (textOf?.Invoke(id) ?? Sentences[(int)(id * 31L % Sentences.Length)]) + (id % 50 == 0 ? "\\x0B" : "");
        piece.Append(CultureInfo.InvariantCulture,
            $"  {{\n   \"id\": {id},\n   \"type\": \"message\",\n   \"date\": \"2026-11-20T13:05:22\",\n   \"date_unixtime\": \"{1_795_000_000 + id}\",\n   \"from\": \"Zelma{(char)('a' + (who % 26))}{who} Prøvesen\",\n   \"from_id\": \"user{who}\",\n   \"text\": \"{text} {id}\",\n   \"text_entities\": [\n    {{\n     \"type\": \"plain\",\n     \"text\": \"{text} {id}\"\n    }}\n   ]\n  }},\n");
    }
}
