using System.Security.Cryptography;
using Shouldly;
using Vaern.App.Intake;
using Vaern.Cli.Bench;
using Xunit;

namespace Vaern.Cli.Tests.Bench;

public sealed class IntakePayloadTests
{
    [Fact]
    public void The_same_number_gives_the_same_attachment_and_another_one_another()
    {
        IntakePayload.AttachmentHash(7).ShouldBe(IntakePayload.AttachmentHash(7));
        IntakePayload.AttachmentHash(7).ShouldNotBe(IntakePayload.AttachmentHash(8));
    }

    [Fact]
    public void The_attachment_in_the_body_is_the_one_that_is_hashed()
    {
        var payload = new IntakePayload("digital-bullying", "MAAL-1000");
        var body = new byte[payload.Size];

        payload.Write(7, body);

        var attachment = body.AsSpan(payload.Frame.Head.Length, IntakePayload.AttachmentSize);
        SHA256.HashData(attachment).ShouldBe(IntakePayload.AttachmentHash(7));
    }

    [Fact]
    public void The_attachment_is_taken_for_a_picture() => FileKind.Sniff(IntakePayload.Block.Span[..512]).ShouldBe("image/png");
}
