using Shouldly;
using Vaern.Cli.Bench;
using Xunit;

namespace Vaern.Cli.Tests.Bench;

public sealed class KillLedgerTests
{
    private static readonly IntakeAnswer CutOff = new(0, 1, null);

    private readonly KillLedger ledger = new();

    [Fact]
    public void A_report_that_was_cut_off_stays_open_until_it_is_acknowledged()
    {
        var report = ledger.Begin();

        ledger.Note(report, CutOff).ShouldBeFalse();
        ledger.TakeOpen().ShouldBe([report]);
        ledger.NoteRetry(report, new IntakeAnswer(201, 1, "a b c d e f"));

        ledger.TakeOpen().ShouldBeEmpty();
        ledger.Acknowledged.ShouldBe(1);
        ledger.Faults.ShouldBe(0);
    }

    [Fact]
    public void A_retry_that_is_refused_is_a_fault()
    {
        ledger.NoteRetry(ledger.Begin(), new IntakeAnswer(409, 1, null));

        ledger.Faults.ShouldBe(1);
    }

    [Fact]
    public void Another_receipt_for_the_same_key_and_a_mailbox_that_is_shut_are_faults()
    {
        var report = ledger.Begin();
        ledger.Note(report, new IntakeAnswer(201, 1, "a b c d e f")).ShouldBeTrue();
        var known = ledger.TakeLatest(4).ShouldHaveSingleItem();

        ledger.NoteRepeat(known, new IntakeAnswer(201, 1, "a b c d e f"), "received");
        ledger.Faults.ShouldBe(0);
        ledger.NoteRepeat(known, new IntakeAnswer(201, 1, "f e d c b a"), null);

        ledger.Faults.ShouldBe(2);
    }
}
