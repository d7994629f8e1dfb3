using System.Globalization;
using System.Text;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Packages;

/// <summary>Lays out the files of one package: payload, manifests, custody, texts, seal.</summary>
internal sealed class PackageContents
{
    private readonly PackageRequest _request;
    private readonly List<PackageFile> _payload = [];
    private readonly List<PackageFile> _tags = [];
    private readonly List<PackageFile> _seal = [];

    private PackageContents(PackageRequest request) => _request = request;

    internal IEnumerable<PackageFile> Files => [.. _payload, .. _tags, .. _seal, PackageFile.Of("tagmanifest-sha256.txt", TagManifest)];

    /// <summary>The bytes that are stamped and signed.</summary>
    internal byte[] TagManifest { get; private set; } = [];

    internal string TopFolder => TopFolderOf(_request.Case);

    /// <summary>Parts of a split export are told apart by their number: <c>bevispakke_F-2026-0147_01-2</c>.</summary>
    internal static string TopFolderOf(PackageCase about) =>
        TopFolderOf(about.CaseNumber, about.Sequence) + (about.Parts == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{about.Part}"));

    internal static string TopFolderOf(string caseNumber, int sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"bevispakke_{PathNames.ForReference(caseNumber)}_{sequence:D2}");

    /// <summary>Everything but the seal.</summary>
    internal static async Task<PackageContents> PrepareAsync(
        PackageRequest request, PackageSigner? signer, bool stamped, IPdfRenderer? pdf, CancellationToken cancellationToken)
    {
        var contents = new PackageContents(request);
        contents.AddPayload();
        contents.AddCustody();
        await contents.AddTextsAsync(signer, stamped, pdf, cancellationToken);
        contents._tags.Add(PackageFile.Of("manifest-sha256.txt", PackageFile.Manifest(contents._payload)));
        contents.TagManifest = PackageFile.Manifest(contents._tags);
        return contents;
    }

    internal void AddSignature(byte[] signature, PackageSigner signer)
    {
        _seal.Add(PackageFile.Of("seal/tagmanifest.p7s", signature));
        _seal.Add(PackageFile.Of("seal/certs/signer-root.pem", CertificatePem.Write(signer.Roots)));
        if (signer.Intermediates.Count > 0) _seal.Add(PackageFile.Of("seal/certs/signer-chain.pem", CertificatePem.Write(signer.Intermediates)));
    }

    /// <summary>Stamps in the order of their services, the second and later ones numbered, and the certificates behind every stamp of the package.</summary>
    internal void AddStamps(IReadOnlyList<Timestamp> stamps, StampArchive archive)
    {
        for (var i = 0; i < stamps.Count; i++)
        {
            var number = i == 0 ? "" : "-" + (i + 1).ToString(CultureInfo.InvariantCulture);
            _seal.Add(PackageFile.Of($"seal/tagmanifest{number}.tsr", stamps[i].Response.Encoded.ToArray()));
            archive.Add(stamps[i].Chain);
        }
        _seal.AddRange(archive.Files());
    }

    internal void AddRevocation(IReadOnlyList<PackageFile> lists) => _seal.AddRange(lists);

    private void AddPayload()
    {
        foreach (var item in _request.Items)
        {
            _payload.Add(new PackageFile(item.Folder + item.OriginalPath, item.Length, item.Sha256, item.OpenContent));
            _payload.Add(PackageFile.Of(item.Folder + "genstand.json", item.ToJson()));
            if (item.IntakeStamp is { } stamp) _payload.Add(PackageFile.Of(item.Folder + "intake.tsr", stamp.ToArray()));
            foreach (var file in item.Derived)
                _payload.Add(new PackageFile(item.Folder + PackageItem.DerivedPath(file), file.Length, file.Sha256, file.OpenContent));
        }
        foreach (var referral in _request.Referrals)
            _payload.Add(PackageFile.Of($"data/{referral.Id}/henvisning.json", referral.ToJson(_request.Case.Recipient.Kind)));
    }

    private void AddCustody()
    {
        var log = new MemoryStream();
        foreach (var line in _request.CustodyLines) log.Write(line.Span);
        _tags.Add(PackageFile.Of("custody/custody.jsonl", log.ToArray()));
        foreach (var checkpoint in _request.Checkpoints)
        {
            _tags.Add(PackageFile.Of(checkpoint.FileStem + ".tsr", checkpoint.Stamp.ToArray()));
            if (checkpoint.Proof is { } proof) _tags.Add(PackageFile.Of(checkpoint.FileStem + ".json", proof.ToJson()));
        }
    }

    private async Task AddTextsAsync(PackageSigner? signer, bool stamped, IPdfRenderer? pdf, CancellationToken cancellationToken)
    {
        _tags.Add(PackageFile.OfText("bagit.txt", BagInfo.Declaration));
        _tags.Add(PackageFile.OfText("bag-info.txt", BagInfo.Write(_request.Case, _payload.Sum(f => f.Length), _payload.Count, stamped)));
        _tags.Add(PackageFile.OfText("verify/kontrol.txt", PackageTexts.Resource("kontrol.txt")));
        foreach (var script in new[] { "verify-package.sh", "verify-package.ps1" }) _tags.Add(PackageFile.OfText("verify/" + script, PackageTexts.Resource(script)));

        var readMe = PackageTexts.ReadMe(_request, stamped);
        _tags.Add(PackageFile.Of("00_LÆS_MIG.txt", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(readMe.ReplaceLineEndings("\r\n"))]));
        var report = ReportHtml.Write(_request, signer, stamped);
        _tags.Add(PackageFile.OfText("01_RAPPORT.html", report));
        if (pdf is null) return;
        if (await pdf.RenderAsync(report, cancellationToken) is { } reportPdf) _tags.Add(PackageFile.Of("01_RAPPORT.pdf", reportPdf));
        if (await pdf.RenderAsync(ReportHtml.ReadMePage(_request.Case, readMe, stamped), cancellationToken) is { } readMePdf) _tags.Add(PackageFile.Of("00_LÆS_MIG.pdf", readMePdf));
    }
}
