// SPDX-License-Identifier: Apache-2.0
internal import Broker
internal import Store

extension BrokerLetter {
    /// What arrived in a dead-letter queue.
    init(_ delivery: Delivery, routingKey: String) {
        let headers = delivery.properties.headers.texts
        self.init(
            messageID: delivery.properties.messageID, queue: routingKey,
            reason: headers["x-first-death-reason"] ?? headers["reason"] ?? "unknown", headers: headers,
            body: delivery.body)
    }
}

extension JobQueue {
    /// Keeps a message that is no task: nothing else remembers it.
    func keepMalformed(_ delivery: Delivery, from queueName: String, reason: String) async throws {
        try await self.keepMalformed(
            body: delivery.body, headers: delivery.properties.headers.texts, queue: queueName, reason: reason,
            messageID: delivery.properties.messageID)
    }
}

extension [String: FieldValue] {
    /// For the table: numbers, texts and truth values; of anything else only that it was there.
    fileprivate var texts: [String: String] {
        self.mapValues { value in
            switch value {
            case .text(let text): text.replacing("\0", with: "")
            case .integer(let number): "\(number)"
            case .boolean(let flag): "\(flag)"
            case .other(let kind): "kind \(kind)"
            }
        }
    }
}
