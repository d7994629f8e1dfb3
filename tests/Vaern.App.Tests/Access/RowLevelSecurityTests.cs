using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Access;

/// <summary>The database itself refuses what a query forgets: each statement here names no person and no case.</summary>
public sealed class RowLevelSecurityTests(TestTown town) : IClassFixture<TestTown>
{
    private static readonly string[] CaseTables = ["case_file", "clock", "task", "party", "entry", "evidence_item", "evidence_referral", "plan", "follow_up", "package", "quarantine", "family", "family_case", "family_lead", "fingerprint", "hash_lookup"];
    private static readonly string[] ReportTables = ["report", "report_contact", "message", "attachment"];

    [Fact]
    public async Task A_query_without_conditions_sees_only_what_the_acting_person_may()
    {
        await FillAsync();

        foreach (var table in CaseTables.Concat(ReportTables))
        {
            (await CountAsync(new Acting.Worker(), table)).ShouldBeGreaterThanOrEqualTo(0);
            (await CountAsync(new Acting.Staff(town["leder2"].Account.Value), table)).ShouldBe(0, table);
            (await CountAsync(new Acting.Staff(town["dpo1"].Account.Value), table)).ShouldBe(0, table);
            (await CountAsync(Acting.Nobody, table)).ShouldBe(0, table);
            (await CountAsync(new Acting.Reporter(Guid.CreateVersion7()), table)).ShouldBe(0, table);
        }

        (await CountAsync(new Acting.Staff(town["leder1"].Account.Value), "case_file")).ShouldBeGreaterThan(0);
        (await CountAsync(new Acting.Staff(town["leder1"].Account.Value), "entry")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_receipt_shows_one_report_and_no_case()
    {
        var receipt = await FillAsync();

        (await CountAsync(new Acting.Reporter(receipt.Report.Value), "report")).ShouldBe(1);
        (await CountAsync(new Acting.Reporter(receipt.Report.Value), "case_file")).ShouldBe(0);
        (await CountAsync(new Acting.ReceiptHolder(town.Town.Database.Keys.ReceiptMac(receipt.Words)), "report")).ShouldBe(1);
    }

    [Theory]
    [InlineData("update entry set body = body")]
    [InlineData("delete from entry")]
    [InlineData("update stream_event set line = line")]
    [InlineData("delete from stream_event")]
    [InlineData("delete from case_file")]
    [InlineData("delete from report")]
    [InlineData("delete from evidence_item")]
    [InlineData("delete from schema_migration")]
    public async Task What_is_kept_for_ever_cannot_be_changed_by_the_web(string statement)
    {
        await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["leder1"].Account.Value));

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(statement))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task Who_may_only_read_a_case_changes_nothing_in_it_whatever_a_handler_forgets()
    {
        await FillAsync();
        var reader = new Acting.Staff(town["leder1"].Account.Value);
        await using (var system = await town.Town.Database.BeginAsync(Acting.System))
        {
            await system.ExecuteAsync("update case_access set access = 'read' where account_id = @id", new { id = reader.Account });
            await system.CommitAsync();
        }

        await using var work = await town.Town.Database.BeginAsync(reader);
        foreach (var table in new[] { "case_file", "task", "clock" })
        {
            (await work.SingleAsync<long>($"select count(*) from {table}")).ShouldBeGreaterThan(0, table);
            (await work.ExecuteAsync($"update {table} set version = version")).ShouldBe(0, table);
        }

        foreach (var table in new[] { "clock", "task", "party", "plan", "follow_up", "package" })
        {
            (await work.ExecuteAsync($"delete from {table}")).ShouldBe(0, table);
        }

        const string Add = "insert into follow_up (id, case_id, due_on) select gen_random_uuid(), id, '2027-02-01' from case_file limit 1";
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(Add))).SqlState.ShouldBe("42501");
    }

    private async Task<Receipt> FillAsync()
    {
        var submission = A.Report(town.Tanghoj, contact: new ReportContact("Rikke Prøvesen", null, null));
        var receipt = (await SubmitReport.HandleAsync(town.Town, submission, Guid.CreateVersion7().ToString(), A.Files(A.Png()))).Value;
        var asked = new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "En sag", null, true, receipt.Report, "Behov.");
        (await OpenCase.HandleAsync(town.Town, town["nogle1"], asked)).IsOk.ShouldBeTrue();
        return receipt;
    }

    private async Task<long> CountAsync(Acting acting, string table)
    {
        await using var work = await town.Town.Database.BeginAsync(acting);
        return await work.SingleAsync<long>($"select count(*) from {table}");
    }
}
