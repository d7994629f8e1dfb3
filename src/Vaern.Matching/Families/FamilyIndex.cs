using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.Matching.Families;

/// <summary>
/// The families of one municipality, by their representatives: a thousand copies of one film are one entry. In memory only, rebuilt from the
/// encrypted rows at start. Safe for many threads.
/// </summary>
public sealed class FamilyIndex(IEnumerable<IndexEntry> representatives)
{
    private readonly Lock placing = new();
    private readonly LiveIndex index = new(representatives);

    public FamilyIndex()
        : this([])
    {
    }

    /// <summary>Number of families.</summary>
    public int Count => index.Count;

    /// <summary>True while a withdrawn representative is still in memory: call <see cref="Forget"/> within a minute.</summary>
    public bool HoldsWithdrawn => index.WithdrawnInMemory > 0;

    /// <summary>
    /// Finds the nearest family (the oldest id where two are equally near) or founds <paramref name="newFamily"/>. Two calls with the same picture at
    /// the same time found one family.
    /// </summary>
    public Placement Place(PdqFingerprint print, Guid newFamily)
    {
        if (!print.IsUsable)
        {
            return new Placement.NotComparable(print.Standing);
        }
        lock (placing)
        {
            if (index.Search(print.Hash) is [var nearest, ..])
            {
                return new Placement.Near(nearest.Key, nearest.Distance);
            }
            index.Add(newFamily, print.Hash);
            return new Placement.First(newFamily);
        }
    }

    /// <summary>Puts a family back that was founded elsewhere, without looking whether it is near another.</summary>
    public void Restore(Guid family, PdqHash representative) => index.Add(family, representative);

    /// <summary>Takes a family out of search. False when it is not there.</summary>
    public bool Withdraw(Guid family, PdqHash representative) => index.Remove(family, representative);

    /// <summary>Wipes withdrawn representatives from memory.</summary>
    public void Forget() => index.Compact();

    /// <summary>Everything near any of the forms of a picture: the best hit of each family, nearest first, with which forms agree.</summary>
    public LookupAnswer LookUp(PictureFingerprints picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return LookUp(picture.Forms);
    }

    /// <summary>As for a picture; a report that brings a hash alone has one form, the upright.</summary>
    public LookupAnswer LookUp(IReadOnlyList<FormFingerprint> forms)
    {
        ArgumentNullException.ThrowIfNull(forms);
        var usable = forms.Where(form => form.Fingerprint.IsUsable).ToList();
        if (usable.Count == 0)
        {
            return new LookupAnswer.CannotCompare(forms.Count == 0 ? FingerprintStanding.Empty : forms[0].Fingerprint.Standing);
        }
        var hits = usable.SelectMany(form => index.Search(form.Fingerprint.Hash).Select(hit => (Form: form, hit.Key, hit.Distance))).ToList();
        return hits.Count == 0
            ? new LookupAnswer.NoMatch()
            : new LookupAnswer.Leads([.. hits.GroupBy(hit => hit.Key)
                .Select(group => (Family: group.Key, Best: group.MinBy(hit => (hit.Distance, hit.Form.WithoutBorder, hit.Form.Form)), Agreeing: group.Count()))
                .Select(one => new Lead(one.Family, one.Best.Distance, one.Best.Form, one.Agreeing))
                .OrderBy(lead => lead.Distance).ThenBy(lead => lead.Family)]);
    }
}
