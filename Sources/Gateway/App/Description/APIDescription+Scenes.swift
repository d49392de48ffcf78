// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import HTTPTypes

extension APIDescription {
    /// A film's parts while it is made, and where they begin in it.
    var scenes: [APIOperation] {
        let number = APIParameter(
            place: .path, name: "number", text: Localized(ja: "場面の番号（1から）", en: "The scene's number, from 1"),
            schema: ["type": "integer", "minimum": 1], example: "1")
        return [
            .get(
                "/api/jobs/{id}/slides/{number}", "getSlide", .films,
                Localized(ja: "場面のスライド", en: "The slide of a scene"),
                detail: Localized(ja: "描けたときから見られます。", en: "There as soon as it is drawn."),
                parameters: [number] + APIParameter.conditions + APIParameter.ranges,
                answers: Self.file(APIContent(type: "image/png", schema: [:])),
                problems: [.slideMissing, .preconditionFailed, .rangeUnsatisfiable]),
            .get(
                "/api/jobs/{id}/chapters.vtt", "getChapters", .films,
                Localized(ja: "チャプター（WebVTT）", en: "Chapters (WebVTT)"),
                answers: [
                    APIAnswer(
                        status: .ok, text: Localized(ja: "チャプター", en: "The chapters"),
                        headers: [.contentLanguage],
                        content: APIContent(type: "text/vtt", schema: ["type": "string"]))
                ],
                problems: [.filmNotReady, .filmMissing]),
        ]
    }

    /// How a file is answered.
    static func file(_ content: APIContent, named: [APIHeader] = []) -> [APIAnswer] {
        [
            APIAnswer(
                status: .ok, text: Localized(ja: "全体", en: "The whole"),
                headers: APIHeader.file + named, content: content),
            APIAnswer(
                status: .partialContent, text: Localized(ja: "指定された範囲", en: "The range"),
                headers: APIHeader.file + named + [.contentRange], content: content),
            APIAnswer(
                status: .notModified, text: Localized(ja: "変わっていません", en: "It has not changed"),
                headers: [.entityTag]),
        ]
    }
}
