// SPDX-License-Identifier: Apache-2.0
package import Domain

/// What the tasks of a film tell each other: small JSON in their rows, which names objects.
package enum FilmTasks {
    /// The barrier of all audio and slides; the timeline comes after it.
    package static let contentBarrier = "content"
    /// The barrier of all segments and the sound; assembling comes after it.
    package static let renderBarrier = "render"
}

/// What the script task gave.
package struct ScriptResult: Codable, Hashable, Sendable {
    package var script: ObjectID
    package var title: String
    package var language: Language
    package var sectionCount: Int

    package init(script: ObjectID, title: String, language: Language, sectionCount: Int) {
        self.script = script
        self.title = title
        self.language = language
        self.sectionCount = sectionCount
    }
}

/// What the tasks of one section, and the timeline, are given.
package struct ScriptInput: Codable, Hashable, Sendable {
    package var script: ObjectID
    /// From 0; the timeline has none.
    package var section: Int?

    package init(script: ObjectID, section: Int? = nil) {
        self.script = script
        self.section = section
    }
}

/// What an audio task gave: a JSON array of ``SpokenLine``.
package struct AudioResult: Codable, Hashable, Sendable {
    package var lines: ObjectID

    package init(lines: ObjectID) { self.lines = lines }
}

/// What a slide task gave.
package struct SlideResult: Codable, Hashable, Sendable {
    package var picture: ObjectID
    package var notes: [String]

    package init(picture: ObjectID, notes: [String]) {
        self.picture = picture
        self.notes = notes
    }
}

/// What render tasks and assembling are given: a ``FilmPlan``, and which part of it.
package struct PlanInput: Codable, Hashable, Sendable {
    package var plan: ObjectID
    package var script: ObjectID
    /// Nil for the sound, and for the whole.
    package var segment: Int?

    package init(plan: ObjectID, script: ObjectID, segment: Int? = nil) {
        self.plan = plan
        self.script = script
        self.segment = segment
    }
}

/// What a render task gave.
package struct RenderResult: Codable, Hashable, Sendable {
    /// A segment; the sound has none.
    package var segment: ObjectID?
    package var sound: ObjectID?

    package init(segment: ObjectID? = nil, sound: ObjectID? = nil) {
        self.segment = segment
        self.sound = sound
    }
}

/// A job's result: the film's files by their endings (`mp4`, `vtt`, `srt`, `jpg`, `json`).
package struct FilmJobResult: Codable, Hashable, Sendable {
    package var files: [String: ObjectID]
    package var title: String
    package var durationSeconds: Double
    package var filmBytes: Int

    package init(files: [String: ObjectID], title: String, durationSeconds: Double, filmBytes: Int) {
        self.files = files
        self.title = title
        self.durationSeconds = durationSeconds
        self.filmBytes = filmBytes
    }
}
