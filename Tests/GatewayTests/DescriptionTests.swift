// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import Operations
internal import Testing

@testable internal import GatewayApp
@testable internal import Store

@Suite(.rig, .timeLimit(.minutes(1))) struct `The description of the API` {
    private let gateway: Gateway
    private let description: APIDescription

    init() throws {
        self.gateway = try Rig.current.gateway { $0.openAdministration() }
        var settings = GatewaySettings()
        settings.openAdministration()
        self.description = APIDescription(settings: settings)
    }

    /// `GET /api/jobs/{id}`
    private static func name(_ method: HTTPRequest.Method, _ path: String) -> String {
        "\(method.rawValue) \(path)"
    }

    @Test func `has every route that is no page, and no other`() {
        let pages = ["/", "/admin", "/api", "/favicon.ico"]
        let served = self.gateway.resources.flatMap { resource in
            resource.handlers.keys.map { Self.name($0, "\(resource.path)") }
        }.filter { name in
            let path = String(name.drop { $0 != "/" })
            return !pages.contains(path)
                && !["/jobs/", "/admin/", "/assets/"].contains { path.hasPrefix($0) }
        }
        let described = self.description.operations.map { Self.name($0.method, $0.path) }
        #expect(Set(described) == Set(served) && described.count == Set(described).count)
    }

    @Test func `has every field that may be sent and every one that is answered`() throws {
        #expect(self.description.wishes.map(\.name).sorted() == JobWish.known.sorted())
        let reply = try JSONSerialization.jsonObject(
            with: Data(self.description.document.bytes.readableBytesView))
        let schemas = try #require(
            ((reply as? [String: Any])?["components"] as? [String: Any])?["schemas"]
                as? [String: [String: Any]])
        #expect(
            Set(schemas.keys).isSuperset(of: ["Job", "JobRequest", "Problem", "JobReport", "LimitsReport"]))
        let required = try #require(schemas["Job"]?["required"] as? [String])
        #expect(Set(required) == Set(JobAnswer.Key.allCases.map(\.rawValue)))
    }

    @Test func `has every code of the gateway but those of any path and those of the pages`() {
        let told = Set(self.description.operations.flatMap(\.problems))
        var elsewhere: Set<ProblemKind> = [.formForeign, .methodNotAllowed, .methodUnknown, .scriptMissing]
        elsewhere.insert(.workerUnknown)
        #expect(told == Set(ProblemKind.allCases).subtracting(elsewhere))
    }

    @Test func `wants the token for the administration alone, and tells nothing of it without one`() throws {
        let document = { (description: APIDescription) throws -> [String: Any] in
            try #require(
                try JSONSerialization.jsonObject(with: Data(description.document.bytes.readableBytesView))
                    as? [String: Any])
        }
        let paths = try #require(
            try document(self.description)["paths"] as? [String: [String: [String: Any]]])
        for (path, methods) in paths {
            for operation in methods.values {
                #expect((operation["security"] != nil) == path.hasPrefix("/api/admin/"), "\(path)")
            }
        }
        let without = try document(APIDescription(settings: GatewaySettings()))
        #expect((without["paths"] as? [String: Any])?.keys.contains { $0.contains("admin") } == false)
        let components = try #require(without["components"] as? [String: [String: Any]])
        #expect(components["securitySchemes"] == nil)
        #expect(Set(try #require(components["schemas"]?.keys)) == ["Job", "JobRequest", "Problem"])
    }

    @Test func `has the members of the administration's answers, as they are written`() throws {
        let depth = QueueDepth(
            queue: "audio", queuedCount: 1, dueCount: 1, waitingForRetryCount: 0, runningCount: 0,
            deadCount: 0, oldestDueSeconds: 1.5, outboxCount: 0)
        let written = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder.ofReports.encode(depth)) as? [String: Any])
        let schema = try #require(self.description.reports["QueueDepth"])
        guard case .object(let members)? = schema["properties"],
            case .list(let required)? = schema["required"]
        else {
            Issue.record("\(schema)")
            return
        }
        #expect(Set(members.keys) == Set(written.keys))
        #expect(Set(required) == Set(members.keys.filter { $0 != "oldest_due_seconds" }.map { JSON($0) }))
        #expect(members["oldest_due_seconds"] == ["type": "number"])
        #expect(self.description.reports["JobReport"]?["properties"]?["film"] == .reference("FilmJobResult"))
    }

    @Test func `is in both languages where people read it`() {
        let operations = self.description.operations
        var texts = operations.map(\.summary) + operations.compactMap(\.detail)
        texts += operations.flatMap(\.parameters).map(\.text) + self.description.wishes.map(\.text)
        texts += JobAnswer.Key.allCases.map(\.field.text) + operations.flatMap(\.answers).map(\.text)
        for text in texts {
            #expect(!text.english.isEmpty && text.english.utf8.allSatisfy { $0 < 0x80 })
            #expect(text.japanese.unicodeScalars.contains { $0.value > 0x7F }, "\(text.english)")
        }
    }

    @Test func `is sent once to who keeps it`() async throws {
        let first = try await self.gateway.send(.get, "/openapi.json")
        #expect(first.status == 200 && first.headers[.contentType] == "application/json; charset=utf-8")
        #expect(first.headers[.cacheControl] == "public, max-age=300")
        #expect(try first.json()["openapi"] as? String == "3.1.1")
        let tag = try #require(first.headers[.eTag])
        let again = try await self.gateway.send(.get, "/openapi.json", headers: [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.body.isEmpty && again.headers[.eTag] == tag)
        // Another process with the same settings has the same.
        let other = try await Rig.current.gateway { $0.openAdministration() }.send(.get, "/openapi.json")
        #expect(other.headers[.eTag] == tag)
        let head = try await self.gateway.send(.head, "/openapi.json")
        #expect(head.status == 200 && head.body.isEmpty && head.headers[.eTag] == tag)
    }

    @Test(arguments: Language.allCases)
    func `has a page that tells how to try each of it`(language: Language) async throws {
        let reply = try await self.gateway.send(
            .get, "/api", headers: [.acceptLanguage: language.rawValue, .accept: "text/html"])
        let text = reply.text
        #expect(reply.status == 200 && reply.headers[.contentType] == "text/html; charset=utf-8")
        #expect(
            text.contains("<html lang=\"\(language.rawValue)\">") && text.contains("href=\"/openapi.json\""))
        for operation in self.description.operations {
            #expect(text.contains("<code>\(operation.method.rawValue) \(operation.path)</code>"))
            #expect(text.contains("\(operation.summary[language])</summary>"))
            let path = operation.path.replacing("{id}", with: APIParameter.exampleJob).replacing(
                "{number}", with: "1")
            #expect(text.contains("http://localhost\(path)"))
        }
        for wish in self.description.wishes { #expect(text.contains("<code>\(wish.name)</code>")) }
        #expect(
            text.contains(
                "curl -sS -H &#39;Content-Type: application/json&#39; "
                    + "-d &#39;{&quot;url&quot;:&quot;https://example.com/article&quot;}&#39; http://localhost/api/jobs"
            ))
    }
}
