// SPDX-License-Identifier: Apache-2.0
internal import ArgumentParser
internal import Domain
internal import FilmSettings
internal import Foundation
internal import Operations
internal import ScriptStage
internal import Store
internal import Worker

/// Gives a cluster a film to make, and follows it.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Have a cluster make a film, and follow it.",
        discussion: """
            SOURCE is an http(s) URL, an .html, .md or .txt file, or a script (.yaml). The job is safe as soon as its id is
            printed: ending this command, or anything else, does not end it.
            """)

    @Argument(help: "What to make a film from.")
    var source: String

    @Option(name: .shortAndLong, help: "Where to put the film when it is done, *.mp4.")
    var output: String?

    @Option(name: .shortAndLong, help: "Configuration file (YAML); files it names are not sent.")
    var config: String?

    @Option(help: "Language of the film: ja or en. The article's own by default.")
    var language: Language?

    @Option(help: "720p, 1080p or WxH, even numbers.")
    var size: FrameSize?

    @Option(help: "Frames a second, 1...60.")
    var fps: Int?

    @Option(help: "Varies the phrasing and the characters' motion.")
    var seed: UInt64?

    @Option(help: "A name for this wish: submitting it again finds the job that is there.")
    var key: String?

    @Option(help: "Whose job it is, as jobs list --client has it.")
    var client = "moviegen"

    @Option(
        help:
            "The IP address it is for: blocked networks and the daily limit (limits show) hold for it."
    )
    var clientAddress: String?

    @Flag(help: "Print the job's id and do not follow it.")
    var detach = false

    @Flag(help: "Fetch from private and local addresses too.")
    var allowPrivateAddresses = false

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var talk: OutputOptions

    func validate() throws {
        if self.client.isEmpty || self.client.utf8.count > 200 {
            throw ValidationError("--client is 1 to 200 bytes long")
        }
        if let address = self.clientAddress, IPAddress(address) == nil {
            throw ValidationError("--client-address is an IP address, not \(address)")
        }
    }

    func run() async throws {
        let access = try self.cluster.access()
        let request = try self.request()
        if let output = self.output { _ = try OutputFile.prepareFilm(output) }
        if self.talk.dryRun { return print(JSON.encode(request, pretty: true)) }
        let job = try await self.admit(request, access)
        let reporter = self.talk.makeReporter()
        reporter.say(ClusterMessages.accepted(job))
        if self.detach { return print(job.uuidString.lowercased()) }
        let status = try await JobFollower(queue: access.queue, reporter: reporter).follow(job)
        try await JobResult(status: status, access: access).report(to: self.output, self.talk, reporter)
    }

    private func request() throws -> FilmRequest {
        var request = FilmRequest(source: try self.readSource())
        request.configuration = try self.config.map { try Self.read($0) }
        request.language = self.language
        request.size = self.size
        request.framesPerSecond = self.fps
        request.seed = self.seed
        request.allowsPrivateAddresses = self.allowPrivateAddresses
        // A mistake in it is told now, not by a job that failed.
        _ = try request.makeSettings()
        return request
    }

    private func readSource() throws -> FilmRequest.Source {
        switch try Source.parse(self.source) {
        case .article(.address(let address)): .address(address)
        case .script(let path): .script(name: Self.name(path), yaml: try Self.read(path))
        case .article(.file(let path)): .document(name: Self.name(path), text: try Self.read(path))
        case .article(.standardInput(let bytes)), .article(.document(_, let bytes)):
            .document(name: "-", text: String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

    private static func read(_ path: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw JobFailure(.sourceUnreadable, path)
        }
        guard bytes.count <= FilmRequest.maximumBytes else {
            throw JobFailure(.sourceTooLarge, path, detail: "more than \(FilmRequest.maximumBytes >> 20) MiB")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw JobFailure(.sourceUnreadable, path, detail: "it is not UTF-8")
        }
        return text
    }

    private func admit(_ request: FilmRequest, _ access: ClusterAccess) async throws -> UUID {
        var admission = AdmissionRequest(
            client: self.client, idempotencyKey: self.key, request: try TaskResult.json(request),
            first: NewTask(.script))
        admission.obeysKeptLimits = true
        if let text = self.clientAddress, let address = IPAddress(text) {
            admission.address = text
            // As the gateway counts its visitors.
            let network = "\(IPNetwork(ofClient: address))"
            admission.quotas = [
                DailyQuota(scope: "network", subject: network, limit: access.dailyJobLimit)
            ]
        }
        switch try await access.queue.admit(admission) {
        case .admitted(let job), .existing(let job): return job
        case .full: throw JobFailure(.tooBusy, "queue")
        case .quotaSpent(_, let seconds):
            throw JobFailure(
                .tooBusy, self.clientAddress ?? self.client,
                detail: "the daily limit is reached; it ends in \(Clock.age(Double(seconds)))")
        case .blocked(let reason):
            throw JobFailure(.tooBusy, self.clientAddress ?? self.client, detail: "blocked: \(reason)")
        }
    }
}
