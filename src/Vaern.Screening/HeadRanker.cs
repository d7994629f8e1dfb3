using Vaern.Screening.Explaining;
using Vaern.Screening.Heads;
using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;
using Vaern.Screening.Tokens;

namespace Vaern.Screening;

/// <summary>
/// The heads alone, each with its explanation: for measuring and for comparing weights. It flags nothing; <see cref="Screener"/> is what sorts. Keeps
/// buffers, so one for each thread.
/// </summary>
public sealed class HeadRanker(HeadModel model)
{
    private readonly NormalisedText text = new();
    private readonly TokenList tokens = new();
    private readonly WordBook words = new(new SymbolTable(), model);
    private readonly HeadReader reader = new(model);
    private readonly HeadExplainer explainer = new(model);
    private readonly float[] sums = new float[model.Heads.Count];

    /// <returns>What each head says, in the order of the model.</returns>
    public IReadOnlyList<HeadFinding> Read(string raw)
    {
        text.Read(raw.Length <= Screener.LongestText ? raw : raw[..Screener.LongestText]);
        var view = text[TextView.Folded];
        Tokeniser.Run(view, tokens);
        words.Fill(view, tokens);
        reader.Sum(tokens, sums);
        var findings = new HeadFinding[sums.Length];
        for (var i = 0; i < findings.Length; i++)
        {
            var head = model.Heads[i];
            findings[i] = new(head.Name, Math.Round(head.Probability(sums[i] + head.Bias), 4), explainer.Explain(i, text, tokens, reader.Features));
        }
        return findings;
    }
}
