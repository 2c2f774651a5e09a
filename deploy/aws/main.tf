# Queue, rules and rights of spot-watcher on AWS: one set for each cluster.

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = { source = "hashicorp/aws", version = ">= 5.0" }
  }
}

variable "name" {
  description = "Name of the cluster: begins the names of everything here."
  type        = string
}

variable "groups" {
  description = "Auto Scaling groups of the CI nodes. Each gets a hook that holds an instance while jobs run on it."
  type        = set(string)
  default     = []
}

variable "oidc_provider" {
  description = "The cluster's OIDC issuer without https://, for the role of spot-watcher's service account."
  type        = string
}

variable "service_account" {
  type    = string
  default = "ondes:ondes-spot-watcher"
}

data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "of" {}

locals {
  account  = data.aws_caller_identity.me.account_id
  arn      = "arn:${data.aws_partition.of.partition}"
  region   = data.aws_region.here.name
  patterns = { for file in fileset("${path.module}/patterns", "*.json") : trimsuffix(file, ".json") => file("${path.module}/patterns/${file}") }
}

# What no replica could use. Look into it: AWS has changed a format, or somebody writes into the queue.
resource "aws_sqs_queue" "dead" {
  name                      = "${var.name}-ondes-nodes-dead"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "nodes" {
  name                       = "${var.name}-ondes-nodes"
  message_retention_seconds  = 300
  visibility_timeout_seconds = 30
  sqs_managed_sse_enabled    = true
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 8 })
}

resource "aws_sqs_queue_policy" "nodes" {
  queue_url = aws_sqs_queue.nodes.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.nodes.arn
      Condition = { ArnLike = { "aws:SourceArn" = "${local.arn}:events:${local.region}:${local.account}:rule/${var.name}-ondes-*" } }
    }]
  })
}

resource "aws_cloudwatch_event_rule" "rule" {
  for_each      = local.patterns
  name          = "${var.name}-ondes-${each.key}"
  event_pattern = each.value
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = aws_cloudwatch_event_rule.rule
  rule     = each.value.name
  arn      = aws_sqs_queue.nodes.arn
}

resource "aws_autoscaling_lifecycle_hook" "drain" {
  for_each               = var.groups
  name                   = "ondes-drain"
  autoscaling_group_name = each.value
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
  heartbeat_timeout      = 300
  default_result         = "CONTINUE"
}

resource "aws_iam_role" "spot_watcher" {
  name = "${var.name}-ondes-spot-watcher"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "${local.arn}:iam::${local.account}:oidc-provider/${var.oidc_provider}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = {
        "${var.oidc_provider}:aud" = "sts.amazonaws.com"
        "${var.oidc_provider}:sub" = "system:serviceaccount:${var.service_account}"
      } }
    }]
  })
}

resource "aws_iam_role_policy" "spot_watcher" {
  name = "spot-watcher"
  role = aws_iam_role.spot_watcher.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"]
        Resource = [aws_sqs_queue.nodes.arn]
      },
      {
        # Only for ondes.sqs.status-checks=true. It can't be narrowed to some instances.
        Effect   = "Allow"
        Action   = ["ec2:DescribeInstanceStatus"]
        Resource = ["*"]
      }
      ], length(var.groups) == 0 ? [] : [{
        Effect   = "Allow"
        Action   = ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"]
        Resource = [for group in var.groups : "${local.arn}:autoscaling:${local.region}:${local.account}:autoScalingGroup:*:autoScalingGroupName/${group}"]
    }])
  })
}

output "queue_url" {
  description = "For ondes.sqs.queue-url."
  value       = aws_sqs_queue.nodes.url
}

output "role_arn" {
  description = "For the annotation eks.amazonaws.com/role-arn of the service account."
  value       = aws_iam_role.spot_watcher.arn
}
