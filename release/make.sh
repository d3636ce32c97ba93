#!/usr/bin/env bash
# Makes what a release has, in out/release. Each step is one of
#     archive:linux-x64 the native program with its data, as a .tar.gz; with AVX2 and AVX-512 in one file
#     archive:PROFILE   the same by release/profiles/PROFILE.rsp
#     packages          the packages
#     sbom              the list of what is in the program (CycloneDX)
#     checksums         SHA256SUMS of all that lies there
# For example: release/make.sh archive:linux-x64 packages sbom checksums
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(dotnet msbuild src/Cli -getProperty:Version)
out=$PWD/out/release
mkdir -p "$out"

publish() {
    dotnet publish src/Cli -c Release "@release/profiles/$1.rsp" -o "$2" -v q "${@:3}"
}

# Two compilations, linked to one program (release/vectors/link.sh).
publish_both() {
    local parts=$PWD/out/parts vectors
    rm -rf "$parts"
    for vectors in avx2 avx512; do
        publish "linux-x64-$vectors" "$1" -p:CppLinker="$PWD/release/vectors/link.sh" \
            -p:NativeIntermediateOutputPath="$parts/$vectors/" -p:NativeOutputPath="$parts/$vectors/bin/"
    done
    rm -rf "$parts"
}

# The same input makes the same archive: names in order, the commit's time, nobody's ids.
archive() {
    local profile=$1 name=livos-$version-$1
    local stage=$PWD/out/stage/$profile/$name tar
    rm -rf "$stage"
    if [ "$profile" = linux-x64 ]; then publish_both "$stage"; else publish "$profile" "$stage"; fi
    find "$stage" -maxdepth 1 \( -name '*.pdb' -o -name '*.xml' -o -name '*.dbg' -o -name '*.json' -o -name 'livos-convert*' \) -delete
    rm -rf "$stage"/*.dSYM
    cp LICENSE release/THIRD-PARTY-NOTICES.txt packages/LiVOS.Tool/README.md "$stage"
    tar=$(command -v gtar || command -v tar)
    "$tar" --sort=name --mtime="@$(git log -1 --format=%ct)" --owner=0 --group=0 --numeric-owner \
        -C "$(dirname "$stage")" -cf - "$name" | gzip -n >"$out/$name.tar.gz"
}

for step in "$@"; do
    case $step in
        archive:*) archive "${step#archive:}" ;;
        packages) dotnet pack packages -p:PackageOutputPath="$out/" -v q ;;
        sbom)
            dotnet tool restore >/dev/null
            dotnet tool run dotnet-CycloneDX -- src/Cli/Cli.csproj --output "$out" --filename "livos-$version.cdx.json" --output-format Json \
                --set-name livos --set-version "$version" --exclude-dev
            ;;
        checksums) (cd "$out" && rm -f SHA256SUMS && sha256sum -- * >SHA256SUMS) ;;
        *) echo "There is no step '$step'." >&2 && exit 2 ;;
    esac
done
