// SPDX-License-Identifier: Apache-2.0
package import Artifacts
internal import Canvas
package import Domain
package import Fetch
internal import Foundation

/// Draws the slides of a script.
package struct SlideStage: Sendable {
    private let store: any ArtifactStore
    private let fetcher: Fetcher
    private let parallelism: Int
    private let readsFiles: Bool

    /// - Parameters:
    ///   - parallelism: Slides drawn at once; at least 1, and no more than there are cores is of use.
    ///   - readsFiles: Whether a script that did not come from the web may show pictures of this machine's disk.
    package init(store: any ArtifactStore, fetcher: Fetcher, parallelism: Int, readsFiles: Bool = true) {
        self.store = store
        self.fetcher = fetcher
        self.readsFiles = readsFiles
        self.parallelism = max(1, parallelism)
    }

    /// One slide a section, in order. What was drawn before for the same brief, size, theme, language and picture is not
    /// drawn again. A picture that cannot be had costs a note, never the slide.
    ///
    /// - Parameter size: Of the slide itself; sides of 64...8192 pixels.
    /// - Throws: ``JobFailure`` with `fontMissing`, what the store throws, and `CancellationError`.
    package func draw(
        _ script: Script, size: FrameSize, theme: FilmFormat.Theme, progress: @escaping ProgressHandler
    ) async throws -> [Slide] {
        guard (64...8192).contains(size.width), (64...8192).contains(size.height) else {
            throw JobFailure(
                .configurationInvalid, size.description, detail: "slides are 64 to 8192 pixels a side")
        }
        try Fonts.require([Fonts.sans, Fonts.monospaced])
        let isFromWeb = script.source.map { $0.lowercased().hasPrefix("http") } ?? false
        let job = SlideJob(
            store: self.store,
            loader: FigureLoader(
                store: self.store, fetcher: self.fetcher, readsFiles: self.readsFiles && !isFromWeb),
            size: size,
            theme: theme, language: script.language)
        return try await self.draw(script.sections, job, progress)
    }

    private func draw(
        _ sections: [Section], _ job: SlideJob, _ progress: @escaping ProgressHandler
    ) async throws -> [Slide] {
        var slides = [Slide?](repeating: nil, count: sections.count)
        var report = StageProgress(stage: .slides, done: 0, total: sections.count)
        progress(report)
        try await withThrowingTaskGroup(of: (Int, Slide, Bool).self) { group in
            for (index, section) in sections.enumerated() {
                if index >= self.parallelism, let made = try await group.next() {
                    Self.record(made, in: &slides, &report, progress)
                }
                try Task.checkCancellation()
                group.addTask {
                    let (slide, reused) = try await job.slide(for: section)
                    return (index, slide, reused)
                }
            }
            for try await made in group { Self.record(made, in: &slides, &report, progress) }
        }
        return slides.compactMap(\.self)
    }

    private static func record(
        _ made: (index: Int, slide: Slide, reused: Bool), in slides: inout [Slide?],
        _ report: inout StageProgress,
        _ progress: ProgressHandler
    ) {
        slides[made.index] = made.slide
        report.done += 1
        report.reused += made.reused ? 1 : 0
        progress(report)
    }
}
