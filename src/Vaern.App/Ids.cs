namespace Vaern.App;

public readonly record struct AccountId(Guid Value);

public readonly record struct UnitId(Guid Value);

public readonly record struct ReportId(Guid Value);

public readonly record struct CaseId(Guid Value);
