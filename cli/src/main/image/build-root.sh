#!/bin/sh
# Puts the commands, with a Java runtime of their own, into a folder that becomes an image's root:
#   JAVA_HOME=… build-root.sh TARGET
# makes TARGET/opt/ondes-cli and TARGET/usr/local/bin/ondes. The commands must have been built (mvn package). The image needs, beside
# this, sh and certificates.
set -eu

[ $# = 1 ] || { echo "usage: JAVA_HOME=… $0 TARGET" >&2; exit 2; }
: "${JAVA_HOME:?must name a JDK 25}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$(CDPATH='' cd -- "$here/../../../target" && pwd)
cli=$1/opt/ondes-cli
[ -f "$built/cli.jar" ] || { echo "$built has no cli.jar: run mvn package first" >&2; exit 1; }

rm -rf "$cli"
mkdir -p "$cli" "$1/usr/local/bin"
"$JAVA_HOME/bin/jlink" --add-modules java.base,java.logging,java.net.http,java.naming \
  --strip-debug --no-header-files --no-man-pages --output "$cli/runtime"
cp -p "$built/cli.jar" "$cli/cli.jar"
cp -Rp "$built/lib" "$cli/lib"
cp "$here/ondes" "$here/build.options" "$cli/"
chmod 755 "$cli/ondes"
ln -sf ../../../opt/ondes-cli/ondes "$1/usr/local/bin/ondes"
du -sk "$cli" | { read -r size rest; echo "$rest: $((size / 1024)) MiB"; }
