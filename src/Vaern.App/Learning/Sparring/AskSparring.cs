using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Sparring;

/// <summary>
/// The asker's acts: to ask without names, to write on, to say whether it helped. Whatever number or address leads to somebody is covered before it is kept; a name is
/// warned of first and, when it is sent all the same, shown to the team to be masked.
/// </summary>
public static class AskSparring
{
    public const string Promise = "GOAL-SPARRING";

    /// <returns>The number (<c>S-2027-021</c>), or <c>sparring.about</c>, <c>sparring.colleague</c> (nothing is kept), <c>sparring.topic</c>, <c>sparring.age</c>, <c>sparring.empty</c>, <c>sparring.long</c>, <c>sparring.person</c>, <c>sparring.no-post</c>.</returns>
    public static async Task<Result<string>> HandleAsync(Municipality municipality, StaffMember staff, NewSparring asked, CancellationToken cancel = default)
    {
        if (Fault(staff, asked) is { } fault)
        {
            return fault;
        }

        var text = Nameless.Of(asked.Text.Trim(), municipality.Units);
        if (!text.IsClean && !asked.SendAnyway)
        {
            return new Error("sparring.person", "The text looks as if it names somebody.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from sparring_question where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        var due = ReplyPromise.For(municipality.Law, Promise, work.Now);
        var number = await LearningNumbers.NextAsync(work, "S", cancel);
        var duty = DutySigns.In(asked.Text);
        await work.ExecuteAsync(
            """
            insert into sparring_question (id, number, unit_id, asker_id, topic, age, state, asked_at, due_at, duty_at, expires_on)
            values (@Id, @number, @unit, @me, @Topic, @Age, 'open', @now, @due, @duty, @expires)
            """,
            new
            {
                asked.Id, number, unit = staff.Posts[0].Unit.Value, me = staff.Account.Value, asked.Topic, asked.Age, now = work.Now, due, duty = duty ? work.Now : (DateTimeOffset?)null,
                expires = DanishTime.DayOf(work.Now).AddDays(SparringRoom.KeptDays),
            },
            cancel);
        await SparringRoom.WriteAsync(work, asked.Id, Guid.CreateVersion7(), fromTeam: false, staff, text.WithoutNumbers, text.Names, cancel);
        await work.Streams.BeginAsync(
            asked.Id, SparringRoom.Kind,
            new StreamEvent("sparring.asked", $"sparring:{number}", new { asked.Topic, asked.Age, due, names = text.Names, covered = text.Numbers, duty }) { Role = SparringRoom.RoleOf(staff) },
            cancel);
        await SparringRoom.TellTeamAsync(work, cancel);
        await JobQueue.EnqueueAsync(work, "sparring.late", new { question = asked.Id }, due, $"sparring:{asked.Id:N}:late", cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Writes on in one's own thread; the same <paramref name="id"/> twice is one. <c>sparring.not-found</c>, <c>sparring.empty</c>, <c>sparring.long</c>, <c>sparring.person</c>.</summary>
    public static async Task<Result<Guid>> WriteAsync(Municipality municipality, StaffMember staff, string number, Guid id, string text, bool sendAnyway, CancellationToken cancel = default)
    {
        if (TextFault(text) is { } fault)
        {
            return fault;
        }

        var nameless = Nameless.Of(text.Trim(), municipality.Units);
        if (!nameless.IsClean && !sendAnyway)
        {
            return new Error("sparring.person", "The text looks as if it names somebody.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await OwnAsync(work, staff, number, cancel) is not { } question)
        {
            return SparringRoom.NotFound;
        }

        if (await work.FirstOrDefaultAsync<int?>("select 1 from sparring_message where id = @id", new { id }, cancel) is not null)
        {
            return question;
        }

        var duty = DutySigns.In(text);
        await SparringRoom.WriteAsync(work, question, id, fromTeam: false, staff, nameless.WithoutNumbers, nameless.Names, cancel);
        if (duty)
        {
            await work.ExecuteAsync("update sparring_question set duty_at = coalesce(duty_at, @now) where id = @question", new { question, now = work.Now }, cancel);
        }

        await work.Streams.AppendAsync(
            question, new StreamEvent("sparring.written", $"sparring_message:{id:N}", new { names = nameless.Names, covered = nameless.Numbers, duty }) { Role = SparringRoom.RoleOf(staff) }, cancel);
        await SparringRoom.TellTeamAsync(work, cancel);
        await work.CommitAsync(cancel);
        return question;
    }

    /// <summary>«Hjalp det?» Said again, the newest counts. <c>sparring.not-found</c>, <c>sparring.helped</c>, <c>sparring.unanswered</c>, <c>sparring.stale</c>.</summary>
    public static async Task<Result<Guid>> HelpedAsync(Municipality municipality, StaffMember staff, string number, string? helped, int version, CancellationToken cancel = default)
    {
        if (helped is not ("yes" or "partly" or "no"))
        {
            return new Error("sparring.helped", "Say yes, partly or no.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await OwnAsync(work, staff, number, cancel) is not { } question)
        {
            return SparringRoom.NotFound;
        }

        var before = await work.SingleAsync<(DateTimeOffset? AnsweredAt, string? Helped, int Version)>("select answered_at, helped, version from sparring_question where id = @question", new { question }, cancel);
        if (before.AnsweredAt is null)
        {
            return new Error("sparring.unanswered", "There is no answer yet.");
        }

        if (before.Version != version)
        {
            return new Error("sparring.stale", "There is something new in the thread.");
        }

        await work.ExecuteAsync("update sparring_question set helped = @helped, helped_at = @now, version = version + 1 where id = @question", new { question, helped, now = work.Now }, cancel);
        await work.Streams.AppendAsync(question, new StreamEvent("sparring.helped", $"sparring:{number}", new { old = before.Helped, @new = helped }) { Role = SparringRoom.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return question;
    }

    internal static Error? TextFault(string? text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => new Error("sparring.empty", "Write a few words."),
        { Length: > SparringQuestion.TextLimit } => new Error("sparring.long", "At most 2,000 characters."),
        _ => null,
    };

    private static Error? Fault(StaffMember staff, NewSparring asked) => asked switch
    {
        { About: "colleague" } => new Error("sparring.colleague", "Questions about a colleague are not sparring. Nothing was kept."),
        { About: not "children" } => new Error("sparring.about", "Say what it is about."),
        _ when !SparringQuestion.Topics.Contains(asked.Topic) => new Error("sparring.topic", "Choose a topic."),
        _ when !SparringQuestion.Ages.Contains(asked.Age) => new Error("sparring.age", "Choose the age."),
        _ when staff.Posts.Count == 0 => new Error("sparring.no-post", "The account has no post in any unit."),
        _ => TextFault(asked.Text),
    };

    private static Task<Guid?> OwnAsync(UnitOfWork work, StaffMember staff, string number, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<Guid?>(
            "select id from sparring_question where number = upper(@number) and asker_id = @me and gone_at is null for update", new { number, me = staff.Account.Value }, cancel);
}
