// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes
internal import Operations
internal import Store

extension APIDescription {
    /// What operators' programs do. Nothing where there is no administration: its paths are as unknown as any.
    var administration: [APIOperation] {
        self.settings.adminToken == nil
            ? [] : self.overview + self.administeredJobs + self.letters + self.limits
    }

    /// Everything that the administration answers, and what that holds.
    var reports: [String: JSON] {
        guard self.settings.adminToken != nil else { return [:] }
        let book = SchemaBook()
        let answers: [any Decodable.Type] = [
            AdminOverview.self, JobPageReport.self, JobHistory.self, LetterPageReport.self, LimitsReport.self,
            DeedReport.self,
        ]
        for type in answers { _ = book.add(type) }
        return book.schemas
    }

    private var overview: [APIOperation] {
        [
            .administer(
                .get, "/overview", "getOverview", Localized(ja: "全体の様子", en: "How everything stands"),
                answer: AdminOverview.self)
        ]
    }

    private var administeredJobs: [APIOperation] {
        [
            .administer(
                .get, "/jobs", "listJobs", Localized(ja: "ジョブの一覧", en: "Jobs, the newest first"),
                detail: Localized(
                    ja: "\(JobQuery.pageSize)件ずつ。続きは回答の next を after に。",
                    en: "\(JobQuery.pageSize) at a time; the answer's next is the following page's after."),
                parameters: [
                    .query("state", JobState.allCases.map(\.rawValue), "状態", "How they are"),
                    .query(
                        "stage", Stage.allCases.map(\.rawValue), "この段階のタスクが終わっていない、または失敗した",
                        "A task of this stage is not done, or failed"),
                    .query("code", "エラーコード", "Their error code", example: "engineFailed"),
                    .query("client", "依頼元", "Whose they are", example: "198.51.100.7/32"),
                    .query(
                        "age", JobQuery.spans.flatMap { ["max-\($0.name)", "min-\($0.name)"] }, "受付からの時間",
                        "How long ago they were taken: at most, or at least"),
                    .query(
                        "stuck", JobQuery.spans.map(\.name), "この時間動いていない", "Nothing of them moved for so long"
                    ),
                    .after,
                ],
                answer: JobPageReport.self, problems: [.requestInvalid]),
            .administer(
                .get, "/jobs/{id}", "getJobHistory",
                Localized(ja: "ジョブの履歴", en: "All that is known of a job"),
                detail: Localized(
                    ja: "タスク、エラー、送信待ちのメッセージ、失敗の記録、操作の記録。",
                    en: "Its tasks, errors, messages on their way, dead letters, and what was done to it."),
                parameters: [.id], answer: JobHistory.self, problems: [.jobUnknown]),
            .administer(
                .delete, "/jobs/{id}", "deleteJob",
                Localized(ja: "終わったジョブを削除する", en: "Delete a job that is over"),
                parameters: [.id], answer: DeedReport.self, problems: [.jobUnknown, .jobStillOpen]),
            .administer(
                .post, "/jobs/{id}/cancel", "stopJob", Localized(ja: "ジョブを中止する", en: "Cancel a job"),
                parameters: [.id], answer: DeedReport.self, problems: [.jobUnknown, .jobFinished]),
            .administer(
                .post, "/jobs/{id}/retry", "replayJob",
                Localized(ja: "失敗したジョブを何度でも再試行する", en: "Try a failed job again, however often"),
                parameters: [.id], answer: DeedReport.self, problems: [.jobUnknown, .jobNotFailed]),
        ]
    }

    private var letters: [APIOperation] {
        [
            .administer(
                .get, "/dead", "listDeadLetters",
                Localized(ja: "失敗の記録の一覧", en: "Dead letters, the newest first"),
                detail: Localized(
                    ja: "\(LetterQuery.pageSize)件ずつ。対処していないものだけ。",
                    en: "\(LetterQuery.pageSize) at a time; those that nobody has dealt with."),
                parameters: [
                    .query("queue", LetterQuery.queues, "キュー", "Of this queue"),
                    .query("reason", "種類", "With this reason", example: "permanent"),
                    .query("resolved", ["all"], "対処したものも", "Those that somebody has dealt with too"),
                    .after,
                ],
                answer: LetterPageReport.self, problems: [.requestInvalid]),
            .administer(
                .get, "/dead/{id}", "getDeadLetter",
                Localized(ja: "失敗の記録とそのメッセージ", en: "A dead letter and its message"),
                parameters: [.letter], answer: LetterReport.self, problems: [.letterUnknown]),
            .administer(
                .post, "/dead/{id}/replay", "replayDeadLetter",
                Localized(ja: "そのジョブを再試行する", en: "Try its job again"),
                parameters: [.letter], answer: DeedReport.self, problems: [.letterUnknown, .jobNotFailed]),
            .administer(
                .post, "/dead/{id}/discard", "discardDeadLetter",
                Localized(ja: "記録を破棄する（ジョブは失敗のまま）", en: "Put it away; its job stays failed"),
                parameters: [.letter], answer: DeedReport.self, problems: [.letterUnknown]),
        ]
    }

