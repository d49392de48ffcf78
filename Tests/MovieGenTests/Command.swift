// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Runs `moviegen` as a person does, in a folder of its own.
struct Command {
    let folder: URL

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program that was built beside these tests.
    static let program: URL = {
        // The link of this process leads to the test bundle, which lies in the folder of products.
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = tests.deletingLastPathComponent().appending(path: "moviegen")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return Self.root.appending(path: ".build/debug/moviegen")
    }()

    init() throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "moviegen-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: self.folder) }

    func file(_ name: String) -> URL { self.folder.appending(path: name) }

    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: self.file(name)) }

    /// Every file below the folder, the cache left out.
    var files: [String] {
        let names =
            FileManager.default.enumerator(atPath: self.folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { !$0.hasPrefix("cache") }.sorted()
    }

    func run(
        _ arguments: String..., environment: [String: String] = [:], input: Data? = nil
    ) throws -> Result {
        try self.start(arguments, environment: environment, input: input).wait()
    }

    func start(
        _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
        launcher: [String] = []
    ) throws -> Running {
        let process = Process()
        let line = launcher + [Self.program.path] + arguments
        process.executableURL = URL(fileURLWithPath: line[0])
        process.arguments = Array(line.dropFirst())
        process.currentDirectoryURL = self.folder
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": self.file("cache").path]
        ) { $1 }.merging(environment) { $1 }
        return try Running(process, input: input)
    }

    /// A process whose output is gathered.
    final class Running {
        private let process: Process
        private let output = FileManager.default.temporaryDirectory.appending(
            path: "out-\(UUID().uuidString)")
        private let errors = FileManager.default.temporaryDirectory.appending(
            path: "err-\(UUID().uuidString)")

        init(_ process: Process, input: Data?) throws {
            self.process = process
            // Files, not pipes: nobody has to read them for the process to go on.
            for file in [self.output, self.errors] { try Data().write(to: file) }
            process.standardOutput = try FileHandle(forWritingTo: self.output)
            process.standardError = try FileHandle(forWritingTo: self.errors)
            if let input {
                let file = FileManager.default.temporaryDirectory.appending(path: "in-\(UUID().uuidString)")
                try input.write(to: file)
                process.standardInput = try FileHandle(forReadingFrom: file)
            } else {
                process.standardInput = FileHandle.nullDevice
            }
            try process.run()
        }

        func interrupt() { self.process.interrupt() }

        var errorsSoFar: String { (try? String(contentsOf: self.errors, encoding: .utf8)) ?? "" }

        func wait() throws -> Result {
            self.process.waitUntilExit()
            defer {
                try? FileManager.default.removeItem(at: self.output)
                try? FileManager.default.removeItem(at: self.errors)
            }
            return Result(
                status: self.process.terminationStatus,
                output: try String(contentsOf: self.output, encoding: .utf8),
                errors: self.errorsSoFar)
        }
    }
}

/// Pages on a port of this machine, by Python's own server.
final class Pages {
    private let process = Process()
    let address: String

    init(_ folder: URL) throws {
        let pipe = Pipe()
        self.process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        self.process.arguments = [
            "python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder.path, "0",
        ]
        self.process.standardOutput = pipe
        self.process.standardError = FileHandle.nullDevice
        try self.process.run()
        // "Serving HTTP on 127.0.0.1 port 40123 (http://127.0.0.1:40123/) ..."
        let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(line.firstMatch(of: /port (\d+)/)).1
        self.address = "http://127.0.0.1:\(port)"
    }

    deinit { self.process.terminate() }
}
