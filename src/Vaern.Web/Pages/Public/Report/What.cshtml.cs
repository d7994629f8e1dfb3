using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>What it is about, in the reader's words; the usual ones first, the rest one press away.</summary>
public sealed class WhatModel() : ReportQuestion("hvad")
{
    private static readonly string[] ForChildren =
        ["digital-bullying", "image-sharing", "sexual-image-under-18", "threat", "sextortion", "adult-contacting-child", "false-profile"];

    private static readonly string[] ForEmployees =
        ["employee-harassment", "threat", "private-information-shared", "false-profile", "false-claims", "hate-discrimination", "stalking-unwanted-contact"];

    private static readonly string[] AtTheEnd = ["something-else", "dont-know"];

    [BindProperty]
    public string? Category { get; set; }

    private string[] Usual => Answers.Role == "employee" ? ForEmployees : ForChildren;

    public IEnumerable<ReportCategory> First => Usual.Select(code => ReportCategories.Find(code).Value);

    public IEnumerable<ReportCategory> More => ReportCategories.All.Where(category => !Usual.Contains(category.Code) && !AtTheEnd.Contains(category.Code));

    public IEnumerable<ReportCategory> Last => AtTheEnd.Select(code => ReportCategories.Find(code).Value);

    public string Words(ReportCategory category) => (Audience == "child" ? category.ChildWording : category.Title).In(T.Language.Culture);

    public void OnGet() => Category = Answers.Category;

    public async Task<IActionResult> OnPostAsync()
    {
        if (Category is null || !ReportCategories.Find(Category).IsOk)
        {
            ModelState.AddModelError(nameof(Category), T["report.what.missing"]);
            return Page();
        }

        var changed = Category != Answers.Category;
        var next = await SaveAsync(answers => changed
            ? answers with { Category = Category, MayShowMinorSexually = null, Answered = [.. answers.Answered.Except(["alder", "vis", "stop", "filer"])] }
            : answers);
        if (changed && Draft.Files.Count > 0)
        {
            // What may be shown is asked anew, so nothing shown before may stay.
            await Drafts.RemoveFilesAsync(Municipality, Token, HttpContext.RequestAborted);
        }

        return next;
    }
}
