#!/usr/bin/env bash
# Installs one process of a Flink cluster as a service of this machine: README.md shows how. Run it again with
# another jar to update.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${DESTDIR:-} # Another one only for tests.
home=$root/opt/shoestring
secrets=$root/etc/shoestring/credentials

fail() {
  echo "install.sh: $1" >&2
  exit 2
}

usage='usage: install.sh jobmanager|taskmanager JAR SHA256 [ARGUMENTS OF shoestring flink ...]; JAR is s3://..., https://... or a file'
[[ $# -ge 3 && $1 =~ ^(jobmanager|taskmanager)$ ]] || fail "$usage"
role=$1 jar=$2 hash=$3
shift 3
[[ $hash =~ ^[0-9a-f]{64}$ ]] || fail "'$hash' is not a SHA-256; 'sha256sum pipelines/target/shoestring.jar' prints it"

# Credentials go to curl through a pipe, so that no list of processes shows them.
fetch_s3() {
  local AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' AWS_SESSION_TOKEN='' AWS_REGION='' endpoint='' name value
  [[ -r $secrets ]] || fail "$secrets is missing; README.md says what is in it"
  while IFS='=' read -r name value || [[ -n $name ]]; do
    case $name in
      AWS_ACCESS_KEY_ID | AWS_SECRET_ACCESS_KEY | AWS_SESSION_TOKEN | AWS_REGION) printf -v "$name" %s "$value" ;;
      AWS_ENDPOINT_URL_S3 | AWS_ENDPOINT_URL) endpoint=${endpoint:-$value} ;;
    esac
  done <"$secrets"
  [[ -n $AWS_ACCESS_KEY_ID && -n $AWS_SECRET_ACCESS_KEY && -n $AWS_REGION ]] ||
    fail "$secrets must set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION"
  : "${endpoint:=https://s3.$AWS_REGION.amazonaws.com}"
  {
    printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
    # That of no bytes: a request to read has no body.
    printf 'header = "x-amz-content-sha256: %s"\n' "$(sha256sum </dev/null | cut -d' ' -f1)"
    printf 'aws-sigv4 = "aws:amz:%s:s3"\n' "$AWS_REGION"
    [[ -z $AWS_SESSION_TOKEN ]] || printf 'header = "x-amz-security-token: %s"\n' "$AWS_SESSION_TOKEN"
  } | curl -fsS --retry 3 -K - -o "$1" "$endpoint/${jar#s3://}" ||
    fail "cannot fetch $jar. curl must be 7.87 or later (here: $(curl --version | cut -d' ' -f2 | head -n 1)); else give an https:// link, which 'aws s3 presign $jar' makes, or copy the jar here and give its path"
}

mkdir -p "$home"
part=$(mktemp "$home/shoestring.jar.XXXXXX")
trap 'rm -f "$part"' EXIT
case $jar in
  s3://*) fetch_s3 "$part" ;;
  http://* | https://*) curl -fsS --retry 3 -o "$part" "$jar" || fail "cannot fetch $jar" ;;
  *) cp "$jar" "$part" ;;
esac
found=$(sha256sum "$part" | cut -d' ' -f1)
[[ $found == "$hash" ]] ||
  fail "$jar has SHA-256 $found, but must have $hash; copy the jar again, or correct the hash"

mkdir -p "$root/etc/shoestring" "$root/etc/systemd/system" "$home/runners-config/flink-cluster"
for file in jobmanager.conf taskmanager.conf; do
  [[ $here -ef $home/runners-config/flink-cluster ]] || cp "$here/$file" "$home/runners-config/flink-cluster/"
done
chmod 644 "$part"
mv "$part" "$home/shoestring.jar"
printf 'SHOESTRING_FLINK=%s\n' "$*" >"$root/etc/shoestring/flink-$role.env"
cp "$here/shoestring-$role.service" "$root/etc/systemd/system/"
# A dead link is given up after about 100 s; Linux's default of 15 would wait for a quarter of an hour.
mkdir -p "$root/etc/sysctl.d"
echo 'net.ipv4.tcp_retries2 = 8' >"$root/etc/sysctl.d/60-shoestring.conf"
if [[ -z $root ]]; then
  [[ ! -w /proc/sys/net/ipv4/tcp_retries2 ]] || echo 8 >/proc/sys/net/ipv4/tcp_retries2
  id -u shoestring >/dev/null 2>&1 ||
    useradd --system --home-dir /var/lib/shoestring --create-home --shell /usr/sbin/nologin shoestring
  systemctl daemon-reload
  systemctl enable "shoestring-$role"
  systemctl restart "shoestring-$role"
fi
echo "installed $role with the jar of SHA-256 $hash; its log: journalctl -fu shoestring-$role"
