using System.Collections.Frozen;
using static Vaern.App.Accounts.Permission;

namespace Vaern.App.Accounts;

/// <summary>The role keys of the requirements (section 6) and what each may do. The permission matrix test walks this table.</summary>
public static class Roles
{
    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Table = new Dictionary<string, Permission[]>
    {
        ["school_leader"] = [SeeWaitingReports, OpenCases, WorkOnCases, EstablishBullying, CloseCases, ExportCases, WritePlans, DecidePlans, SeeSparringFigures],
        ["key_person"] = [AnswerReports, OpenCases, WorkOnCases, WritePlans],
        ["teacher"] = [OpenCases],
        ["pedagogue"] = [],
        ["employee"] = [],
        ["leader"] = [AnswerReports, OpenCases, WorkOnCases, CloseCases, ExportCases, WritePlans, DecidePlans, SeeWorkplaceFigures, SeeSparringFigures],
        ["safety_rep"] = [WritePlans, SeeWorkplaceFigures],
        ["union_rep"] = [SeeWorkplaceFigures],
        ["med"] = [SeeWorkplaceFigures],
        ["legal"] = [],
        ["communication"] = [WorkInPreparedness],
        ["director"] = [SeeFigures, DecidePlans, SeePlanStatus, WorkInPreparedness, SeeSparringFigures],
        ["head_of_schools"] = [AnswerReportsAboutLeaders, OpenCases, SeeFigures, WritePlans, DecidePlans, SeePlanStatus, SeeSparringFigures],
        ["safety_team"] = [AnswerReports, OpenCases, WorkOnCases, CloseCases, ExportCases, OverrideGround, KeepCourses, AnswerSparring, SeeSparringFigures],
        ["child_case_worker"] = [AnswerReports, OpenCases, WorkOnCases, CloseCases, ExportCases, TakeConcerns],
        ["ssp"] = [AnswerReports, OpenCases, WorkOnCases, CloseCases, ExportCases, OverrideGround, KeepMandates, ImportUnderMandates, KeepCourses],
        ["street_worker"] = [WorkOnTheStreet, ImportUnderMandates],
        ["preparedness_lead"] = [WritePlans, WorkInPreparedness],
        ["parent_coordinator"] = [],
        ["work_environment_lead"] = [SeeFigures, SeePlanStatus, SeeRepeats, SeeWorkplaceFigures],
        ["analyst"] = [SeeFigures, KeepSurveys],
        ["school_board"] = [],
        ["municipal_council"] = [SeeFigures],
        ["dpo"] = [SeeAudit, ProtectData, AdviseOnMandates, ApproveConditions],
        ["controller"] = [SeeAudit],
        ["editor"] = [VerifyRules],
        ["it_security"] = [SeeOperations],
        ["admin"] = [AdministerAccounts, SeeOperations, KeepHashLists],
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet());

    public static IEnumerable<string> All => Table.Keys.Order(StringComparer.Ordinal);

    public static bool Exists(string role) => Table.ContainsKey(role);

    public static bool Grants(string role, Permission permission) => Table.TryGetValue(role, out var granted) && granted.Contains(permission);

    /// <summary>The roles that give a permission, for queries by membership.</summary>
    public static string[] Granting(Permission permission) => [.. All.Where(role => Grants(role, permission))];
}
