// SPDX-License-Identifier: Apache-2.0
package import Foundation

/// Runs the repository's scripts, which start and stop servers.
package enum ServerScript {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// The repository.
    package static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter name: Of a script in `Scripts`.
    /// - Returns: What it printed, errors too.
    @discardableResult
    package static func run(_ name: String, _ arguments: String...) async throws -> String {
        // A file and no pipe: a server that kept the pipe's end would keep its reader waiting.
        let place = FileManager.default.temporaryDirectory.appending(path: "script-\(UUID().uuidString)")
        try Data().write(to: place)
        defer { try? FileManager.default.removeItem(at: place) }
        let output = try FileHandle(forWritingTo: place)
        let process = Process()
        process.executableURL = Self.root.appending(path: "Scripts/\(name)")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        let status = try await withCheckedThrowingContinuation { caller in
            process.terminationHandler = { caller.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { caller.resume(throwing: error) }
        }
        try output.close()
        let text = String(decoding: try Data(contentsOf: place), as: UTF8.self)
        guard status == 0 else {
            throw Failure(description: "\(name) \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }

    /// `NAME=value` lines, as the scripts leave them under `.local/servers`.
    package static func variables(in file: String) throws -> [String: String] {
        let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
        let pairs = text.split(separator: "\n").map { line in
            let parts = line.split(separator: "=", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        return Dictionary(pairs) { _, last in last }
    }
}
