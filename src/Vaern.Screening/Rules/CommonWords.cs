using System.Collections.Frozen;

namespace Vaern.Screening.Rules;

/// <summary>The words that stand in nearly every Danish message: no pattern should wait for one of them.</summary>
internal static class CommonWords
{
    private static readonly FrozenSet<string> Words = ("jeg du dig det er en et den de i og at til for med paa vi han hun ham hende os jer mig har ikke som af fra skal vil kan om "
        + "hvis saa bare nu der her var bliver min din sin mit dit mine dine hans hendes deres vores jeres alle ingen noget nogen hvad hvor hvem ud op ned hjem ind man sig mere meget lige ved "
        + "eller men kun ogsaa da efter over under mod uden kom gaar komme the you to a i we and is your my").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>1 for an ordinary word, much more for a common one.</summary>
    public static double Weight(string folded) => Words.Contains(folded) ? 40 : 1;
}
