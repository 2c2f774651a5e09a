#!/bin/sh
# Puts the node's detector, with a Java runtime of its own and its start-up cache, into a folder that becomes an image's root:
#   JAVA_HOME=… build-root.sh TARGET
# makes TARGET/opt/ondes-detector. The detector must have been built (mvn package). The image needs, beside this, sh, and
# certificates where spot-watcher's is a public one; its entrypoint is /opt/ondes-detector/detector. The cache fits only this
# JDK build and these jars, in any folder.
set -eu

[ $# = 1 ] || { echo "usage: JAVA_HOME=… $0 TARGET" >&2; exit 2; }
: "${JAVA_HOME:?must name a JDK 25}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$(CDPATH='' cd -- "$here/../../../target" && pwd)
detector=$1/opt/ondes-detector
jar=
for candidate in "$built"/node-detector-*.jar; do
  case $candidate in *-sources.jar | *-javadoc.jar) ;; *) jar=$candidate ;; esac
done
[ -f "$jar" ] || { echo "$built has no node-detector jar: run mvn package first" >&2; exit 1; }

rm -rf "$detector"
mkdir -p "$detector"
"$JAVA_HOME/bin/jlink" --add-modules java.base,jdk.httpserver \
  --strip-debug --no-header-files --no-man-pages --output "$detector/runtime"
cp -p "$jar" "$detector/node-detector.jar"
cp -Rp "$built/lib" "$detector/lib"
cp "$here/detector" "$here/detector.options" "$detector/"
chmod 755 "$detector/detector"

# The cache is made by a run against stubs of a cloud and of spot-watcher.
"$JAVA_HOME/bin/java" "$here/Rehearsal.java" "$detector" train
du -sk "$detector" | { read -r size rest; echo "$rest: $((size / 1024)) MiB"; }
