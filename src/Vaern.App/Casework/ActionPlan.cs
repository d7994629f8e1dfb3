using Vaern.Data;

namespace Vaern.App.Casework;

/// <summary>One measure: what, who, by when.</summary>
public sealed record Measure(string What, string Responsible, DateOnly? DueOn);

/// <summary>
/// The action plan of a school case (undervisningsmiljøloven § 1 c): six sections as in the school's handling plan, and measures with
/// owner and date. A parent's comment is part of the plan, not a note beside it.
/// </summary>
public sealed record PlanBody(
    string Goal, IReadOnlyList<Measure> Measures, string PupilVoice, string TalksWithOthers, string ClassEffort, string Parents, string ParentComment, string Review)
{
    public static PlanBody Empty { get; } = new("", [], "", "", "", "", "", "");

    /// <summary>How many of the six required sections are written.</summary>
    public int Written => new[] { Goal, PupilVoice, TalksWithOthers, ClassEffort, Parents, Review }.Count(text => !string.IsNullOrWhiteSpace(text));

    /// <summary>What is missing before the plan can be finished, as codes of the form's fields.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        Need(Goal, "goal");
        Need(PupilVoice, "pupil-voice");
        Need(Parents, "parents");
        Need(Review, "review");
        if (Measures.Count == 0)
        {
            missing.Add("measures");
        }
        else if (Measures.Any(measure => string.IsNullOrWhiteSpace(measure.Responsible) || measure.DueOn is null))
        {
            missing.Add("measure-owner");
        }

        return missing;

        void Need(string text, string field)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                missing.Add(field);
            }
        }
    }
}

/// <summary>A plan as it stands. <paramref name="State"/> is draft or finished.</summary>
public sealed record ActionPlan(PlanBody Body, string State, DateTimeOffset? FinishedAt, int Version)
{
    internal static async Task<ActionPlan?> ReadAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(byte[] Body, string State, DateTimeOffset? FinishedAt, int Version)>(
            "select body, state, finished_at, version from plan where case_id = @id", new { id = caseId.Value }, cancel);
        return row.Body is null
            ? null
            : new ActionPlan(await work.OpenAsync<PlanBody>(caseId.Value, "plan", "body", caseId.Value, row.Body, cancel), row.State, row.FinishedAt, row.Version);
    }
}
