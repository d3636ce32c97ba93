#!/usr/bin/env bash
# Stands in for the linker of two native compilations of one program, and makes one file of both (docs/releases.md#avx2-and-avx-512-in-one-file):
#     dotnet publish ... -p:CppLinker=release/vectors/link.sh -p:NativeIntermediateOutputPath=FOLDER/avx2/
#     dotnet publish ... -p:CppLinker=release/vectors/link.sh -p:NativeIntermediateOutputPath=FOLDER/avx512/
# Each leaves its part there: the compiled program and a .NET runtime of its own, with no name that others see but its main.
# The first is also linked by itself, as the SDK expects; the second makes the program of both.
set -euo pipefail

compiler=$(command -v clang || command -v gcc)
output='' objects=() archives=() options=()
arguments=("$@")
while [ $# -gt 0 ]; do
    case $1 in
        -o) output=$2 && shift ;;
        *.o) objects+=("$1") ;;
        *.a) archives+=("$1") ;;
        -Wl,--version-script=* | -Wl,--export-dynamic) ;; # they name one runtime's header for debuggers; here are two
        *) options+=("$1") ;;
    esac
    shift
done

folder=$(dirname "${objects[0]}")
vectors=$(basename "$folder")
part=$folder/part.o

# Without groups: the linker would keep one copy of what both parts have in groups of the same name.
ld -r --force-group-allocation --strip-debug -o "$part" "${objects[@]}" --start-group "${archives[@]}" --end-group

# A runtime finds its program between the ends of these sections.
renamed=()
for section in managedcode modules unbox; do
    renamed+=(--rename-section "__$section=__${section}_$vectors")
    for end in start stop; do renamed+=(--redefine-sym "__${end}___$section=__${end}___${section}_$vectors"); done
done
objcopy "${renamed[@]}" --redefine-sym "main=main_$vectors" --keep-global-symbol="main_$vectors" "$part"

if [ "$vectors" = avx2 ]; then
    "$compiler" "${arguments[@]}"
else
    "$compiler" -O2 -fPIC "$(dirname "$0")/main.c" "$folder/../avx2/part.o" "$part" "${options[@]}" -o "$output"
fi
