// SPDX-License-Identifier: Apache-2.0

/// A film's subtitles as files for players and editors.
package enum SubtitleFile {
    /// WebVTT, with the speaker of each cue as its voice.
    package static func webVTT(_ plan: FilmPlan) -> [UInt8] {
        var text = "WEBVTT\n"
        for (index, line) in plan.timeline.lines.enumerated() where !line.subtitle.isEmpty {
            let times = self.times(line.frames, plan.timeline, point: ".")
            let name = self.escape(plan.cast[line.actor].name)
            text += "\n\(index + 1)\n\(times)\n<v \(name)>\(self.escape(line.subtitle))\n"
        }
        return Array(text.utf8)
    }

    /// SubRip.
    package static func subRip(_ plan: FilmPlan) -> [UInt8] {
        let cues = plan.timeline.lines.filter { !$0.subtitle.isEmpty }.enumerated().map { index, line in
            "\(index + 1)\n\(self.times(line.frames, plan.timeline, point: ","))\n\(line.subtitle)\n"
        }
        return Array(cues.joined(separator: "\n").utf8)
    }

    private static func times(_ frames: Range<Int>, _ timeline: Timeline, point: String) -> String {
        [frames.lowerBound, frames.upperBound]
            .map { self.clock(timeline.milliseconds(atFrame: $0), point: point) }
            .joined(separator: " --> ")
    }

    private static func clock(_ milliseconds: Int, point: String) -> String {
        func digits(_ value: Int, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - String(value).count)) + String(value)
        }
        let seconds = milliseconds / 1000
        return "\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):\(digits(seconds % 60, 2))"
            + point + digits(milliseconds % 1000, 3)
    }

    /// WebVTT reads `&`, `<` and `>` as markup; a line break would end the cue.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case _ where character.isNewline: escaped += " "
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
