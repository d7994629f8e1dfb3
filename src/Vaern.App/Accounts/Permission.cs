namespace Vaern.App.Accounts;

/// <summary>What a post lets its holder do in its unit. Seeing a case takes an effective-access row besides.</summary>
public enum Permission
{
    /// <summary>Read and answer reports to the unit.</summary>
    AnswerReports,

    /// <summary>See that reports wait, not what they say.</summary>
    SeeWaitingReports,

    /// <summary>Receive reports about the leader or the key person of a unit below.</summary>
    AnswerReportsAboutLeaders,

    OpenCases,

    /// <summary>Be given access to every new case of the unit.</summary>
    WorkOnCases,

    EstablishBullying,
    CloseCases,
    ExportCases,

    /// <summary>Set the list of grounds aside for one recipient, with a reason that the data protection officer sees the same day.</summary>
    OverrideGround,

    SeeFigures,

    /// <summary>Put courses into the catalogue, set their days and see who has ordered.</summary>
    KeepCourses,

    /// <summary>Build surveys, print their codes, make the report. Sees counts alone, like everybody.</summary>
    KeepSurveys,

    /// <summary>Write in the plans of the unit: strategy, handling plan, guidelines, preparedness; and its self-review.</summary>
    WritePlans,

    /// <summary>Hand a plan of the unit to those who decide, record what they said, publish and withdraw it.</summary>
    DecidePlans,

    /// <summary>See where every unit's plans stand, and no word of a draft.</summary>
    SeePlanStatus,

    SeeAudit,

    /// <summary>Answer requests of the people concerned, search across rooms for that, place and end holds.</summary>
    ProtectData,

    VerifyRules,
    AdministerAccounts,
    SeeOperations,

    /// <summary>Take in and withdraw lists of fingerprints that others keep.</summary>
    KeepHashLists,

    /// <summary>Have shifts on the digital street: phenomena, contacts, the line to colleagues.</summary>
    WorkOnTheStreet,

    /// <summary>Draft mandates for street work; own, approve and stop those that name oneself as owner.</summary>
    KeepMandates,

    /// <summary>Hand in exports of public channels under a running mandate, and read what they hold, masked.</summary>
    ImportUnderMandates,

    /// <summary>Give the data protection officer's opinion on a mandate, and stop one.</summary>
    AdviseOnMandates,

    /// <summary>Take concerns about children as the duty.</summary>
    TakeConcerns,

    /// <summary>Approve in writing that repeats of one sender may be seen at a workplace.</summary>
    ApproveConditions,

    /// <summary>See repeats of one sender under an approved condition.</summary>
    SeeRepeats,

    /// <summary>See how many incidents of which form the workplaces have had.</summary>
    SeeWorkplaceFigures,

    /// <summary>Read tips, assess issues, write and approve answers (Digitalt Beredskab).</summary>
    WorkInPreparedness,

    /// <summary>Read and answer questions to the safety team, and keep its knowledge.</summary>
    AnswerSparring,

    /// <summary>See how many asked the safety team and how many were answered in time; never who or what.</summary>
    SeeSparringFigures,
}
