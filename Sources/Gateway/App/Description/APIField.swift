// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Store

/// A member of a JSON object.
struct APIField: Sendable {
    let name: String
    let text: Localized
    let schema: JSON

    init(_ name: String, _ schema: JSON, ja: String, en: String) {
        self.name = name
        self.text = Localized(ja: ja, en: en)
        self.schema = schema
    }
}

extension APIDescription {
    /// Of the body of `POST /api/jobs`, the sources first.
    var wishes: [APIField] {
        // Something to read, and no NUL.
        let text: JSON = ["type": ["string", "null"], "pattern": #"^[^\u0000]*[^\s\u0000][^\u0000]*$"#]
        let limit = FilmRequest.maximumBytes >> 20
        let cast = (self.settings.house ?? .defaults(for: .japanese)).personaIDs
        return [
            APIField("url", Self.address, ja: "記事のURL。公開されたものだけ", en: "An article's public http(s) address"),
            APIField(
                "markdown", text, ja: "記事の文章（Markdown）。\(limit) MiBまで",
                en: "An article's text in Markdown, \(limit) MiB at most"),
            APIField("text", text, ja: "記事の文章。\(limit) MiBまで", en: "An article's text, \(limit) MiB at most"),
            APIField(
                "script", ["type": ["string", "null"], "format": "movie-script"], ja: "台本（YAML）",
                en: "A script's YAML"),
            APIField(
                "language", Self.choice(Language.allCases.map(\.rawValue)),
                ja: "動画の言語。指定がなければ記事の言語", en: "The film's language; the article's own unless given"),
            APIField(
                "size",
                [
                    "type": ["string", "null"], "format": "frame-size",
                    "pattern": "^(720[Pp]|1080[Pp]|[0-9]{3,4}[Xx][0-9]{3,4})$",
                ],
                ja: "画面の大きさ: 720p、1080p、または 幅x高さ（偶数、128〜4096）",
                en: "The picture's size: 720p, 1080p, or WIDTHxHEIGHT, both even and 128 to 4096"),
            APIField("fps", Self.whole(1, 60), ja: "1秒あたりのコマ数", en: "Frames a second"),
            APIField(
                "seed", ["type": ["integer", "null"], "minimum": 0, "maximum": .large(.max)],
                ja: "言い回しと動きの変化", en: "Varies the phrasing and the characters' motion"),
            APIField(
                "target_seconds",
                Self.whole(
                    FilmRequest.targetSecondsRange.lowerBound, FilmRequest.targetSecondsRange.upperBound),
                ja: "長さの目安（秒）", en: "How long the film should be, in seconds"),
            APIField(
                "theme", Self.choice(FilmFormat.Theme.allCases.map(\.rawValue)), ja: "スライドの配色",
                en: "The slides' colours"),
            APIField(
                "speakers",
                [
                    "type": ["array", "null"], "minItems": 1, "uniqueItems": true,
                    "items": ["type": "string", "enum": .list(cast.map { JSON($0) })],
                ],
                ja: "話す人。1人ならひとり語り", en: "Who speaks; one for a monologue"),
            APIField(
                "webhook", Self.address, ja: "終わったときに知らせるURL",
                en: "An address that is told when the job is over"),
            APIField(
                "webhook_secret",
                [
                    "type": ["string", "null"], "format": "webhook-secret",
                    "pattern": "^whsec_[A-Za-z0-9+/]{32,86}={0,2}$",
                ],
                ja: "webhookの署名の鍵: whsec_ と24〜64バイトのBase64",
                en: "What its messages are signed with: whsec_ and the Base64 of 24 to 64 bytes"),
        ]
    }

    private static let address: JSON = [
        "type": ["string", "null"], "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
    ]

    private static func choice(_ names: [String]) -> JSON {
        ["type": ["string", "null"], "enum": .list(names.map { JSON($0) } + [.null])]
    }

    private static func whole(_ minimum: Int, _ maximum: Int) -> JSON {
        ["type": ["integer", "null"], "minimum": .integer(minimum), "maximum": .integer(maximum)]
    }
}

extension JobAnswer.Key {
    /// What the API tells of a job under this name.
    var field: APIField {
        func field(_ schema: JSON, _ ja: String, _ en: String) -> APIField {
            APIField(self.rawValue, schema, ja: ja, en: en)
        }
        let text: JSON = ["type": ["string", "null"]]
        let time: JSON = ["type": ["string", "null"], "format": "date-time"]
        let count: JSON = ["type": "integer", "minimum": 0]
        let flag: JSON = ["type": "boolean"]
        return switch self {
        case .id: field(["type": "string", "format": "uuid"], "ジョブのID", "The job's id")
        case .url: field(text, "記事のURL。文章や台本なら null", "The article's address; null for a text or script")
        case .status:
            field(
                ["enum": .list(JobAnswer.State.allCases.map { JSON($0.rawValue) })], "状態", "How it is")
        case .progress:
            field(["type": "integer", "minimum": 0, "maximum": 100], "進み具合（%）", "Per cent; never goes back")
        case .progressMessage: field(["type": "string"], "進み具合の説明", "The progress as a sentence")
        case .currentStep:
            field(
                [
                    "enum": .list(
                        [JobStep.script, .audio, .slides, .video].map { JSON($0.rawValue) } + [.null])
                ],
                "いまの段階", "Where most of its work is")
        case .queuePosition:
            field(
                ["type": ["integer", "null"], "minimum": 1], "待ち順。始まれば null。前に1,000件以上ある間も、作成の応答では null",
                "Its place among those that wait; null once it has begun, and in the answer to POST behind 1,000 others"
            )
        case .partsDone: field(count, "段階のうち済んだ数", "Parts of the step that are done")
        case .partsTotal: field(count, "段階の部分の数", "Parts of the step")
        case .cancelRequested: field(flag, "キャンセル中か", "Whether it is to stop")
        case .completed: field(flag, "完成したか", "Whether it is done")
        case .videoAvailable: field(flag, "動画があるか", "Whether there is a film")
        case .videoSize:
            field(["type": ["integer", "null"], "minimum": 0], "動画の大きさ（バイト）", "The film's bytes")
        case .title: field(text, "動画の題名", "The film's title")
        case .durationSeconds:
            field(["type": ["number", "null"], "minimum": 0], "動画の長さ（秒）", "The film's length")
        case .errorMessage: field(text, "失敗した理由", "Why it failed, as a sentence")
        case .errorCode:
            field(
                ["enum": .list(JobFailure.Code.allCases.map { JSON($0.rawValue) } + [.null])],
                "失敗した理由のコード", "Why it failed, as a code that never changes")
        case .created: field(["type": "string", "format": "date-time"], "受け付けた日時", "When it was taken")
        case .updated:
            field(["type": "string", "format": "date-time"], "最後に動いた日時", "When something of it changed last")
        case .startedAt: field(time, "始まった日時", "When work on it began")
        case .completedAt: field(time, "終わった日時", "When it was over")
        case .expiresAt: field(time, "削除される日時", "When it is deleted")
        case .links:
            field(
                [
                    "type": "object",
                    "additionalProperties": ["type": "string", "format": "uri-reference"],
                ], "このジョブの他のパス", "The paths of what there is of it")
        }
    }
}
