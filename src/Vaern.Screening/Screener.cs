using Vaern.Screening.Explaining;
using Vaern.Screening.Heads;
using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;
using Vaern.Screening.Tokens;

namespace Vaern.Screening;

/// <summary>
/// Screens texts one after another. Keeps buffers and a bounded memory of spellings, so it is quick and not thread-safe: one for each
/// thread. Work is linear in the length of a text, whatever it holds.
/// </summary>
public sealed class Screener
{
    /// <summary>Longer texts are read this far, in UTF-16 code units.</summary>
    public const int LongestText = 65_536;

    private static readonly TextView[] ExtraViews =
        [TextView.Squeezed, TextView.SqueezedOnce, TextView.Plain, TextView.Deleet, TextView.DeleetOther, TextView.Joined];

    private readonly NormalisedText text = new();
    private readonly TokenReading reading;
    private readonly WordBook words;
    private readonly RuleMatcher matcher;
    private readonly HeadModel? heads;
    private readonly HeadReader? reader;
    private readonly HeadExplainer? explainer;
    private readonly ExplanationBuilder builder;
    private readonly float[] sums;

    /// <param name="model">Rules and heads.</param>
    public Screener(ScreeningModel model)
    {
        heads = model.Heads;
        reading = new(model.Rules.Classes.Table);
        words = new(model.Rules.Classes.Table, heads);
        matcher = new(model.Rules);
        reader = heads is null ? null : new(heads);
        explainer = heads is null ? null : new(heads);
        sums = new float[heads?.Heads.Count ?? 0];
        builder = new(new(model.Rules.Version, heads?.Header.Version ?? "none", NormalisedText.Version));
    }

    /// <summary>Also explains heads that are far below their threshold; for measuring what an explanation costs.</summary>
    public bool ExplainAlways { get; init; }

    /// <summary>Whether heads explain themselves at all; ranking alone does not need it.</summary>
    public bool ExplainHeads { get; init; } = true;

    public Explanation Screen(string raw)
    {
        text.Read(raw.Length <= LongestText ? raw : raw[..Cut(raw)]);
        builder.Begin();
        Read(TextView.Folded);
        AskHeads();
        builder.Add(matcher.Run(text, TextView.Folded, reading));
        foreach (var view in ExtraViews)
        {
            if (text.Differs(view))
            {
                Read(view);
                builder.Add(matcher.Run(text, view, reading));
            }
        }
        return builder.Build();
    }

    private void Read(TextView view)
    {
        var characters = text[view];
        Tokeniser.Run(characters, reading.Tokens);
        TokenMarker.Run(text, view, reading.Tokens);
        words.Fill(characters, reading.Tokens);
        reading.Prepare();
    }

    private void AskHeads()
    {
        if (heads is null)
        {
            return;
        }
        reader!.Sum(reading.Tokens, sums);
        for (var i = 0; i < sums.Length; i++)
        {
            var head = heads.Heads[i];
            var p = head.Probability(sums[i] + head.Bias);
            var explained = ExplainHeads && (ExplainAlways || p >= head.Threshold);
            builder.Add(head, p, explained ? explainer!.Explain(i, text, reading.Tokens, reader.Features) : []);
        }
    }

    private static int Cut(string raw) => char.IsHighSurrogate(raw[LongestText - 1]) ? LongestText - 1 : LongestText;
}
