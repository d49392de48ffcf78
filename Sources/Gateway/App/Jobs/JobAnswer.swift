// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmTasks
internal import Foundation
internal import Store
internal import Worker

/// A job as its owner sees it: the reference's fields, but for its inner path and the client's address, and ours.
struct JobAnswer: Encodable {
    private let status: JobStatus
    private let url: String?
    private let language: Language
    private let film: FilmJobResult?

    /// - Parameter url: Of the article; nil for a job from a text or script.
    init(_ status: JobStatus, url: String?, language: Language) {
        self.status = status
        self.url = url
        self.language = language
        self.film = FilmJobResult(of: status)
    }

    /// The names of what is told of a job.
    enum Key: String, CodingKey, CaseIterable {
        case id, url, status, progress, created, updated, links, title, completed
        case progressMessage = "progress_message"
        case currentStep = "current_step"
        case queuePosition = "queue_position"
        case partsDone = "parts_done"
        case partsTotal = "parts_total"
        case cancelRequested = "cancel_requested"
        case videoAvailable = "video_available"
        case videoSize = "video_size"
        case durationSeconds = "duration_seconds"
        case errorMessage = "error_message"
        case errorCode = "error_code"
        case startedAt = "started_at"
        case completedAt = "completed_at"
        case expiresAt = "expires_at"
    }

    /// The reference's words.
    enum State: String, CaseIterable, Encodable { case pending, processing, completed, failed, cancelled }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        let status = self.status
        try fields.encode(status.id.uuidString.lowercased(), forKey: .id)
        try fields.encode(self.url, forKey: .url)
        try fields.encode(self.state, forKey: .status)
        try fields.encode(status.percent, forKey: .progress)
        try fields.encode(ProgressMessage.text(status)[self.language], forKey: .progressMessage)
        try fields.encode(self.step, forKey: .currentStep)
        try fields.encode(status.queuePosition, forKey: .queuePosition)
        try fields.encode(status.donePartCount, forKey: .partsDone)
        try fields.encode(status.partCount, forKey: .partsTotal)
        try fields.encode(status.isCancelRequested, forKey: .cancelRequested)
        try fields.encode(status.state == .done, forKey: .completed)
        try fields.encode(self.film?.files["mp4"] != nil, forKey: .videoAvailable)
        try fields.encode(self.film?.filmBytes, forKey: .videoSize)
        try fields.encode(self.film?.title, forKey: .title)
        try fields.encode(self.film?.durationSeconds, forKey: .durationSeconds)
        let failure = JobFailure(code: status.errorCode, text: status.errorText)
        try fields.encode(failure?.visitorMessage(in: self.language), forKey: .errorMessage)
        try fields.encode(failure?.code.rawValue, forKey: .errorCode)
        try fields.encode(Self.time(status.createdAt), forKey: .created)
        try fields.encode(Self.time(status.movedAt), forKey: .updated)
        try fields.encode(status.startedAt.map(Self.time), forKey: .startedAt)
        try fields.encode(status.finishedAt.map(Self.time), forKey: .completedAt)
        try fields.encode(status.expiresAt.map(Self.time), forKey: .expiresAt)
        try fields.encode(self.links, forKey: .links)
    }

    private var state: State {
        switch self.status.state {
        case .open: self.status.step == .queued ? .pending : .processing
        case .done: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }

    private var step: String? {
        switch self.status.step {
        case .script, .audio, .slides, .video: self.status.step.rawValue
        case .done: JobStep.video.rawValue
        case .queued, .failed, .cancelled: nil
        }
    }

    private var links: [String: String] {
        let base = "/api/jobs/\(self.status.id.uuidString.lowercased())"
        var links = [
            "self": base, "status": base + "/status", "events": base + "/events", "script": base + "/script",
        ]
        guard let film = self.film else { return links }
        for kind in FilmFile.allCases where film.files[kind.ending] != nil {
            links[kind.rawValue] = "\(base)/\(kind.rawValue)"
        }
        if film.files["mp4"] != nil {
            links["download"] = base + "/download"
            links["bundle"] = base + "/bundle"
        }
        return links
    }

    private static func time(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
