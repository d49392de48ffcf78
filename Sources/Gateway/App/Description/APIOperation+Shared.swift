// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes

extension APIParameter {
    static let exampleJob = "3f0c5d0e-8a55-4c1c-9a52-6a2f6f2f7d10"

    static let id = APIParameter(
        place: .path, name: "id", text: Localized(ja: "ジョブのID", en: "The job's id"),
        schema: ["type": "string", "format": "uuid"], example: Self.exampleJob)
    static let idempotencyKey = APIParameter(
        place: .header, name: "Idempotency-Key",
        text: Localized(
            ja: "同じリクエストを送り直すためのキー。2回目からは同じジョブが返ります",
            en: "Lets the same request be sent again: it finds the job that the first one made"),
        schema: ["type": "string", "pattern": "^[ -~]{1,255}$"], example: "film-42")
    static let lastEventID = APIParameter(
        place: .header, name: "Last-Event-ID",
        text: Localized(ja: "最後に受け取ったイベントのid", en: "The id of the last event that was seen"),
        schema: ["type": "string"], example: "open-10-script-0of1-0")

    /// Which language an answer is in.
    static let languages = [
        APIParameter(
            place: .query, name: "lang",
            text: Localized(
                ja: "回答の言語: ja または en。他の値は無視されます",
                en: "The answer's language, ja or en; anything else is ignored"),
            schema: ["type": "string"], example: "en"),
        APIParameter(
            place: .header, name: "Accept-Language",
            text: Localized(
                ja: "回答の言語。指定がなければ日本語", en: "The answer's language; Japanese unless it says otherwise"),
            schema: ["type": "string"], example: "en"),
    ]

    /// Of a file, as RFC 9110 has them.
    static let conditions = [
        ("If-Match", "\"9f86d081884c7d65\"", "このETagのときだけ", "Only if this is still its ETag"),
        ("If-None-Match", "\"9f86d081884c7d65\"", "このETagなら送らない", "Not if this is its ETag"),
        (
            "If-Unmodified-Since", "Sun, 06 Nov 2044 08:49:37 GMT", "この日時から変わっていないときだけ",
            "Only if not changed since"
        ),
        ("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", "この日時から変わったときだけ", "Only if changed since"),
    ].map(Self.header)
    /// Of a GET alone.
    static let ranges = [
        ("Range", "bytes=0-1023", "1つの範囲。複数なら全体を送ります", "One range; several are answered with the whole"),
        (
            "If-Range", "\"9f86d081884c7d65\"", "このETagのときだけRangeに従う",
            "The range only if this is its ETag or date"
        ),
    ].map(Self.header)

    private static func header(_ name: String, _ example: String, _ ja: String, _ en: String) -> APIParameter
    {
        APIParameter(
            place: .header, name: name, text: Localized(ja: ja, en: en), schema: ["type": "string"],
            example: example)
    }
}

extension APIHeader {
    static let location = APIHeader(
        name: "Location", text: Localized(ja: "ジョブのパス", en: "The job's path"),
        schema: ["type": "string", "format": "uri-reference"])
    static let idempotentReplayed = APIHeader(
        name: "Idempotent-Replayed",
        text: Localized(ja: "前からあるジョブのとき true", en: "true when the job was there already"),
        schema: ["type": "string", "const": "true"], isAlways: false)
    static let retryAfter = APIHeader(
        name: "Retry-After", text: Localized(ja: "待つ秒数", en: "Seconds to wait"),
        schema: ["type": "integer", "minimum": 1])
    static let rateLimit = [
        ("RateLimit-Limit", "1日に作れる本数", "Films a day", 1),
        ("RateLimit-Remaining", "今日の残り", "Films left today", 0),
        ("RateLimit-Reset", "残りが戻るまでの秒数", "Seconds until it begins anew", 0),
    ].map { name, ja, en, minimum in
        APIHeader(
            name: name, text: Localized(ja: ja, en: en),
            schema: ["type": "integer", "minimum": .integer(minimum)])
    }
    static let wwwAuthenticate = APIHeader(
        name: "WWW-Authenticate", text: Localized(ja: "認証の方式", en: "How to be let in"),
        schema: ["type": "string", "pattern": "^Bearer "])
    static let acceptPost = APIHeader(
        name: "Accept-Post", text: Localized(ja: "受け付ける形式", en: "The type that is taken"),
        schema: ["type": "string"], isAlways: false)
    static let contentRange = APIHeader(
        name: "Content-Range",
        text: Localized(ja: "送った範囲と全体の大きさ", en: "The range sent, and the whole's size"),
        schema: ["type": "string", "pattern": #"^bytes (\d+-\d+|\*)/\d+$"#])
    static let entityTag = APIHeader(
        name: "ETag", text: Localized(ja: "このファイルの名札", en: "The name of these bytes"),
        schema: ["type": "string", "pattern": #"^"[0-9a-f]{64}"$"#])
    /// Of every answer with a file.
    static let file = [
        Self.entityTag,
        APIHeader(
            name: "Last-Modified", text: Localized(ja: "できた日時", en: "When it was made"),
            schema: ["type": "string"]),
        APIHeader(
            name: "Accept-Ranges", text: Localized(ja: "範囲の単位", en: "The unit of ranges"),
            schema: ["type": "string", "const": "bytes"]),
    ]
    static let contentLanguage = APIHeader(
        name: "Content-Language", text: Localized(ja: "回答の言語", en: "The answer's language"),
        schema: ["type": "string", "enum": .list(Language.allCases.map { JSON($0.rawValue) })])
    static let contentDisposition = APIHeader(
        name: "Content-Disposition", text: Localized(ja: "保存するときの名前", en: "The name to save it under"),
        schema: ["type": "string"])
}
