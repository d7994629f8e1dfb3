#!/bin/sh
# Checks an evidence package made by Værn, with ordinary tools only.
#
#   sh verify-package.sh [--tsa-root PEM] [--signer-root PEM] PACKAGE
#
# PACKAGE is the ZIP or the folder that it unpacks to. Roots that are not given
# are taken from the package; the answer then is "INTACT, ROOTS NOT INDEPENDENT"
# because whoever forges a whole package forges its roots too. For the same
# reason: fetch this script somewhere else than in the package.
#
# Needs a POSIX shell, GNU coreutils and findutils, sed, awk, grep, openssl, and
# unzip for a ZIP. Uses no network and changes nothing.
# Exit status: 0 OK, 1 not OK, 2 cannot run, 3 intact but roots not independent.

export LC_ALL=C
umask 077
tsa= sig= pkg=
while [ "$#" -gt 0 ]; do
  case "$1" in
    --tsa-root) tsa=${2:?}; shift ;;
    --signer-root) sig=${2:?}; shift ;;
    -*) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) pkg=$1 ;;
  esac
  shift
done
[ -n "$pkg" ] || { sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
for tool in openssl sha256sum find sort awk sed grep cmp; do
  command -v "$tool" >/dev/null || { echo "missing program: $tool" >&2; exit 2; }
done
full() { if [ -n "$1" ]; then readlink -e -- "$1" || { echo "cannot read $1" >&2; exit 2; }; fi; }
tsa=$(full "$tsa") || exit 2
sig=$(full "$sig") || exit 2
pkg=$(full "$pkg") || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

bad=0
good() { echo "ok    $*"; }
wrong() { echo "FAIL  $*"; bad=$((bad + 1)); }
give_up() { wrong "$*"; echo 'PACKAGE NOT OK'; exit 1; }

# 1-2: the ZIP and its names
if [ -f "$pkg" ]; then
  LC_ALL=C.UTF-8 unzip -Z1 "$pkg" >"$work/names" 2>/dev/null || give_up 'ZIP cannot be read'
  [ -z "$(sort "$work/names" | uniq -d)" ] || give_up 'ZIP has duplicate names'
  if grep -Eq '(^|/)\.{1,2}(/|$)|^/|\\|^[A-Za-z]:' "$work/names"; then give_up 'ZIP has unsafe names'; fi
  [ "$(cut -d/ -f1 "$work/names" | sort -u | wc -l)" = 1 ] || give_up 'ZIP has more than one top folder'
  LC_ALL=C.UTF-8 unzip -tqq "$pkg" >/dev/null 2>&1 || give_up 'ZIP test failed (CRC or structure)'
  LC_ALL=C.UTF-8 unzip -qq "$pkg" -d "$work/zip" >/dev/null 2>&1 || give_up 'ZIP cannot be unpacked'
  cd "$work/zip/$(head -n 1 "$work/names" | cut -d/ -f1)" || give_up 'ZIP has no top folder'
  good 'ZIP: structure, CRC and names'
else
  cd "$pkg" || exit 2
fi
[ -z "$(find . ! -type f ! -type d)" ] || give_up 'links or special files'
for need in bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt custody/custody.jsonl \
            seal/tagmanifest.tsr seal/tagmanifest.p7s; do
  [ -f "$need" ] || give_up "missing $need"
done
[ "$(sha256sum <bagit.txt)" = "$(printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | sha256sum)" ] \
  || wrong 'bagit.txt is not the BagIt 1.0 declaration'

# 3-4: both manifests, and the set of files
find data -type f | sort >"$work/data"
find . -type f | cut -c3- | grep -Ev '^(data|seal)/|^tagmanifest-sha256\.txt$' | sort >"$work/tags"
for pair in manifest:data tagmanifest:tags; do
  list=${pair%:*}-sha256.txt
  if [ -n "$(tail -c 1 "$list")" ] || grep -Evq '^[0-9a-f]{64}  [^ [:cntrl:]][^[:cntrl:]]*$' "$list"; then
    wrong "$list: a line is not '<64 hex><two spaces><path>'"
  elif ! cut -c67- "$list" | cmp -s - "$work/${pair#*:}"; then
    wrong "$list does not list exactly the files present, in order"
  elif ! sha256sum -c --strict --quiet "$list" >"$work/out" 2>&1; then
    sed 's/^/      /' "$work/out"; wrong "SHA-256 in $list"
  else
    good "$list: every file, and no other"
  fi
done
stray=$(find seal -type f | grep -Ev '^seal/(tagmanifest(-[2-9])?\.(tsr|p7s)|certs/[A-Za-z0-9._-]+\.pem|revocation/[A-Za-z0-9._-]+)$')
[ -z "$stray" ] || wrong "unexpected file in seal/: $stray"

# 15: number and size of the payload
oxum=$(find data -type f -printf '%s\n' | awk '{ size += $1 } END { printf "%.0f.%d", size, NR }')
if grep -qxF "Payload-Oxum: $oxum" bag-info.txt; then good "Payload-Oxum $oxum"; else wrong "Payload-Oxum is not $oxum"; fi
if grep -qxF 'Vaern-Seal: not-stamped' bag-info.txt; then wrong 'the package says of itself that it is not stamped'; fi

# 5-9: stamps and signature, at the time of the stamp when a certificate has run out since
roots=given
[ -n "$tsa" ] || { roots=taken; tsa=$PWD/seal/certs/tsa-root.pem; }
[ -n "$sig" ] || { roots=taken; sig=$PWD/seal/certs/signer-root.pem; }
[ -s "$tsa" ] && [ -s "$sig" ] || give_up 'no roots: give --tsa-root and --signer-root'
cat seal/certs/*.pem "$tsa" >"$work/certs" 2>/dev/null

stamped_at() {
  said=$(openssl ts -reply -in "$1" -text 2>/dev/null | awk 'sub(/^Time stamp: /, "")')
  [ -z "$said" ] || date -u +%s -d "$said" 2>/dev/null
}
stamp() { # file, -data FILE or -digest HEX
  file=$1; shift
  at=$(stamped_at "$file")
  [ -n "$at" ] || { wrong "$file is not a time-stamp response"; return 1; }
  for extra in '' "-attime $at"; do
    # shellcheck disable=SC2086
    if openssl ts -verify -in "$file" "$@" -CAfile "$tsa" -untrusted "$work/certs" $extra >"$work/out" 2>&1; then
      good "$file: $(date -u -d "@$at" +%FT%TZ)${extra:+ (certificate has run out since)}"
      return 0
    fi
  done
  grep -i ':error:\|mismatch' "$work/out" | head -n 2 | sed 's/^/      /'
  wrong "$file"
  return 1
}
sealed=
for file in seal/tagmanifest*.tsr; do
  if stamp "$file" -data tagmanifest-sha256.txt; then sealed=${sealed:-$at}; fi
done
for file in seal/tagmanifest*.p7s; do
  if openssl cms -verify -binary -inform DER -in "$file" -content tagmanifest-sha256.txt -CAfile "$sig" \
       -certfile "$work/certs" -purpose any ${sealed:+-attime "$sealed"} -out /dev/null >"$work/out" 2>&1
  then good "$file"
  else sed -n '2s/^/      /p' "$work/out"; wrong "$file"; fi
done

# 12: each line of the custody log holds the hash of the line before
log=custody/custody.jsonl
[ -z "$(tail -c 1 "$log")" ] || wrong "$log: the last line is not ended"
mkdir "$work/log"
split -l 1 -a 8 -d "$log" "$work/log/e"
find "$work/log" -type f | sort | xargs sha256sum | cut -c1-64 >"$work/hashes"
if awk -v hashes="$work/hashes" '
     BEGIN { want = sprintf("%064d", 0) }
     index($0, "{\"seq\":" (NR - 1) ",\"prev\":\"" want "\",") != 1 || !/}$/ { print NR; exit 1 }
     { getline want <hashes }' "$log" >"$work/out"
then good "$log: $(wc -l <"$log") events, head $(tail -n 1 "$work/hashes")"
else wrong "$log: chain breaks at line $(cat "$work/out")"; fi

# 13: checkpoints; a .json beside the stamp is a Merkle path (RFC 9162, 2.1.3.2)
node() { # prefix and hex: SHA-256 of those bytes
  printf '%b' "$(printf '%s' "$1" | sed 's/../\\0x&/g' | awk 'BEGIN { RS = "\\\\0x"; h = "0123456789abcdef" }
    NR > 1 { printf "\\0%03o", (index(h, substr($0, 1, 1)) - 1) * 16 + index(h, substr($0, 2, 1)) - 1 }')" | sha256sum | cut -c1-64
}
climb() { # proof, event hash
  i=$(sed -n 's/.*"index":\([0-9]\{1,15\}\),.*/\1/p' "$1")
  n=$(sed -n 's/.*"size":\([0-9]\{1,15\}\),.*/\1/p' "$1")
  [ -n "$i" ] && [ -n "$n" ] && [ "$i" -lt "$n" ] || return 1
  n=$((n - 1))
  at_node=$(node "00$2")
  for side in $(sed -n 's/.*"path":\[\([^]]*\)\].*/\1/p' "$1" | tr -c '0-9a-f\n' ' '); do
    [ "${#side}" = 64 ] && [ "$n" -gt 0 ] || return 1
    if [ $((i % 2)) = 1 ] || [ "$i" = "$n" ]; then
      at_node=$(node "01$side$at_node")
      until [ $((i % 2)) = 1 ] || [ "$i" = 0 ]; do i=$((i / 2)) n=$((n / 2)); done
    else
      at_node=$(node "01$at_node$side")
    fi
    i=$((i / 2)) n=$((n / 2))
  done
  [ "$n" = 0 ] && echo "$at_node"
}
for file in custody/checkpoint-*.tsr; do
  [ -f "$file" ] || continue
  seq=$(echo "$file" | sed -n 's/^custody.checkpoint-0*\([0-9]\{1,\}\)\.tsr$/\1/p')
  hash=$(sed -n "$((${seq:-0} + 1))p" "$work/hashes")
  [ -n "$seq" ] && [ -n "$hash" ] || { wrong "$file: no such event"; continue; }
  proof=${file%.tsr}.json
  if [ -f "$proof" ]; then
    hash=$(climb "$proof" "$hash") || { wrong "$proof: the path does not lead from event $seq to a root"; continue; }
  fi
  stamp "$file" -digest "$hash"
