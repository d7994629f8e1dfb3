namespace Vaern.App.Learning.Courses;

/// <summary>What is sealed of a course.</summary>
public sealed record CourseWording(string Title, string About, string Supplier, string? Contact);

/// <summary>Something schools can order.</summary>
/// <param name="Kind">talk, theme-day or package.</param>
/// <param name="Audience">pupils, staff or parents.</param>
/// <param name="Supplier">ssp, police, safety-team or organisation; its name is in the words.</param>
/// <param name="GradeFrom">With <paramref name="GradeTo"/>: the grades it is for; null for all or none.</param>
/// <param name="IsCrisis">Part of the pack for a crisis week.</param>
public sealed record Course(Guid Id, string Kind, string Audience, string Supplier, int? GradeFrom, int? GradeTo, bool IsCrisis, CourseWording Words, bool IsEnded)
{
    public static readonly string[] Kinds = ["talk", "theme-day", "package"];
    public static readonly string[] Audiences = ["pupils", "staff", "parents"];
    public static readonly string[] Suppliers = ["ssp", "police", "safety-team", "organisation"];

    public bool IsFor(int grade) => GradeFrom is not { } from || GradeTo is not { } to || (grade >= from && grade <= to);
}

/// <param name="Taken">Groups that have a place.</param>
/// <param name="Waiting">Groups in line.</param>
public sealed record CourseSession(Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Capacity, string Place, DateTimeOffset? CancelledAt, int Sequence, int Taken, int Waiting)
{
    public int Free => Math.Max(0, Capacity - Taken);
}

/// <summary>A group that a unit has ordered for.</summary>
/// <param name="State">asked (no day yet), waiting, confirmed or cancelled.</param>
/// <param name="InLine">Its place among those who wait for the same session, from one; null when it does not wait.</param>
public sealed record CourseOrder(Guid Id, Course Course, UnitId Unit, int? Grade, string State, CourseSession? Session, int? InLine, int? Useful, bool? Again, int Version)
{
    /// <summary>Held and not yet judged.</summary>
    public bool MayEvaluate(DateTimeOffset now) => State == "confirmed" && Session is { CancelledAt: null } session && session.EndsAt <= now && Useful is null;
}

/// <summary>School years run from August and are named by their first calendar year.</summary>
public static class SchoolYear
{
    public static int Of(DateOnly day) => day.Month >= 8 ? day.Year : day.Year - 1;

    /// <summary>The place of a month in the school year, August first.</summary>
    public static int Place(int month) => (month + 4) % 12;
}
