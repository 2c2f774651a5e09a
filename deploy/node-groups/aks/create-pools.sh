#!/bin/sh
# Makes the two node pools of an AKS cluster. Usage: create-pools.sh RESOURCE-GROUP CLUSTER
set -eu
group=${1:?resource group}
cluster=${2:?name of the cluster}

# For RabbitMQ, Ondes' own services, and jobs that may not be interrupted.
az aks nodepool add --resource-group "$group" --cluster-name "$cluster" --name ciondemand \
    --mode User --node-vm-size Standard_D4s_v5 --node-osdisk-size 128 \
    --enable-cluster-autoscaler --min-count 2 --max-count 20 \
    --labels ondes.dev/capacity=on-demand

# AKS sets label and taint kubernetes.azure.com/scalesetpriority=spot itself. No maximum price (-1): a lower one only adds evictions.
az aks nodepool add --resource-group "$group" --cluster-name "$cluster" --name cispot \
    --mode User --priority Spot --eviction-policy Delete --spot-max-price -1 \
    --node-vm-size Standard_D4s_v5 --node-osdisk-size 128 \
    --enable-cluster-autoscaler --min-count 0 --max-count 100 \
    --labels ondes.dev/capacity=spot
