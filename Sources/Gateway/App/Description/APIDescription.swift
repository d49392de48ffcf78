// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import HTTPTypes

/// The API of a gateway as its settings make it.
struct APIDescription: Sendable {
    let settings: GatewaySettings

    var operations: [APIOperation] {
        self.jobs + self.films + self.scenes + self.service + self.administration
    }
}

extension APIDescription {
    /// One of a stream.
    private static let event: JSON = .record([
        "event": ["enum": ["progress", "done", "failed", "cancelled"]], "id": ["type": "string"],
        "data": [
            "type": "string", "contentMediaType": "application/json", "contentSchema": .reference("Job"),
        ],
    ])

    fileprivate var jobs: [APIOperation] {
        [
            APIOperation(
                method: .post, path: "/api/jobs", id: "createJob", topic: .jobs,
                summary: Localized(ja: "動画を作る", en: "Make a film"),
                detail: Localized(
                    ja: "1日\(self.settings.dailyJobLimit)本まで（0時UTCに戻ります）。こちらの都合で失敗したジョブは数えません。",
                    en: "\(self.settings.dailyJobLimit) a day for one client, counted anew at 00:00 UTC. "
                        + "A job that fails through no fault of its user is not counted."),
                parameters: [.idempotencyKey] + APIParameter.languages,
                body: APIContent(
                    type: "application/json", schema: .reference("JobRequest"),
                    examples: [
                        ["url": "https://example.com/article"],
                        [
                            "markdown": "# Queues\n\nA queue turns a rush into a stream.", "language": "en",
                            "size": "1080p", "fps": 30, "target_seconds": 60,
                        ],
                    ]),
                answers: [
                    .job(
                        .accepted, Localized(ja: "ジョブ", en: "The job"),
                        [.location, .idempotentReplayed] + APIHeader.rateLimit)
                ],
                problems: [
                    .bodyInvalid, .idempotencyKeyInvalid, .blocked, .bodyTooLarge, .mediaTypeUnsupported,
                    .requestInvalid, .idempotencyKeyReused, .dailyLimitReached, .queueFull, .diskShort,
                    .databaseUnavailable, .internalFailure,
                ],
                failures: [
                    .addressInvalid, .addressRefused, .sourceTooLarge, .sourceEmpty, .scriptInvalid,
                    .configurationInvalid,
                ]),
            .get(
                "/api/jobs/{id}", "getJob", .jobs, Localized(ja: "ジョブの状態", en: "How a job is"),
                parameters: APIParameter.languages,
                answers: [.job(.ok, Localized(ja: "ジョブ", en: "The job"))]),
            .get(
                "/api/jobs/{id}/status", "getJobStatus", .jobs,
                Localized(ja: "ジョブの状態（同じもの）", en: "The same, at the path that older clients know"),
                parameters: APIParameter.languages,
                answers: [.job(.ok, Localized(ja: "ジョブ", en: "The job"))]),
            .get(
                "/api/jobs/{id}/events", "followJob", .jobs,
                Localized(ja: "ジョブの進み具合を受け取り続ける", en: "Follow a job"),
                detail: Localized(
                    ja: "Server-sent events。終わるまで progress、最後に done・failed・cancelled のどれか。dataはジョブのJSONです。",
                    en: "Server-sent events: progress while it is open, then done, failed or cancelled. "
                        + "The data of each is the whole job."),
                parameters: [.lastEventID] + APIParameter.languages,
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "イベント", en: "Events"), headers: [.contentLanguage],
                        content: APIContent(type: "text/event-stream", schema: Self.event)),
                    APIAnswer(
                        status: .noContent,
                        text: Localized(ja: "最後のイベントはもう届いています", en: "The last event was seen already")),
                ],
                problems: [.tooManyStreams]),
            .change(
                .delete, "/api/jobs/{id}", "cancelJob", Localized(ja: "ジョブをキャンセルする", en: "Cancel a job"),
                answers: [
                    .job(.ok, Localized(ja: "キャンセルしました", en: "It is over")),
                    .job(.accepted, Localized(ja: "キャンセルしています", en: "Something of it still stops")),
                ],
                problems: [.jobFinished]),
            .change(
                .post, "/api/jobs/{id}/retry", "retryJob",
                Localized(ja: "失敗したジョブをもう一度試す", en: "Try a failed job again"),
                detail: Localized(
                    ja: "止まったところから続けます。\(self.settings.retryLimit)回まで。",
                    en: "It goes on where it stopped; \(self.settings.retryLimit) times at most."),
                answers: [.job(.accepted, Localized(ja: "ジョブ", en: "The job"))],
                problems: [.jobNotFailed, .retriesSpent]),
            .change(
                .put, "/api/jobs/{id}/script", "editScript",
                Localized(ja: "台本を直して作り直す", en: "Make the film again from an edited script"),
                detail: Localized(
                    ja: "終わったジョブだけ、\(self.settings.editLimit)回まで。変わっていない部分は作り直しません。新しい動画ができるまで前の動画が残ります。",
                    en:
                        "Of a job that is over, \(self.settings.editLimit) times at most. What did not change is not "
                        + "made again, and the film from before stays until the new one is there."),
                body: APIContent(
                    type: "application/yaml", schema: ["type": "string", "format": "movie-script"]),
                answers: [.job(.accepted, Localized(ja: "ジョブ", en: "The job"), [.location])],
                problems: [
                    .blocked, .bodyTooLarge, .mediaTypeUnsupported, .jobOpen, .editsSpent, .queueFull,
                    .diskShort,
                ],
                failures: [.sourceTooLarge, .scriptInvalid]),
        ]
    }

    fileprivate var films: [APIOperation] {
        let files: [(path: String, id: String, kind: FilmFile, summary: Localized)] = [
            ("video", "getVideo", .video, Localized(ja: "動画", en: "The film, to be played")),
            (
                "download", "downloadVideo", .video,
                Localized(ja: "動画（保存用）", en: "The film, to be saved")
            ),
            ("subtitles.vtt", "getWebVTT", .webVTT, Localized(ja: "字幕（WebVTT）", en: "Subtitles (WebVTT)")),
            ("subtitles.srt", "getSubRip", .subRip, Localized(ja: "字幕（SRT）", en: "Subtitles (SRT)")),
            ("thumbnail", "getThumbnail", .thumbnail, Localized(ja: "サムネイル", en: "The thumbnail")),
        ]
        return files.map { file in
            let named: [APIHeader] = file.path == "download" ? [.contentDisposition] : []
            let type = String(file.kind.contentType.prefix { $0 != ";" })
            let content = APIContent(
                type: type,
                // Bytes of a type that is no text have no schema in OpenAPI 3.1.
                schema: type.hasPrefix("text/") ? ["type": "string"] : [:])
            return .get(
                "/api/jobs/{id}/\(file.path)", file.id, .films, file.summary,
                parameters: APIParameter.conditions + APIParameter.ranges,
                answers: Self.file(content, named: named),
                problems: [.filmNotReady, .filmMissing, .preconditionFailed, .rangeUnsatisfiable])
        } + [
            .get(
                "/api/jobs/{id}/script", "getScript", .films,
                Localized(ja: "台本（YAML）", en: "The script, as YAML"),
                detail: Localized(ja: "書けたときから読めます。", en: "There as soon as it is written."),
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "台本", en: "The script"),
                        headers: [.contentLanguage, .contentDisposition],
                        content: APIContent(type: "application/yaml", schema: [:]))
                ],
                problems: [.filmNotReady, .filmMissing]),
            .get(
                "/api/jobs/{id}/bundle", "getBundle", .films,
                Localized(ja: "全部まとめて（ZIP）", en: "All of it, as one ZIP archive"),
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "アーカイブ", en: "The archive"),
                        headers: [.contentDisposition],
                        content: APIContent(type: "application/zip", schema: [:]))
                ],
                problems: [.filmNotReady, .filmMissing]),
        ]
    }

    fileprivate var service: [APIOperation] {
        func state(
            _ path: String, _ id: String, _ summary: Localized, _ schema: JSON, mayFail: Bool = true
        ) -> APIOperation {
            let content = APIContent(type: "application/json", schema: schema)
            var answers = [APIAnswer(status: .ok, text: Localized(ja: "はい", en: "Yes"), content: content)]
            if mayFail {
                answers.append(
                    APIAnswer(
                        status: .serviceUnavailable, text: Localized(ja: "いいえ", en: "No"), content: content))
            }
            return APIOperation(
                method: .get, path: path, id: id, topic: .service, summary: summary, answers: answers)
        }
        return [
            state(
                "/health", "getHealth", Localized(ja: "応答しているか", en: "Whether anything answers"),
                .record(["status": ["const": "healthy"]]), mayFail: false),
            state(
                "/livez", "getLiveness", Localized(ja: "再起動が要らないか", en: "Whether it need not be restarted"),
                .record(["status": ["enum": ["live", "notLive"]]], optional: ["reason": ["type": "string"]])),
            state(
                "/readyz", "getReadiness", Localized(ja: "いま役に立つか", en: "Whether it is of use now"),
                .record([
                    "status": ["enum": ["ready", "notReady"]],
                    "checks": [
                        "type": "array",
                        "items": .record([
                            "name": ["type": "string"], "ok": ["type": "boolean"],
                            "detail": ["type": "string"],
                        ]),
                    ],
                ])),
            APIOperation(
                method: .get, path: "/metrics", id: "getMetrics", topic: .service,
                summary: Localized(ja: "Prometheusのメトリクス", en: "Metrics for Prometheus"),
                detail: Localized(ja: "このマシンからだけ。", en: "To this machine alone."),
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "メトリクス", en: "Metrics"),
                        content: APIContent(type: "text/plain", schema: ["type": "string"]))
                ],
                problems: [.routeUnknown]),
            APIOperation(
                method: .get, path: "/openapi.json", id: "getDescription", topic: .service,
                summary: Localized(ja: "このAPIの説明（OpenAPI）", en: "This description, as OpenAPI"),
                parameters: [APIParameter.conditions[1]],
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "説明", en: "The description"),
                        headers: [.entityTag],
                        content: APIContent(type: "application/json", schema: ["type": "object"])),
                    APIAnswer(
                        status: .notModified, text: Localized(ja: "変わっていません", en: "It has not changed"),
                        headers: [.entityTag]),
                ]),
        ]
    }
}

