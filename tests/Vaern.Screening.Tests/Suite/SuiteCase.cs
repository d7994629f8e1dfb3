namespace Vaern.Screening.Tests.Suite;

/// <summary>
/// A line of the functional suite. <paramref name="Split"/>: dev and held are the first templates, fresh-a to fresh-d came later, all tuned on by now; kept is
/// what no rule was written against and none may be.
/// </summary>
internal sealed record SuiteCase(string Id, string Functionality, string Category, string Text, bool Expected, string Route, string Pair, string Split)
{
    public static IReadOnlyList<SuiteCase> All { get; } = Read();

    public bool IsKept => Split == "kept";

    public bool IsCare => Route == "care";

    private static List<SuiteCase> Read()
    {
        using StreamReader reader = new(typeof(SuiteCase).Assembly.GetManifestResourceStream("suite.tsv")!);
        reader.ReadLine().ShouldBeHeader();
        List<SuiteCase> cases = [];
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            cases.Add(new(fields[0], fields[1], fields[2], fields[3], fields[4] == "1", fields[6], fields[8], fields[9]));
        }
        return cases;
    }
}

internal static class SuiteHeader
{
    public static void ShouldBeHeader(this string? line)
    {
        if (line != "id\tfunctionality\tcategory\ttext\texpected\tseverity\troute\ttarget\tpair\tsplit\tauthor")
        {
            throw new InvalidOperationException("suite.tsv has another header than the tests know.");
        }
    }
}
