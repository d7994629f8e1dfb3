using System.Globalization;

namespace Vaern.Sealing.Packages;

/// <summary>The chapters about items and referrals.</summary>
internal static class ReportItems
{
    private const string NotStamped = "Ikke tidsstemplet";

    internal static void List(ReportText report, PackageRequest request)
    {
        report.Markup("<section class=\"chapter\"><h2>3. Genstande</h2>\n");
        if (request.Items.Count == 0) report.Element("p", "Pakken indeholder ingen genstande.");
        else
        {
            report.TableHead("Genstande i pakken", "Nr.", "Beskrivelse og kilde", "Set", "Modtaget", "Afleveret af", "SHA-256", "Tidsstempel");
            foreach (var item in request.Items)
            {
                report.Row(
                    item.Id, string.Join(". ", new[] { item.Description ?? item.OriginalName, item.Source.Platform, item.Source.Account }.Where(t => !string.IsNullOrWhiteSpace(t))),
                    item.Source.ObservedAt is { } seen ? PackageTimes.ForPeople(seen) : "ikke oplyst", PackageTimes.ForPeople(item.Received.At),
                    ReportWords.Of(item.Obtained.ByRole), ReportText.Grouped(item.Sha256), item.StampShown ?? NotStamped);
            }
            report.TableEnd();
        }
        if (request.LeftOut.Count > 0)
        {
            report.Element("h3", "Udeladt af pakken").Markup("<ul>");
            foreach (var left in request.LeftOut) report.Element("li", left);
            report.Markup("</ul>\n");
        }
        report.Markup("</section>\n");
    }

    internal static void Pages(ReportText report, PackageRequest request)
    {
        if (request.Items.Count == 0) return;
        report.Markup("<section><h2 class=\"chapter\">4. Hver genstand for sig</h2>\n");
        foreach (var (item, index) in request.Items.Select((i, n) => (i, n))) Page(report, item, isFirst: index == 0);
        report.Markup("</section>\n");
    }

    internal static void Referrals(ReportText report, PackageRequest request)
    {
        report.Markup("<section class=\"chapter\"><h2>5. Henvisninger</h2>\n")
            .Element("p", "En henvisning beskriver materiale, som kommunen ikke har og ikke må have. Der er ingen fil, intet billede og intet aftryk.");
        foreach (var referral in request.Referrals)
        {
            report.Element("h3", referral.Id).Markup("<dl>\n")
                .Fact("Grund", ReportWords.Of(referral.Reason))
                .Fact("Beskrivelse", referral.Description)
                .Fact("Tjeneste", referral.Platform)
                .Fact("Konto", referral.Account)
                .Fact("Set", referral.ObservedAt is { } seen ? PackageTimes.ForPeople(seen) : null)
                .Fact("Har set det", string.Join(", ", referral.SeenByRoles.Select(r => ReportWords.Of(r))))
                .Fact("Enheden", referral.Device is { } device ? $"{ReportWords.Of(device.HolderRole)}; {ReportWords.Of(device.Location)}; {ReportWords.Of(device.State)}" : null);
            foreach (var step in referral.Referrals)
                report.Fact("Henvist til", $"{step.To} ({step.Channel}){(step.At is { } at ? " " + PackageTimes.ForPeople(at) : ", endnu ikke")}{(step.Reference is { } number ? ", journalnummer " + number : "")}");
            report.Fact("Noteret", PackageTimes.ForPeople(referral.RecordedAt)).Markup("</dl>\n");
        }
        if (request.Referrals.Count == 0) report.Element("p", "Der er ingen henvisninger i sagen.");
        report.Markup("</section>\n");
    }

    private static void Page(ReportText report, PackageItem item, bool isFirst)
    {
        report.Markup(isFirst ? "<article>\n" : "<article class=\"item\">\n").Element("h3", $"Genstand {item.Id}").Markup("<dl>\n")
            .Fact("Beskrivelse", item.Description)
            .Fact("Oprindeligt navn", item.OriginalName)
            .Fact("I pakken", item.Folder + item.OriginalPath)
            .Fact("Slags", ReportWords.Of(item.Kind))
            .Fact("Størrelse", item.Length.ToString("N0", CultureInfo.GetCultureInfo("da-DK")) + " byte")
            .CodeFact("SHA-256", item.Sha256)
            .Fact("Filtype oplyst", item.DeclaredType)
            .Fact("Filtype efter indhold", item.DetectedType)
            .Fact("Adresse", item.Source.Url)
            .Fact("Tjeneste", item.Source.Platform)
            .Fact("Konto", item.Source.Account)
            .Fact("Set", item.Source.ObservedAt is { } seen ? $"{PackageTimes.ForPeople(seen)}, {ReportWords.Of(item.Source.ObservedAtBasis)}" : "ikke oplyst")
            .Fact("Lagt op", item.Source.PostedAt is { } posted ? PackageTimes.ForPeople(posted) : null)
            .Fact("Fremskaffet", ReportWords.Of(item.Obtained.Method))
            .Fact("Enhed", item.Obtained.Device)
            .Fact("Lavet af", ReportWords.Of(item.Obtained.ByRole))
            .Fact("Afleveret", $"{PackageTimes.ForPeople(item.Obtained.HandedInAt)} af {ReportWords.Of(item.Obtained.HandedInBy)}, {ReportWords.Of(item.Obtained.Channel)}")
            .Fact("Modtaget", PackageTimes.ForPeople(item.Received.At))
            .Fact("Kendte ændringer", Stated(item.Obtained.KnownChanges))
            .Fact("Kendte huller", Stated(item.Obtained.Gaps))
            .Fact("Tidsstempel", item.StampShown ?? NotStamped);
        foreach (var copy in item.Derived) report.Fact("Afledt kopi", $"{PackageItem.DerivedPath(copy)} ({copy.Tool})");
        report.Markup("</dl>\n");
        if (item.Picture is { } picture)
            report.Markup($"<p><img alt=\"Gengivelse af genstand {item.Id}\" src=\"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes.Span)}\"></p>\n");
        report.Markup("</article>\n");
    }

    private static string Stated(string? text) => string.IsNullOrWhiteSpace(text) ? "intet oplyst" : ReportWords.Of(text);
}
