// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Signing
internal import Store

/// What a webhook is sent, in the form of Standard Webhooks (standardwebhooks.com): any of its libraries verifies it.
struct WebhookMessage {
    let body: Data
    let headers: [(name: String, value: String)]

    /// - Parameters:
    ///   - status: Of a job that is over.
    ///   - time: Of this attempt: receivers refuse what is old.
    init(_ due: DueWebhook, _ status: JobStatus, url: String?, time: Date) throws {
        let language = Language(rawValue: due.webhook.language) ?? .japanese
        let type =
            switch status.state {
            case .done: "job.completed"
            case .failed: "job.failed"
            case .open, .cancelled: "job.cancelled"
            }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.body = try encoder.encode(
            Envelope(
                type: type, timestamp: (status.finishedAt ?? time).formatted(.iso8601),
                data: JobAnswer(status, url: url, language: language)))
        // The same for each attempt: a receiver knows a message it has had.
        let id = "msg_\(due.job.uuidString.lowercased())_\(due.generation)"
        let seconds = Int(time.timeIntervalSince1970)
        let signed = Data("\(id).\(seconds).".utf8) + self.body
        let signature = HMACSHA256.code(of: signed, key: due.webhook.secret).base64EncodedString()
        self.headers = [
            ("content-type", "application/json"), ("webhook-id", id), ("webhook-timestamp", "\(seconds)"),
            ("webhook-signature", "v1,\(signature)"),
        ]
    }

    private struct Envelope: Encodable {
        let type: String
        let timestamp: String
        let data: JobAnswer
    }
}

/// `whsec_` and the Base64 of 24 to 64 bytes, as Standard Webhooks writes secrets.
enum WebhookSecret {
    static func bytes(of text: String) -> Data? {
        guard text.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(bytes.count)
        else { return nil }
        return bytes
    }
}
