// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import FilmSettings
internal import Foundation

/// The settings of `yaml`, in a file that is nowhere.
func settings(_ yaml: String) throws -> FilmSettings {
    try FilmSettings.load(yaml: yaml, name: "/nowhere/moviegen.yaml")
}

/// Everything that is wrong in `yaml`.
func problems(_ yaml: String) -> [String] {
    FilmSettings.validate(yaml: yaml, name: "/nowhere/moviegen.yaml").problems.map(\.description)
}

/// Everything that is noteworthy in `yaml`.
func warnings(_ yaml: String) -> [String] {
    FilmSettings.validate(yaml: yaml, name: "/nowhere/moviegen.yaml").warnings.map(\.description)
}

/// A folder of its own for one test, gone with it.
final class ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: self.url) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = self.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}

/// The root of the repository, seen from this file.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
