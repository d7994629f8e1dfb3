using Vaern.Matching.Films;
using Vaern.Matching.Hashing;
using Vaern.Matching.Tests.Index;

namespace Vaern.Matching.Tests.Films;

public sealed class FilmTests
{
    private static readonly PdqHash[] Scenes = TestHashes.Many(10, 21);

    [Fact]
    public void A_clip_is_wholly_in_its_film_and_the_film_partly_in_the_clip()
    {
        var match = FilmMatch.Of(Film(Scenes[..3]), Film(Scenes));

        match.QueryPercent.ShouldBe(100);
        match.EntryPercent.ShouldBe(30);
        match.IsLead.ShouldBeTrue();
        match.Clip.ShouldBe(FilmClip.Query);
        FilmMatch.Of(Film(Scenes), Film(Scenes[..3])).Clip.ShouldBe(FilmClip.Entry);
    }

    [Fact]
    public void Order_time_and_repetition_do_not_count() =>
        FilmMatch.Of(Film([.. Scenes.Reverse(), .. Scenes]), Film(Scenes)).ShouldBe(new FilmMatch(10, 10, 10, 10));

    [Fact]
    public void A_frame_within_31_bits_is_the_same_and_one_at_32_is_not()
    {
        var random = new Random(3);
        FilmMatch.Of(Film([TestHashes.Near(Scenes[0], 31, random)]), Film(Scenes)).QueryMatched.ShouldBe(1);
        FilmMatch.Of(Film([TestHashes.Near(Scenes[0], 32, random)]), Film(Scenes)).QueryMatched.ShouldBe(0);
    }

    [Fact]
    public void A_film_without_a_good_frame_cannot_be_compared()
    {
        var dark = new FilmHash([new FilmFrame(0, 49, Scenes[0], 0)]);

        FilmMatch.Of(dark, Film(Scenes)).CanBeCompared.ShouldBeFalse();
        FilmMatch.Of(Film(Scenes), dark).IsLead.ShouldBeFalse();
    }

    [Fact]
    public void Frames_close_to_the_last_kept_one_are_pruned() =>
        Film([Scenes[0], Scenes[0].Flip(1), Scenes[0].Flip(1).Flip(2), Scenes[0].Flip(1).Flip(2).Flip(3), Scenes[1]]).Pruned(2).Frames.Select(frame => frame.Number).ShouldBe([0, 3, 4]);

    [Fact]
    public void The_text_form_reads_back_and_other_lines_are_named()
    {
        var film = Film(Scenes);
        var text = "# a film\n" + string.Join("\r\n", film.Frames.Select(frame => frame.ToLine())) + "\nnot a frame\n1,101," + Scenes[0].ToHex() + ",0.000\n";

        var (read, refused) = FilmHash.Read(new StringReader(text));

        read.Frames.ShouldBe(film.Frames);
        refused.ShouldBe([12, 13]);
    }

    [Fact]
    public void The_index_gives_what_the_comparison_one_by_one_gives()
    {
        var random = new Random(9);
        var films = Enumerable.Range(0, 30).ToDictionary(
            _ => Guid.CreateVersion7(), _ => Film([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => TestHashes.Near(Scenes[random.Next(10)], random.Next(25), random))]));
        var index = new FilmIndex(films);

        foreach (var query in films.Values)
        {
            index.Search(query).ToDictionary(hit => hit.Film, hit => hit.Match)
                .ShouldBe(films.ToDictionary(one => one.Key, one => FilmMatch.Of(query, one.Value)).Where(one => one.Value.QueryMatched > 0).ToDictionary(), ignoreOrder: true);
        }
        index.Search(Film([TestHashes.Many(1, 77)[0]])).ShouldBeEmpty();
    }

    private static FilmHash Film(PdqHash[] hashes) => new([.. hashes.Select((hash, k) => new FilmFrame(k, 90, hash, k))]);
}
