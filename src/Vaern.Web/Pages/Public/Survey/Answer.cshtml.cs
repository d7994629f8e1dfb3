using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Api;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Survey;

/// <summary>
/// A survey answered with a one-time code. What was chosen so far travels sealed in the form itself, so that nothing is kept here or on a tablet that many share before the last
/// question is sent.
/// </summary>
public sealed class AnswerModel(CurrentMunicipality current, IDataProtectionProvider protection, ReceiptGuard guard, Texts texts, TimeText time) : PageModel
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(3);

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? State { get; set; }

    /// <summary><c>frem</c>, <c>over</c> or <c>tilbage</c>.</summary>
    [BindProperty(Name = "gaa")]
    public string? Go { get; set; }

    public Vaern.App.Insight.Surveys.Survey? Begun { get; private set; }

    /// <summary>0 is the notice; then one question each for pupils and all at once for leaders.</summary>
    public int Stage { get; private set; }

    public int Stages => Begun is { Audience: "pupil" } ? Begun.Items.Count : 1;

    public IReadOnlyList<BankItem> Shown => Begun is null ? [] : Begun.Audience == "pupil" ? [Begun.Items[Stage - 1]] : Begun.Items;

    public IReadOnlyList<string> Notice { get; private set; } = [];

    private Dictionary<string, string[]> Answers { get; set; } = [];

    public bool IsChosen(BankItem item, string option) => Answers.TryGetValue(item.Key, out var chosen) && chosen.Contains(option);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await BeginAsync(Code, cancel))
        {
            Keep(Code!);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostSvarAsync(CancellationToken cancel)
    {
        SoFar kept;
        try
        {
            kept = JsonSerializer.Deserialize<SoFar>(Protector.Unprotect(State ?? ""))!;
        }
        catch (CryptographicException)
        {
            ModelState.AddModelError(nameof(Code), texts["survey.forgotten"]);
            return Page();
        }

        (Stage, Answers) = (kept.Stage, kept.Answers);
        if (!await BeginAsync(kept.Code, cancel, again: true))
        {
            return Page();
        }

        foreach (var item in Stage == 0 ? [] : Shown)
        {
            string[] chosen = Go == "over" ? [] : [.. Request.Form[$"valg-{item.Key}"].OfType<string>().Where(one => item.Options.Any(option => option.Key == one))];
            Answers[item.Key] = item.IsSeveral ? chosen : [.. chosen.Take(1)];
        }

        if (Go == "tilbage")
        {
            Stage = Math.Max(0, Stage - 1);
        }
        else if (Stage < Stages)
        {
            Stage++;
        }
        else
        {
            var sent = await AnswerSurvey.SendAsync(current.Value, kept.Code, Answers.ToDictionary(one => one.Key, one => (IReadOnlyList<string>)one.Value), HttpContext.RequestAborted);
            if (sent.IsOk)
            {
                return Redirect($"{Request.PathBase}/undersoegelse/tak");
            }

            Begun = null;
            ModelState.AddModelError(nameof(Code), texts[sent.Error.Code == "survey.used-code" ? "survey.used-code.again" : $"fault.{sent.Error.Code}"]);
            return Page();
        }

        Keep(kept.Code);
        return Page();
    }

    private ITimeLimitedDataProtector Protector => protection.CreateProtector("vaern.survey.1").ToTimeLimitedDataProtector();

    private async Task<bool> BeginAsync(string? code, CancellationToken cancel, bool again = false)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            ModelState.AddModelError(nameof(Code), texts["survey.code.missing"]);
            return false;
        }

        if ((await AnswerSurvey.BeginAsync(current.Value, code, cancel)).TryGet(out var begun, out var refused))
        {
            var unit = begun.Unit is { } found ? current.Value.Units.Find(found) : null;
            (Begun, Notice) = (begun.Survey, SurveyNotice.Of(begun.Survey, unit, texts, time));
            return true;
        }

        // Wrong codes are slowed down for the server's sake; a right one always opens.
        if (!guard.MayAnswer(current.Value.Slug))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "30";
        }

        ModelState.AddModelError(nameof(Code), texts[again && refused.Code == "survey.used-code" ? "survey.used-code.again" : $"fault.{refused.Code}"]);
        return false;
    }

    private void Keep(string code)
    {
        ModelState.Remove(nameof(State));
        State = Protector.Protect(JsonSerializer.Serialize(new SoFar(code, Stage, Answers)), Kept);
    }

    private sealed record SoFar(string Code, int Stage, Dictionary<string, string[]> Answers);
}
