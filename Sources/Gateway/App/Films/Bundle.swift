// SPDX-License-Identifier: Apache-2.0
internal import Archives
internal import Domain
internal import FilmSettings
internal import FilmTasks
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Store

extension FilmShelf {
    /// `GET /api/jobs/{id}/bundle`: all that was made, in one ZIP archive.
    @Sendable func bundle(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let job = try JobDesk.job(context)
        let (film, status) = try await self.film(of: job)
        let made = status.finishedAt ?? status.createdAt
        var pieces: [Bundle.Piece] = []
        for kind in FilmFile.allCases {
            guard let id = film.files[kind.ending] else { continue }
            pieces.append(.file(kind.bundleName, try await self.path(of: id, job)))
        }
        if let id = film.files["json"] {
            let url = try await self.path(of: id, job)
            pieces.append(.file("film.json", url))
            let record = try JSONDecoder().decode(Bundle.Record.self, from: Data(contentsOf: url))
            pieces.append(.text("script.yaml", try ScriptFile.encode(record.script)))
            let credits = record.credits.map { $0.line + "\n" }.joined()
            pieces.append(.text("credits.txt", credits))
        }
        let bundle = Bundle(pieces: pieces, modified: made)
        let name = "movie_\(job.uuidString.lowercased()).zip"
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/zip", .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "private, no-cache",
            ],
            body: ResponseBody { writer in
                try await bundle.write(to: &writer)
                try await writer.finish(nil)
            })
    }
}

/// A ZIP archive that is written while it is sent.
struct Bundle: Sendable {
    enum Piece: Sendable {
        case file(String, URL)
        case text(String, String)
    }

    /// What of the film's record (`film.json`) the bundle says in files of their own.
    struct Record: Decodable {
        let script: Script
        let credits: [Credit]
    }

    let pieces: [Piece]
    let modified: Date

    private static let chunkBytes = 256 * 1_024

    @concurrent func write(to writer: inout any ResponseBodyWriter) async throws {
        let archive = try ZIPStream()
        for piece in self.pieces {
            switch piece {
            case .text(let name, let text):
                let bytes = Data(text.utf8)
                try archive.begin(name, size: bytes.count, modified: self.modified)
                try archive.append(bytes)
            case .file(let name, let url):
                let file = try FileHandle(forReadingFrom: url)
                defer { try? file.close() }
                let size = try file.seekToEnd()
                try file.seek(toOffset: 0)
                try archive.begin(name, size: Int(size), modified: self.modified)
                while let bytes = try file.read(upToCount: Self.chunkBytes), !bytes.isEmpty {
                    try archive.append(bytes)
                    try await writer.write(ByteBuffer(bytes: archive.take()))
                }
            }
        }
        try archive.finish()
        try await writer.write(ByteBuffer(bytes: archive.take()))
    }
}

extension FilmFile {
    fileprivate var bundleName: String {
        switch self {
        case .video: "movie.mp4"
        case .webVTT, .subRip: self.rawValue
        case .thumbnail: "thumbnail.jpg"
        }
    }
}
