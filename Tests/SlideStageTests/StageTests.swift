// SPDX-License-Identifier: Apache-2.0
import Artifacts
import Canvas
import Domain
import Fetch
import Foundation
import Synchronization
import Testing

@testable import SlideStage

/// A store in a folder of its own, gone with the value.
final class TemporaryStore {
    let root = FileManager.default.temporaryDirectory.appending(path: "slides-\(UUID().uuidString)")
    var store: DirectoryStore { DirectoryStore(root: self.root) }
    func stage(parallelism: Int = 2) -> SlideStage {
        SlideStage(store: self.store, fetcher: Fetcher(policy: FetchPolicy()), parallelism: parallelism)
    }
    deinit { try? FileManager.default.removeItem(at: self.root) }
}

private func script(_ briefs: [SlideBrief], source: String? = nil) -> Script {
    Script(
        title: "題名", description: "", language: .japanese,
        sections: briefs.map { Section(title: "節の題", narrations: [], slide: $0) }, source: source)
}

private let small = FrameSize(width: 480, height: 270)

@Suite struct `Drawing the slides of a script` {
    @Test func `there is one slide a section, in order, of exactly the size asked`() async throws {
        let folder = TemporaryStore()
        let briefs = Samples.briefs.map(\.brief).filter { if case .figure = $0 { false } else { true } }
        let slides = try await folder.stage(parallelism: 3).draw(
            script(briefs), size: small, theme: .light, progress: { _ in })
        #expect(slides.count == briefs.count)
        for (brief, slide) in zip(briefs, slides) {
            let file = try await folder.store.bytes(of: slide.picture)
            let bitmap = try Bitmap.decodePNG(file)
            #expect(bitmap.width == 480 && bitmap.height == 270)
            #expect(
                bitmap.withBytes { bytes in
                    stride(from: 3, to: bytes.count, by: 4).allSatisfy { bytes[$0] == 255 }
                })
            let alone = try SlideDrawer(size: small, theme: .light, language: .japanese).draw(brief).file
            #expect(file == alone)
        }
    }

    @Test func `a second run draws only what changed`() async throws {
        let folder = TemporaryStore()
        var briefs = Samples.briefs.prefix(3).map(\.brief)
        let first = try await folder.stage().draw(
            script(briefs), size: small, theme: .light, progress: { _ in })
        briefs[1] = .points(heading: "別の見出し", items: ["別の要点"], isOrdered: false)
        let reports = Mutex<[StageProgress]>([])
        let second = try await folder.stage().draw(script(briefs), size: small, theme: .light) { report in
            reports.withLock { $0.append(report) }
        }
        #expect(first[0] == second[0] && first[1] != second[1] && first[2] == second[2])
        let heard = reports.withLock(\.self)
        #expect(heard.map(\.done) == [0, 1, 2, 3])
        #expect(heard.last == StageProgress(stage: .slides, done: 3, total: 3, reused: 2))
        let dark = try await folder.stage().draw(
            script(briefs), size: small, theme: .dark, progress: { _ in })
        #expect(dark[0] != second[0])
    }

    @Test func `a slide that was reused still has its notes`() async throws {
        let folder = TemporaryStore()
        let brief = SlideBrief.points(heading: "私用領域", items: ["\u{E123}文字"], isOrdered: false)
        let first = try await folder.stage().draw(
            script([brief]), size: small, theme: .light, progress: { _ in })
        let second = try await folder.stage().draw(
            script([brief]), size: small, theme: .light, progress: { _ in })
        #expect(first == second && first[0].notes.count == 1)
    }

    @Test func `a cancelled task draws nothing more`() async throws {
        let folder = TemporaryStore()
        let briefs = (0..<50).map { SlideBrief.points(heading: "\($0)", items: ["要点"], isOrdered: false) }
        let stage = folder.stage()
        let task = Task {
            try await stage.draw(script(briefs), size: .hd720, theme: .light) { report in
                if report.done == 1 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(arguments: [FrameSize(width: 0, height: 100), FrameSize(width: 100, height: 100_000)])
    func `an impossible size is refused`(size: FrameSize) async {
        let folder = TemporaryStore()
        await #expect(throws: JobFailure.self) {
            try await folder.stage().draw(script([]), size: size, theme: .light, progress: { _ in })
        }
    }

    @Test func `a script without sections has no slides`() async throws {
        let slides = try await TemporaryStore().stage().draw(
            script([]), size: small, theme: .light, progress: { _ in })
        #expect(slides.isEmpty)
    }

    @Test(
        arguments: [
            .title(title: "", subtitle: nil), .points(heading: "", items: [], isOrdered: false),
            .code(heading: "", text: "", language: ""), .table(heading: "", header: [], rows: []),
            .table(heading: "x", header: ["", ""], rows: [["a"], []]),
            .quote(heading: "", text: "", attribution: ""),
            .closing(heading: "", items: [], source: "http://"),
        ] as [SlideBrief])
    func `an empty brief is an empty slide, not a crash`(brief: SlideBrief) async throws {
        let slides = try await TemporaryStore().stage().draw(
            script([brief]), size: small, theme: .dark, progress: { _ in })
        #expect(slides.count == 1)
    }

    @Test(
        arguments: [
            ("https://www.Example.com/a?b#c", "example.com"), ("http://192.0.2.1:80/", "192.0.2.1"),
            ("notes/記事.md", "記事.md"), ("https://", nil), ("-", nil), ("", nil),
        ] as [(String, String?)])
    func `a source is named by its host or its file`(source: String, name: String?) {
        #expect(ClosingSlide.name(of: source) == name)
    }
}
