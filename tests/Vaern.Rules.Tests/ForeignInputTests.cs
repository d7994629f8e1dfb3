using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

/// <summary>Whatever text arrives, the readers answer with a value or a coded error, never with an exception.</summary>
public sealed class ForeignInputTests
{
    private static readonly string[] Corpus =
    [
        "2026-11-20", "2026-11-20T23:30", "2026-11-20T23:30:59.999999999Z", "2026-10-25T02:30", "2027-03-28T02:30", "0000-00-00", "9999-12-31",
        "2199-12-31T23:59-12:00", "1900-01-01T00:00+14:00", "2026-11-20T12:00[Europe/Copenhagen]", "2026-11-20T12:00[/etc/localtime]", "2026-11-20T12:00[posixrules]",
        "12-24", "02-29", "12-30/01-02", "2026-12-23/2026-12-31", "[\"12-24\"]", "[[]]", "{}", "{\"targets\":[]}", "{\"goals\":[{}]}", "null", "[\"\\ud800\"]", "{\"closed_days\":[\"\\ud800\"]}", "\u0000", "\uD800", "[\uD800", "２０２６-11-20",
    ];

    private static readonly Arbitrary<string> Mutations = Gen.Elements(Corpus).SelectMany(text =>
        Gen.Choose(0, text.Length).SelectMany(at => Gen.Elements("", "-", ":", "9", "[", "]", "\"", "{", "Z", "+", "\n", "æ", text)
            .SelectMany(added => Gen.Choose(0, 2).Select(cut => text[..at] + added + text[Math.Min(text.Length, at + cut)..])))).ToArbitrary();

    [Fact]
    public void A_start_is_read_or_refused() =>
        Prop.ForAll(Mutations, text => StartMoment.Parse(text) is { } read && (read.IsOk ? DanishCalendar.Covers(read.Value.Day) : read.Error.Code.StartsWith("start.", StringComparison.Ordinal)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Closed_days_are_read_or_refused() =>
        Prop.ForAll(Mutations, text => ClosedDays.Parse(text) is { } read && (read.IsOk || read.Error.Code == "closed_days.unreadable"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Overrides_are_read_or_refused() =>
        Prop.ForAll(Mutations, text => MunicipalityOverrides.Parse(text) is { } read && (read.IsOk || read.Error.Code == "overrides.unreadable"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_index_of_any_text_is_a_number() =>
        Prop.ForAll(Mutations, text => double.IsFinite(Lix.Of(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Every_text_of_the_corpus_is_answered()
    {
        foreach (var text in Corpus)
        {
            Should.NotThrow(() => (StartMoment.Parse(text), ClosedDays.Parse(text), MunicipalityOverrides.Parse(text)), text);
        }
    }
}
