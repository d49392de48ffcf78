// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Store
internal import Synchronization

/// Tells a person how it goes: a bar for each stage in a terminal, plain lines in a pipe.
///
/// Progress goes to standard error; standard output gets results only.
final class Reporter: Sendable {
    enum Style: Sendable { case bar, lines, silent }

    let language: Language
    private let style: Style
    private let isVerbose: Bool
    private let state = Mutex(State())

    private struct State {
        var stage: FilmStep?
        var began = ContinuousClock.now
        var last = StageProgress(stage: .script, done: 0, total: 0)
        var lastShown = ContinuousClock.now
        /// What was shown of a cluster's job.
        var job: (step: JobStep, percent: Int)?
        /// Of `total`, tenths already told in a pipe.
        var tenths = 0
    }

    init(style: Style, isVerbose: Bool, language: Language = Messages.language) {
        self.style = style
        self.isVerbose = isVerbose
        self.language = language
    }

    static func style(quiet: Bool, json: Bool) -> Style {
        quiet || json ? .silent : isatty(FileHandle.standardError.fileDescriptor) == 1 ? .bar : .lines
    }

    var progress: ProgressHandler { { self.show($0) } }

    func say(_ message: Localized) {
        guard self.style != .silent else { return }
        Self.write(message[self.language] + "\n")
    }

    func warn(_ text: String) { self.say(Messages.warning(text)) }

    func detail(_ text: @autoclosure () -> String) {
        guard self.isVerbose, self.style != .silent else { return }
        Self.write("  \(text())\n")
    }

    /// A cluster's job, on one line that moves, or on a line for each step and tenth.
    func show(_ status: JobStatus) {
        guard self.style != .silent else { return }
        let step = ClusterMessages.step(status)[self.language]
        self.state.withLock { state in
            let isNew =
                state.job?.step != status.step || status.percent / 10 > (state.job?.percent ?? -1) / 10
            state.job = (status.step, status.percent)
            switch self.style {
            case .bar:
                let filled = status.percent * 24 / 100
                let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
                Self.write(
                    "\r\u{1B}[K[\(bar)] \(status.percent)%  \(step)" + (status.state == .open ? "" : "\n"))
            case .lines: if isNew { Self.write("\(status.percent)% \(step)\n") }
            case .silent: break
            }
        }
    }

    private func show(_ progress: StageProgress) {
        guard self.style != .silent else { return }
        self.state.withLock { state in
            let now = ContinuousClock.now
            if state.stage != progress.stage {
                state = State(stage: progress.stage, began: now, last: progress, lastShown: now)
            }
            state.last = progress
            let isDone = progress.total > 0 && progress.done >= progress.total
            switch self.style {
            case .bar:
                guard isDone || progress.done == 0 || now - state.lastShown > .milliseconds(100) else {
                    return
                }
                state.lastShown = now
                Self.write("\r\u{1B}[K" + self.bar(progress, elapsed: now - state.began))
                if isDone {
                    Self.write("\r\u{1B}[K")
                    self.finish(progress)
                }
            case .lines:
                let tenths = progress.total > 0 ? progress.done * 10 / progress.total : 0
                if isDone {
                    self.finish(progress)
                } else if tenths > state.tenths, progress.total >= 50 {
                    state.tenths = tenths
                    let name = Messages.stage(progress.stage)[self.language]
                    Self.write("\(name): \(progress.done)/\(progress.total)\n")
                }
            case .silent: break
            }
        }
    }

    private func finish(_ progress: StageProgress) {
        guard progress.stage != .script else { return }
        let made = progress.total - progress.reused
        Self.write(Messages.made(progress.stage, made: made, reused: progress.reused)[self.language] + "\n")
    }

    private func bar(_ progress: StageProgress, elapsed: Duration) -> String {
        let width = 24
        let share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
        let filled = Int(share * Double(width))
        let name = Messages.stage(progress.stage)[self.language]
        var text =
            "\(name) [\(String(repeating: "█", count: filled))\(String(repeating: "·", count: width - filled))]"
        text += " \(progress.done)/\(progress.total)"
        // What was found made took no time, so it tells nothing about the rest.
        let worked = progress.done - progress.reused
        if worked > 0, progress.done < progress.total {
            let left = elapsed / .seconds(1) * Double(progress.total - progress.done) / Double(worked)
            text += "  " + Messages.remaining(Int(left.rounded(.up)))[self.language]
        }
        return text
    }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
