// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Yams

extension PersonaSettings {
    /// More than fit beside a slide; a pool may well be larger than a cast.
    static let maximumCount = 20

    static func read(_ root: Fields, assets: AssetFinder) -> [PersonaSettings] {
        guard let list = root.list("personas") else { return [] }
        if list.count > self.maximumCount {
            root.problem("personas", "\(list.count) personas; at most \(self.maximumCount)")
            return []
        }
        let personas = list.enumerated().compactMap { index, node -> PersonaSettings? in
            let path = "personas[\(index)]"
            guard let mapping = node.mapping else {
                root.findings.problem(
                    path, "expected a mapping of keys to values, got \(node.shown)", line: node.mark?.line)
                return nil
            }
            return self.read(
                Fields(mapping: mapping, path: path, findings: root.findings), assets: assets)
        }
        let duplicates = Dictionary(grouping: personas, by: \.id).filter { $0.value.count > 1 }.keys.sorted()
        if !duplicates.isEmpty {
            let names = duplicates.joined(separator: ", ")
            root.problem(
                "personas", "Duplicate persona IDs found: \(names). Each persona must have a unique ID.")
        }
        return personas
    }

    private static func read(_ fields: Fields, assets: AssetFinder) -> PersonaSettings? {
        let id = self.required("id", of: fields)
        let name = self.required("name", of: fields)
        var persona = PersonaSettings(id: id ?? "", name: name ?? "")
        persona.character = fields.text("character", maximumLength: 4000) ?? ""
        persona.role = fields.choice("role", "role", of: ["explainer", "questioner"]).flatMap(
            Persona.Role.init)
        persona.subtitleColor = fields.color("subtitle_color")
        persona.position = fields.choice("character_position", "character position")
        persona.animation = fields.choice("animation_style", "animation style")
        persona.drawing = self.drawing(in: fields, assets: assets)
        if let synthesizer = fields.fields("synthesizer") { persona.readVoice(synthesizer) }
        return id != nil && name != nil ? persona : nil
    }

    private static func required(_ key: String, of fields: Fields) -> String? {
        guard fields.node(key) != nil else {
            fields.problem(key, "missing")
            return nil
        }
        guard let text = fields.text(key, maximumLength: 100) else { return nil }
        guard !text.allSatisfy(\.isWhitespace) else {
            fields.problem(key, "is empty")
            return nil
        }
        return text.asOneLine
    }

    private mutating func readVoice(_ synthesizer: Fields) {
        self.engine = synthesizer.engine("engine")
        self.speakerID = synthesizer.integer("speaker_id", in: 0...999_999)
        self.speed = synthesizer.number("speed_scale", in: 0.5...2)
        self.voiceName = synthesizer.text("voice")
        self.pitch = synthesizer.number("pitch", in: -12...12)
        self.allPass = synthesizer.number("all_pass", in: 0...1)
    }

    /// A pack wins over pictures; nil leaves the drawing to the default cast.
    private static func drawing(in fields: Fields, assets: AssetFinder) -> Persona.Drawing? {
        let pictures = self.pictures(in: fields, assets: assets)
        guard let pack = fields.text("character_pack", maximumLength: 4096) else { return pictures }
        if pictures != nil { fields.warning("character_image", "has no effect: character_pack is set too") }
        if let folder = assets.find(pack, .folder) { return .pack(folder) }
        guard pack.contains("/") else { return .pack(pack) }
        fields.warning("character_pack", "folder not found: \(pack); a default character is drawn")
        return nil
    }

    private static func pictures(in fields: Fields, assets: AssetFinder) -> Persona.Drawing? {
        let key = fields.node("character_image") == nil ? "avatar_image" : "character_image"
        let base = fields.asset(
            key, kind: "Character image", extensions: Extensions.image, assets: assets,
            fallback: "a default character is drawn")
        let fallback = "character_image is drawn instead"
        let mouthOpen = fields.asset(
            "mouth_open_image", kind: "Mouth image", extensions: Extensions.image, assets: assets,
            fallback: fallback)
        let eyeClose = fields.asset(
            "eye_close_image", kind: "Eye image", extensions: Extensions.image, assets: assets,
            fallback: fallback)
        return base.map { .pictures(base: $0, mouthOpen: mouthOpen, eyeClose: eyeClose) }
    }
}