done

# 10-11, 14: items and referrals
for item in data/*; do
  case ${item#data/} in
    B-[0-9]*|U-[0-9]*)
      if [ "$(find "$item/original" -type f 2>/dev/null | wc -l)" != 1 ] || [ ! -f "$item/genstand.json" ]; then
        wrong "$item: needs genstand.json and exactly one file in original/"; continue
      fi
      hash=$(sha256sum <"$(find "$item/original" -type f)" | cut -c1-64)
      if grep -qF "\"sha256\":\"$hash\"" "$item/genstand.json"; then good "$item: genstand.json"
      else wrong "$item: genstand.json does not give the SHA-256 of the file"; fi
      if [ -f "$item/intake.tsr" ]; then stamp "$item/intake.tsr" -digest "$hash"; else wrong "$item: no intake.tsr"; fi ;;
    H-[0-9]*)
      if [ "$(find "$item" -type f)" = "$item/henvisning.json" ] && [ "$(wc -c <"$item/henvisning.json")" -le 4096 ]
      then good "$item: referral, no bytes"
      else wrong "$item: a referred item may hold only a small henvisning.json"; fi ;;
    *) wrong "$item: unknown kind of item" ;;
  esac
done

[ "$bad" = 0 ] || { echo "PACKAGE NOT OK ($bad faults)"; exit 1; }
[ "$roots" = given ] && { echo 'PACKAGE OK'; exit 0; }
echo 'PACKAGE INTACT, ROOTS NOT INDEPENDENT'
exit 3
