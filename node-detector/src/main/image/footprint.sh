#!/bin/sh
# Prints what the detector made by build-root.sh needs: JAVA_HOME=… footprint.sh TARGET [seconds]
set -eu
exec "$JAVA_HOME/bin/java" "$(dirname -- "$0")/Rehearsal.java" "$1/opt/ondes-detector" measure "${2:-60}"
