// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Domain
import Foundation
import Testing

@testable import AudioStage

private func script(_ persona: String, _ text: String, _ language: Language = .japanese) -> Script {
    Script(
        title: "題", description: "", language: language,
        sections: [
            Section(
                title: "節", narrations: [Narration(personaID: persona, text: text)],
                slide: .points(heading: "", items: [], isOrdered: false))
        ])
}

@Suite struct `When a voice fails` {
    private func failure(
        _ engines: SpeechEngines, persona: String = "kohaku", voice: Voice = Voice(engine: .local),
        _ language: Language = .japanese
    ) async throws -> JobFailure? {
        try await withStore { store in
            let cast = [Persona(id: "kohaku", name: "", role: .explainer, voice: voice, drawing: .pack(""))]
            let stage = AudioStage(store: store, engines: engines, pronunciations: [], parallelism: 1)
            return await #expect(throws: JobFailure.self) {
                try await stage.speak(script(persona, "hello こんにちは", language), cast: cast) { _ in }
            }
        }
    }

    @Test func `a persona nobody plays is the script's fault`() async throws {
        let failure = try await self.failure(try RealEngine.engines(), persona: "nobody")
        #expect(failure?.code == .scriptInvalid && failure?.subject == "nobody")
    }

    @Test(arguments: ["nosuch", "/nowhere/nosuch.htsvoice", "nosuch.htsvoice"])
    func `a missing voice is named`(name: String) async throws {
        let failure = try await self.failure(
            try RealEngine.engines(), voice: Voice(engine: .local, name: name))
        #expect(failure?.code == .voiceMissing && failure?.subject.contains("nosuch") == true)
    }

    @Test func `an English voice Flite does not know is missing, not replaced`() async throws {
        let failure = try await self.failure(
            try RealEngine.engines(), voice: Voice(engine: .local, name: "nosuch"), .english)
        #expect(failure == JobFailure(.voiceMissing, "nosuch"))
    }

    @Test(arguments: [Language.japanese, .english])
    func `a missing program is named`(language: Language) async throws {
        var engines = try RealEngine.engines()
        engines.openJTalk = "/nowhere/open_jtalk"
        engines.flite = "no-such-flite"
        let failure = try await self.failure(engines, language)
        #expect(failure?.code == .voiceMissing)
        #expect(failure?.subject == (language == .japanese ? "/nowhere/open_jtalk" : "no-such-flite"))
    }

    @Test func `a missing dictionary is named`() async throws {
        var engines = try RealEngine.engines()
        engines.dictionary = "/nowhere/dictionary"
        let failure = try await self.failure(engines)
        #expect(failure?.code == .voiceMissing && failure?.subject == "/nowhere/dictionary")
    }

    @Test func `a voice file that is no voice makes the engine fail`() async throws {
        let failure = try await self.failure(
            try RealEngine.engines(), voice: Voice(engine: .local, name: #filePath))
        #expect(failure?.code == .engineFailed)
    }

    @Test func `an engine that failed once is asked again`() async throws {
        try await withFakeEngine(
            """
            [ "$1" = -h ] && exit 0
            [ -e "$0.tried" ] && exec open_jtalk "$@"
            touch "$0.tried"; echo broken >&2; exit 3
            """
        ) { engines, _ in
            try await withStore { store in
                let stage = AudioStage(store: store, engines: engines, pronunciations: [], parallelism: 1)
                let lines = try await stage.speak(
                    script("kohaku", "はい"), cast: Persona.defaultCast(for: .japanese)
                ) { _ in }
                #expect(lines[0][0].sampleCount > 4_800)
            }
        }
    }

    @Test func `an engine that always fails is an engine failure, with its own words`() async throws {
        try await withFakeEngine("[ \"$1\" = -h ] && exit 0\necho 'the disk is on fire' >&2\nexit 3") {
            engines, folder in
            let failure = try await self.failure(engines)
            #expect(failure?.code == .engineFailed && failure?.detail == "the disk is on fire")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test func `an engine that hangs is killed when its time is up`() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let failure = await #expect(throws: JobFailure.self) {
            try await Child.run("sleep", ["3600"], patience: .milliseconds(100))
        }
        #expect(failure?.code == .engineFailed && clock.now - start < .seconds(1800))
    }

    @Test func `cancellation kills the engine and leaves nothing behind`() async throws {
        // The file appears whole or not at all.
        try await withFakeEngine(
            """
            [ "$1" = -h ] && exit 0
            echo $$ > "$0.new" && mv "$0.new" "$0.pid"
            exec sleep 3600
            """
        ) { engines, folder in
            try await withStore { store in
                let stage = AudioStage(store: store, engines: engines, pronunciations: [], parallelism: 2)
                let clock = ContinuousClock()
                let start = clock.now
                let speaking = Task {
                    try await stage.speak(script("kohaku", "はい"), cast: Persona.defaultCast(for: .japanese)) {
                        _ in
                    }
                }
                var text: String?
                // Only a run that would never end is cut short: a busy machine may take its time.
                while text == nil, clock.now - start < .seconds(1200) {
                    await Task.yield()
                    text = try? String(contentsOfFile: engines.openJTalk + ".pid", encoding: .utf8)
                }
                let pid = try #require(pid_t((text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)))
                #expect(kill(pid, 0) == 0)
                speaking.cancel()
                await #expect(throws: (any Error).self) { try await speaking.value }
                #expect(kill(pid, 0) == -1)
                #expect(clock.now - start < .seconds(1800))
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
            }
        }
    }
}

/// Engines whose Open JTalk is a shell script, with a temporary folder of their own.
private func withFakeEngine(
    _ body: String, _ use: (SpeechEngines, URL) async throws -> Void
) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fake-engine-\(UUID().uuidString)")
    let temporary = folder.appending(path: "tmp")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "open_jtalk_fake")
    try "#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n\(body)\n".write(
        to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    var engines = try RealEngine.engines()
    engines.openJTalk = program.path
    engines.temporaryFolder = temporary.path
    try await use(engines, temporary)
}
