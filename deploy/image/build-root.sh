#!/bin/sh
# Puts one of our services, with a Java runtime of its own and its start-up cache, into a folder that becomes an image's root:
#   JAVA_HOME=… build-root.sh SERVICE TARGET
# makes TARGET/opt/ondes of a module such as job-dispatcher, which must have been built (mvn package). The image needs, beside
# this, sh, glibc, zlib and certificates; its entrypoint is /opt/ondes/run. The cache fits only this JDK build and these jars, in any folder.
set -eu

[ $# = 2 ] || { echo "usage: JAVA_HOME=… $0 SERVICE TARGET" >&2; exit 2; }
: "${JAVA_HOME:?must name a JDK 25}"
service=$1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$here/../../$service/target/quarkus-app
[ -f "$built/quarkus-run.jar" ] || { echo "$built has no quarkus-run.jar: run mvn package first" >&2; exit 1; }
root=$2/opt/ondes

rm -rf "$root"
mkdir -p "$root"
# What the libraries of a service ask for at run time; java.desktop for its java.beans alone.
"$JAVA_HOME/bin/jlink" \
  --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.cryptoki,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs \
  --strip-debug --no-header-files --no-man-pages --output "$root/runtime"
cp -Rp "$built" "$root/app"
cp "$here/service.options" "$root/"
cp "$here/run" "$root/run"
chmod 755 "$root/run"

# The cache is made by a start of the service, without a broker or anything else to talk to.
"$JAVA_HOME/bin/java" "$here/Rehearsal.java" "$service" "$root" "$here/../../$service/src/main/image/rehearsal.properties"
du -sk "$root" | { read -r size rest; echo "$rest: $((size / 1024)) MiB"; }
