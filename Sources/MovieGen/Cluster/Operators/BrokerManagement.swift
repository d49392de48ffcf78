// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Fetch
internal import Foundation

/// RabbitMQ's management, for what AMQP does not tell. It counts; it never takes or peeks at a message.
struct BrokerManagement: Sendable {
    struct Queue: Decodable {
        let name: String
        /// Absent until the broker's statistics have seen the queue.
        let messages_unacknowledged: Int?
    }

    struct Node: Decodable {
        let name: String
        let running: Bool
        let mem_alarm: Bool?
        let disk_free_alarm: Bool?
    }

    private let address: String
    private let fetcher: Fetcher

    /// - Parameter url: `http://user:password@host:port`
    /// - Throws: ``JobFailure`` with `configurationInvalid`.
    init(_ url: String) throws {
        guard var parts = URLComponents(string: url), parts.host != nil else {
            throw JobFailure(.configurationInvalid, "RABBITMQ_MANAGEMENT_URL", detail: "it is no http URL")
        }
        let account = "\(parts.user ?? "guest"):\(parts.password ?? "guest")"
        (parts.user, parts.password) = (nil, nil)
        var policy = FetchPolicy()
        policy.allowsPrivateAddresses = true
        policy.timeout = .seconds(5)
        policy.maximumRedirects = 0
        policy.authorization = "Basic \(Data(account.utf8).base64EncodedString())"
        let text = parts.string ?? url
        self.address = text.hasSuffix("/") ? String(text.dropLast()) : text
        self.fetcher = Fetcher(policy: policy)
    }

    /// Messages of each queue that consumers have and did not acknowledge yet.
    func unacknowledged(in virtualHost: String) async throws -> [String: Int] {
        let host = virtualHost.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? virtualHost
        let queues = try await self.get([Queue].self, "api/queues/\(host)")
        return Dictionary(
            queues.compactMap { queue in queue.messages_unacknowledged.map { (queue.name, $0) } },
            uniquingKeysWith: { $1 })
    }

    func nodes() async throws -> [Node] { try await self.get([Node].self, "api/nodes") }

    private func get<Value: Decodable>(_ type: Value.Type, _ path: String) async throws -> Value {
        do {
            let page = try await self.fetcher.get(
                "\(self.address)/\(path)", maximumBytes: 8 << 20, accept: "application/json")
            return try JSONDecoder().decode(type, from: page.body)
        } catch let failure as JobFailure {
            throw JobFailure(.clusterUnreachable, "RABBITMQ_MANAGEMENT_URL", detail: failure.detail)
        } catch is DecodingError {
            throw JobFailure(
                .clusterUnreachable, "RABBITMQ_MANAGEMENT_URL", detail: "its answer is not RabbitMQ's")
        }
    }
}
