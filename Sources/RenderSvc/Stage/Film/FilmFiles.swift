// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Domain
internal import Foundation

/// A film's files while they are made: under names of their own beside the film, and all renamed at the end.
struct FilmFiles {
    private let film: URL
    private let extensions = ["vtt", "srt", "jpg", "json", "mp4"]

    init(film: URL) { self.film = film }

    /// Hidden, and of this process alone: two runs of one film do not meet.
    func part(_ suffix: String) -> URL {
        let name = self.film.deletingPathExtension().lastPathComponent
        return self.film.deletingLastPathComponent().appending(path: ".\(name).\(getpid()).part.\(suffix)")
    }

    func write(_ bytes: Data, extension suffix: String) throws {
        do {
            try bytes.write(to: self.part(suffix))
        } catch {
            throw JobFailure(writing: self.final(suffix).path, error)
        }
    }

    /// The film comes last, so that where it is new everything beside it is.
    func publish() throws {
        for suffix in self.extensions {
            let url = self.final(suffix)
            guard rename(self.part(suffix).path, url.path) == 0 else {
                throw JobFailure(.outputUnwritable, url.path, detail: String(cString: strerror(errno)))
            }
        }
    }

    /// Removes what was not published.
    func discard() {
        // After publishing none of them is there any more, and that is no error.
        for suffix in self.extensions { try? FileManager.default.removeItem(at: self.part(suffix)) }
    }

    private func final(_ suffix: String) -> URL {
        suffix == "mp4" ? self.film : self.film.deletingPathExtension().appendingPathExtension(suffix)
    }
}
