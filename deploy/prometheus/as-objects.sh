#!/bin/sh
# The rules as objects of the Prometheus operator. After a change of rules:
#   deploy/prometheus/as-objects.sh > deploy/kubernetes/monitoring/rules.yaml
set -eu
cd "$(dirname "$0")"

echo "# Made by deploy/prometheus/as-objects.sh of the rules beside it: change those."
for rules in recording-rules alerting-rules alerting-rules-services; do
  cat <<OBJECT
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: ondes-$rules
  namespace: ondes
  labels:
    app.kubernetes.io/part-of: ondes
spec:
OBJECT
  sed 's/^..*/  &/' $rules.yaml
done
