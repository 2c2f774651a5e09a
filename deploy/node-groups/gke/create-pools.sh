#!/bin/sh
# Makes the two node pools of a GKE Standard cluster. Usage: create-pools.sh CLUSTER REGION
set -eu
cluster=${1:?name of the cluster}
region=${2:?region}

# --num-nodes is for each zone, to begin with; without it there are three in each.
# For RabbitMQ, Ondes' own services, and jobs that may not be interrupted.
gcloud container node-pools create ci-on-demand --cluster "$cluster" --region "$region" \
    --machine-type e2-standard-4 --disk-size 100 \
    --num-nodes 1 --enable-autoscaling --total-min-nodes 2 --total-max-nodes 20 \
    --node-labels ondes.dev/capacity=on-demand

# GKE sets the label cloud.google.com/gke-spot=true itself, and no taint. Surge 1, unavailable 0: an upgrade drains one node at a time.
# Location policy ANY takes the zones that have spot machines, where BALANCED would wait for the others.
gcloud container node-pools create ci-spot --cluster "$cluster" --region "$region" \
    --spot --machine-type e2-standard-4 --disk-size 100 \
    --num-nodes 0 --enable-autoscaling --total-min-nodes 0 --total-max-nodes 100 --location-policy ANY \
    --node-labels ondes.dev/capacity=spot \
    --node-taints dedicated=spot:NoSchedule \
    --max-surge-upgrade 1 --max-unavailable-upgrade 0
