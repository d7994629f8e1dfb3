# Kontrollerer en udpakket bevispakke med det, der findes i Windows PowerShell 5.1 og PowerShell 7.
#
#   powershell -ExecutionPolicy Bypass -File verify-package.ps1 [-Package MAPPE] [-SignerRoot FIL.cer]
#
# MAPPE er den mappe, som zip-filen pakkes ud til (der hvor bagit.txt ligger).
#
# HVAD DETTE IKKE KONTROLLERER: tidsstemplerne. Windows PowerShell kan ikke laese RFC 3161.
# Kontroller dem med OpenSSL (verify/kontrol.txt, trin 5 til 8 og 10), eller koer
# verify-package.sh paa en Linux-maskine. Svaret herfra er derfor aldrig mere end
# "FILES AND SIGNATURE OK, TIME STAMPS NOT CHECKED".
#
# Slutkode: 0 alt det kontrollerede holder, 1 noget holder ikke, 2 kan ikke koere,
# 3 holder, men underskriftens rod er ikke givet udefra.

param(
    [string] $Package = '.',
    [string] $SignerRoot = ''
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$script:Faults = 0

# Straight to the console: what a function writes to the pipeline would become part of what it returns.
function Say([string] $Text) { [System.Console]::Out.WriteLine($Text) }
function Ok([string] $Text) { Say "ok    $Text" }
function Fail([string] $Text) { Say "FAIL  $Text"; $script:Faults++ }

try {
    $Root = (Resolve-Path -LiteralPath $Package).ProviderPath
} catch {
    Say "cannot find $Package"
    exit 2
}
if (-not (Test-Path -LiteralPath (Join-Path $Root 'bagit.txt'))) {
    Say "no bagit.txt in $Root"
    exit 2
}

function BytesOf([string] $Path) { return ,[System.IO.File]::ReadAllBytes((Join-Path $Root $Path.Replace('/', [System.IO.Path]::DirectorySeparatorChar))) }

function HashOf([string] $FullName) {
    $sha = [System.Security.Cryptography.SHA256]::Create()
    $stream = [System.IO.File]::OpenRead($FullName)
    try { return ([System.BitConverter]::ToString($sha.ComputeHash($stream))).Replace('-', '').ToLowerInvariant() }
    finally { $stream.Dispose(); $sha.Dispose() }
}

function HashOfBytes([byte[]] $Bytes) {
    $sha = [System.Security.Cryptography.SHA256]::Create()
    try { return ([System.BitConverter]::ToString($sha.ComputeHash($Bytes))).Replace('-', '').ToLowerInvariant() }
    finally { $sha.Dispose() }
}

# Every file by its path below the folder, with forward slashes.
# Names that differ in case only are two files.
$Present = New-Object 'System.Collections.Generic.Dictionary[string,string]' ([System.StringComparer]::Ordinal)
foreach ($file in [System.IO.Directory]::GetFiles($Root, '*', [System.IO.SearchOption]::AllDirectories)) {
    $path = $file.Substring($Root.TrimEnd('\', '/').Length + 1).Replace('\', '/')
    $Present[$path] = $file
}

$Utf8 = New-Object System.Text.UTF8Encoding($false, $true)

function ReadManifest([string] $Name) {
    $lines = New-Object 'System.Collections.Generic.Dictionary[string,string]' ([System.StringComparer]::Ordinal)
    if (-not $Present.ContainsKey($Name)) { Fail "missing $Name"; return ,$lines }
    $text = $Utf8.GetString((BytesOf $Name))
    if ($text.Length -eq 0 -or $text[$text.Length - 1] -ne "`n" -or $text.Contains("`r")) { Fail "${Name}: not ended by a line feed, or carriage returns"; return ,$lines }
    foreach ($line in $text.Substring(0, $text.Length - 1).Split("`n")) {
        if ($line -cnotmatch '^[0-9a-f]{64}  [^ ]') { Fail "${Name}: a line is not '<64 hex><two spaces><path>'"; return ,$lines }
        $path = $line.Substring(66)
        if ($path.Contains('\') -or $path.Contains(':') -or $path -match '(^|/)\.\.?(/|$)|^/|//') { Fail "${Name}: unsafe path"; return ,$lines }
        if ($lines.ContainsKey($path)) { Fail "${Name}: a path twice"; return ,$lines }
        $lines.Add($path, $line.Substring(0, 64))
    }
    Ok "$Name is well formed"
    return ,$lines
}

function CheckManifest([string] $Name, [string[]] $Expected) {
    $lines = ReadManifest $Name
    $wrong = 0
    foreach ($path in $lines.Keys) {
        if (-not $Present.ContainsKey($path)) { Fail "${Name}: absent: $path"; $wrong++ }
        elseif ((HashOf $Present[$path]) -cne $lines[$path]) { Fail "${Name}: $path has been changed"; $wrong++ }
    }
    foreach ($path in $Expected) {
        if (-not $lines.ContainsKey($path)) { Fail "${Name}: not listed: $path"; $wrong++ }
    }
    if ($wrong -eq 0) { Ok "$Name lists exactly the files present, with the right SHA-256" }
}

$Payload = @($Present.Keys | Where-Object { $_.StartsWith('data/') })
$Tags = @($Present.Keys | Where-Object { -not $_.StartsWith('data/') -and -not $_.StartsWith('seal/') -and $_ -cne 'tagmanifest-sha256.txt' })
CheckManifest 'manifest-sha256.txt' $Payload
CheckManifest 'tagmanifest-sha256.txt' $Tags

# Each line of the log holds the SHA-256 of the line before, its line feed included.
if (-not $Present.ContainsKey('custody/custody.jsonl')) { Fail 'missing custody/custody.jsonl' }
else {
    $log = BytesOf 'custody/custody.jsonl'
    $expected = '0' * 64
    $start = 0
    $number = 0
    $broken = $false
    while ($start -lt $log.Length) {
        $end = [System.Array]::IndexOf($log, [byte] 10, $start)
        $number++
        if ($end -lt 0) { Fail 'custody/custody.jsonl: last line is not ended'; $broken = $true; break }
        $line = New-Object byte[] ($end - $start + 1)
        [System.Array]::Copy($log, $start, $line, 0, $line.Length)
        $beginning = '{"seq":' + ($number - 1) + ',"prev":"' + $expected + '",'
        if (-not $Utf8.GetString($line).StartsWith($beginning, [System.StringComparison]::Ordinal)) { Fail "custody/custody.jsonl: chain breaks at line $number"; $broken = $true; break }
        $expected = HashOfBytes $line
        $start = $end + 1
    }
    if (-not $broken) { Ok "custody/custody.jsonl: $number events, head $expected" }
}

# The signature: detached CMS over the tag manifest.
$independent = $SignerRoot -ne ''
if (-not $Present.ContainsKey('seal/tagmanifest.p7s')) { Fail 'missing seal/tagmanifest.p7s' }
else {
    try { Add-Type -AssemblyName System.Security } catch { Add-Type -AssemblyName System.Security.Cryptography.Pkcs }
    try {
        $content = New-Object System.Security.Cryptography.Pkcs.ContentInfo -ArgumentList @(,(BytesOf 'tagmanifest-sha256.txt'))
        $cms = New-Object System.Security.Cryptography.Pkcs.SignedCms -ArgumentList $content, $true
        $cms.Decode((BytesOf 'seal/tagmanifest.p7s'))
        $cms.CheckSignature($true)
        $signer = $cms.SignerInfos[0].Certificate
        if ($independent) {
            $trusted = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Resolve-Path -LiteralPath $SignerRoot).ProviderPath
            $chain = New-Object System.Security.Cryptography.X509Certificates.X509Chain
            $chain.ChainPolicy.RevocationMode = [System.Security.Cryptography.X509Certificates.X509RevocationMode]::NoCheck
            $chain.ChainPolicy.VerificationFlags = [System.Security.Cryptography.X509Certificates.X509VerificationFlags]::AllowUnknownCertificateAuthority -bor [System.Security.Cryptography.X509Certificates.X509VerificationFlags]::IgnoreNotTimeValid
            [void] $chain.ChainPolicy.ExtraStore.Add($trusted)
            foreach ($certificate in $cms.Certificates) { [void] $chain.ChainPolicy.ExtraStore.Add($certificate) }
            $built = $chain.Build($signer)
            $last = $chain.ChainElements[$chain.ChainElements.Count - 1].Certificate
            if ($built -and $last.Thumbprint -eq $trusted.Thumbprint) { Ok "seal/tagmanifest.p7s: $($signer.Subject)" }
            else { Fail 'seal/tagmanifest.p7s: the certificate does not lead to the root that was given' }
        } else {
            Ok "seal/tagmanifest.p7s: $($signer.Subject) (the signature fits; no root was given)"
        }
    } catch {
        Fail "seal/tagmanifest.p7s: the signature does not hold ($($_.Exception.Message))"
    }
}

Say 'note  time stamps (*.tsr) were NOT checked: Windows PowerShell cannot read RFC 3161. See verify/kontrol.txt.'
if ($script:Faults -gt 0) { Say "PACKAGE NOT OK ($($script:Faults) faults)"; exit 1 }
if ($independent) { Say 'FILES AND SIGNATURE OK, TIME STAMPS NOT CHECKED'; exit 0 }
Say 'FILES AND SIGNATURE INTACT, ROOT NOT INDEPENDENT, TIME STAMPS NOT CHECKED'
exit 3
