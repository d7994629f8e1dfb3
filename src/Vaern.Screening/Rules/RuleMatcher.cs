using Vaern.Screening.Explaining;
using Vaern.Screening.Normalising;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Rules;

/// <summary>Runs all rules over one reading. A rule is looked at only when its rarest word is there; cues only when a rule was hit.</summary>
internal sealed class RuleMatcher(RuleSet rules)
{
    /// <summary>How often a pattern that a cue cancels is looked for again, and how many cues of a pattern are heard: no text needs more.</summary>
    private const int MostTries = 12;
    private const int MostCues = 40;

    private readonly PatternMatcher matcher = new();
    private readonly PatternMatcher others = new();
    private readonly HashSet<Rule> settled = [];
    private readonly List<(Cue Cue, CueScope Scope, int From, int To)> cues = [];
    private readonly List<(int From, int To)> parts = [];
    private readonly List<RuleHit> hits = [];
    private bool cuesHeard;

    /// <summary>The hits of a view, cancelled ones too. Valid until the next call.</summary>
    public List<RuleHit> Run(NormalisedText text, TextView view, TokenReading reading)
    {
        hits.Clear();
        settled.Clear();
        cuesHeard = false;
        foreach (var symbol in reading.Occurring)
        {
            if (rules.PatternsOf(symbol) is { } patterns)
            {
                foreach (var pattern in patterns)
                {
                    Try(pattern, text, view, reading);
                }
            }
        }
        foreach (var pattern in rules.PatternsByMarks)
        {
            Try(pattern, text, view, reading);
        }
        return hits;
    }

    private void Try(int index, NormalisedText text, TextView view, TokenReading reading)
    {
        var pattern = rules.PatternAt(index);
        var rule = rules.RuleAt(index);
        if (!PatternMatcher.IsPossible(pattern, reading) || settled.Contains(rule))
        {
            return;
        }
        var from = 0;
        for (var tries = 0; tries < MostTries && FindParts(pattern, reading, from); tries++)
        {
            HearCues(reading);
            if (rule.Except.Any(except => Stands(except, reading)))
            {
                settled.Add(rule);
                return;
            }
            var cancelled = Cancelled(rule, reading);
            hits.Add(new(rule, view, [.. parts.Select(part => Raw(text, view, reading.Tokens, part))], Damping(text, view, reading, rule), cancelled, IsRaised(rule, reading)));
            if (cancelled is null)
            {
                settled.Add(rule);
                return;
            }
            if (pattern.Parts.Length > 1)
            {
                return;
            }
            from = parts[0].From + 1;
        }
    }

    private bool FindParts(Pattern pattern, TokenReading reading, int from)
    {
        parts.Clear();
        foreach (var part in pattern.Parts)
        {
            var found = matcher.Find(part, reading, from);
            if (found.From < 0)
            {
                return false;
            }
            parts.Add(found);
        }
        return true;
    }

    private bool Stands(Pattern pattern, TokenReading reading)
    {
        if (!PatternMatcher.IsPossible(pattern, reading))
        {
            return false;
        }
        foreach (var part in pattern.Parts)
        {
            if (others.Find(part, reading, 0).From < 0)
            {
                return false;
            }
        }
        return true;
    }

    private void HearCues(TokenReading reading)
    {
        if (cuesHeard)
        {
            return;
        }
        cuesHeard = true;
        cues.Clear();
        foreach (var cue in rules.Cues)
        {
            foreach (var pattern in cue.Patterns)
            {
                if (!PatternMatcher.IsPossible(pattern, reading))
                {
                    continue;
                }
                var at = others.Find(pattern.Parts[0], reading, 0);
                for (var heard = 0; heard < MostCues && at.From >= 0; heard++)
                {
                    cues.Add((cue.Cue, cue.Scope, at.From, at.To));
                    at = others.Find(pattern.Parts[0], reading, at.From + 1);
                }
            }
        }
    }

    private Cue? Cancelled(Rule rule, TokenReading reading)
    {
        if (rule.Unless.Contains(Cue.Quote) && IsQuoted(reading.Tokens))
        {
            return Cue.Quote;
        }
        foreach (var (cue, scope, from, to) in cues)
        {
            if (rule.Unless.Contains(cue) && IsHeard(reading.Tokens, scope, from, to))
            {
                return cue;
            }
        }
        return null;
    }

    private bool IsQuoted(TokenList tokens)
    {
        foreach (var (from, to) in parts)
        {
            for (var at = from; at < to; at++)
            {
                if ((tokens[at].Marks & Marks.Quoted) == 0)
                {
                    return false;
                }
            }
        }
        return true;
    }

    private bool IsHeard(TokenList tokens, CueScope scope, int from, int to) => scope switch
    {
        CueScope.Message => true,
        CueScope.Sentence => parts.Exists(part => tokens[part.From].Sentence == tokens[from].Sentence),
        _ => parts.Exists(part => from >= part.From && to <= part.To + 1 && tokens[part.To - 1].Sentence == tokens[from].Sentence),
    };

    private List<CueSpan> Damping(NormalisedText text, TextView view, TokenReading reading, Rule rule)
    {
        List<CueSpan> damping = [];
        foreach (var (cue, scope, from, to) in cues)
        {
            if (!rule.Unless.Contains(cue) && IsHeard(reading.Tokens, scope, from, to))
            {
                var span = Raw(text, view, reading.Tokens, (from, to));
                damping.Add(new(cue, span.Start, span.Length));
            }
        }
        return damping;
    }

    private bool IsRaised(Rule rule, TokenReading reading) =>
        rule.Data.Raise && (reading.Occurs(rules.Raising.Weapon) || (reading.Occurs(rules.Raising.Time) && reading.Occurs(rules.Raising.Place)));

    private static TextSpan Raw(NormalisedText text, TextView view, TokenList tokens, (int From, int To) part) =>
        text.ToRaw(view, tokens[part.From].Start, tokens[part.To - 1].End - tokens[part.From].Start);
}