extension APIAnswer {
    fileprivate static func job(
        _ status: HTTPResponse.Status, _ text: Localized, _ headers: [APIHeader] = []
    ) -> APIAnswer {
        APIAnswer(
            status: status, text: text, headers: headers + [.contentLanguage],
            content: APIContent(type: "application/json", schema: .reference("Job")))
    }
}

extension APIOperation {
    /// Of a job.
    static func get(
        _ path: String, _ id: String, _ topic: Topic, _ summary: Localized, detail: Localized? = nil,
        parameters: [APIParameter] = [], answers: [APIAnswer], problems: [ProblemKind] = []
    ) -> APIOperation {
        APIOperation(
            method: .get, path: path, id: id, topic: topic, summary: summary, detail: detail,
            parameters: [.id] + parameters, answers: answers,
            problems: problems + [.jobUnknown, .databaseUnavailable, .internalFailure])
    }

    /// Of a job.
    fileprivate static func change(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ summary: Localized,
        detail: Localized? = nil, body: APIContent? = nil, answers: [APIAnswer], problems: [ProblemKind],
        failures: [JobFailure.Code] = []
    ) -> APIOperation {
        APIOperation(
            method: method, path: path, id: id, topic: .jobs, summary: summary, detail: detail,
            parameters: [.id] + APIParameter.languages, body: body, answers: answers,
            problems: problems + [.jobUnknown, .databaseUnavailable, .internalFailure], failures: failures)
    }
}
