#!/bin/sh
# Prints what the job agent made by build-root.sh needs: JAVA_HOME=… footprint.sh TARGET [start]
set -eu
agent=$1/opt/ondes-agent
classpath=$agent/job-agent.jar
for library in "$agent"/lib/*.jar; do classpath=$classpath:$library; done
exec "$JAVA_HOME/bin/java" -cp "$classpath" "$(dirname -- "$0")/Rehearsal.java" "$agent" "${2:-measure}"
