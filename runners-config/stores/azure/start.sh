#!/usr/bin/env bash
# Starts the gateway in front of Azure Blob Storage and becomes it; `start.sh fetch` only fetches its jar.
# Secrets come from the environment: no file, no command line and not the gateway's own environment has them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
artifact=org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies
sha256=a4d025969aaf796616ed4b1e2491d87d455ce84bb28cb9db086b2e6aaa68b48d
jar=${AZURE_GATEWAY_JAR:-$here/s3proxy-4.1.0.jar}

fail() {
  echo "start.sh: $1" >&2
  exit 2
}

fetch() {
  command -v mvn >/dev/null ||
    fail "$jar is missing and there is no mvn to fetch it; run 'start.sh fetch' where Maven is, and copy the jar"
  folder=$(mktemp -d "$(dirname "$jar")/fetch.XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  (cd "$folder" && mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$artifact" -DoutputDirectory="$folder")
  echo "$sha256  $(echo "$folder"/*.jar)" | sha256sum --check --quiet ||
    fail "what Maven fetched as $artifact is not the jar that was tested"
  mv "$folder"/*.jar "$jar"
  rm -rf "$folder"
}

# The settings with what the environment says, to stdout. Backslashes are escaped as Java's properties want it.
settings() {
  local line name value
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line != \#* && $line =~ ^([^=]+=)\$\{([A-Z_]+)\}$ ]]; then
      name=${BASH_REMATCH[2]}
      value=${!name}
      line=${BASH_REMATCH[1]}${value//\\/\\\\}
    fi
    printf '%s\n' "$line"
  done <"$here/s3proxy.properties"
}

[[ -f $jar ]] || fetch
if [[ ${1:-} == fetch ]]; then
  exit 0
fi

missing=()
for name in AZURE_STORAGE_ACCOUNT AZURE_STORAGE_KEY AZURE_GATEWAY_ACCESS_KEY AZURE_GATEWAY_SECRET_KEY; do
  [[ -n ${!name:-} ]] || missing+=("$name")
done
[[ ${#missing[@]} == 0 ]] || fail "not set in the environment: ${missing[*]}; README.md says what they are"
[[ $AZURE_STORAGE_KEY =~ ^[A-Za-z0-9+/]+={0,2}$ && $((${#AZURE_STORAGE_KEY} % 4)) == 0 ]] ||
  fail "AZURE_STORAGE_KEY is no base64, as keys of accounts are; 'az storage account keys list -n $AZURE_STORAGE_ACCOUNT' shows them"

: "${AZURE_GATEWAY_LISTEN:=http://127.0.0.1:8080}"
: "${AZURE_STORAGE_ENDPOINT:=https://$AZURE_STORAGE_ACCOUNT.blob.core.windows.net}"
exec 3< <(settings)
unset AZURE_STORAGE_KEY AZURE_GATEWAY_SECRET_KEY
export LOG_LEVEL=${LOG_LEVEL:-warn}
exec java -Xmx"${AZURE_GATEWAY_HEAP:-192m}" -XX:MaxDirectMemorySize=96m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError \
  -Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener \
  -Djdk.httpclient.allowRestrictedHeaders=content-length \
  -jar "$jar" --properties /dev/fd/3
