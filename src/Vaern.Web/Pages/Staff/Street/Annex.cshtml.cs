using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Printing;
using Vaern.App.StreetWork;
using Vaern.Web.Documents;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The annex to the impact assessment, from the running configuration: what is collected, from where, how long, who reads.</summary>
[Needs(Permission.KeepMandates, Permission.AdviseOnMandates)]
public sealed class AnnexModel(DocumentFiles files) : StreetPage
{
    public Mandate Mandate { get; private set; } = null!;

    public Document Paper { get; private set; } = null!;

    public bool NoPdf { get; private set; }

    public async Task<IActionResult> OnGetAsync(int nr, string? format, CancellationToken cancel)
    {
        if (!(await MandateList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return NotFound();
        }

        Mandate = found;
        await KnowAsync(found.Opinion is { } opinion ? [found.Owner, opinion.By] : [found.Owner], cancel);
        Paper = Write(await StreetAccess.ReadersAsync(Town, Me, cancel));
        if (format is null)
        {
            return Page();
        }

        if (await files.AnswerAsync(Paper, format, $"bilag-{found.Number.ToLowerInvariant()}", cancel) is { } file)
        {
            return file;
        }

        NoPdf = format == "pdf";
        return NoPdf ? Page() : NotFound();
    }

    private Document Write(IReadOnlyList<StreetReader> readers)
    {
        string Row(string key, string part) => Texts[$"annex.data.{key}.{part}"];
        string Kept(string key) => Texts[$"annex.data.{key}.kept", Mandate.RetentionDays];
        string[] parts = ["phenomenon", "link", "shift", "line", "wellbeing", "contact", "concern", "import", "masked", "verdict", "bulletin", "profile"];
        return Document.Write(Texts["annex.title", Mandate.Number], Texts.Language == Localisation.PageLanguage.English ? "en" : "da", Town.Name, Texts["annex.foot", Mandate.Number, When.Long(When.Now)])
            .Text(Texts["annex.lead", Town.Name])
            .Facts(
                (Texts["street.mandate"], $"{Mandate.Number} {Mandate.Body.Title}"),
                (Texts["street.mandate.state"], Texts[$"street.mandate.state.{Mandate.StateOn(When.Today)}"]),
                (Texts["street.mandate.purpose"], Mandate.Body.Purpose),
                (Texts["street.mandate.necessity"], Mandate.Body.Necessity),
                (Texts["street.mandate.basis"], string.Join(", ", Mandate.Basis)),
                (Texts["street.mandate.period"], $"{When.Date(Mandate.From)} – {When.Date(Mandate.To)}"),
                (Texts["street.mandate.owner"], NameOf(Mandate.Owner)),
                (Texts["street.mandate.assessment"], Mandate.AssessedOn is { } day ? $"{Mandate.Body.Assessment}, {When.Date(day)}" : Texts["street.mandate.missing.assessment"]),
                (Texts["street.mandate.opinion"], Mandate.Opinion is { } opinion ? $"{NameOf(opinion.By)}, {When.Date(opinion.On)}: {opinion.Text}" : Texts["street.mandate.missing.opinion"]))
            .Heading(Texts["annex.what"])
            .Table(
                Texts["annex.what"], [Texts["annex.column.what"], Texts["annex.column.persons"], Texts["annex.column.kept"], Texts["annex.column.who"]],
                [.. parts.Select(key => (IReadOnlyList<string>)[Row(key, "what"), Row(key, "persons"), Kept(key), Row(key, "who")])])
            .Heading(Texts["annex.where"])
            .Table(
                Texts["annex.where"], [Texts["street.number"], Texts["street.source.name"], Texts["street.source.platform"], Texts["street.source.address"]],
                [.. Mandate.Sources.Select(source => (IReadOnlyList<string>)[source.Label, source.Name, source.Platform, source.Address])])
            .Heading(Texts["annex.readers"])
            .Table(Texts["annex.readers"], [Texts["annex.column.role"], Texts["annex.column.accounts"], Texts["annex.column.reads"]],
                [.. readers.Select(reader => (IReadOnlyList<string>)[Texts[$"role.{reader.Role}"], $"{reader.Accounts}", Texts[$"annex.reads.{reader.Role}"]])])
            .Heading(Texts["annex.never"])
            .Bullets(Texts["annex.never.1"], Texts["annex.never.2"], Texts["annex.never.3"], Texts["annex.never.4"], Texts["annex.never.5"])
            .Done();
    }
}
