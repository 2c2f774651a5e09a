#!/bin/sh
# Puts the pod's program, with a Java runtime of its own, into a folder that becomes an image's root:
#   JAVA_HOME=… build-root.sh TARGET
# makes TARGET/opt/ondes-context. The module must have been built (mvn package). The image needs, beside this, sh, git and
# certificates; its entrypoint is /opt/ondes-context/fetch.
set -eu

[ $# = 1 ] || { echo "usage: JAVA_HOME=… $0 TARGET" >&2; exit 2; }
: "${JAVA_HOME:?must name a JDK 25}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$(CDPATH='' cd -- "$here/../../../target" && pwd)
context=$1/opt/ondes-context
jar=
for candidate in "$built"/build-context-*.jar; do
  case $candidate in *-sources.jar | *-javadoc.jar) ;; *) jar=$candidate ;; esac
done
[ -f "$jar" ] || { echo "$built has no build-context jar: run mvn package first" >&2; exit 1; }

rm -rf "$context"
mkdir -p "$context"
"$JAVA_HOME/bin/jlink" --add-modules java.base,java.naming \
  --strip-debug --no-header-files --no-man-pages --output "$context/runtime"
cp -p "$jar" "$context/build-context.jar"
cp -Rp "$built/lib" "$context/lib"
cp "$here/fetch" "$context/fetch"
chmod 755 "$context/fetch"
du -sk "$context" | { read -r size rest; echo "$rest: $((size / 1024)) MiB"; }
