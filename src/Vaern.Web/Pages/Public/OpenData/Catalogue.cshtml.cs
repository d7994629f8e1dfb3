using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Insight.Figures;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.OpenData;

/// <summary>The open data described in DCAT (W3C, version 3) as Turtle, for the catalogues that gather such descriptions.</summary>
public sealed class CatalogueModel(CurrentMunicipality current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var home = $"{Request.Scheme}://{Request.Host}{Request.PathBase}/aabne-tal";
        var reports = await CommitteeReports.OpenAsync(current.Value, cancel);
        var name = current.Value.Name;
        var turtle = new StringBuilder(
            """
            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix foaf: <http://xmlns.com/foaf/0.1/> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .


            """);
        turtle.Append(CultureInfo.InvariantCulture, $"<{home}> a dcat:Catalog ;\n  dct:title {Text($"Åbne tal fra {name}")}@da ;\n  dct:description {Text("Tal om digital tryghed. Små tal er skjult.")}@da ;\n  dct:publisher <{home}#udgiver>");
        foreach (var report in reports)
        {
            turtle.Append(CultureInfo.InvariantCulture, $" ;\n  dcat:dataset <{home}#{report.Number}>");
        }

        turtle.Append(CultureInfo.InvariantCulture, $" .\n\n<{home}#udgiver> a foaf:Agent ;\n  foaf:name {Text(name)}@da .\n");
        foreach (var report in reports)
        {
            var file = $"{home}/{report.Number.ToLowerInvariant()}.csv";
            turtle.Append(CultureInfo.InvariantCulture, $"""

                <{home}#{report.Number}> a dcat:Dataset ;
                  dct:identifier {Text(report.Number)} ;
                  dct:title {Text($"Digital tryghed i {name}, {report.Period}")}@da ;
                  dct:description {Text("Svar fra undersøgelser og tal fra sagsarbejdet, samlet så ingen kan genkendes.")}@da ;
                  dct:publisher <{home}#udgiver> ;
                  dct:language <http://publications.europa.eu/resource/authority/language/DAN> ;
                  dct:issued "{TimeText.Iso(report.PublishedAt ?? report.MadeAt)}"^^xsd:dateTime ;
                  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "{report.Period.First:yyyy-MM-dd}"^^xsd:date ; dcat:endDate "{report.Period.Last:yyyy-MM-dd}"^^xsd:date ] ;
                  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
                  dcat:landingPage <{home}> ;
                  dcat:distribution <{file}> .

                <{file}> a dcat:Distribution ;
                  dct:title {Text($"{report.Number}.csv")} ;
                  dcat:accessURL <{home}> ;
                  dcat:downloadURL <{file}> ;
                  dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
                  dct:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
                  dct:conformsTo <{home}> .

                """);
        }

        return Content(turtle.ToString(), "text/turtle; charset=utf-8", Encoding.UTF8);
    }

    private static string Text(string value) => "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal) + "\"";
}
