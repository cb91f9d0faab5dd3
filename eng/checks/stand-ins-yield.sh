#!/usr/bin/env bash
# A stand-in must give way to the real package: with a second source that holds the plain version, NuGet takes that one,
# and without it the stand-in. Restores a project of its own in a temporary folder, with a package cache of its own.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NUGET_PACKAGES=$work/packages MSBUILDDISABLENODEREUSE=1
id=Microsoft.SqlServer.Server
plain=1.0.0

fail() {
  echo "stand-ins-yield: $*" >&2
  exit 1
}

quietly() {
  "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "failed: $*"; }
}

# The feed under test, filled by the same target as in every build.
quietly dotnet msbuild "$root/src/Partner.Core/Partner.Core.csproj" -nologo -v:q -t:PackStandIns
stand_in=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/eng/stand-ins/$id/$id.csproj")
[[ -f $root/eng/stand-ins/feed/$id.$stand_in.nupkg ]] || fail "the feed lacks $id $stand_in"

# A package of the plain version, as a complete index has it.
mkdir -p "$work/real" "$work/app" "$work/index"
cat > "$work/real/real.csproj" << END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <PackageId>$id</PackageId>
    <Version>$plain</Version>
  </PropertyGroup>
</Project>
END
cat > "$work/app/app.csproj" << END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <NoWarn>NU1603</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="$id" Version="$plain" />
  </ItemGroup>
</Project>
END

# Only these sources: the answer must not hang on what the machine's own index happens to hold.
resolved_with() {
  quietly dotnet restore "$work/app/app.csproj" --force "${@/#/--source=}"
  sed -n "s:^ *\"$id/\(.*\)\"\: {:\1:p" "$work/app/obj/project.assets.json" | sort -u
}

got=$(resolved_with "$root/eng/stand-ins/feed")
[[ $got == "$stand_in" ]] || fail "without the real package NuGet took '$got', not the stand-in $stand_in"

quietly dotnet pack "$work/real/real.csproj" -o "$work/index"
got=$(resolved_with "$root/eng/stand-ins/feed" "$work/index")
[[ $got == "$plain" ]] || fail "beside the real package NuGet took '$got', not $plain"

echo "stand-ins-yield: $id $plain wins over $stand_in"
