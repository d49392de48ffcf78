// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes

/// The API as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1).
extension APIDescription {
    var document: JSON {
        let paths = Dictionary(grouping: self.operations, by: \.path).mapValues { operations in
            JSON.object(
                Dictionary(
                    uniqueKeysWithValues: operations.map {
                        ($0.method.rawValue.lowercased(), self.json($0))
                    }))
        }
        return [
            "openapi": "3.1.1",
            "info": [
                "title": "Movie Generator", "version": JSON(ProductVersion.current),
                "summary": "Makes a narrated explainer film of an article.",
                "description": """
                Every path that answers GET answers HEAD, and OPTIONS tells what else it does. What is refused \
                is answered with application/problem+json (RFC 9457), whose code never changes.
                """,
                "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "security": [],
            "tags": .list(APIOperation.Topic.allCases.map { ["name": JSON($0.rawValue)] }),
            "paths": .object(paths), "webhooks": ["jobOver": self.webhook],
            "components": self.components,
        ]
    }

    private var components: JSON {
        let components: JSON = ["schemas": self.schemas.with(self.reports)]
        guard self.settings.adminToken != nil else { return components }
        return components.with([
            "securitySchemes": .object([
                Self.tokenScheme: [
                    "type": "http", "scheme": "bearer",
                    "description": """
                    MOVIEGEN_ADMIN_TOKEN itself. The cookie of a session (moviegen_admin, for the pages under /admin, \
                    HttpOnly, SameSite=Strict) opens nothing under /api/admin, so no form's token is wanted here; the \
                    pages' forms want both. After five wrong tokens a network waits.
                    """,
                ]
            ])
        ])
    }

    private static let tokenScheme = "adminToken"

    private var schemas: JSON {
        let wishes = self.wishes
        return [
            "JobRequest": [
                "type": "object", "additionalProperties": false,
                "properties": .properties(wishes),
                // Exactly one source, and null is as good as nothing.
                "oneOf": .list(
                    wishes.filter { JobWish.sources.contains($0.name) }.map { Self.given([$0]) }),
                "anyOf": [
                    ["properties": ["webhook": ["type": "null"], "webhook_secret": ["type": "null"]]],
                    Self.given(wishes.filter { $0.name.hasPrefix("webhook") }),
                ],
            ],
            "Job": [
                "type": "object",
                "properties": .properties(JobAnswer.Key.allCases.map(\.field)),
                "required": .list(JobAnswer.Key.allCases.map { JSON($0.rawValue) }),
            ],
            "Problem": .record(
                [
                    "type": ["type": "string", "format": "uri"],
                    "title": ["type": "string", "description": "The same for every occurrence"],
                    "status": ["type": "integer", "description": "That of the answer"],
                    "detail": ["type": "string", "description": "What to tell the person who asked"],
                    "instance": ["type": "string", "description": "The path that was asked for"],
                    "code": ["type": "string", "description": "Never changes"],
                ],
                optional: ["field": ["type": "string", "description": "The member that is wrong"]]),
        ]
    }

    /// An object that has these members, and not as null.
    private static func given(_ fields: [APIField]) -> JSON {
        [
            "required": .list(fields.map { JSON($0.name) }),
            "properties": .object(
                Dictionary(
                    uniqueKeysWithValues: fields.map { ($0.name, $0.schema.with(["type": "string"])) })),
        ]
    }

    /// What a job's webhook is told, in the form of Standard Webhooks.
    private var webhook: JSON {
        let headers = [
            ("webhook-id", "The same for every attempt to tell the same thing"),
            ("webhook-timestamp", "Seconds since 1970 of this attempt"),
            ("webhook-signature", "v1, and the Base64 of HMAC-SHA256 over id.timestamp.body"),
        ]
        return [
            "post": [
                "operationId": "jobOver", "summary": "A job is over", "tags": ["jobs"],
                "parameters": .list(
                    headers.map { name, text in
                        [
                            "in": "header", "name": JSON(name), "description": JSON(text), "required": true,
                            "schema": ["type": "string"],
                        ]
                    }),
                "requestBody": [
                    "required": true,
                    "content": [
                        "application/json": [
                            "schema": .record([
                                "type": ["enum": ["job.completed", "job.failed", "job.cancelled"]],
                                "timestamp": ["type": "string", "format": "date-time"],
                                "data": .reference("Job"),
                            ])
                        ]
                    ],
                ],
                "responses": [
                    "2XX": ["description": "It was received"],
                    "410": ["description": "It is not wanted: nothing more is sent"],
                ],
            ]
        ]
    }

    private func json(_ operation: APIOperation) -> JSON {
        var json: [String: JSON] = [
            "operationId": JSON(operation.id), "tags": [JSON(operation.topic.rawValue)],
            "summary": JSON(operation.summary.english),
            "parameters": .list(operation.parameters.map(self.json)),
            "responses": .object(
                Dictionary(
                    uniqueKeysWithValues: operation.answers.map { ("\($0.status.code)", self.json($0)) }
                        + operation.refusals.map { ("\($0.status.code)", self.refusal($0.codes, $0.headers)) }
                )),
        ]
        if operation.wantsToken { json["security"] = [.object([Self.tokenScheme: []])] }
        json["description"] = operation.detail.map { JSON($0.english) }
        json["requestBody"] = operation.body.map {
            ["required": true, "content": .object([$0.type: self.json($0)])]
        }
        return .object(json)
    }

    private func json(_ parameter: APIParameter) -> JSON {
        [
            "in": JSON(parameter.place.rawValue), "name": JSON(parameter.name),
            "description": JSON(parameter.text.english), "schema": parameter.schema,
            "required": .flag(parameter.place == .path || parameter.isRequired),
            "example": JSON(parameter.example),
        ]
    }

    private func json(_ content: APIContent) -> JSON {
        var json: [String: JSON] = ["schema": content.schema]
        if !content.examples.isEmpty {
            json["examples"] = .object(
                Dictionary(
                    uniqueKeysWithValues: content.examples.enumerated().map { number, example in
                        ("\(number + 1)", ["value": example])
                    }))
        }
        return .object(json)
    }

    private func json(_ answer: APIAnswer) -> JSON {
        var json: [String: JSON] = ["description": JSON(answer.text.english)]
        if !answer.headers.isEmpty { json["headers"] = self.json(answer.headers) }
        if let content = answer.content {
            json["content"] = .object([content.type: self.json(content)])
            if content.schema == .reference("Job") { json["links"] = self.links }
        }
        return .object(json)
    }

    private func json(_ headers: [APIHeader]) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: headers.map { header in
                    (
                        header.name,
                        [
                            "description": JSON(header.text.english), "schema": header.schema,
                            "required": .flag(header.isAlways),
                        ]
                    )
                }))
    }

    private func refusal(_ codes: [String], _ headers: [APIHeader]) -> JSON {
        let schema: JSON = [
            "allOf": [
                .reference("Problem"),
                ["properties": ["code": ["enum": .list(codes.map { JSON($0) })]]],
            ]
        ]
        return [
            "description": JSON(codes.joined(separator: ", ")),
            "headers": self.json(headers + [.contentLanguage]),
            "content": ["application/problem+json": ["schema": schema]],
        ]
    }

    /// From a job to everything that can be done with it.
    private var links: JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: self.operations.filter { $0.parameters.contains(.id) }.map {
                    ($0.id, ["operationId": JSON($0.id), "parameters": ["id": "$response.body#/id"]])
                }))
    }
}

extension JSON {
    static func reference(_ schema: String) -> JSON { ["$ref": "#/components/schemas/\(schema)"] }

    /// The schema of an object.
    static func record(_ members: [String: JSON], optional: [String: JSON] = [:]) -> JSON {
        [
            "type": "object", "properties": .object(members.merging(optional) { $1 }),
            "required": .list(members.keys.sorted().map { JSON($0) }),
        ]
    }

    fileprivate static func properties(_ fields: [APIField]) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: fields.map {
                    ($0.name, $0.schema.with(["description": JSON($0.text.english)]))
                }))
    }
}
