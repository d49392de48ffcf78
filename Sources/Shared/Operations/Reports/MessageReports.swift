// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Foundation
package import Store

/// A message that is not published yet, for programs.
package struct MessageReport: Codable, Sendable {
    package let id: String
    package let exchange: String
    package let routingKey: String
    package let job: String?
    /// job/stage/part/generation
    package let task: String?
    package let createdAt: Date
    /// Not before.
    package let availableAt: Date
    package let attempts: Int
    package let lastError: String?

    package init(_ message: OutboxReport) {
        self.id = message.id.uuidString.lowercased()
        self.exchange = message.exchange
        self.routingKey = message.routingKey
        self.job = message.job?.uuidString.lowercased()
        self.task = message.taskKey
        self.createdAt = message.createdAt
        self.availableAt = message.availableAt
        self.attempts = message.attemptCount
        self.lastError = message.lastError
    }
}

/// A dead letter, for programs.
package struct LetterReport: Codable, Sendable {
    package let id: String
    package let job: String?
    package let queue: String?
    package let stage: Stage?
    package let part: Int?
    package let generation: Int?
    package let reason: String
    package let source: String
    package let errorMessage: String?
    package let messageID: String?
    /// A JSON object.
    package let headers: String
    /// Base 64. Nil in lists: it may be 64 KiB.
    package let body: Data?
    package let firstSeenAt: Date
    package let resolvedAt: Date?
    package let resolution: String?
    package let actor: String?

    package init(_ letter: DeadLetter, isWhole: Bool = false, _ language: Language) {
        self.id = letter.id.uuidString.lowercased()
        self.job = letter.job?.uuidString.lowercased()
        self.queue = letter.queue ?? letter.stage?.queue
        self.stage = letter.stage
        self.part = letter.part
        self.generation = letter.generation
        self.reason = letter.reason
        self.source = letter.source
        self.errorMessage = letter.error.map { ErrorText.told($0)[language] }
        self.messageID = letter.messageID
        self.headers = letter.headers
        self.body = isWhole ? letter.body.map { Data($0) } : nil
        self.firstSeenAt = letter.firstSeenAt
        self.resolvedAt = letter.resolvedAt
        self.resolution = letter.resolution
        self.actor = letter.actor
    }
}
