using Vaern.App.Pictures;

namespace Vaern.Cli.Tests.Matching;

/// <summary>Good files with bytes changed, cut out or doubled: a picture or a named problem comes out, never anything else.</summary>
public sealed class MutatedFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Files => new()
    {
        { "grey", TestFiles.Png(40, 30, 8, 0, TestFiles.Rows(TestFiles.Scene(40, 30, 1), 40)) },
        { "16 bits, clear colour", TestFiles.Png(40, 30, 16, 2, TestFiles.Rows(TestFiles.Scene(80, 30, 3), 240), false, ("tRNS", [0, 1, 0, 2, 0, 3])) },
        { "palette", TestFiles.Png(40, 30, 4, 3, TestFiles.Rows(TestFiles.Scene(20, 30, 1), 20), false, ("PLTE", TestFiles.Scene(16, 1, 3)), ("tRNS", [0, 90])) },
        { "transparent", TestFiles.Png(40, 30, 8, 6, TestFiles.Rows(TestFiles.Scene(40, 30, 4), 160)) },
        { "interlaced", TestFiles.Png(40, 30, 8, 0, new byte[4000], true) },
        { "PNM", TestFiles.Pnm(40, 30, 3, TestFiles.Scene(40, 30, 3)) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Managed_readers_give_a_picture_or_a_named_problem(string what, byte[] file)
    {
        PictureReader.Read(file, null).Pixels.Width.ShouldBe(40, what);
        var random = new Random(what.Length);
        for (var round = 0; round < 3000; round++)
        {
            var mutated = Mutated(file, random);
            try
            {
                PictureReader.Read(mutated, null).Pixels.Samples.Length.ShouldBePositive();
            }
            catch (PictureFault fault)
            {
                fault.Problem.Code.ShouldStartWith("picture.");
            }
        }
    }

    [Fact]
    public async Task Changed_JPEG_files_never_end_the_worker_without_an_answer()
    {
        await using var worker = new PictureWorker();
        var random = new Random(8);
        var file = TestFiles.Jpeg();
        for (var round = 0; round < 40; round++)
        {
            var answer = await worker.HashAsync(Mutated(file, random), Cancel);
            (answer.IsOk ? "" : answer.Error.Code).ShouldNotBe(PictureProblem.WorkerFailed.Code, $"round {round}");
        }
    }

    private static byte[] Mutated(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(2, bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 30)));
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.Take(random.Next(1, 30)).ToList());
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
            if (bytes.Count < 12)
            {
                break;
            }
        }
        return [.. bytes];
    }
}
