using System.Text;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Importing;

/// <summary>A message as it stands in the file. Lives in memory only until it is masked; one object is filled again and again.</summary>
internal sealed class SourceMessage
{
    private readonly StringBuilder text = new();
    private readonly List<MaskHint> hints = [];

    public string? Id { get; set; }

    public string? Chat { get; set; }

    public string? Author { get; set; }

    public string? AuthorName { get; set; }

    public string? ReplyTo { get; set; }

    public string? ForwardedFrom { get; set; }

    public DateTimeOffset? At { get; set; }

    public bool IsEdited { get; set; }

    public IReadOnlyList<MaskHint> Hints => hints;

    public bool HasText
    {
        get
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (!char.IsWhiteSpace(text[i]) && !BaseView.IsInvisible(text[i])) return true;
            }
            return false;
        }
    }

    public int Length => text.Length;

    public void Clear()
    {
        text.Clear();
        hints.Clear();
        (Id, Chat, Author, AuthorName, ReplyTo, ForwardedFrom, At, IsEdited) = (null, null, null, null, null, null, null, false);
    }

    /// <summary>The text as one string.</summary>
    public string Text() => text.ToString();

    /// <summary>Adds a part on a line of its own: captions, poll options, buttons.</summary>
    public void AddLine(string? part)
    {
        if (string.IsNullOrEmpty(part)) return;
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        text.Append(part);
    }

    /// <summary>Goes on in the same line.</summary>
    public void Add(string? part, MaskKind? kind = null, string? person = null)
    {
        if (string.IsNullOrEmpty(part)) return;
        if (kind is { } what) hints.Add(new MaskHint(what, new TextSpan(text.Length, part.Length), person));
        text.Append(part);
    }

    public void NewLine()
    {
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
    }

    /// <summary>Forgets text that a later field with the same name replaces.</summary>
    public void Cut(int length)
    {
        text.Length = length;
        hints.RemoveAll(hint => hint.Source.End > length);
    }
}
