using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>Fingerprints of a file and how they came about.</summary>
public sealed record HashedPicture(PictureFingerprints Fingerprints, Provenance Provenance);
