#!/bin/sh
# Puts the job agent, with a Java runtime of its own and its start-up cache, into a folder that becomes an image's root:
#   JAVA_HOME=… build-root.sh TARGET
# makes TARGET/opt/ondes-agent. The agent must have been built (mvn package). The image needs, beside this, sh, git and
# certificates; its entrypoint is /opt/ondes-agent/agent. The cache fits only this JDK build and these jars, in any folder.
set -eu

[ $# = 1 ] || { echo "usage: JAVA_HOME=… $0 TARGET" >&2; exit 2; }
: "${JAVA_HOME:?must name a JDK 25}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
built=$(CDPATH='' cd -- "$here/../../../target" && pwd)
agent=$1/opt/ondes-agent
jar=
for candidate in "$built"/job-agent-*.jar; do
  case $candidate in *-sources.jar | *-javadoc.jar) ;; *) jar=$candidate ;; esac
done
[ -f "$jar" ] || { echo "$built has no job-agent jar: run mvn package first" >&2; exit 1; }

rm -rf "$agent"
mkdir -p "$agent"
# Listed by hand: what jdeps adds (java.desktop, java.sql) serves only parts of libraries that the agent doesn't use.
"$JAVA_HOME/bin/jlink" --add-modules java.base,java.net.http,java.naming \
  --strip-debug --no-header-files --no-man-pages --output "$agent/runtime"
cp -p "$jar" "$agent/job-agent.jar"
cp -Rp "$built/lib" "$agent/lib"
cp "$here/agent" "$here/agent.options" "$agent/"
chmod 755 "$agent/agent"

# The cache is made by a job that is run here against a stub of GitLab.
classpath=$agent/job-agent.jar
for library in "$agent"/lib/*.jar; do classpath=$classpath:$library; done
"$JAVA_HOME/bin/java" -cp "$classpath" "$here/Rehearsal.java" "$agent" train
du -sk "$agent" | { read -r size rest; echo "$rest: $((size / 1024)) MiB"; }
