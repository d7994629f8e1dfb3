namespace Vaern.Screening.Normalising;

/// <summary>
/// A text with its views and, for each character of each view, the place in the text as received. One object is read into again and
/// again: after the first texts nothing is allocated. Views are made when they are asked for. Not thread-safe: one per thread.
/// Takes any UTF-16, also lone surrogates (they read as U+FFFD), and stays linear in the length of the text.
/// </summary>
public sealed class NormalisedText
{
    private static readonly int Views = Enum.GetValues<TextView>().Length;

    private readonly ViewBuffer[] buffers = [.. Enumerable.Range(0, Views).Select(_ => new ViewBuffer())];
    private readonly ViewState[] states = new ViewState[Views];
    private readonly ViewBuffer plain = new();
    private readonly ViewBuffer changed = new();
    private readonly char[] segment = new char[BaseView.LongestSegment * 4];
    private ViewState plainState;

    private enum ViewState : byte
    {
        Unknown,
        SameAsFolded,
        Made,
    }

    /// <summary>The version that a finding carries. It is raised when a view changes.</summary>
    public const string Version = "1";

    /// <summary>The text as received.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>A text read into an object of its own.</summary>
    public static NormalisedText Of(string text)
    {
        var made = new NormalisedText();
        made.Read(text);
        return made;
    }

    /// <summary>Takes the next text. Spans of views that were handed out before are no longer valid.</summary>
    public void Read(string text)
    {
        Raw = text;
        Array.Clear(states);
        plainState = ViewState.Unknown;
        BaseView.Build(text, Buffer(TextView.Base), changed, segment);
        states[(int)TextView.Base] = ViewState.Made;
    }

    /// <summary>The characters of a view; a view that has nothing of its own is the folded view. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> this[TextView view] => Made(view).Characters;

    /// <summary>Whether the view says something that the folded view does not: an extra view that does not need no second look.</summary>
    public bool Differs(TextView view) => view == TextView.Folded || State(view) == ViewState.Made;

    /// <summary>
    /// The stretch of <see cref="Raw"/> behind a stretch of a view, widened to whole characters as a person sees them: never half a
    /// surrogate pair, never half a family emoji. The whole of a view gives the whole text.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The stretch does not lie in the view.</exception>
    public TextSpan ToRaw(TextView view, int start, int length)
    {
        var made = Made(view);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, made.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, made.Length - start);
        if (made.Length == 0) return new TextSpan(0, Raw.Length);
        if (length == 0) return new TextSpan(start < made.Length ? made.Start(start) : Raw.Length, 0);
        return Graphemes.Widen(Raw, made.Start(start), made.End(start + length - 1));
    }

    /// <summary>Where the source of one character of a view begins, not widened. Never decreases along the view.</summary>
    public int RawStart(TextView view, int index) => Made(view).Start(index);

    private ViewBuffer Made(TextView view) =>
        State(view) == ViewState.SameAsFolded && view != TextView.Folded ? Made(TextView.Folded) : Buffer(view);

    private ViewBuffer Buffer(TextView view) => buffers[(int)view];

    private ViewState State(TextView view)
    {
        ref var state = ref states[(int)view];
        if (state == ViewState.Unknown) state = Build(view) ? ViewState.Made : ViewState.SameAsFolded;
        return state;
    }

    private bool Build(TextView view)
    {
        if (view == TextView.Folded)
        {
            DanishFolding.Fold(Buffer(TextView.Base), Buffer(view));
            return true;
        }
        changed.Clear();
        var differs = view switch
        {
            TextView.Plain => IsPlainChanged(),
            TextView.Squeezed => RepeatedLetters.Squeeze(Readable(), changed, keep: 2),
            TextView.SqueezedOnce => RepeatedLetters.Squeeze(Readable(), changed, keep: 1),
            TextView.Deleet => LeetLetters.Read(Readable(), changed, other: false),
            TextView.DeleetOther => LeetLetters.Read(Readable(), changed, other: true),
            TextView.Joined => SpacedLetters.Join(Raw, Readable(), changed),
            _ => throw new ArgumentOutOfRangeException(nameof(view)),
        };
        if (differs) DanishFolding.Fold(view == TextView.Plain ? plain : changed, Buffer(view));
        return differs;
    }

    /// <summary>Disguises are put on top of each other: the other extra views read what the plain view has made Latin.</summary>
    private ViewBuffer Readable() => IsPlainChanged() ? plain : Buffer(TextView.Base);

    private bool IsPlainChanged()
    {
        if (plainState == ViewState.Unknown)
        {
            plain.Clear();
            plainState = Homoglyphs.Read(Raw, Buffer(TextView.Base), plain) ? ViewState.Made : ViewState.SameAsFolded;
        }
        return plainState == ViewState.Made;
    }
}
