// SPDX-License-Identifier: Apache-2.0

/// Width and height of a picture in pixels.
package struct FrameSize: Codable, Hashable, Sendable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package static let hd720 = FrameSize(width: 1280, height: 720)
    package static let hd1080 = FrameSize(width: 1920, height: 1080)

    /// Even, since 4:2:0 halves both; 128 holds a subtitle, 4096 is H.264 level 5.1.
    package var isFilmable: Bool {
        self.width.isMultiple(of: 2) && self.height.isMultiple(of: 2)
            && (128...4096).contains(self.width) && (128...4096).contains(self.height)
            && self.width * self.height <= 4096 * 2304
    }

    package var description: String { "\(self.width)x\(self.height)" }

    /// `720p`, `1080p`, or `WxH`.
    package init?(_ text: String) {
        switch text.lowercased() {
        case "720p": self = .hd720
        case "1080p": self = .hd1080
        default:
            let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
                // A sign is no digit.
                $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil
            }
            guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
            self.init(width: width, height: height)
        }
        guard self.isFilmable else { return nil }
    }
}

/// Everything about the film that is not its content.
package struct FilmFormat: Codable, Hashable, Sendable {
    package var size: FrameSize
    /// 1...60, whole.
    package var framesPerSecond: Int
    /// libx264's quantiser, 1 (best) ... 51; the reference's `crf` (docs/adr/0001).
    package var constantRateFactor: Int
    package var pauses: Pauses
    package var transition: Transition
    package var theme: Theme
    package var background: Background?
    package var music: Music?

    package init(
        size: FrameSize = .hd1080, framesPerSecond: Int = 30, constantRateFactor: Int = 23,
        pauses: Pauses = Pauses(),
        transition: Transition = Transition(), theme: Theme = .light, background: Background? = nil,
        music: Music? = Music()
    ) {
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.constantRateFactor = constantRateFactor
        self.pauses = pauses
        self.transition = transition
        self.theme = theme
        self.background = background
        self.music = music
    }

    package enum Theme: String, Codable, Sendable, CaseIterable { case light, dark }

    /// Silence around lines, in seconds, 0...30.
    package struct Pauses: Codable, Hashable, Sendable {
        package var initial = 1.5
        /// Where the section changes; wins over `speaker`.
        package var slide = 1.0
        /// Where the speaker changes inside a section.
        package var speaker = 0.35
        /// Between two lines of one speaker.
        package var line = 0.2
        package var ending = 2.0
        package init() {}
    }

    package struct Transition: Codable, Hashable, Sendable {
        package enum Kind: String, Codable, Sendable, CaseIterable { case fade, cut = "none" }
        package var kind = Kind.fade
        /// At most as long as the pause it happens in; 0 is a cut.
        package var frameCount = 15
        package init(kind: Kind = .fade, frameCount: Int = 15) {
            self.kind = kind
            self.frameCount = frameCount
        }
    }

    /// What is behind everything; nil is the theme's own drawing.
    package enum Background: Codable, Hashable, Sendable {
        /// `#RRGGBB`
        case color(String)
        case image(path: String, fit: Fit)

        package enum Fit: String, Codable, Sendable, CaseIterable { case cover, contain, fill }
    }

    package struct Music: Codable, Hashable, Sendable {
        /// nil plays our own theme.
        package var path: String?
        /// Amplitude, 0...1, before ducking.
        package var volume = 0.3
        package var fadeInSeconds = 0.5
        package var fadeOutSeconds = 2.0
        package var loops = true
        package init(path: String? = nil) { self.path = path }
    }
}
