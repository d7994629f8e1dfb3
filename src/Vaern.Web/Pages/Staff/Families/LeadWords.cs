using Vaern.App.Families;
using Vaern.Matching.Families;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Families;

/// <summary>A resemblance in words: how near, what speaks for it besides, and never a distance or a fingerprint.</summary>
public sealed class LeadWords(Texts texts)
{
    public string Band(FamilyLead lead) => lead.Band is { } band ? Band(band) : texts["lead.film"];

    public string Band(LeadBand band) => texts[$"lead.band.{band switch { LeadBand.NearlyTheSame => "same", LeadBand.VeryAlike => "very", _ => "alike" }}"];

    public string Form(PictureForm form, bool withoutBorder) =>
        (form == PictureForm.Upright ? texts["lead.form.upright"] : texts[form switch
        {
            PictureForm.TurnedLeft or PictureForm.TurnedRight => "lead.form.quarter",
            PictureForm.TurnedAround => "lead.form.half",
            PictureForm.Mirrored or PictureForm.UpsideDown => "lead.form.mirrored",
            _ => "lead.form.both",
        }]) + (withoutBorder ? $", {texts["lead.form.border"]}" : "");

    public string Film(FilmShares shares) => texts[
        shares.Clip switch { FilmClip.Query => "lead.film.clip.here", FilmClip.Entry => "lead.film.clip.there", _ => "lead.film.both" }, Percent(shares.Asked), Percent(shares.Known)];

    /// <summary>What the second check says, each on its own; empty when nothing does.</summary>
    public IEnumerable<string> Checks(SecondCheck check)
    {
        if (check.SameShape)
        {
            yield return texts["lead.check.shape"];
        }

        if (check.SameLength)
        {
            yield return texts["lead.check.length"];
        }

        if (check.TwoVariants)
        {
            yield return texts["lead.check.variants"];
        }
    }

    private static string Percent(double share) => Math.Round(share).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
