// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Logging

/// The settings of a service, read once at the start. ``SettingKey`` says what each means.
package struct ServiceSettings: Sendable {
    package struct StageDeadlines: Hashable, Sendable {
        package var script: Duration
        package var audio: Duration
        package var slide: Duration
        package var timeline: Duration
        package var render: Duration
        package var assemble: Duration
    }

    /// Waits of `first`, then `factor` times the one before, never more than `longest`.
    package struct RetryLadder: Hashable, Sendable {
        package var first: Duration
        package var factor: Double
        package var longest: Duration
    }

    package enum StageImplementation: String, Sendable { case real, fake }

    package var rabbitMQ: SecretText
    package var database: SecretText
    package var databaseSchema: String
    package var confirmTimeout: Duration

    package var artifacts: String
    /// Nil for the ones beside the program; so `voices` and, for the built-in settings, `filmConfiguration`.
    package var assets: String?
    package var voices: String?
    package var voicevox: String?
    package var filmConfiguration: String?
    package var diskFloorBytes: Int

    package var instance: String
    /// Nil leaves it to the service.
    package var slots: Int?
    package var httpHost: String
    package var httpPort: Int
    /// Nil: the gateway has no administration.
    package var adminToken: SecretText?
    package var healthHost: String
    package var healthPort: Int
    package var logLevel: Logger.Level
    package var drainTimeout: Duration

    package var leaseDuration: Duration
    package var renewInterval: Duration
    package var rescueInterval: Duration
    package var reconcileInterval: Duration
    package var outboxBatch: Int
    package var stageDeadlines: StageDeadlines
    package var jobDeadline: Duration
    package var retries: RetryLadder

    package var retention: Duration
    package var openJobLimit: Int
    package var dailyJobLimit: Int
    package var filmLengthLimit: Duration
    package var trustedProxies: [IPNetwork]
    package var allowsPrivateAddresses: Bool

    package var stageImplementation: StageImplementation
    package var crashAt: String?

    /// To be logged once there is a log.
    package var warnings: [SettingsFinding]
}
