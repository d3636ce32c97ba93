#!/usr/bin/env bash
# From an empty folder to weights: restores a ResNet-18 that knows ImageNet, converts it, trains a network around it, and exports that.
#
#     training/whole.sh DAVIS WORK OUTPUT.safetensors [--recipe FILE] [OPTIONS OF TRAIN, with absolute paths...]
#
# DAVIS is laid out as in the data set; WORK is a new folder for what lies between. Begun again with the same WORK, it goes on where it was stopped.
set -euo pipefail

davis=$(realpath "$1") work=$(realpath -m "$2") output=$(realpath -m "$3")
shift 3
[[ " $* " == *" --recipe "* ]] || set -- --recipe recipes/imagenet.json "$@"
package=microsoft.ml.dnnimagefeaturizer.resnet18 version=0.23.1
cd "$(dirname "$0")"

mkdir -p "$work/features"
if [[ ! -f $work/encoder.safetensors ]]; then
    cat > "$work/features/features.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="$package" Version="$version" /></ItemGroup>
</Project>
EOF
    dotnet restore "$work/features" --packages "$work/packages"
    python3 -m livos imagenet "$work/packages/$package/$version/tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx" "$work/encoder.safetensors"
fi

if [[ -f $work/run/latest.pt ]]; then
    python3 -m livos --threads 1 resume "$work/run" --data "$davis" "$@"
else
    python3 -m livos --threads 1 train "$work/run" --data "$davis" --encoder "$work/encoder.safetensors" "$@"
fi
python3 -m livos export "$work/run" "$output"
