// SPDX-License-Identifier: Apache-2.0
package import Artifacts
package import Domain
internal import Foundation

/// The programs and files that speak.
package struct SpeechEngines: Sendable {
    /// A name searched in `PATH`, or a path.
    package var openJTalk = "open_jtalk"
    /// Open JTalk's dictionary, in UTF-8.
    package var dictionary = "/var/lib/mecab/dic/open-jtalk/naist-jdic"
    /// Folders searched for `NAME.htsvoice`, in order.
    package var voices: [String] = []
    /// A name searched in `PATH`, or a path.
    package var flite = "flite"
    /// Where an engine of the VOICEVOX family is, as `http://127.0.0.1:50021`; nil has its speakers use local voices.
    package var voicevox: String?
    /// Where lines have their files while they are spoken.
    package var temporaryFolder = FileManager.default.temporaryDirectory.path

    package init() {}
}

/// Speaks a script: one sound and one set of mouth cues a narration.
///
/// A line is made once: its recipe is what is said (after normalization, with the dictionary's words in it), by which
/// engine and voice. An edited line makes only itself anew.
package struct AudioStage: Sendable {
    private let store: any ArtifactStore
    private let engines: SpeechEngines
    private let userWords: UserDictionary
    private let parallelism: Int

    /// - Parameter parallelism: How many lines are spoken at once; engines use one core each.
    package init(
        store: any ArtifactStore, engines: SpeechEngines, pronunciations: [Pronunciation], parallelism: Int
    ) {
        self.store = store
        self.engines = engines
        self.userWords = UserDictionary(pronunciations)
        self.parallelism = max(1, parallelism)
    }

    /// One array a section, one element a narration, in order.
    ///
    /// - Throws: `voiceMissing` before anything is spoken, when a program, dictionary or voice is not there;
    ///   `scriptInvalid` for a persona nobody plays; `engineFailed` when an engine fails twice on one line; what the
    ///   store throws. Cancellation kills the engines and leaves no file behind.
    package func speak(
        _ script: Script, cast: [Persona], progress: @escaping ProgressHandler
    ) async throws -> [[SpokenLine]] {
        let speakers = try await Speakers.prepare(
            for: script, cast: cast, engines: self.engines, userWords: self.userWords)
        let narrations = script.sections.flatMap(\.narrations)
        let lines = try await self.speak(narrations, by: speakers, progress: progress)
        var rest = lines[...]
        return script.sections.map { section in
            defer { rest = rest.dropFirst(section.narrations.count) }
            return Array(rest.prefix(section.narrations.count))
        }
    }

    private func speak(
        _ narrations: [Narration], by speakers: Speakers, progress: ProgressHandler
    ) async throws -> [SpokenLine] {
        var lines = [SpokenLine?](repeating: nil, count: narrations.count)
        var counter = StageProgress(stage: .audio, done: 0, total: narrations.count)
        progress(counter)
        let cache = SpeechCache(store: self.store)
        try await withThrowingTaskGroup(of: (index: Int, line: SpokenLine, reused: Bool).self) { group in
            var waiting = narrations.indices.makeIterator()
            func addNext() throws {
                guard let index = waiting.next() else { return }
                let speech = try speakers.speech(for: narrations[index])
                group.addTask {
                    let (line, reused) = try await cache.line(for: speech)
                    return (index, line, reused)
                }
            }
            for _ in 0..<self.parallelism { try addNext() }
            while let spoken = try await group.next() {
                lines[spoken.index] = spoken.line
                counter.done += 1
                counter.reused += spoken.reused ? 1 : 0
                progress(counter)
                try addNext()
            }
        }
        return lines.compactMap { $0 }
    }
}
