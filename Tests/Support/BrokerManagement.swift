// SPDX-License-Identifier: Apache-2.0
package import Foundation
internal import FoundationNetworking

/// RabbitMQ's management API.
package struct BrokerManagement: Sendable {
    private let address: URLComponents

    /// - Parameter address: `http://user:password@host:port`.
    package init(_ address: String) throws {
        guard let address = URLComponents(string: address), address.port != nil else {
            throw ServerScript.Failure(description: "no address of RabbitMQ's management: \(address)")
        }
        self.address = address
    }

    /// - Parameter path: Percent-encoded, after `/api/`.
    @discardableResult
    package func call(_ method: String, _ path: String, body: String? = nil) async throws -> Data {
        guard
            let place = URL(
                string: "http://\(self.address.host ?? "127.0.0.1"):\(self.address.port ?? 0)/api/\(path)")
        else { throw ServerScript.Failure(description: "no path: \(path)") }
        var request = URLRequest(url: place)
        request.httpMethod = method
        let account = Data("\(self.address.user ?? ""):\(self.address.password ?? "")".utf8)
        request.setValue("Basic \(account.base64EncodedString())", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw ServerScript.Failure(
                description: "\(method) \(path): \(status) \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }

    /// Makes a virtual host that `user` may do everything in.
    package func makeVirtualHost(_ name: String, for user: String) async throws {
        try await self.call("PUT", "vhosts/\(name)")
        try await self.call(
            "PUT", "permissions/\(name)/\(user)", body: #"{"configure":".*","write":".*","read":".*"}"#)
    }

    package func removeVirtualHost(_ name: String) async throws {
        try await self.call("DELETE", "vhosts/\(name)")
    }
}
