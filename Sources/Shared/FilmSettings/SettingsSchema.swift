// SPDX-License-Identifier: Apache-2.0
internal import Yams

/// The keys a configuration may have, by the mapping they stand in; `[]` stands for a list's elements.
enum SettingsSchema {
    static let keys: [String: [String]] = [
        "": [
            "project", "style", "audio", "narration", "content", "slides", "video", "pronunciation",
            "personas",
            "persona_pool",
        ],
        "project": ["name", "output_dir"],
        "style": [
            "resolution", "size", "fps", "crf", "theme", "font_family", "primary_color", "background_color",
        ],
        "audio": ["engine", "speaker_id", "speed_scale", "enable_furigana", "pronunciation_model"],
        "narration": [
            "character", "style", "mode", "initial_pause", "slide_pause", "speaker_pause", "line_pause",
            "ending_pause",
        ],
        "content": ["llm", "languages", "language", "target_seconds", "max_seconds", "seed"],
        "content.llm": ["provider", "model", "base_url"],
        "slides": ["llm", "style"],
        "slides.llm": ["provider", "model", "base_url"],
        "video": [
            "renderer", "template", "output_format", "render_concurrency", "render_timeout_seconds",
            "transition",
            "background", "bgm",
        ],
        "video.transition": ["type", "duration_frames", "timing"],
        "video.background": ["type", "path", "fit", "color"],
        "video.bgm": ["enabled", "path", "volume", "fade_in_seconds", "fade_out_seconds", "loop"],
        "pronunciation": ["custom"],
        "pronunciation.custom.*": ["reading", "accent", "word_type", "priority"],
        "personas[]": [
            "id", "name", "character", "role", "synthesizer", "subtitle_color", "character_image",
            "avatar_image",
            "mouth_open_image", "eye_close_image", "character_pack", "character_position", "animation_style",
            "character_scale",
        ],
        "personas[].synthesizer": ["engine", "speaker_id", "speed_scale", "voice", "pitch", "all_pass"],
        "persona_pool": ["enabled", "count", "seed"],
    ]

    /// Keys of the reference system that are read and change nothing here, with the reason.
    static let withoutEffect: [String: String] = [
        "style.font_family": "the film's fonts are chosen by language",
        "style.primary_color": "choose the look with style.theme",
        "style.background_color": "choose the look with style.theme, or a colour with video.background",
        "audio.enable_furigana": "readings are always worked out from a dictionary",
        "audio.pronunciation_model": "readings are worked out from a dictionary, without a model",
        "narration.character": "the speakers are described under personas",
        "narration.style": "the script is written from the article by rule, without a model",
        "narration.mode": "a film with two or more personas is a dialogue",
        "content.llm": "the script is written from the article by rule, without a model",
        "slides.llm": "slides are typeset, without a model",
        "slides.style": "slides follow style.theme",
        "video.renderer": "the renderer is built in",
        "video.template": "there is one layout",
        "video.render_timeout_seconds": "rendering has no time limit",
        "personas[].character_scale": "characters are scaled with the frame",
    ]

    /// Reports keys that nobody knows and keys without effect, at every depth.
    static func check(_ fields: Fields, as place: String = "") {
        for (key, value) in fields.mapping where !fields.findings.isFull {
            guard let name = key.scalar?.string else {
                fields.findings.warning(
                    fields.path, "a key that is not text is ignored", line: key.mark?.line)
                continue
            }
            self.check(name, place: place, in: fields)
            let inner = place.isEmpty ? name : "\(place).\(name)"
            if let mapping = value.mapping {
                let fields = Fields(mapping: mapping, path: fields.path(of: name), findings: fields.findings)
                if self.keys[inner] != nil { self.check(fields, as: inner) }
                if inner == "pronunciation.custom" { self.checkEntries(of: fields) }
            }
            guard self.keys["\(inner)[]"] != nil, let list = value.sequence else { continue }
            for (index, element) in list.enumerated() {
                guard let mapping = element.mapping else { continue }
                let path = "\(fields.path(of: name))[\(index)]"
                self.check(
                    Fields(mapping: mapping, path: path, findings: fields.findings), as: "\(inner)[]")
            }
        }
    }

    /// The words of a dictionary are free; only what is under each is checked.
    private static func checkEntries(of dictionary: Fields) {
        for (word, value) in dictionary.mapping {
            guard let name = word.scalar?.string, let mapping = value.mapping else { continue }
            self.check(
                Fields(mapping: mapping, path: dictionary.path(of: name), findings: dictionary.findings),
                as: "pronunciation.custom.*")
        }
    }

    private static func check(_ name: String, place: String, in fields: Fields) {
        let full = place.isEmpty ? name : "\(place).\(name)"
        if let reason = self.withoutEffect[full] {
            if fields.node(name) != nil { fields.warning(name, "has no effect: \(reason)") }
        } else if self.keys[place]?.contains(name) != true {
            let suggestion = self.suggestion(for: name, in: place).map { ". Did you mean '\($0)'?" } ?? ""
            fields.warning(name, "unknown key, ignored\(suggestion)")
        }
    }

    /// A near name in the same mapping, or the place where exactly this name belongs.
    private static func suggestion(for name: String, in place: String) -> String? {
        if let near = EditDistance.nearest(to: name, in: self.keys[place] ?? []) { return near }
        let homes = self.keys.filter { $0.value.contains(name) }.keys.sorted()
        return homes.first.map { $0.isEmpty ? name : "\($0).\(name)" }
    }
}
