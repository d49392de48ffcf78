// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Yams

extension FilmSettings {
    mutating func readVideo(_ video: Fields, assets: AssetFinder) {
        if video.choice("output_format", "output format", of: ["mp4", "webm"]) == "webm" {
            video.warning("output_format", "films are written as mp4")
        }
        self.parallelism = video.integer("render_concurrency", in: 1...256) ?? self.parallelism
        if let transition = video.fields("transition") { self.format.transition.read(transition) }
        if let background = video.fields("background") {
            self.format.background = FilmFormat.Background.read(background, assets: assets)
        }
        if let bgm = video.node("bgm") {
            // `bgm: false` is what people try first.
            let isSwitch = bgm.scalar != nil
            if isSwitch {
                let isOff = bgm.scalar?.string.lowercased() == "none" || video.flag("bgm") == false
                if isOff { self.format.music = nil }
            } else if let fields = video.fields("bgm") {
                self.format.music = FilmFormat.Music.read(fields, assets: assets)
            }
        }
    }
}

extension FilmFormat.Transition {
    /// Those of the reference that are drawn as a fade for now.
    private static let fadedKinds = ["slide", "wipe", "flip", "clockWipe"]

    fileprivate mutating func read(_ transition: Fields) {
        let kinds = ["fade"] + Self.fadedKinds + ["none"]
        if let name = transition.choice("type", "transition type", of: kinds) {
            self.kind = FilmFormat.Transition.Kind(rawValue: name) ?? .fade
            if Self.fadedKinds.contains(name) { transition.warning("type", "'\(name)' is drawn as a fade") }
        }
        if transition.choice("timing", "timing function", of: ["linear", "spring"]) == "spring" {
            transition.warning("timing", "'spring' is drawn as linear")
        }
        self.frameCount = transition.integer("duration_frames", in: 0...600) ?? self.frameCount
    }
}

extension FilmFormat.Background {
    /// nil is the theme's own drawing.
    fileprivate static func read(_ background: Fields, assets: AssetFinder) -> FilmFormat.Background? {
        let given = background.choice("type", "background type", of: ["image", "video", "color"])
        let fit: Fit = background.choice("fit", "fit") ?? .cover
        let color = background.color("color")
        switch given ?? self.impliedType(background) {
        case "color":
            if color == nil, !background.has("color") {
                background.problem("color", "missing; write a colour")
            }
            return color.map(FilmFormat.Background.color)
        case "video":
            background.warning("type", "video backgrounds are not drawn; the theme's background is used")
            return nil
        case "image":
            let fallback = "the theme's background is used"
            if background.node("path") == nil { background.warning("path", "missing; \(fallback)") }
            return background.asset(
                "path", kind: "Background", extensions: Extensions.image, assets: assets, fallback: fallback
            ).map { .image(path: $0, fit: fit) }
        default: return nil
        }
    }

    /// What the other keys say when `type` is left out.
    private static func impliedType(_ background: Fields) -> String? {
        if background.has("color") { return "color" }
        guard let path = background.node("path")?.scalar?.string else { return nil }
        let isVideo = Extensions.video.names.contains((path as NSString).pathExtension.lowercased())
        return isVideo ? "video" : "image"
    }
}

extension FilmFormat.Music {
    /// nil is a film without music.
    fileprivate static func read(_ bgm: Fields, assets: AssetFinder) -> FilmFormat.Music? {
        var music = FilmFormat.Music()
        music.path = bgm.asset(
            "path", kind: "BGM", extensions: Extensions.audio, assets: assets,
            fallback: "our own theme is played")
        music.volume = bgm.number("volume", in: 0...1) ?? music.volume
        music.fadeInSeconds = bgm.number("fade_in_seconds", in: 0...600) ?? music.fadeInSeconds
        music.fadeOutSeconds = bgm.number("fade_out_seconds", in: 0...600) ?? music.fadeOutSeconds
        music.loops = bgm.flag("loop") ?? music.loops
        return bgm.flag("enabled") == false ? nil : music
    }
}
