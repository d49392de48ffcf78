// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import TestServers

/// A file system of its own, in memory, that can be filled to the last byte without harm to anybody else.
struct SmallDisk: Sendable {
    let folder: URL
    let megabytes: Int

    private var filler: URL { self.folder.appending(path: "filler") }

    /// - Parameter folder: Is there.
    /// - Throws: Where this user may not mount.
    static func mount(at folder: URL, megabytes: Int) throws -> SmallDisk {
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path)
        return SmallDisk(folder: folder, megabytes: megabytes)
    }

    /// Ends what an interrupted run left mounted; nothing where nothing is.
    static func unmount(_ folder: URL) { try? Self.run("umount", folder.path) }

    /// Writes until nothing more fits.
    func fill() throws {
        guard FileManager.default.createFile(atPath: self.filler.path, contents: nil) else { return }
        let file = try FileHandle(forWritingTo: self.filler)
        defer { try? file.close() }
        for size in [1 << 20, 1 << 12] {
            let bytes = Data(count: size)
            // It ends where the disk does.
            while (try? file.write(contentsOf: bytes)) != nil {}
        }
    }

    func empty() throws { try FileManager.default.removeItem(at: self.filler) }

    private static func run(_ arguments: String...) throws {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let text = String(decoding: (try errors.fileHandleForReading.readToEnd()) ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ServerScript.Failure(
                description: text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
