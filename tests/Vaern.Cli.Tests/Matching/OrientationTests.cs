using Vaern.App.Pictures;
using Vaern.Matching.Hashing;

namespace Vaern.Cli.Tests.Matching;

/// <summary>A picture is shown the way the camera was held, and compared the way it is stored.</summary>
public sealed class OrientationTests : IAsyncDisposable
{
    // Three wide and two high: a b c over d e f.
    private static readonly Raster Letters = new(3, 2, 1, "abcdef"u8.ToArray());

    private readonly PictureWorker worker = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => worker.DisposeAsync();

    [Theory]
    [InlineData(1, 3, "abcdef")]
    [InlineData(2, 3, "cbafed")]
    [InlineData(3, 3, "fedcba")]
    [InlineData(4, 3, "defabc")]
    [InlineData(5, 2, "adbecf")]
    [InlineData(6, 2, "daebfc")]
    [InlineData(7, 2, "fcebda")]
    [InlineData(8, 2, "cfbead")]
    [InlineData(9, 3, "abcdef")]
    public void Each_of_the_eight_is_turned_upright(int orientation, int width, string samples)
    {
        var turned = Orientation.Upright(Letters, orientation);

        turned.Width.ShouldBe(width);
        System.Text.Encoding.ASCII.GetString(turned.Samples.Span).ShouldBe(samples);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_tag_is_read_in_both_byte_orders(bool little) => Orientation.Of(Tagged(6, little)).ShouldBe(6);

    [Fact]
    public void A_tag_that_says_nothing_leaves_the_picture_as_it_is()
    {
        var tagged = Tagged(6, little: true);
        Orientation.Of(TestFiles.Jpeg()).ShouldBe(1);
        Orientation.Of(Tagged(0, little: true)).ShouldBe(1);
        Orientation.Of(Tagged(9, little: false)).ShouldBe(1);
        for (var length = 0; length < 60; length++)
        {
            Orientation.Of(tagged.AsSpan(0, length)).ShouldBeOneOf(1, 6);
        }
    }

    [Fact]
    public void No_damage_to_the_tag_crashes_the_reader()
    {
        var random = new Random(7);
        for (var n = 0; n < 20_000; n++)
        {
            var damaged = Tagged(random.Next(10), random.Next(2) == 0);
            for (var times = random.Next(1, 6); times > 0; times--)
            {
                damaged[random.Next(2, 50)] = (byte)random.Next(256);
            }

            Orientation.Of(damaged).ShouldBeInRange(1, 8);
        }
    }

    [Fact]
    public async Task The_worker_shows_it_upright_and_compares_it_as_stored()
    {
        var stored = Size((await worker.AskAsync(PictureTask.Small, TestFiles.Jpeg(), Cancel)).Value);
        var shown = Size((await worker.AskAsync(PictureTask.Small, Tagged(6, little: true), Cancel)).Value);

        stored.Width.ShouldNotBe(stored.Height, "or the test shows nothing");
        shown.ShouldBe((stored.Height, stored.Width));
        Size((await worker.AskAsync(PictureTask.Pixels, Tagged(6, little: true), Cancel)).Value).ShouldBe(stored);
        (await worker.HashAsync(Tagged(6, little: true), Cancel)).Value.Fingerprints.Forms[0].ShouldBe((await worker.HashAsync(TestFiles.Jpeg(), Cancel)).Value.Fingerprints.Forms[0]);
    }

    private static (int Width, int Height) Size(ReadOnlyMemory<byte> answer) => (BitConverter.ToInt32(answer.Span), BitConverter.ToInt32(answer.Span[4..]));

    private static byte[] Tagged(int orientation, bool little)
    {
        byte[] tiff = little
            ? [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 0x01, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 0x01, 0x0F, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        var length = 2 + 6 + tiff.Length;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. TestFiles.Jpeg()[2..]];
    }
}
