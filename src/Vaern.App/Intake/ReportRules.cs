using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>What a report must be to be taken in. The limits are generous for people and fatal for floods.</summary>
internal static class ReportRules
{
    public static readonly string[] Roles = ["child", "parent", "employee", "professional", "bystander"];

    public static Error? Check(ReportSubmission submission)
    {
        var content = submission.Content;
        return submission switch
        {
            _ when !Roles.Contains(submission.Role) => new Error("report.role", "The role is child, parent, employee, professional or bystander."),
            _ when string.IsNullOrWhiteSpace(content.Story) => new Error("report.story-missing", "The story is missing."),
            _ when content.Story.Length > ReportContent.StoryLimit => new Error("report.story-too-long", "The story has more than 10,000 characters."),
            _ when content.Links.Count > ReportContent.LinkLimit => new Error("report.too-many-links", "There are more than 20 links."),
            _ when content.Links.Any(link => link.Length > ReportContent.LinkLength) => new Error("report.link-too-long", "A link has more than 2,000 characters."),
            _ when new[] { content.Platform, content.Who, content.Wish, submission.Contact?.Name, submission.Contact?.Email, submission.Contact?.Phone }
                .Any(text => text?.Length > ReportContent.ShortLimit) => new Error("report.text-too-long", "A short answer has more than 500 characters."),
            _ when !submission.Unit.Open => new Error("report.unit-closed", "The unit does not receive reports."),
            _ => null,
        };
    }
}
