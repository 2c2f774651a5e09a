/**
 * AWS as spot-watcher sees it: a queue (ElasticMQ), what EventBridge, SNS and Auto Scaling put into it, and the calls of Auto
 * Scaling and EC2 that are answered and noted. Each listens where it is told, is steered by method calls and has faults.
 */
@NullMarked
package dev.ondes.cloud.aws;

import org.jspecify.annotations.NullMarked;
