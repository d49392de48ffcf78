// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import FoundationNetworking

/// What a client of a dying gateway does.
extension CrashScene {
    func untilGatewayAnswers(_ port: Int) async throws {
        try await self.until("the gateway answers", within: .seconds(30)) {
            await HTTPProbe.status(of: URL(string: "http://127.0.0.1:\(port)/readyz")) == 200
        }
    }

    /// Asks for a film, always with the same key.
    ///
    /// - Returns: The answer's status; nil when the connection ended without one.
    func submit(to port: Int) async -> Int? {
        let body = #"{"text":"A queue turns a rush into a stream."}"#
        return await self.post("/api/jobs", body, key: "once", to: port)
    }

    func retry(_ job: UUID, at port: Int) async -> Int? {
        await self.post("/api/jobs/\(job.uuidString.lowercased())/retry", "", key: nil, to: port)
    }

    private func post(_ path: String, _ body: String, key: String?, to port: Int) async -> Int? {
        guard let address = URL(string: "http://127.0.0.1:\(port)\(path)") else { return nil }
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.timeoutInterval = 20
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue(key, forHTTPHeaderField: "Idempotency-Key")
        request.httpBody = Data(body.utf8)
        let answer = try? await URLSession.shared.data(for: request)
        return (answer?.1 as? HTTPURLResponse)?.statusCode
    }
}
