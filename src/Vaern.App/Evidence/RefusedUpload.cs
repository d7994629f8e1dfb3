using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>Records that somebody tried to put a file where none may come. Nothing of the file is read, so nothing of it can be kept.</summary>
public static class RefusedUpload
{
    /// <summary>Does nothing for a case that the person cannot see: a refusal must not tell that the case exists.</summary>
    public static async Task RecordAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(Guid Id, Guid Unit)>("select id, unit_id from case_file where number = @number", new { number }, cancel);
        if (row.Id != Guid.Empty)
        {
            await work.Streams.AppendAsync(row.Id, new StreamEvent("upload.refused", $"case:{number}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await work.CommitAsync(cancel);
        }
    }
}