    private var limits: [APIOperation] {
        let network: JSON = ["type": "string", "format": "ip-network"]
        let limit: JSON = [
            "type": ["integer", "null"], "minimum": .integer(KeptLimit.values.lowerBound),
            "maximum": .integer(KeptLimit.values.upperBound),
        ]
        let hours: JSON = [
            "type": ["integer", "null"], "minimum": .integer(AdminMember.hours.lowerBound),
            "maximum": .integer(AdminMember.hours.upperBound),
        ]
        return [
            .administer(
                .get, "/limits", "getLimits",
                Localized(ja: "上限、今日の利用、遮断しているネットワーク", en: "Limits, use and blocked networks"),
                answer: LimitsReport.self),
            .administer(
                .put, "/limits", "changeLimits", Localized(ja: "上限を変える", en: "Change limits"),
                detail: Localized(
                    ja: "次のジョブから、すべてのgatewayに効きます。nullで設定値に戻り、0にすると誰も作れなくなります。",
                    en:
                        "Every gateway obeys them from the next job on. Null is the setting; 0 lets nobody make one."
                ),
                body: APIContent(
                    type: "application/json",
                    schema: [
                        "type": "object", "additionalProperties": false,
                        "properties": .object(
                            Dictionary(uniqueKeysWithValues: KeptLimit.allCases.map { ($0.name, limit) })),
                    ], examples: [["daily_jobs": 20, "open_jobs": nil]]),
                answer: DeedReport.self, problems: Self.bodyProblems),
            .administer(
                .post, "/blocks", "blockNetwork", Localized(ja: "ネットワークを遮断する", en: "Block a network"),
                detail: Localized(
                    ja: "hours がなければ、解除するまで。", en: "Until it is unblocked, unless hours says how long."),
                body: APIContent(
                    type: "application/json",
                    schema: [
                        "type": "object", "additionalProperties": false, "required": ["network", "reason"],
                        "properties": [
                            "network": network, "hours": hours,
                            // Something to read, and no NUL.
                            "reason": [
                                "type": "string", "maxLength": 500,
                                "pattern": #"^[^\u0000]*[^\s\u0000][^\u0000]*$"#,
                            ],
                        ],
                    ], examples: [["network": "198.51.100.0/24", "reason": "flood", "hours": 24]]),
                answer: DeedReport.self, problems: Self.bodyProblems),
            .administer(
                .delete, "/blocks", "unblockNetwork",
                Localized(ja: "遮断を解除する", en: "Let a network in again"),
                parameters: [
                    APIParameter(
                        place: .query, name: "network", text: Localized(ja: "ネットワーク", en: "The network"),
                        schema: network, example: "198.51.100.0/24", isRequired: true)
                ],
                answer: DeedReport.self, problems: [.requestInvalid, .networkNotBlocked]),
        ]
    }

    private static let bodyProblems: [ProblemKind] = [
        .bodyInvalid, .bodyTooLarge, .mediaTypeUnsupported, .requestInvalid,
    ]
}

extension APIOperation {
    fileprivate static func administer(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: Localized,
        detail: Localized? = nil, parameters: [APIParameter] = [], body: APIContent? = nil,
        answer: any Decodable.Type, problems: [ProblemKind] = []
    ) -> APIOperation {
        APIOperation(
            method: method, path: "/api/admin" + path, id: id, topic: .administration, summary: summary,
            detail: detail, parameters: parameters + APIParameter.languages, body: body,
            answers: [
                APIAnswer(
                    status: .ok, text: summary, headers: [.contentLanguage],
                    content: APIContent(type: "application/json", schema: .reference("\(answer)")))
            ],
            problems: problems + [.tokenInvalid, .loginsLimited, .databaseUnavailable, .internalFailure])
    }
}

extension APIParameter {
    fileprivate static let letter = APIParameter(
        place: .path, name: "id", text: Localized(ja: "記録のID", en: "The letter's id"),
        schema: ["type": "string", "format": "uuid"], example: Self.exampleJob)
    fileprivate static let after = APIParameter(
        place: .query, name: "after",
        text: Localized(ja: "前のページの next", en: "The next of the page before"),
        schema: [
            "type": "string",
            "pattern": "^[0-9]{1,10}\\.[0-9]{1,6}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        ], example: "1767225600.0_\(Self.exampleJob)")

    fileprivate static func query(_ name: String, _ values: [String], _ ja: String, _ en: String)
        -> APIParameter
    {
        APIParameter(
            place: .query, name: name, text: Localized(ja: ja, en: en),
            schema: ["type": "string", "enum": .list(values.map { JSON($0) })], example: values[0])
    }

    fileprivate static func query(_ name: String, _ ja: String, _ en: String, example: String) -> APIParameter
    {
        APIParameter(
            place: .query, name: name, text: Localized(ja: ja, en: en),
            schema: ["type": "string", "pattern": #"^[^\u0000]*$"#], example: example)
    }
}
